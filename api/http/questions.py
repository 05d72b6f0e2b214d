"""What may be asked in a query: pack, term, the two dates; and the needs of routes, by name."""

from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from api.http.reading_desk import ReadingDesk
from api.pages.texts import text
from projections.catalogue import shipped_packs


def _day(given: Any) -> date:
    try:
        return date.fromisoformat(str(given))
    except ValueError:
        raise ValueError(text("problem.not-a-day", given=given)) from None


Day = Annotated[date, BeforeValidator(_day)]
"""A day, `2022-09-05`; a bare number is no day, though pydantic would take it for seconds since 1970."""


class Filled(BaseModel):
    """A field of a form that was left empty is one that was not asked."""

    @model_validator(mode="before")
    @classmethod
    def _only_filled(cls, given: Any) -> Any:
        return {name: value for name, value in given.items() if value != ""} if isinstance(given, dict) else given


class ProgramQuestion(Filled):
    """The question that programs ask; a misspelt parameter is refused, since its default would be another question."""

    model_config = ConfigDict(extra="forbid")

    pack: str = Field(description="考核办法:ID 或 ID@版本", examples=["taikang-2022"])
    term: str = Field(description="学期", examples=["2022-2023-1"])
    as_of: Day | None = Field(None, description="算到哪一天为止(默认今天)", examples=["2023-01-13"])
    known_at: str | None = Field(
        None, description="按账本在哪个位置或时间的内容算(默认现在)", examples=["6053"], max_length=40
    )


class CountyQuestion(ProgramQuestion):
    """The question about everybody, or about one teacher."""

    teacher: str | None = Field(None, description="只看一位教师(编号)", examples=["000003"])


class PageQuestion(Filled):
    """The question that a page answers: what is not said is the newest pack, the current term, today, now."""

    pack: str = ""
    term: str = ""
    as_of: Day | None = None
    known_at: str | None = None

    def said(self) -> dict[str, str]:
        """What was asked for in so many words, as it is put into links."""
        given = {"pack": self.pack, "term": self.term, "as_of": self.as_of, "known_at": self.known_at}
        return {name: str(value) for name, value in given.items() if value}

    @property
    def pack_or_first(self) -> str:
        """The pack asked for; else the first of those in force."""
        in_force = [name for name, pack in shipped_packs().items() if pack.head.status == "in_force"]
        return self.pack or next(iter(in_force or shipped_packs()))


class ListQuestion(PageQuestion):
    """Which teachers to list: those of a school, or all; which page of the list."""

    school: str = ""
    page: Annotated[int, Field(ge=1)] = 1


async def _desk(request: Request) -> ReadingDesk:  # not in a thread: every request would wait for one
    desk = request.app.state.desk
    assert isinstance(desk, ReadingDesk)
    return desk


TheDesk = Annotated[ReadingDesk, Depends(_desk)]
