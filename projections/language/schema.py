"""What a policy pack is made of, clauses apart: head, conventions, and everything that formulas name."""

from datetime import date
from typing import Any, Literal

import msgspec

from ledger.spelling import squeeze


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"for_": "for", "if_": "if", "is_": "is"}):
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


Rounding = Literal[
    "half_up_0", "half_up_1", "half_up_2", "half_up_3", "half_up_4",
    "half_even_0", "half_even_1", "half_even_2", "half_even_3", "half_even_4",
    "up_0", "up_1", "up_2", "up_3", "up_4",
    "down_0", "down_1", "down_2", "down_3", "down_4",
    "none",
]  # fmt: skip
"""How a number is rounded, once: halves away from zero, halves to even, up, down, with so many decimals; or never."""


class Conventions(Part, frozen=True):
    """Answers that hold for the whole pack. None has a default: what a pack does not say is an error.

    The last four are asked of a pack only if it has what they are about. `law_on`: the day (a formula) on which
    dated clauses and values are looked up. `school_year_from`: month and day, `08-01`. `caps`: whether a ceiling looks
    at what the ceilings before it left, or at raw amounts. `vetoed`: whether a veto also brings points to 0.
    """

    records: Literal["attested", "all"]
    rounding: Rounding
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
    law_on: str = ""
    school_year_from: str = ""
    caps: Literal["as_capped", "as_raw"] | None = None
    vetoed: Literal["fails", "fails_and_zero"] | None = None


class Table(Part, frozen=True):
    """Numbers by words, one level of rows a word, such as level and prize; `otherwise` for all that is not listed."""

    by: list[str]
    rows: dict[str, Any]
    otherwise: Any
    says: Says | None = None


class SourceRef(Part, frozen=True):
    """Where in the document the clause stands."""

    section: str


class Step(Part, frozen=True):
    """A step of a scale: what is given from a number on."""

    from_: Any = msgspec.field(name="from")
    gives: Any


class Slice(Part, frozen=True):
    """A slice of a scale with a rate of its own, up to a number."""

    to: Any
    rate: Any


class Scale(Part, frozen=True):
    """A number read off another: by `steps`, or by slices that each have their own rate.

    `steps`: what the last step gives whose number is reached (`ends: included`) or passed (`excluded`); `below` the
    first step. `slices`: each part of the number at the rate of its slice, and what is `beyond` the last at that rate.
    """

    says: Says
    steps: list[Step] = []
    ends: Literal["included", "excluded"] | None = None
    below: Any = None
    slices: list[Slice] = []
    beyond: Any = None


class DatedValue(Part, frozen=True):
    """What a named value is, from a day on."""

    value: Any
    from_: date | None = msgspec.field(name="from", default=None)
    source: SourceRef | None = None


class NamedValue(Part, frozen=True):
    """A number that changes on dates; `law_on` (else the convention's) is the day on which it is looked up.

    `law_on` is a formula of a person, such as `term.first_day`, `as_of` or `hired` (cohort), or the word `event`: the
    day of each record that is counted. The first of `is` may leave out `from`; earlier days have the first value.
    """

    says: Says
    is_: list[DatedValue]
    unit: str = ""
    law_on: str = ""


class People(Part, frozen=True):
    """A named set of teachers."""

    says: Says
    if_: str


class Subjects(Part, frozen=True):
    """Others than teachers, schools and groups that clauses may be about: one for each `key` of a kind of record."""

    says: Says
    of: str
    key: str


class Window(Part, frozen=True):
    """A stretch of time, from a day to a day, both formulas of a person (or of another subject, `per`).

    Empty where either day is not recorded. `split` names the periods in it; `year_of_window` counts years from its
    first day. `NAME.first_day`, `.last_day`, `.days`, `.periods` are names of formulas.
    """

    says: Says
    from_: str = msgspec.field(name="from")
    to: str
    split: Literal["week", "month", "term", "calendar_year", "school_year", "year_of_window"] | None = None
    per: str = "teacher"


class Roster(Part, frozen=True):
    """What a duty goes over: teachers, schools or school bands that share attributes with the person (or `per`)."""

    says: Says
    of: Literal["teachers", "school_bands", "schools"]
    same: str | list[str]
    who: str = "everyone"
    without_self: bool = False
    per: str = "teacher"

    @property
    def shared(self) -> list[str]:
        """The attributes shared; `county` is shared by all."""
        return [self.same] if isinstance(self.same, str) else self.same


class Condition(Part, frozen=True):
    """Which records count, and what is said of those that do not."""

    if_: str
    otherwise: str


class Within(Part, frozen=True):
    """The window: the day, month or term of a record, and the stretch it must lie in.

    With `until` the record is a span and counts if it overlaps the window; `inside.first_day` and `inside.last_day`
    are the part of it that lies inside. A record of a term lies where the term's last day does. With `each_period` a
    span counts once in every period of the window that it overlaps, with the part of it inside that period.
    """

    day: str
    window: str
    until: str = ""
    each_period: bool | None = None


class Among(Part, frozen=True):
    """Only records about something on a roster: the fields that name the roster's item."""

    roster: str
    item: list[str]


class Link(Part, frozen=True):
    """Another record that belongs to each record: of a kind, alike in fields; `linked.FIELD` are names then.

    `alike`: field of the other to field of this one. Of several the first recorded. `linked.known` says whether there
    is one.
    """

    to: str
    alike: dict[str, str]


class Lots(Part, frozen=True):
    """Smallest lots: records alike in `per` count only if together they are worth `at_least` so much."""

    per: list[str]
    at_least: str


class Best(Part, frozen=True):
    """Of records alike in `per` the `count` worth most (or the `latest`) count in full, the others a share or `each`.

    `share` of what each is worth, or a flat `each`; with `shares` the first counts the first share, the second the
    second, and those beyond the list `share`; then `count` is how many shares there are.
    """

    count: str
    per: list[str] = []
    by: Literal["most_points", "latest"] = "most_points"
    share: str = "0"
    each: str = ""
    shares: list[str] = []


class Cap(Part, frozen=True):
    """A ceiling: records alike in `per` are worth `at_most` so much together; the earliest fill it first.

    With `if` only the records for which it holds are under it.
    """

    at_most: str
    per: list[str] = []
    if_: str = ""


class Drop(Part, frozen=True):
    """How many of the highest and lowest are dropped, where there are `if_more_than` so many records."""

    highest: int = 0
    lowest: int = 0
    if_more_than: int | None = None


Take = Literal[
    "sum", "count", "mean", "highest", "lowest", "latest", "days_covered", "months_covered", "first_day", "last_day"
]
"""What becomes of the records left: how their worths become one number, or their days one day."""


class Measure(Part, frozen=True):
    """A number (or a day) per person or other subject, counted or summed from records.

    In this order: the records `of` a kind that are `by` the subject, each with the record it is a `link` to; `within`
    the window; `where` all conditions hold; `among` the roster; each worth `value` (1); `once_per` combination of
    fields, the one that `keep` says; `lots` that are large enough; the `best`; the `caps`; `drop`; then what `take`
    says (their sum), or with `periods_with` the number of periods with that many records, or with `periods_reaching`
    the number of periods in which they are worth that much; with `in_a_row` the most such periods one after another.
    """

    says: Says
    of: str
    by: str
    per: str = ""
    unit: str = ""
    records: Literal["attested", "all"] | None = None
    link: Link | None = None
    within: Within | None = None
    where: list[Condition] = []
    among: Among | None = None
    value: str = "1"
    once_per: list[str] = []
    keep: Literal["most_points", "first", "last", "highest"] | None = None
    highest: str = ""
    lots: Lots | None = None
    best: Best | None = None
    caps: list[Cap] = []
    drop: Drop | None = None
    take: Take = "sum"
    periods_with: int | None = None
    periods_reaching: str = ""
    in_a_row: bool = False


class Pool(Part, frozen=True):
    """Several measures of one subject put together: what their records are worth, taken as one.

    Each record comes with the worth and the day that its measure left it (a measure pooled takes the sum); formulas
    about it know `day`, `measure` (the name of the one it comes from) and `my.`. Then, in this order: `lots`, `best`,
    `caps`, `drop`, `take`; or `periods_with` or `periods_reaching` of the periods of `window`, in which those count
    that lie in it.
    """

    says: Says
    of: list[str]
    unit: str = ""
    window: str = ""
    lots: Lots | None = None
    best: Best | None = None
    caps: list[Cap] = []
    drop: Drop | None = None
    take: Literal["sum", "count", "mean", "highest", "lowest", "latest"] = "sum"
    periods_with: int | None = None
    periods_reaching: str = ""
    in_a_row: bool = False


class Total(Part, frozen=True):
    """A number of the people (or schools) on a roster taken together: of a measure, or of a formula about each."""

    says: Says
    of: str
    over: str
    unit: str = ""
    take: Literal["sum", "count", "mean", "highest", "lowest"] = "sum"


class Earlier(Part, frozen=True):
    """What a formula gave so many terms or school years `back`; `otherwise` where there was none yet."""

    says: Says
    of: str
    back: int
    step: Literal["term", "school_year"]
    otherwise: Any
    per: str = "teacher"


class Head(Part, frozen=True):
    """A pack's head: what it is, where it comes from, and the conventions that hold for all of it.

    `builds_on`: the packs of other jurisdictions (`ID` or `ID@VERSION`) whose clauses hold beside these; a clause of
    theirs that is decided differently here is named in `overrides`.
    """

    id: str
    version: str
    title: Says
    issuer: str
    document: Document
    jurisdiction: Literal["nation", "province", "city", "county", "school"]
    status: Literal["in_force", "historical"]
    in_force: Span
    conventions: Conventions
    builds_on: list[str] = []


SECTIONS: dict[str, type[Part]] = {
    "tables": Table,
    "scales": Scale,
    "values": NamedValue,
    "subjects": Subjects,
    "people": People,
    "windows": Window,
    "rosters": Roster,
    "measures": Measure,
    "pools": Pool,
    "totals": Total,
    "earlier": Earlier,
}
"""The parts of a pack that are lists by name, clauses apart."""
