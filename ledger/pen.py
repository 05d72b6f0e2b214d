"""The one writer: decides on what is submitted or asked against what stands under the lock, and adds events."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from ledger.acts.attesting import attest, send_back
from ledger.acts.correcting import check_may_correct, correct
from ledger.acts.entitled import Entitled, own_record
from ledger.acts.evidence import attach
from ledger.acts.objection import decide_objection, object_to
from ledger.acts.official import check_not_official
from ledger.acts.request import Request
from ledger.acts.taking_back import void, withdraw
from ledger.entry import Entering, clash
from ledger.event import COUNTY, Act, Event, Source, stored_name
from ledger.hand_in import HandIn
from ledger.in_force import InForce, Occasion
from ledger.life import Stream, Version, new_version
from ledger.processes.rules import check_rules, check_taken, has_rule
from ledger.records.official import REVIEW
from ledger.records.record import Record, entry_of, stream_of
from ledger.refusals import Refused
from ledger.steps import Step, Voided, Withdrawn
from ledger.store.codec import decode, encode
from ledger.store.rows import Row, WritingRows
from ledger.submission import Submission

COUNTY_TIME = ZoneInfo("Asia/Shanghai")
"""Days are days there; times are stored in UTC."""

Clock = Callable[[], datetime]

Outcome = list[Record] | Refused
"""The records that a submission added (none: a duplicate), or why it was refused."""

FLUSHED_AT_ONCE = 2_000
"""Rows handed to the store together, which takes them in while the next are decided on."""

_STEPS: dict[Act, Callable[[Sequence[Version], Request, HandIn, Entitled, date], Step]] = {
    Act.ATTESTED: attest,
    Act.RETURNED: send_back,
    Act.WITHDRAWN: withdraw,
    Act.VOIDED: void,
    Act.OBJECTED: object_to,
    Act.DECIDED: decide_objection,
    Act.EVIDENCED: attach,
}

_UNDOING = (Act.RETURNED, Act.WITHDRAWN, Act.VOIDED)


class Pen:
    """Writes for one hand-in, under the writer's lock."""

    def __init__(self, rows: WritingRows, clock: Clock, hand_in: HandIn, in_force: InForce) -> None:
        self._rows = rows
        self._hand_in = hand_in
        self._clock = clock
        self._in_force = in_force
        self._entitled = Entitled(in_force)
        self._waiting: list[Row] = []  # decided on, and not yet in the store
        self.position = rows.last_position()
        in_force.follow(self._of_kinds, self.position)
        last = rows.last_row()
        # A clock that was set back must not make an event older than the one before it.
        self._now = max(clock(), decode(last[3], last[4]).recorded_at) if last else clock()
        in_force.occasion = Occasion(self.today, hand_in.actor, hand_in.authority)

    def write(self, submissions: Sequence[Submission]) -> list[Outcome]:
        """Decide on each in order and add what is new; one outcome each. A refusal holds no other back."""
        streams = self._streams({submission.stream for submission in submissions})
        outcomes: list[Outcome] = []
        for submission in submissions:
            stream = streams[submission.stream]
            try:
                entering = self._decide(stream, submission)
            except Refused as refused:
                outcomes.append(refused.with_traceback(None))  # its trace would keep the whole batch in memory
                continue
            outcomes.append([one.record for one in entering])
            if len(self._waiting) >= FLUSHED_AT_ONCE:
                self._flush()
        self._flush()
        return outcomes

    def act(self, requests: Sequence[Request]) -> list[Step | Refused]:
        """Take a step in the life of each entry, in order; one outcome each. A refusal holds no other back."""
        streams = self._streams({asked.stream for asked in requests})
        outcomes: list[Step | Refused] = []
        self._tick()
        for asked in requests:
            stream = streams[asked.stream]
            try:
                if asked.act in _UNDOING:
                    check_not_official(stream.versions, asked.name)
                step = _STEPS[asked.act](stream.versions, asked, self._hand_in, self._entitled, self.today)
                if isinstance(step, Withdrawn | Voided):
                    self._check_taken(stream, step)
            except Refused as refused:
                outcomes.append(refused)
                continue
            self._add_step(stream, asked, asked.act, step)
            outcomes.append(step)
        self._flush()
        return outcomes

    def correct(self, asked: Request, record: Record) -> None:
        """Correct an entry to say `record`. Raises Refused; then nothing was written."""
        new_key = stream_of(record)
        streams = self._streams([asked.stream, new_key])
        old, new = streams[asked.stream], streams[new_key]
        check_not_official(old.versions, asked.name)
        voided, records = correct(old.versions, asked, record, self._hand_in, self._entitled, self.today)
        said = {(entry_of(one), one.part_key()) for one in records}
        replaced = [one for one in old.versions if (one.number in voided.of if voided else one.part in said)]
        with self._in_force.without(replaced):
            for number, one in enumerate(records, new.length + 1):
                _check_free(new.versions, one, replaced)
                check_rules(one, self._in_force)
                # The parts that go along find their main record standing.
                self._in_force.put(new_key, new_version(number, self._event(Entering(one, Act.CORRECTED), None, "")))
            if voided:
                check_taken([one.event.data for one in replaced], self._in_force)
        self._tick()
        if voided:
            self._add_step(old, asked, Act.VOIDED, voided)
        for one in records:
            replaces = asked.name if voided and entry_of(one) != asked.entry else ""
            self._add_record(new, new_key, Entering(one, Act.CORRECTED), None, asked.reason, replaces)
        self._flush()

    def _check_taken(self, stream: Stream, step: Step) -> None:
        """Refuse a void or withdrawal where others rest on what goes, or what comes to stand again breaks a rule."""
        gone = [one for one in stream.versions if one.number in step.of]
        parts = {one.part for one in gone}
        left = {one.part: one for one in stream.versions if one.alive and one.part in parts and one not in gone}
        with self._in_force.without(gone):
            check_taken([one.event.data for one in gone if one.part not in left], self._in_force)
            for again in left.values():
                check_rules(again.event.data, self._in_force)

    @property
    def today(self) -> date:
        """The day it is for the county."""
        return self._now.astimezone(COUNTY_TIME).date()

    def _decide(self, stream: Stream, submission: Submission) -> list[Entering]:
        """What a submission writes, written; undone where a rule refuses a part of it."""
        if len(submission.records) == 1 and not has_rule(submission.records[0]):
            entering = self._hand_in.decide(stream.versions, submission)
            self._add_all(stream, submission, entering)
            return entering
        length, waiting, position = stream.length, len(self._waiting), self.position
        try:
            with self._in_force.tentatively():
                try:
                    entering = self._hand_in.decide(stream.versions, submission)
                except Refused:
                    check_rules(submission.records[0], self._in_force)  # says more than a mere clash does
                    raise
                self._add_all(stream, submission, entering)
        except Refused:
            self.position = position
            stream.cut(length)
            del self._waiting[waiting:]
            raise
        return entering

    def _add_all(self, stream: Stream, submission: Submission, entering: Sequence[Entering]) -> None:
        if entering and submission.source is None:
            self._tick()
        for one in entering:
            check_rules(one.record, self._in_force)
            why = ""
            if one.act is Act.CORRECTED:
                why, part = self._hand_in.correcting, (entry_of(one.record), one.record.part_key())
                old = next(old for old in reversed(stream.versions) if old.alive and old.part == part)
                check_may_correct(stream.versions, old, self._hand_in, self._entitled, self.today)
            self._add_record(stream, submission.stream, one, submission.source, why)

    def _tick(self) -> None:
        """A later time: what has no row to be told apart by is told apart by it (`ledger.entry`: hand-ins)."""
        self._now = max(self._clock(), self._now + timedelta(microseconds=1))

    def _add_record(
        self, stream: Stream, name: bytes, entering: Entering, source: Source | None, reason: str, replaces: str = ""
    ) -> None:
        event = self._event(entering, source, reason, replaces)
        number, record = stream.read(event), event.data
        if self._in_force.follows(record.__class__):
            self._in_force.put(name, stream.versions[-1])
        self._add_row(name, number, record.kind, encode(event))

    def _event(self, entering: Entering, source: Source | None, reason: str, replaces: str = "") -> Event[Record]:
        who, record = self._hand_in, entering.record
        own_act = False
        if who.authority != COUNTY:
            # A step of a round of review is nobody else's to attest: whoever may take it is asked by its rule.
            own_act = record.__class__ in REVIEW or self._entitled.own_act(who, record, self.today)
        elif record.whose and who.actor == getattr(record, record.whose):
            raise own_record(entry_of(record).hex(), who)
        return Event(self._now, who.actor, who.authority, entering.act, source, record, reason, replaces, own_act)

    def _add_step(self, stream: Stream, asked: Request, act: Act, step: Step) -> None:
        who = self._hand_in
        event = Event(self._now, who.actor, who.authority, act, None, step, asked.reason)
        kind = next(one for one in stream.versions if one.number == step.of[0]).event.data.kind
        number = stream.read(event)
        self._in_force.take(asked.stream, event)
        self._add_row(asked.stream, number, stored_name(kind, act), encode(event))

    def _add_row(self, stream: bytes, version: int, name: str, body: bytes) -> None:
        self.position += 1
        self._waiting.append((self.position, stream, version, name, body))

    def _flush(self) -> None:
        self._rows.add(self._waiting)
        self._waiting = []

    def _of_kinds(self, kinds: Sequence[str], after: int) -> list[Row]:
        """The rows of some kinds for the rules, those too that were decided on and are not yet in the store."""
        return [*self._rows.of_kinds(kinds, after), *(row for row in self._waiting if row[3] in kinds)]

    def _streams(self, names: Iterable[bytes]) -> defaultdict[bytes, Stream]:
        streams: defaultdict[bytes, Stream] = defaultdict(Stream)
        for _, stream, _, name, body in self._rows.standing(sorted(set(names))):
            streams[stream].read(decode(name, body))
        return streams


def _check_free(stream: Sequence[Version], record: Record, replaced: Sequence[Version]) -> None:
    """Refuse a correction to a key under which something else stands."""
    part = entry_of(record), record.part_key()
    taken = [one for one in stream if one.alive and one.part == part and one not in replaced]
    if taken:
        raise clash(taken, record)
