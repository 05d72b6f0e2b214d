"""The records of a story: each as it is said, or many at once, repeated over days and for several people."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, product
from typing import Any

from ledger.interchange.appending import record_class
from ledger.records import KINDS
from ledger.records.record import Month, Record
from ledger.records.school_year import TermAnnounced
from ledger.refusals import Refused
from projections.language.scopes import field_hints
from projections.language.yaml_text import Path as Place
from projections.stories.defaults import filled
from projections.stories.fields import named_in_english, written
from projections.stories.setting import Setting
from projections.stories.story import Untold

ALL = "all"
_ABOUT = ("kind", "repeat", "for_each", "vary", "attested", "recorded_on", "refused")
_SHIFTED = ("start", "end", "planned_end", "until", "closes")
_STEPS = ("school_day", "day", "week", "month")
_CALLED = {record.called: record for record in KINDS.values()}
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Told:
    """A record of a story, with its place; `refused`: the code with which the ledger has to refuse it."""

    record: Record
    place: Place
    attested: bool = True
    recorded_on: date | None = None
    refused: str = ""


def told_records(said: Any, place: Place, setting: Setting, term: TermAnnounced) -> Iterator[Told]:
    """The records that one item of `records` stands for. Raises Untold.

    `for_each: {field: [values]}` says it of each; `repeat: 16`, or `{times, every, each}`, on that many days;
    `vary: {field: [values]}` goes through the values as it is repeated.
    """
    if not isinstance(said, Mapping):
        raise Untold(place, "wrong-value", "一条记录应写成 {kind: …, 字段: 值};请改正。")
    record = _kind(said, place)
    about = {name: said[name] for name in _ABOUT if name in said}
    said = named_in_english(record, {name: value for name, value in said.items() if name not in _ABOUT})
    for each in _for_each(about.get("for_each"), place, setting):
        for number, fields in enumerate(_repeated(record, {**said, **each}, about, place, setting, term), 1):
            whole = filled(record, fields, setting, term)
            numbered = {name: _numbered(value, number) for name, value in whole.items()}
            found = written(record, numbered, place, setting.code_of)
            yield Told(
                found, place, about.get("attested", True), about.get("recorded_on"), str(about.get("refused") or "")
            )


def _kind(said: Mapping[str, Any], place: Place) -> type[Record]:
    name = str(said.get("kind") or "")
    try:
        return _CALLED.get(name) or record_class(name)
    except Refused as refused:
        raise Untold((*place, "kind"), refused.code, refused.message) from None


def _for_each(said: Any, place: Place, setting: Setting) -> Iterator[dict[str, Any]]:
    """The values of fields for each of which the record is said; `all` are all teachers of the story."""
    if said is None:
        yield {}
        return
    if not isinstance(said, Mapping):
        raise Untold((*place, "for_each"), "wrong-value", "for_each 应写成 {字段: [值, 值]};请改正。")
    everyone = sorted({row.teacher for row, _ in setting.teachers})
    lists = [everyone if one == ALL else one if isinstance(one, list) else [one] for one in said.values()]
    for values in product(*lists):
        yield dict(zip(said, values, strict=True))


def _repeated(
    record: type[Record],
    said: dict[str, Any],
    about: Mapping[str, Any],
    place: Place,
    setting: Setting,
    term: TermAnnounced,
) -> Iterator[dict[str, Any]]:
    vary = about.get("vary") or {}
    if not isinstance(vary, Mapping) or not all(isinstance(one, list) and one for one in vary.values()):
        raise Untold((*place, "vary"), "wrong-value", "vary 应写成 {字段: [值, 值]};请改正。")
    times, every, each = _how_often(about.get("repeat"), vary, place)
    field = record.happened_on if "repeat" in about else ""
    monthly = bool(field) and field_hints(record)[field] is Month
    start = filled(record, said, setting, term).get(field) if field else None
    if start is not None and not isinstance(start, date):
        start = date.fromisoformat(str(start)[: len("2022-09")] + "-01")
    days: Iterator[date | None] = iter([None] * (1 if times == ALL else int(times)))
    if start is not None:
        last = setting.term_of(start).end
        stops = _days(start, last, "month" if monthly else every, setting, beyond=times != ALL)
        days = islice(stops, None if times == ALL else int(times))
    place_in_list = 0
    for day in days:
        for copy in range(each):
            fields = dict(said)
            if day is not None and start is not None:
                fields |= {
                    name: said[name] + (day - start)
                    for name in _SHIFTED
                    if name != field and isinstance(said.get(name), date) and not monthly
                }
                fields[field] = day
            if each > 1 and "period" in field_hints(record):
                fields["period"] = int(said.get("period", 1)) + copy
            fields |= {name: values[place_in_list % len(values)] for name, values in vary.items()}
            place_in_list += 1
            yield fields


def _how_often(said: Any, vary: Mapping[str, Any], place: Place) -> tuple[Any, Any, int]:
    """How many times, how far apart, and how many at once."""
    if said is None:
        return max((len(values) for values in vary.values()), default=1), "day", 1
    known = said if isinstance(said, Mapping) else {"times": said}
    times, every, each = known.get("times", ALL), known.get("every", "school_day"), known.get("each", 1)
    sound = times == ALL or (isinstance(times, int) and times > 0)
    if not sound or (every not in _STEPS and not _positive(every)) or not _positive(each):
        raise Untold(
            (*place, "repeat"),
            "wrong-value",
            f"repeat 应写次数,或 {{times: 次数或 all, every: {'、'.join(_STEPS)} 或天数, each: 每次几条}};请改正。",
        )
    return times, every, each


def _positive(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _days(start: date, last: date, every: Any, setting: Setting, *, beyond: bool) -> Iterator[date]:
    """The days of a repetition, to the end of the term, or however many are asked for."""
    end = date(last.year + 5, 12, 31) if beyond else last
    if every == "school_day":
        yield from setting.school_days(start, end)
        return
    day, number = start, 0
    while day <= end:
        yield day
        number += 1
        if every == "month":
            months = start.year * 12 + start.month - 1 + number
            day = date(months // 12, months % 12 + 1, min(start.day, 28))
        else:
            day += _DAY * {"day": 1, "week": 7}.get(str(every), every)


def _numbered(value: Any, number: int) -> Any:
    return value.replace("{n}", str(number)) if isinstance(value, str) else value
