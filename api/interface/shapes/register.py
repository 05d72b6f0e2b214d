"""The register: terms, schools, teachers."""

from datetime import date

from pydantic import ConfigDict, Field

from api.interface.shapes.shape import Shape


class TermRow(Shape):
    """A term as announced."""

    model_config = ConfigDict(extra="allow")

    term: str
    start: date
    end: date


class SchoolRow(Shape):
    """A school as the register has it from a day on."""

    in_effect: date
    school: str
    name: str
    township: str
    category: str
    stage: str
    grades: list[str]
    weak: bool
    band: str


class TeacherRow(Shape):
    """A teacher as the register has the row from a day on; without ID number, and without the name unless asked."""

    in_effect: date
    teacher: str
    name: str | None = Field(None, description="要了 names 才有;姓名库里没有的是空的")
    sex: str
    born: date | None
    hired: date | None
    school: str
    subject: str
    grade: str
    post: str
    post_since: date | None
    title: str
    degree: str
    class_size: int | None = None
    group: str = ""
