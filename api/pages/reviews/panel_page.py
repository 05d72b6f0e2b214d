"""评审组: a member's own page: dossiers by number, a field for every judged part and a vote, only own scores."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any

from api.desk import reviews
from api.pages.record_fields import called
from api.pages.reviews.round_page import RoundDesk
from ledger.hand_in import HandIn
from ledger.records.record import TeacherId
from ledger.refusals import Misuse, Refused
from projections.dossier import DossierLine, dossier_of
from projections.reviews.course import RoundState


@dataclass(frozen=True)
class Cell:
    """A field: its name, which part it is for and the most that may be given; what was given, sent, or is wrong."""

    name: str
    part: str
    most: str
    given: str
    value: str
    wrong: str


@dataclass(frozen=True)
class Card:
    """A dossier to be judged, by its number. `vote`: the field of the vote, None where none is announced."""

    number: int
    cells: Sequence[Cell]
    vote: Cell | None
    tie: Cell | None

    @property
    def done(self) -> bool:
        """Whether nothing is lacking."""
        return all(one.given for one in (*self.cells, self.vote, self.tie) if one)


class PanelPage:
    """What a member of the panel sees: nobody's name beside a number, nobody else's scores."""

    def __init__(
        self, desk: RoundDesk, sent: Mapping[str, str] | None = None, wrong: Mapping[str, str] | None = None
    ) -> None:
        self.desk, self.course = desk, desk.course
        self.member: TeacherId = desk.seen.member
        self._sent, self._wrong = sent or {}, wrong or {}

    @property
    def numbers(self) -> list[int]:
        """The numbers that the member judges."""
        return [number for number, members in sorted(self.desk.seen.judging.judges.items()) if self.member in members]

    @property
    def is_closed(self) -> bool:
        """Whether scores are taken no more: there is a list."""
        return bool(self.course.lists) or self.course.closed is not None

    @cached_property
    def tied(self) -> frozenset[int]:
        """The numbers among equals on whom the panel votes, of those that the member judges."""
        if not self.course.lists or self.course.state is not RoundState.LISTED:
            return frozenset()
        return frozenset(one.number for one in self.desk.result.tied if one.number in self.numbers)

    @property
    def cards(self) -> list[Card]:
        """A card for every dossier that the member judges; of equals only these once there is a list."""
        shown = [number for number in self.numbers if not self.tied or number in self.tied]
        return [self._card(number) for number in shown]

    @property
    def declared(self) -> list[tuple[TeacherId, str]]:
        """Whom the member does not judge by the member's own word, and why."""
        found = [(one.teacher, one.relation) for one in self.course.relations if one.member == self.member]
        return found + [(one.teacher, one.reason) for one in self.course.aside if one.member == self.member]

    @property
    def applicants(self) -> list[TeacherId]:
        """Those whose dossiers are frozen, by code: no order that tells a number."""
        return sorted(one.teacher for one in self.course.frozen.dossiers) if self.course.frozen else []

    @property
    def progress(self) -> Mapping[str, Any]:
        """How far the member has come."""
        own = [one for one in self.desk.seen.progress() if one["member"] == self.member]
        return own[0] if own else {"done": 0, "of": 0}

    def content(self, number: int) -> list[tuple[str, str, str]]:
        """A dossier as it was frozen: of each record its kind, day, and what it says in words of closed lists.

        Free text, names and schools are left out, for they tell who it is. Raises Misuse `number-unknown`.
        """
        if number not in self.numbers:
            raise Misuse("number-unknown", f"{number} 号档案不归您评审;请从评审页面打开。")
        frozen = self.course.frozen
        assert frozen
        announced = self.course.announced
        dossier = dossier_of(self.desk.book, self.course.teacher_of(number), announced.as_of, frozen.position)
        return [(called(one.kind), f"{one.day.year}-{one.day.month:02d}", _closed_words(one)) for one in dossier.lines]

    def take(self, who: HandIn) -> tuple[int, dict[str, str]]:
        """Write what was sent and not given before, a dossier whole or not at all: how many, and what was refused."""
        written, wrong = 0, {}
        for number in self.numbers:
            cells = self._sent_of(number)
            if not cells:
                continue
            try:
                self._judge(who, number, cells)
            except (Refused, Misuse) as refused:
                wrong[next(iter(cells))] = refused.message
            else:
                written += 1
        return written, wrong

    def _sent_of(self, number: int) -> dict[str, str]:
        """By field what was sent of a dossier and not given before."""
        card = self._card(number)
        cells = [cell for cell in (*card.cells, card.vote, card.tie) if cell and not cell.given]
        return {cell.name: cell.value for cell in cells if cell.value}

    def _judge(self, who: HandIn, number: int, sent: Mapping[str, str]) -> None:
        ledger, code, judged = self.desk.ledger, self.course.code, self.course.announced.judged
        if f"tie.{number}" in sent:
            reviews.tie_vote(ledger, who, code, self.member, number, in_favour=sent[f"tie.{number}"] == "yes")
            return
        scores = {
            part.name: sent[f"score.{number}.{at}"] for at, part in enumerate(judged) if f"score.{number}.{at}" in sent
        }
        vote = sent.get(f"vote.{number}")
        reviews.judge(ledger, who, code, self.member, number, scores, in_favour=None if vote is None else vote == "yes")

    def _card(self, number: int) -> Card:
        announced = self.course.announced
        cells = [
            self._cell(f"score.{number}.{at}", part.name, _plain(part.most), self._score(number, part.name))
            for at, part in enumerate(announced.judged)
        ]
        vote = self._cell(f"vote.{number}", "", "", self._vote(number)) if announced.majority else None
        tie = self._cell(f"tie.{number}", "", "", self._vote(number, tie=True)) if number in self.tied else None
        return Card(number, cells, vote, tie)

    def _cell(self, name: str, part: str, most: str, given: str) -> Cell:
        return Cell(name, part, most, given, self._sent.get(name, ""), self._wrong.get(name, ""))

    def _score(self, number: int, part: str) -> str:
        own = (one for one in self.course.scores if (one.member, one.number, one.part) == (self.member, number, part))
        return next((_plain(one.score) for one in own), "")

    def _vote(self, number: int, *, tie: bool = False) -> str:
        votes = (
            [one for one in self.course.tie_votes if one.revision == self.course.revision] if tie else self.course.votes
        )
        own = (one for one in votes if (one.member, one.number) == (self.member, number))
        return next(("yes" if one.in_favour else "no" for one in own), "")


def _plain(value: Decimal) -> str:
    """A number as people write it: no zeros behind the point."""
    return f"{value.normalize():f}"


def _closed_words(line: DossierLine) -> str:
    """What a record says in words of closed lists and in numbers."""
    values = [getattr(line.record, name) for name in line.record.labels]
    return " ".join(one.value for one in values if isinstance(one, StrEnum))
