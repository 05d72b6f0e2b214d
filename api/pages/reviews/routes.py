"""The routes of the room of reviews: the list of rounds, a round, and the small steps taken on its page."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.accounts.permitted import Deed, may
from api.desk import reviews
from api.desk.round_matters import applying, check_reads, conducting
from api.http.door import TheForm, TheVisitor, TheWriter
from api.http.exporting import export_links, exported
from api.http.open_ledger import TheLedger
from api.http.register_desk import TheRegister
from api.pages.frame import page
from api.pages.reviews.announcing import listed as listed_words
from api.pages.reviews.listing import listed
from api.pages.reviews.round_page import RoundDesk
from api.pages.sent_form import fields_sent
from api.pages.texts import printed_text
from ledger.refusals import Misuse, Refused
from projections.reviews.course import rounds

routes = APIRouter(include_in_schema=False)

Sent = dict[str, Any]


@routes.get("/reviews")
def list_of_rounds(request: Request, visitor: TheVisitor, ledger: TheLedger) -> HTMLResponse:
    """Every round."""
    check_reads(visitor)
    found = listed(ledger.book, rounds(ledger.book), visitor)
    return page(request, visitor, "reviews/list.html", listed=found, may_announce=may(visitor, Deed.CONDUCT))


@routes.get("/reviews/{code}")
def one_round(
    code: str, request: Request, visitor: TheVisitor, ledger: TheLedger, register: TheRegister, done: str = ""
) -> Response:
    """One round."""
    desk = RoundDesk(ledger, register, visitor, code)
    if desk.seen.whole and (file := exported(request, desk.table())) is not None:
        return file
    return _shown(request, desk, done=done)


@routes.post("/reviews/{code}/steps/{step}")
async def take_step(
    code: str,
    step: str,
    request: Request,
    visitor: TheWriter,
    ledger: TheLedger,
    register: TheRegister,
    form: TheForm,
) -> Response:
    """A step that is taken on the page of the round."""
    if step not in _STEPS:
        raise Misuse("unknown-step", f"评审没有“{step}”这一步;请从评审的页面办理。")
    sent = fields_sent(form)

    def taken() -> Response:
        desk = RoundDesk(ledger, register, visitor, code)
        if step in ("object", "appeal") and desk.seen.applies and not sent.get("teacher"):
            sent["teacher"] = visitor.teacher
        try:
            _STEPS[step](desk, sent)
        except Refused as refused:
            if refused.code == "not-allowed":
                raise
            return _shown(request, RoundDesk(ledger, register, visitor, code), tried=(step, sent, refused))
        return on(desk.code, step)

    return await run_in_threadpool(taken)


def on(code: str, done: str) -> RedirectResponse:
    """Back to the page of a round, which says what was done."""
    return RedirectResponse(f"/reviews/{quote(code)}?done={done}", 303)


def _shown(
    request: Request, desk: RoundDesk, done: str = "", tried: tuple[str, Sent, Refused] | None = None
) -> HTMLResponse:
    """The page of a round; `tried`: the step that was refused, what was sent, and why."""
    return page(
        request,
        desk.visitor,
        "reviews/round.html",
        status=409 if tried else 200,
        desk=desk,
        announced=desk.course.announced,
        course=desk.course,
        steps=desk.steps,
        tried=tried[0] if tried else "",
        sent=tried[1] if tried else {},
        refused=tried[2] if tried else None,
        said=printed_text(f"round.done_{done}") if done in DONE else "",
        export_links=export_links(request),
    )


def _freeze(desk: RoundDesk, sent: Sent) -> None:
    reviews.freeze(desk.ledger, conducting(desk.visitor, "review.frozen", desk.code), desk.code)


def _list(desk: RoundDesk, sent: Sent) -> None:
    who = conducting(desk.visitor, "review.listed", desk.code)
    reviews.list_(desk.ledger, who, desk.code, sent.get("because", ""))


def _notice(desk: RoundDesk, sent: Sent) -> None:
    reviews.notice(desk.ledger, conducting(desk.visitor, "review.noticed", desk.code), desk.code)


def _object(desk: RoundDesk, sent: Sent) -> None:
    teacher = sent.get("teacher", "")
    who = applying(desk.visitor, "review.objected", desk.code, teacher)
    reviews.object_(desk.ledger, who, desk.code, teacher, sent.get("words", ""), sent.get("about", ""))


def _answer(desk: RoundDesk, sent: Sent) -> None:
    reviews.decide_objection(
        desk.ledger,
        conducting(desk.visitor, "review.objection_decided", desk.code),
        desk.code,
        sent.get("teacher", ""),
        upheld=sent.get("upheld") == "yes",
        answer=sent.get("answer", ""),
        corrected=listed_words(sent.get("corrected", "")),
    )


def _decide(desk: RoundDesk, sent: Sent) -> None:
    reviews.decide(desk.ledger, conducting(desk.visitor, "review.decided", desk.code), desk.code)


def _give(desk: RoundDesk, sent: Sent) -> None:
    who = conducting(desk.visitor, "review.decided", desk.code)
    reviews.give(desk.ledger, who, desk.code, document=sent.get("document", ""))


def _appeal(desk: RoundDesk, sent: Sent) -> None:
    teacher = sent.get("teacher", "")
    who = applying(desk.visitor, "review.appealed", desk.code, teacher)
    reviews.appeal(desk.ledger, who, desk.code, teacher, sent.get("words", ""))


def _answer_appeal(desk: RoundDesk, sent: Sent) -> None:
    reviews.decide_appeal(
        desk.ledger,
        conducting(desk.visitor, "review.appeal_decided", desk.code),
        desk.code,
        sent.get("teacher", ""),
        reopens=sent.get("reopens") == "yes",
        reason=sent.get("reason", ""),
        corrected=listed_words(sent.get("corrected", "")),
    )


def _close(desk: RoundDesk, sent: Sent) -> None:
    reviews.close(desk.ledger, conducting(desk.visitor, "review.closed", desk.code), desk.code, sent.get("reason", ""))


_STEPS: dict[str, Callable[[RoundDesk, Sent], None]] = {
    "freeze": _freeze,
    "list": _list,
    "notice": _notice,
    "object": _object,
    "answer": _answer,
    "decide": _decide,
    "give": _give,
    "appeal": _appeal,
    "answer_appeal": _answer_appeal,
    "close": _close,
}

DONE = frozenset([*_STEPS, "announced", "applied", "withdrawn", "checked"])
"""What is said after it was done."""
