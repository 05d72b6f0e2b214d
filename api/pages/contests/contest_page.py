"""一场赛事: what was announced, how far the judges are, totals and ranks once all scores are in, prizes left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from api.accounts.permitted import Deed, Matter, Sees, may, sees
from api.accounts.visitor import Visitor
from api.desk.exports import Cell, Table
from api.http.register_desk import RegisterDesk
from api.pages.contests.listing import judged_by, prizes_of
from api.pages.contests.steps import Names, Step, steps
from api.pages.texts import text
from ledger.book import Book
from ledger.in_force import InForce
from ledger.processes.contest import announced
from ledger.records.contest import ContestAnnounced
from ledger.records.contest_course import ContestAppealDecided, ContestAppealed, ContestNoticed
from ledger.records.record import TeacherId, entry_of
from projections.processes.contests import ContestNow, GroupNow, contest_now, rounded, standing_at
from projections.processes.ranking import Ranked, dropped
from projections.processes.scoring import JudgeSoFar, Place, Scoring, scoring

_BEFORE_CLOSING = ("enter", "aside", "close")
_AFTER_CLOSING = ("promote", "notice", "publicise", "appeal", "decide")
"""The forms that a contest's page offers; what may be recorded when is decided by the book."""


@dataclass(frozen=True)
class Working:
    """Why a part counts what it does: the judges' scores, those left out, the mean, the weight."""

    part: str
    scores: Sequence[tuple[str, str, bool]]
    mean: str
    weight: str


@dataclass(frozen=True)
class Row:
    """Somebody who entered or won, as a line of the group's table."""

    number: int | None
    entry: str
    teacher: TeacherId
    name: str
    school: str
    parts: Sequence[str]
    total: str
    rank: int | None
    prize: str
    promoted: bool
    working: Sequence[Working] = ()


@dataclass(frozen=True)
class ShownGroup:
    """A group of the contest."""

    now: GroupNow
    rows: Sequence[Row]


@dataclass(frozen=True)
class Appeal:
    """An appeal, and what was decided on it."""

    said: ContestAppealed
    name: str
    decided: ContestAppealDecided | None


class ContestDesk:
    """All that a contest's pages show, as it stands now for one visitor. Raises Refused `contest-unknown`."""

    def __init__(self, book: Book, register: RegisterDesk, visitor: Visitor, code: str) -> None:
        self.today = book.today()
        self.in_force: InForce = standing_at(book)
        self.contest: ContestAnnounced = announced(code, self.in_force)
        self.visitor = visitor
        self.now: ContestNow = contest_now(self.contest, self.today, self.in_force)
        self.scoring: Scoring = scoring(book, self.contest, self.in_force)
        self.register = register.at_once
        self.sees: Sees = sees(visitor)
        notices = book.kept(ContestNoticed)
        self.notices = [
            one for one, stands in zip(notices.records, notices.attested, strict=True) if stands and one.code == code
        ]

    @property
    def code(self) -> str:
        """The contest's code."""
        return self.contest.code

    @property
    def judges_it(self) -> bool:
        """Whether the visitor is a judge of it."""
        return self.code in judged_by(self.visitor)

    @property
    def compares(self) -> bool:
        """Whether the visitor may see several persons beside each other; a teacher sees only their own line."""
        return may(self.visitor, Deed.COMPARE)

    @property
    def shows_scores(self) -> bool:
        """Whether totals and ranks may be seen yet."""
        return self.scoring.shown

    def may(self, kind: str) -> bool:
        """Whether the visitor may record something of a kind in this contest."""
        return any(
            may(self.visitor, deed, Matter(kind, contest=self.code, teacher=whose))
            for deed, whose in ((Deed.RECORD, ""), (Deed.RECORD, self.visitor.teacher))
        )

    @property
    def entry(self) -> str:
        """The entry of the announcement, in hexadecimal."""
        return entry_of(self.contest).hex()

    def names(self) -> Names:
        """The names of all who are spoken of: who entered, won, or judges."""
        return self.register.names({*self._people(), *self.contest.judges})

    def steps(self, names: Names) -> list[Step]:
        """The forms that are open to the visitor."""
        undecided = [one.said.teacher for one in self.appeals(names) if one.decided is None]
        found = steps(self.own_scoring, names, self.today, undecided)
        open_now = _AFTER_CLOSING if self.scoring.closed else _BEFORE_CLOSING
        return [
            one
            for one in found
            if one.name in open_now and all(field.options or field.sort != "choice" for field in one.fields)
            if self.may(one.kind)
        ]

    @property
    def own_scoring(self) -> Scoring:
        """The scoring with only those places that the visitor may speak of."""
        own = {group: [one for one in those if self._seen(one.said.teacher)] for group, those in self._places()}
        return Scoring(self.contest, own, self.scoring.scores, self.scoring.aside, self.scoring.closed)

    def judges(self) -> list[JudgeSoFar]:
        """How far each judge has come."""
        return self.scoring.judges()

    def appeals(self, names: Names) -> list[Appeal]:
        """The appeals that the visitor may see, the earliest first."""
        decided = {one.teacher: one for one in self.in_force.by(ContestAppealDecided, "code")(self.code)}
        made = sorted(self.in_force.by(ContestAppealed, "code")(self.code), key=lambda one: (one.on, one.teacher))
        return [
            Appeal(one, names.get(one.teacher, ""), decided.get(one.teacher)) for one in made if self._seen(one.teacher)
        ]

    def groups(self, names: Names) -> list[ShownGroup]:
        """Every group with those of its lines that the visitor may see."""
        won = prizes_of(self.now)
        return [ShownGroup(one, self._rows(one, names, won)) for one in self.now.groups]

    def table(self, names: Names) -> Table:
        """The results as they are taken away."""
        parts = [part.name for part in self.contest.parts]
        heads = ("group", "rank", "number", "teacher", "name", "school")
        rows = [_cells(group.now.group, row) for group in self.groups(names) for row in group.rows]
        columns = [*(text(f"contest.{head}") for head in heads), *parts]
        columns += [text("contest.total"), text("contest.prize"), text("contest.promoted")]
        return Table(f"{self.contest.series} {self.code}", columns, rows)

    def _places(self) -> Sequence[tuple[str, Sequence[Place]]]:
        return list(self.scoring.places.items())

    def _people(self) -> set[TeacherId]:
        entered = {one.said.teacher for those in self.scoring.places.values() for one in those}
        return entered | {TeacherId(one) for one in prizes_of(self.now)}

    def _seen(self, teacher: TeacherId) -> bool:
        return self.sees.everything or teacher == self.visitor.teacher or self.sees.teacher(teacher)

    def _rows(self, group: GroupNow, names: Names, won: Mapping[str, str]) -> list[Row]:
        """By rank where ranks are shown, else by number; then who won without having entered here."""
        ranked = {one.teacher: one for one in group.ranking} if self.shows_scores else {}
        places = self.scoring.places.get(group.group, [])
        of_group = {winner: prize.prize.value for prize in group.prizes for winner in prize.won_by}
        rows = [
            self._row(place, ranked.get(place.said.teacher), names, of_group, group)
            for place in places
            if self._seen(place.said.teacher)
        ]
        rows.sort(key=lambda row: (row.rank is None, row.rank or 0, row.number))
        entered = {place.said.teacher for place in places}
        rows += [
            self._winner(TeacherId(teacher), names, won[teacher], promoted=teacher in group.promoted)
            for teacher in of_group
            if teacher not in entered and self._seen(TeacherId(teacher))
        ]
        return rows

    def _row(self, place: Place, result: Ranked | None, names: Names, won: Mapping[str, str], group: GroupNow) -> Row:
        teacher = place.said.teacher
        means = result.parts if result else {}
        return Row(
            place.number,
            place.entry,
            teacher,
            names.get(teacher, ""),
            self.register.school_name(self.register.school_of(teacher)),
            [_told(means.get(part.name)) for part in self.contest.parts],
            _told(result.total) if result else "",
            result.rank if result else None,
            won.get(teacher, ""),
            teacher in group.promoted,
            self._working(place, names, means) if result else (),
        )

    def _winner(self, teacher: TeacherId, names: Names, prize: str, *, promoted: bool) -> Row:
        school = self.register.school_name(self.register.school_of(teacher))
        none = [""] * len(self.contest.parts)
        return Row(None, "", teacher, names.get(teacher, ""), school, none, "", None, prize, promoted)

    def _working(self, place: Place, names: Names, means: Mapping[str, Fraction]) -> list[Working]:
        scores = {
            judge: {
                part.name: Fraction(given)
                for part in self.contest.parts
                if (given := self.scoring.score(judge, place, part.name)) is not None
            }
            for judge in self.contest.judges
        }
        left_out = dropped(self.contest, {judge: own for judge, own in scores.items() if own})
        return [
            Working(
                part.name,
                [
                    (f"{names.get(judge, '')} {judge}".strip(), _told(own[part.name]), judge in left_out)
                    for judge, own in scores.items()
                    if part.name in own
                ],
                _told(means.get(part.name)),
                f"{part.weight.normalize():f}",
            )
            for part in self.contest.parts
        ]


def shown_on(notices: Sequence[ContestNoticed], day: date) -> ContestNoticed | None:
    """The notice that is to be seen on a day; of several the one that began last."""
    showing = [one for one in notices if one.since <= day <= one.until]
    return max(showing, key=lambda one: one.since, default=None)


def _cells(group: str, row: Row) -> list[Cell]:
    """A line as it is taken away."""
    who: list[Cell] = [group, row.rank, row.number, row.teacher, row.name, row.school]
    return [*who, *row.parts, row.total, row.prize, text("contest.promoted_yes") if row.promoted else ""]


def _told(value: Fraction | None) -> str:
    """A number as it is shown: at most two decimals, half up."""
    return "" if value is None else f"{rounded(value):g}" if value.denominator == 1 else f"{rounded(value):.2f}"
