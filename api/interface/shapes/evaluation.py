"""What clauses say of everybody, of one teacher, and of the whole county."""

from datetime import date

from pydantic import Field

from api.interface.shapes.explanation import ExplanationAnswer
from api.interface.shapes.shape import Number, Shape


class LineAnswer(Shape):
    """A further minimum of a duty; with `due` it is judged from that day on."""

    done: Number
    target: Number
    met: bool
    due: date | None = None


class QuotaAnswer(Shape):
    """What was done against a target; `settled`: why it is met without being done."""

    done: Number
    target: Number
    met: bool
    settled: str | None = None
    lines: dict[str, LineAnswer] | None = None


class PointsAnswer(Shape):
    """Points by part, and their sum; empty where the pack gives none."""

    parts: dict[str, Number] | None = None
    total: Number | None = None


class EligibilityAnswer(Shape):
    """Whether every condition holds, and which do not.

    `eligible` is null where that would tell of sanctions to whoever may not see them; `withheld`: these conditions.
    """

    eligible: bool | None
    fails: list[str]
    withheld: list[str] | None = None


class ScoreAnswer(Shape):
    """One of several clauses of points; `gated`: why nothing is scored."""

    parts: dict[str, Number]
    total: Number
    gated: str | None = None


class PlaceAnswer(Shape):
    """A place among peers, 0 for nobody's; `chosen`: within the places that there are."""

    place: Number
    of: Number
    chosen: bool | None = None


class DayAnswer(Shape):
    """A day worked out from others, and whether it has come."""

    day: date | None
    reached: bool


class TargetAnswer(Shape):
    """Which share of a group reached something, and who has not."""

    base: Number
    reached: Number
    share: Number
    target: Number
    met: bool
    missing: list[str]


class SubjectAnswers(Shape):
    """What is said of a school, a township, the county or another subject; only the sections that a clause gives."""

    quotas: dict[str, QuotaAnswer] | None = None
    points: PointsAnswer | None = None
    eligibility: dict[str, EligibilityAnswer] | None = None
    scores: dict[str, ScoreAnswer] | None = None
    vetoes: dict[str, bool] | None = None
    ranks: dict[str, PlaceAnswer] | None = None
    days: dict[str, DayAnswer] | None = None
    values: dict[str, Number] | None = None
    targets: dict[str, TargetAnswer] | None = None


class TeacherAnswers(SubjectAnswers):
    """What is said of one teacher, by clause."""

    quotas: dict[str, QuotaAnswer]
    points: PointsAnswer
    eligibility: dict[str, EligibilityAnswer]


class GroupAnswers(SubjectAnswers):
    """What is said of one preparation group, by clause."""

    quotas: dict[str, QuotaAnswer]


class Evaluated(Shape):
    """What was evaluated: which pack, term and day, and what the book held."""

    pack: str
    pack_version: str
    pack_digest: str
    term: str
    as_of: date
    known_at: int = Field(description="position of the book")
    digest: str = Field(description="SHA-256 of the canonical form of all answers")


class EvaluationAnswer(Evaluated):
    """A pack over a term, for every teacher and group; the same as `shilu evaluate --format json`."""

    teachers: dict[str, TeacherAnswers] = Field(description="by teacher code")
    groups: dict[str, GroupAnswers] = Field(description="by school/group")
    schools: dict[str, SubjectAnswers] = Field(description="by school code; empty where no clause is about schools")
    townships: dict[str, SubjectAnswers] | None = Field(default=None, description="by name")
    county: SubjectAnswers | None = None
    subjects: dict[str, dict[str, SubjectAnswers]] | None = Field(default=None, description="by kind and code")


class TeacherAnswer(Evaluated):
    """One teacher's answers, with the explanation of each clause that applies."""

    teacher: str
    answers: TeacherAnswers
    explanations: list[ExplanationAnswer]
