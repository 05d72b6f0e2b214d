"""What a policy pack is made of: its head, conventions, people, rosters, measures, totals and clauses."""

from datetime import date
from typing import Any, Literal, Union

import msgspec

from ledger.spelling import squeeze


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"for_": "for", "if_": "if"}):
    """The base of everything in a pack: a word the schema does not know is refused."""


class Says(Part, frozen=True):
    """A short sentence in our own words, Chinese and English."""

    zh: str
    en: str


class Document(Part, frozen=True):
    """The paper that the pack encodes."""

    name: str
    date: date
    number: str = ""


class Span(Part, frozen=True):
    """In force from a day, to a day where one is known; both included."""

    from_: date = msgspec.field(name="from")
    to: date | None = None


class Atleast(Part, frozen=True):
    """How many school days make a week or a month one that counts."""

    school_days: int


class GradeBands(Part, frozen=True):
    """级段: which grades form a band, and in which stages every grade is a band of its own."""

    each_grade: list[str]
    bands: dict[str, list[str]]

    def band(self, stage: str, grade: str) -> str:
        """The band of a grade in a school of a stage; a grade that no band names is its own."""
        stage, grade = squeeze(stage), squeeze(grade)
        if stage not in map(squeeze, self.each_grade):
            for band, grades in self.bands.items():
                if grade in map(squeeze, grades):
                    return band
        return grade


class Conventions(Part, frozen=True):
    """Answers that hold for the whole pack. None has a default: what a pack does not say is an error."""

    records: Literal["attested", "all"]
    rounding: Literal["half_up_0", "half_up_1", "half_up_2", "half_up_3"]
    met: Literal["at_least"]
    ends: Literal["included"]
    division_by_zero: Literal["zero"]
    empty_number: Literal["zero"]
    register_on: Literal["term.last_day"]
    weekdays: list[int]
    teaching_week: Atleast
    term_month: Atleast
    present_week: Atleast
    present_month: Atleast
    grade_bands: GradeBands

    @property
    def digits(self) -> int:
        """Decimals kept when a part is rounded, half up."""
        return int(self.rounding.rpartition("_")[2])


class Table(Part, frozen=True):
    """Numbers by one word or by two, such as level and prize; `otherwise` for all that is not listed."""

    by: list[str]
    rows: dict[str, Any]
    otherwise: Any


class People(Part, frozen=True):
    """A named set of teachers."""

    says: Says
    if_: str


class Roster(Part, frozen=True):
    """What a duty goes over: teachers or school bands that share an attribute with the person."""

    says: Says
    of: Literal["teachers", "school_bands"]
    same: Literal["school", "township"]
    who: str = "everyone"
    without_self: bool = False


class Condition(Part, frozen=True):
    """Which records count, and what is said of those that do not."""

    if_: str
    otherwise: str


class Within(Part, frozen=True):
    """The window: the field that holds the day, month or term, and the stretch it must lie in."""

    day: str
    window: Literal["term", "teaching_weeks", "present_weeks", "present_months"]


class Among(Part, frozen=True):
    """Only records about something on a roster: the fields that name the roster's item."""

    roster: str
    item: list[str]


class Measure(Part, frozen=True):
    """A number per person or group, counted or summed from records.

    In this order: the records `of` a kind that are `by` the person; `within` the window; `where` all conditions
    hold; `among` the roster; each worth `value` (1); `once_per` combination of fields, the one with `most_points`
    where values differ; then their sum, or with `periods_with` the number of weeks or months with that many.
    """

    says: Says
    of: str
    by: str
    unit: str = ""
    within: Within | None = None
    where: list[Condition] = []
    among: Among | None = None
    value: str = "1"
    once_per: list[str] = []
    keep: Literal["most_points"] | None = None
    periods_with: int | None = None


class Total(Part, frozen=True):
    """The sum of a measure over the people of a roster."""

    says: Says
    of: str
    over: str
    unit: str = ""


class SourceRef(Part, frozen=True):
    """Where in the document the clause stands."""

    section: str


class Reading(Part, frozen=True):
    """An ambiguity, the reading taken, by whom and why."""

    question: str
    choice: str
    by: str
    why: str


class Example(Part, frozen=True):
    """A worked example: what is given by name, and what the clause then gives; run whenever the pack is loaded."""

    given: dict[str, Any]
    gives: dict[str, Any]


class _Clause(Part, frozen=True, tag_field="kind"):
    covers: list[str]
    says: Says
    source: SourceRef
    origin: Literal["document", "local_default"]
    examples: list[Example]
    readings: list[Reading] = []
    trace: bool = False
    in_force: Span | None = None


class Quota(_Clause, frozen=True, kw_only=True, tag="quota"):
    """A duty: something done against a target, for those it applies to."""

    done: str
    target: str
    for_: str = "everyone"
    when: str = ""
    per: Literal["teacher", "preparation_group"] = "teacher"


class PointsPart(Part, frozen=True):
    """One part of evaluation points, rounded by itself."""

    says: Says
    value: str
    for_: str = "everyone"


class Points(_Clause, frozen=True, kw_only=True, tag="points"):
    """Evaluation points: the sum of rounded parts."""

    parts: dict[str, PointsPart]


class Requirement(Part, frozen=True):
    """One condition of an eligibility."""

    says: Says
    if_: str


class Eligibility(_Clause, frozen=True, kw_only=True, tag="eligibility"):
    """Whether somebody may enter or be honoured: every requirement on the day of judging."""

    judged_on: str
    conditions: dict[str, Requirement]
    for_: str = "everyone"


class Allowance(_Clause, frozen=True, kw_only=True, tag="allowance"):
    """What is due for a rotation, in yuan."""

    amount: str


Clause = Union[Quota, Points, Eligibility, Allowance]  # noqa: UP007 - msgspec wants the plain form at run time


class Head(Part, frozen=True):
    """A pack's head: what it is, where it comes from, and the conventions that hold for all of it."""

    id: str
    version: str
    title: Says
    issuer: str
    document: Document
    jurisdiction: Literal["nation", "province", "city", "county", "school"]
    status: Literal["in_force", "historical"]
    in_force: Span
    conventions: Conventions


SECTIONS: dict[str, type[Part]] = {
    "tables": Table,
    "people": People,
    "rosters": Roster,
    "measures": Measure,
    "totals": Total,
}
"""The parts of a pack that are lists by name, clauses apart."""
