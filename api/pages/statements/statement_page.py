"""一份正式结果: where it stands, every step of it, the objections, and what may be done next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.accounts.permitted import Deed, Matter, may, sees
from api.accounts.visitor import Visitor
from api.desk.exports import Table
from api.desk.statement_words import STATES, heading
from api.http.register_desk import RegisterDesk
from api.pages.texts import text
from ledger.records.statement import StatementObjected, StatementObjectionDecided
from projections.catalogue import shipped_packs
from projections.language.pack import Pack
from projections.statements.listing import Statement, StatementState
from projections.statements.public_notice import DEFAULT_FIELDS, PERSON

_OPEN = (StatementState.DRAFT, StatementState.NOTICE)


@dataclass(frozen=True)
class Objection:
    """An objection, by whom, and what was decided."""

    said: StatementObjected
    name: str
    decided: StatementObjectionDecided | None


@dataclass(frozen=True)
class Choice:
    """A field that may be put on notice, and whether it is ticked at first."""

    name: str
    called: str
    ticked: bool


class StatementPage:
    """What the page of a statement shows to a visitor."""

    def __init__(self, statement: Statement, visitor: Visitor, register: RegisterDesk, today: date) -> None:
        self.statement = statement
        self.draft = statement.drafted
        self.course = statement.course
        self.today = today
        self._visitor = visitor
        self._register = register.at_once
        self._sees = sees(visitor)

    @property
    def state(self) -> str:
        """Where it stands, in a word."""
        return STATES[self.statement.state]

    @property
    def scope(self) -> str:
        """Whose results: the county, a township, a school by its name."""
        return scope_in_words(self.draft.scope, self._register)

    @property
    def on_notice(self) -> bool:
        """Whether its notice is to be seen today."""
        notice = self.course.noticed
        return bool(notice) and not self.course.dropped and notice.since <= self.today <= notice.until  # type: ignore[union-attr]

    @property
    def notice_fields(self) -> str:
        """The fields on notice, in words."""
        shipped = shipped_packs().get(self.draft.pack)
        pack = shipped if shipped and shipped.digest == self.draft.pack_digest else None
        return "、".join(heading(name, pack) for name in self.course.noticed.fields) if self.course.noticed else ""

    def objections(self) -> list[Objection]:
        """The objections of those whom the visitor sees, the earliest first."""
        answers = {(one.teacher, one.objected_on): one for one in self.course.decided}
        seen = [one for one in self.course.objected if self._sees.teacher(one.teacher)]
        names = self._register.names([one.teacher for one in seen])
        return [
            Objection(one, names.get(one.teacher, ""), answers.get((one.teacher, one.on)))
            for one in sorted(seen, key=lambda one: (one.on, one.teacher))
        ]

    @property
    def undecided(self) -> list[Objection]:
        """The objections that nobody has answered."""
        return [one for one in self.objections() if one.decided is None]

    @property
    def may(self) -> dict[str, bool]:
        """Which steps are open: to the visitor, and as it stands. What may be done when the book decides."""
        publishes = may(self._visitor, Deed.PUBLISH, Matter("statement.noticed"))
        state = self.statement.state
        own = bool(self._visitor.teacher)
        return {
            "notice": publishes and state is StatementState.DRAFT,
            "object": self.on_notice
            and (may(self._visitor, Deed.OBJECT, Matter("statement.objected", self._visitor.teacher)) or publishes),
            "for_others": publishes or not own,
            "decide": publishes and bool(self.undecided),
            "final": publishes and state is StatementState.NOTICE,
            "drop": publishes and state in _OPEN,
            "check": may(self._visitor, Deed.COMPARE) and self._sees.everything,
        }

    @property
    def own_code(self) -> str:
        """The visitor's own code, who objects for themself."""
        return self._visitor.teacher


def scope_in_words(scope: str, register: RegisterDesk) -> str:
    """A scope as people say it."""
    kind, _, name = scope.partition(":")
    if kind == "school":
        return f"{register.school_name(name)} {name}"
    return text("statements.county") if kind == "county" else name


def scopes(register: RegisterDesk) -> list[tuple[str, str]]:
    """The scopes to choose from, with what people call them."""
    register = register.at_once
    schools = register.now.schools
    townships = sorted({row.township for row in schools.values() if row.township})
    found = [("county", text("statements.county"))]
    found += [(f"township:{name}", name) for name in townships]
    return found + [(f"school:{code}", f"{row.name} {code}") for code, row in sorted(schools.items())]


def choices(pack: Pack, result: dict[str, Any]) -> list[Choice]:
    """The fields that may be put on notice: of the person, and of the answers the totals and verdicts."""
    everybody = result["teachers"].values()
    parts = dict.fromkeys(name for one in everybody for name in (one.get("points") or {}).get("parts", ()))
    quotas = dict.fromkeys(name for one in everybody for name in one.get("quotas", ()))
    found = list(PERSON)
    if parts:
        found += ["points.total", *(f"points.parts.{name}" for name in parts)]
    found += [f"quotas.{name}.met" for name in quotas]
    if any("eligibility" in one for one in everybody):
        found += ["eligibility"]
    return [Choice(name, heading(name, pack), name in DEFAULT_FIELDS) for name in found]


def table_of(listed: Sequence[Statement], register: RegisterDesk) -> Table:
    """The list as it is taken away."""
    register = register.at_once
    names = ("id", "pack", "term", "scope", "state", "as_of", "position", "digest")
    return Table(
        text("statements.title"),
        [text(f"statements.{name}") for name in names],
        [
            [
                one.drafted.statement,
                f"{one.drafted.pack}@{one.drafted.version}",
                one.drafted.term,
                scope_in_words(one.drafted.scope, register),
                STATES[one.state],
                one.drafted.as_of,
                one.drafted.position,
                one.drafted.result,
            ]
            for one in listed
        ],
    )
