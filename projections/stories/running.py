"""Stories run: each is written in a ledger of its own, through the book, and the pack is evaluated over it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ledger.book import Book
from ledger.bounds import check_bounds
from ledger.checks import HAPPENED_FIELDS, check_record
from ledger.event import COUNTY, Authority
from ledger.hand_in import HandIn
from ledger.known import check_known
from ledger.pen import COUNTY_TIME
from ledger.records.record import Record
from ledger.records.school_year import TermAnnounced
from ledger.refusals import Refused
from ledger.register import Register
from ledger.submission import Submission
from projections.evaluation import evaluate
from projections.known_at import position_known
from projections.language.loading import load_pack
from projections.language.pack import Pack
from projections.language.pack_files import STORIES
from projections.language.yaml_text import Path as Place
from projections.stories.expecting import differences
from projections.stories.fields import at_field
from projections.stories.recording import Told, told_records
from projections.stories.setting import Setting
from projections.stories.story import Ask, Story, StoryFailure, StoryFile, Untold, read_stories

_NOON = time(12, tzinfo=COUNTY_TIME)
_EVENING = "T23:59:59.999999"


def stories_of(pack_path: Path) -> list[Path]:
    """The files of stories of the pack at a path: that of its name beside it, and those in its folder."""
    beside = pack_path.with_name(pack_path.name.removesuffix(".yaml").removesuffix(".yml") + STORIES)
    inside = sorted(pack_path.glob(f"*{STORIES}")) if pack_path.is_dir() else []
    return [*([beside] if beside.is_file() else []), *inside]


def run_stories(pack: Pack | Path, path: Path) -> list[StoryFailure]:
    """What is not as the stories in a file say, under a pack or the pack in a file; nothing where all is well.

    Raises Refused `unreadable-file`, and PackRefused for a pack that is unsound.
    """
    return run_file(pack if isinstance(pack, Pack) else load_pack(pack), read_stories(path))


def run_file(pack: Pack, file: StoryFile) -> list[StoryFailure]:
    """What is not as the stories say, in the order of their lines."""
    failures = [*file.failures, *(failure for story in file.stories for failure in run_story(pack, story))]
    return sorted(failures, key=lambda failure: failure.line)


def run_story(pack: Pack, story: Story) -> list[StoryFailure]:
    """What is not as one story says."""
    try:
        setting = Setting(story)
        with _ledger(story, setting) as ledger:
            failures = ledger.failures
            return failures or [failure for ask in story.asks for failure in _asked(pack, story, setting, ledger, ask)]
    except Untold as untold:
        return [story.failure(untold.place, untold.code, untold.message)]


@dataclass
class _Clock:
    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True)
class _Ledger:
    book: Book
    failures: list[StoryFailure]


@contextmanager
def _ledger(story: Story, setting: Setting) -> Iterator[_Ledger]:
    """The story written in a book of its own, recorded on the days it says, else after all has happened."""
    term = _term(story, setting)
    told = [one for said, place in story.listed("records") for one in told_records(said, place, setting, term)]
    last = _last_day(setting, told)
    first = min((one.recorded_on for one in told if one.recorded_on), default=last)
    with TemporaryDirectory() as folder:
        clock = _Clock(_noon(min(first, last)))
        book = Book(Path(folder) / "book.sqlite", clock)
        try:
            ledger = _Ledger(book, [])
            _write_register(story, setting, ledger)
            register = Register(record for record, _ in setting.records)
            for one in sorted(told, key=lambda one: one.recorded_on or last):
                clock.now = max(clock.now, _noon(one.recorded_on or last))
                _write(story, setting, ledger, one, register)
            yield ledger
        finally:
            book.close()


def _term(story: Story, setting: Setting) -> TermAnnounced:
    """The term that records are of which name none: the one asked about, else the earliest."""
    asked = next((str(ask.values["term"]) for ask in story.asks if ask.values.get("term")), "")
    return next((term for term, _ in setting.terms if term.term == asked), setting.first_term)


def _last_day(setting: Setting, told: list[Told]) -> date:
    happened: list[date] = [getattr(one.record, name) for one in told for name in HAPPENED_FIELDS[one.record.__class__]]
    return max([*happened, *(term.end for term, _ in setting.terms)])


def _noon(day: date) -> datetime:
    return datetime.combine(day, _NOON).astimezone(UTC)


def _write_register(story: Story, setting: Setting, ledger: _Ledger) -> None:
    for record, place in setting.records:
        who = HandIn("story", COUNTY)
        who.term_on = setting.term_of
        _append(story, ledger, who, record, place)


def _write(story: Story, setting: Setting, ledger: _Ledger, told: Told, register: Register) -> None:
    record = told.record
    who = HandIn("story", COUNTY if told.attested else _school_of(setting, record))
    try:
        check_bounds(record)
        check_known(record, register)
        check_record(record, register, date.max)
        added = ledger.book.append(who, Submission([record], whole=False))
    except Refused as refused:
        if refused.code != told.refused:
            place = at_field(told.place, refused)
            ledger.failures.append(story.failure(place, refused.code, _in_story(record, refused.message)))
        return
    if told.refused:
        message = f"应被拒收({told.refused}),却收下了;请核对。"
        ledger.failures.append(story.failure(told.place, "not-refused", _in_story(record, message)))
    elif not added:
        message = "与前面的记录相同,没有记入;请改日期、节次,或用 vary 换人。"
        ledger.failures.append(story.failure(told.place, "story-repeats", _in_story(record, message)))


def _in_story(record: Record, message: str) -> str:
    return f"“{record.called}”{message}"


def _school_of(setting: Setting, record: Record) -> Authority:
    """The school that recorded what waits to be attested."""
    name = str(getattr(record, record.whose, ""))
    row = setting.teacher(name, _last_day(setting, []))
    return Authority(f"school:{row.school if row else getattr(record, 'school', '') or setting.schools[0][0].school}")


def _append(story: Story, ledger: _Ledger, who: HandIn, record: Record, place: Place) -> None:
    try:
        added = ledger.book.append(who, Submission([record]))
    except Refused as refused:
        place = at_field(place, refused)
        ledger.failures.append(story.failure(place, refused.code, _in_story(record, refused.message)))
        return
    if not added:
        message = "与前一行相同;请写明 in_effect(生效日期)和改了什么。"
        ledger.failures.append(story.failure(place, "story-repeats", _in_story(record, message)))


def _asked(pack: Pack, story: Story, setting: Setting, ledger: _Ledger, ask: Ask) -> Iterator[StoryFailure]:
    term = str(ask.values.get("term") or setting.first_term.term)
    ends = {one.term: one.end for one, _ in setting.terms}
    as_of = ask.values.get("as_of") or ends.get(term) or max(ends.values())  # type: ignore[call-overload]
    known_at = ask.values.get("known_at")
    if isinstance(known_at, date):
        known_at = f"{known_at}{_EVENING}"
    try:
        position = position_known(ledger.book, str(known_at) if known_at is not None else None)
        historical = ask.values.get("historical") is True
        evaluation = evaluate(ledger.book, pack, term, as_of, position, historical=historical)
        result: Mapping[str, Any] = evaluation.to_json()
    except Refused as refused:
        yield story.failure(ask.place, refused.code, refused.message)
        return
    for one in differences(ask.expect, result, (*ask.place, "expect")):
        yield story.failure(
            one.place,
            "story-fails",
            one.sentence(),
            teacher=one.subject,
            path=one.path,
            expected=one.expected,
            actual=one.actual,
        )
