"""The clauses of a policy pack: what each kind says and what it gives."""

from datetime import date
from typing import Any, Literal, Union

import msgspec

from projections.language.schema import Part, Rounding, Says, SourceRef, Span


class Reading(Part, frozen=True):
    """An ambiguity, the reading taken, by whom and why."""

    question: str
    choice: str
    by: str
    why: str


class Example(Part, frozen=True):
    """A worked example: what is given by name, and what the clause then gives; run whenever the pack is loaded.

    `on`: the day on which named values are looked up that are not given.
    """

    given: dict[str, Any]
    gives: dict[str, Any]
    on: date | None = None


class Override(Part, frozen=True):
    """A clause of a pack built on that is decided differently here, and on what ground."""

    pack: str
    clause: str
    why: str


class Settled(Part, frozen=True):
    """A case in which a duty is settled without being done, or nothing is scored at all."""

    says: Says
    if_: str


class _Clause(Part, frozen=True, tag_field="kind"):
    """What all clauses have.

    `in_force`: from a day, to a day; `dated_by` (else the convention `law_on`) is the day looked at. `status:
    historical`: given only when asked for. `per`: whom it is about.
    """

    covers: list[str]
    says: Says
    source: SourceRef
    origin: Literal["document", "local_default"]
    examples: list[Example]
    readings: list[Reading] = msgspec.field(default_factory=list)
    trace: bool = False
    in_force: Span | None = None
    dated_by: str = ""
    status: Literal["in_force", "historical"] = "in_force"
    overrides: list[Override] = msgspec.field(default_factory=list)
    per: str = "teacher"
    for_: str = "everyone"
    when: str = ""


Sense = Literal["at_least", "at_most", "exactly", "more_than", "less_than"]
"""How what was done must stand to the target."""


class Line(Part, frozen=True):
    """A further minimum of a quota; with `due` it is judged from that day on."""

    says: Says
    done: str
    target: str
    sense: Sense = "at_least"
    due: str = ""


class Quota(_Clause, frozen=True, kw_only=True, tag="quota"):
    """A duty: something done against a target, for those it applies to.

    Met when done stands to the target as `sense` says and all lines of `also` do; or when one of `exempt` or
    `deemed_met` holds. `due`: the last day for it, said in explanations (the term's last day).
    """

    done: str
    target: str
    sense: Sense = "at_least"
    also: dict[str, Line] = msgspec.field(default_factory=dict)
    exempt: list[Settled] = msgspec.field(default_factory=list)
    deemed_met: list[Settled] = msgspec.field(default_factory=list)
    due: str = ""


class PointsPart(Part, frozen=True):
    """One part of points: `value` times `weight`, not below `at_least` nor above `at_most`, then rounded by itself."""

    says: Says
    value: str
    for_: str = "everyone"
    weight: str = ""
    at_least: str = ""
    at_most: str = ""
    rounding: Rounding | None = None


class Points(_Clause, frozen=True, kw_only=True, tag="points"):
    """Points: the sum of rounded parts, within `at_least` and `at_most`; 0 where a gate is closed.

    `gates`: cases in which nobody is scored, first matching named.
    """

    parts: dict[str, PointsPart]
    gates: list[Settled] = msgspec.field(default_factory=list)
    at_least: str = ""
    at_most: str = ""
    rounding: Rounding | None = None


class Requirement(Part, frozen=True):
    """One condition of an eligibility: `if` a formula, or `need` of the conditions in `any` (one, if not said)."""

    says: Says
    if_: str = ""
    any: dict[str, "Requirement"] = msgspec.field(default_factory=dict)
    need: int = 1


class Eligibility(_Clause, frozen=True, kw_only=True, tag="eligibility"):
    """Whether somebody may enter or be honoured: every requirement on the day of judging."""

    judged_on: str
    conditions: dict[str, Requirement]


class Veto(_Clause, frozen=True, kw_only=True, tag="veto"):
    """Something that bars the clauses named: nobody vetoed is eligible or ranked by them."""

    if_: str
    bars: list[str]


class Key(Part, frozen=True):
    """What a ranking goes by: a number, the highest or the lowest first."""

    value: str
    first: Literal["highest", "lowest"]


class Ranking(_Clause, frozen=True, kw_only=True, tag="ranking"):
    """Places in a population: those it is for, apart for each combination of `among`, by the keys in turn.

    Who is alike in all keys shares the place; the place after k who share is k further (`skip`) or the next
    (`next`). With `places` (a formula) those with a place up to it are chosen; where a shared place goes beyond it
    `border` says whether all who share it are chosen, or none.
    """

    by: list[Key]
    after_shared: Literal["skip", "next"]
    among: list[str] = msgspec.field(default_factory=list)
    places: str = ""
    border: Literal["all_in", "none_in"] | None = None


class Target(_Clause, frozen=True, kw_only=True, tag="target"):
    """A share of a group: of those on the roster `over`, at least `target` (95%) must `reach` something."""

    over: str
    reach: str
    target: str


class DayClause(_Clause, frozen=True, kw_only=True, tag="day"):
    """A day worked out from others, such as the earliest day of promotion; reached once `judged_on` has come to it."""

    day: str
    judged_on: str


class Figure(_Clause, frozen=True, kw_only=True, tag="measure"):
    """A number that is only shown."""

    value: str
    unit: str = ""


class Allowance(_Clause, frozen=True, kw_only=True, tag="allowance"):
    """What is due for a rotation, in yuan."""

    amount: str


Clause = Union[  # noqa: UP007 - msgspec wants the plain form at run time
    Quota, Points, Eligibility, Veto, Ranking, Target, DayClause, Figure, Allowance
]
