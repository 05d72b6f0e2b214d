"""How a page of the county's room is answered: of what a visitor sees, as the page, or its list as a file."""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Query, Request
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.accounts.visitor import Visitor
from api.desk.exports import Table
from api.http.door import TheVisitor
from api.http.exporting import export_links, exported, wants_file
from api.http.kept_answers import Answer
from api.http.page_routes import Visit, shown
from api.http.questions import PageQuestion, TheDesk
from api.http.reading_desk import ReadingDesk
from api.pages.county.listing import Listing, Wanted, listing_table, shown_listing
from api.pages.county.seen import Seen, seen_by
from api.pages.frame import framed
from ledger.book import Book


class CountyQuestion(PageQuestion):
    """The question that a page of the room answers: also of which township, in which order, about what."""

    township: str = ""
    sort: str = ""
    clause: str = ""
    state: str = ""
    figure: str = ""
    page: Annotated[int, Field(ge=1)] = 1


class Asking:
    """Somebody who asks for a page of the room."""

    def __init__(self, request: Request, desk: ReadingDesk, visitor: Visitor, question: CountyQuestion) -> None:
        self.request = request
        self.desk = desk
        self.visitor = visitor
        self.question = question
        self.seen: Seen = seen_by(visitor)
        self.book: Book = request.app.state.ledger.book

    @property
    def said(self) -> dict[str, str]:
        """What was asked for beside term, pack and days."""
        asked = self.question
        names = ("township", "sort", "clause", "state", "figure")
        given = {name: getattr(asked, name) for name in names}
        return {name: value for name, value in given.items() if value}

    @property
    def wanted(self) -> Wanted:
        """What is wanted of a list."""
        asked = self.question
        return Wanted(self.seen, asked.township, asked.state, asked.sort, asked.page)

    async def list(
        self,
        kind: str,
        make: Callable[[Visit], Listing],
        beside: Callable[[Visit], dict[str, object]] = lambda visit: {},
    ) -> Response:
        """A list, as a page of it or as a file; `kind`: whose records it tells of; `beside`: what else the page shows.

        Who may compare schools, but not read such records, is told so in place of them.
        """
        is_read = self.seen.sees.kind(kind)

        def made(visit: Visit) -> Listing:
            listing = make(visit)
            return listing if is_read else replace(listing, rows=())

        def page(visit: Visit) -> str:
            asked = visit.asked
            shown = shown_listing(asked, made(visit), self.wanted, visit.marks_of)
            return self.framed(
                "county/list.html",
                asked=asked,
                asking=self,
                shown=shown,
                is_read=is_read,
                townships=self.seen.townships(asked),
                **{"flows": None, "limits": None, "note": ""} | beside(visit),
            )

        return await self.answer(
            page, lambda visit: listing_table(visit.asked, made(visit), self.wanted, visit.names_of)
        )

    def framed(self, template: str, **shown: object) -> str:
        """The page that a template makes."""
        links = export_links(self.request)
        return framed(
            self.visitor, template, address=self.request.url.path, export_links=links, seen=self.seen, **shown
        )

    async def answer(
        self, page: Callable[[Visit], str | Answer], table: Callable[[Visit], Table] | None = None
    ) -> Response:
        """The page, with its names put in; its list, where that is asked for as a file."""
        if table is not None and wants_file(self.request):
            return await run_in_threadpool(self._file, table)
        return await shown(self.request, self.desk, self.visitor, self.question, page)

    def _file(self, table: Callable[[Visit], Table]) -> Response:
        visit = Visit(self.desk, self.question, self.visitor)
        found = Table("", [], []) if visit.empty else table(visit)
        answer = exported(self.request, found)
        assert answer is not None
        return answer


async def _asking(
    request: Request, desk: TheDesk, visitor: TheVisitor, question: Annotated[CountyQuestion, Query()]
) -> Asking:
    return Asking(request, desk, visitor, question)


TheAsking = Annotated[Asking, Depends(_asking)]
