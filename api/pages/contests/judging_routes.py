"""The routes of a contest's judges: a judge's own page, and the scores that are sent from it."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.accounts.permitted import Deed, Matter, check
from api.desk.matters import hand_in_of
from api.desk.recording import record
from api.http.door import TheForm, TheVisitor, TheWriter
from api.http.open_ledger import TheLedger
from api.http.register_desk import TheRegister
from api.pages.contests.contest_page import ContestDesk
from api.pages.contests.routes import desk_of
from api.pages.contests.score_page import cards, field_of, scores_sent
from api.pages.frame import page
from api.pages.sent_form import fields_sent
from api.pages.texts import printed_text
from ledger.event import Authority
from ledger.hand_in import HandIn
from ledger.home import Ledger
from ledger.records.contest_course import ContestScored
from ledger.refusals import Refused

routes = APIRouter(include_in_schema=False)

_SCORED = "contest.scored"


@routes.get("/contests/{code}/score")
def score(
    code: str, request: Request, visitor: TheVisitor, ledger: TheLedger, register: TheRegister, done: int = -1
) -> HTMLResponse:
    """A judge's own page: nobody else's scores are on it."""
    check(visitor, Deed.SCORE, Matter(_SCORED, contest=code))
    desk = desk_of(ledger, register, visitor, code)
    return _shown(request, desk, said=printed_text("score.done", count=done) if done >= 0 else "")


@routes.post("/contests/{code}/score")
async def take_scores(
    code: str, request: Request, visitor: TheWriter, ledger: TheLedger, register: TheRegister, form: TheForm
) -> Response:
    """A judge's scores: those that are right are taken all together, or none where one is wrong."""
    sent = fields_sent(form)
    authority = check(visitor, Deed.SCORE, Matter(_SCORED, contest=code))

    def taken() -> Response:
        desk = desk_of(ledger, register, visitor, code)
        new, changed, wrong = scores_sent(desk.scoring, visitor.teacher, sent, desk.today.isoformat())
        reason = sent.get("reason", "")
        if wrong:
            return _shown(request, desk, sent, wrong)
        if changed and not reason:
            lacking = {field_of(desk.scoring, one): printed_text("score.reason_lacking") for one in changed}
            return _shown(request, desk, sent, lacking)
        try:
            written = _written(ledger, hand_in_of(visitor, authority), new, changed, reason, authority)
        except Refused as refused:
            return _shown(request, desk, sent, {}, refused)
        return RedirectResponse(f"?done={written}", 303)

    return await run_in_threadpool(taken)


def _written(
    ledger: Ledger,
    who: HandIn,
    new: list[ContestScored],
    changed: list[ContestScored],
    reason: str,
    authority: Authority,
) -> int:
    """How many scores were written; what changes what stands is a correction, with its reason."""
    if not new and not changed:
        return 0
    hand_in = HandIn(who.actor, authority, correcting=reason) if changed else who
    record(ledger, hand_in, [*new, *changed])
    return len(new) + len(changed)


def _shown(
    request: Request,
    desk: ContestDesk,
    sent: Mapping[str, str] = {},
    wrong: Mapping[str, str] = {},
    refused: Refused | None = None,
    said: str = "",
) -> HTMLResponse:
    judge = desk.visitor.teacher
    return page(
        request,
        desk.visitor,
        "contests/score.html",
        status=409 if wrong or refused else 200,
        contest=desk.contest,
        closed=desk.scoring.closed,
        groups=cards(desk.scoring, judge, sent, wrong),
        so_far=desk.scoring.so_far(judge),
        is_judge=judge in desk.contest.judges,
        wrong=wrong,
        refused=refused,
        reason=sent.get("reason", ""),
        said=said,
    )
