"""Who asks: an account, the roles it holds with their scopes, and by which way it came in."""

from enum import StrEnum
from typing import NamedTuple, Protocol

from ledger.event import COUNTY, Authority
from ledger.records.record import SchoolId, TeacherId
from ledger.vocabulary import Role

__all__ = ["HERE", "Circle", "Held", "NoCircle", "Role", "Visitor", "Way"]


class Way(StrEnum):
    """By which way somebody came in."""

    SESSION = "session"
    TOKEN = "token"
    HERE = "here"
    """At this machine, where the ledger has no accounts yet: may read everything, may write nothing."""


class Held(NamedTuple):
    """A role with its scope: `school:S001`, `township:城关镇`, `county`, `county:人事股`, `office:…`, `contest:…`.

    A teacher, auditor or administrator has none; a panel has `review:…`. `subject` is that of an officer for one:
    scope `county:教研室`, subject `语文`.
    """

    role: Role
    scope: str = ""
    subject: str = ""

    @property
    def name(self) -> str:
        """What stands behind the colon of the scope: the school's code, the township, the section, the contest."""
        return self.scope.partition(":")[2]


class Circle(Protocol):
    """Where teachers and schools belong today, by the register; `api.accounts.circle` reads it from the book."""

    def for_a_visit(self) -> "Circle":
        """The same for one request, as it stands now."""

    def schools_of(self, teacher: str) -> tuple[SchoolId, ...]:
        """The school of a teacher, and those where the teacher serves now; none of who is not on the register."""

    def township_of(self, school: str) -> str:
        """The township of a school; empty where it is not on the register."""

    def schools_in(self, township: str) -> frozenset[SchoolId]:
        """The schools of a township."""

    def teachers_of(self, subject: str) -> frozenset[TeacherId]:
        """The teachers of a subject."""

    def organiser_of(self, contest: str) -> Authority:
        """The office that holds a contest, in whose name it is judged."""

    def holder_of(self, review: str) -> Authority:
        """The office that holds a round of review: a school, a township, else the county."""

    def granted(self, authority: str) -> frozenset[str]:
        """The kinds, without version, that the county lets a section attest."""


class NoCircle:
    """The circle of a visitor who belongs to no ledger, as in a test of the table alone: nothing is known."""

    def for_a_visit(self) -> "NoCircle":
        """Itself."""
        return self

    def schools_of(self, teacher: str) -> tuple[SchoolId, ...]:
        """None."""
        return ()

    def township_of(self, school: str) -> str:
        """None."""
        return ""

    def schools_in(self, township: str) -> frozenset[SchoolId]:
        """None."""
        return frozenset()

    def teachers_of(self, subject: str) -> frozenset[TeacherId]:
        """None."""
        return frozenset()

    def organiser_of(self, contest: str) -> Authority:
        """The county's section for teaching research, as where the contest is the county's."""
        return Authority(f"{COUNTY}:教研室")

    def holder_of(self, review: str) -> Authority:
        """The county."""
        return COUNTY

    def granted(self, authority: str) -> frozenset[str]:
        """None."""
        return frozenset()


_NOTHING_KNOWN = NoCircle()


class Visitor(NamedTuple):
    """Somebody who asks."""

    account: str
    way: Way
    held: tuple[Held, ...] = ()
    teacher: TeacherId = TeacherId("")
    second_factor: bool = False
    csrf: str = ""
    """What forms of this session carry, so that no other site can send them; empty for tokens."""
    circle: Circle = _NOTHING_KNOWN
    """Where teachers and schools belong today; the door gives it (`api.accounts.circle.circle_of(book)`)."""

    @property
    def actor(self) -> str:
        """Who the book says did it: the teacher's code where the account is a teacher's, else the account.

        Two accounts of one person are one person to the rule of two pairs of eyes.
        """
        return self.teacher or self.account


HERE = Visitor("local", Way.HERE)
"""Whoever sits at this machine, where the ledger has no accounts yet."""
