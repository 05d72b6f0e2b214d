"""要我说明的: records about the teacher that cannot all be true, each with a word of explanation to be given."""

from collections.abc import Set
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from api.accounts.permitted import Deed, Matter, check
from api.desk.recording import record_for
from api.http.contradictions_desk import ContradictionsDesk, TheContradictions
from api.http.door import TheForm
from api.pages.frame import page
from api.pages.teacher.desk import TeacherDesk, TheTeacherDesk
from api.pages.teacher.time_line_page import entries_of
from api.pages.texts import printed_text
from api.typesetting import in_print
from ledger.pen import COUNTY_TIME
from ledger.records.contradiction import ContradictionExplained
from ledger.refusals import Misuse, Refused
from projections.contradictions.called import STATES, WHAT
from projections.contradictions.contradiction import Contradiction, State

routes = APIRouter(include_in_schema=False)

KIND = "contradiction.explained"
FEW = 5
"""A matter that more people are asked about is hardly one of the teacher alone: of a whole workbook, say."""

_BADGES = {State.OPEN: "mind", State.EXPLAINED: "waits", State.SETTLED: "good", State.PASSED_ON: "waits"}


@dataclass(frozen=True)
class ShownContradiction:
    """A contradiction as the person asked sees it: what is at odds, which records, what was said and decided."""

    id: str
    what: str
    says: str
    days: str
    entries: tuple[str, ...]
    state: str
    badge: str
    words: str
    settled: str
    may_explain: bool
    of_many: int


@routes.get("/my/contradictions")
def contradictions(request: Request, mine: TheTeacherDesk, desk: TheContradictions, done: str = "") -> Response:
    """What the teacher is asked about first; what is not settled comes first."""
    check(mine.visitor, Deed.READ, Matter(teacher=mine.own))
    return _shown(request, mine, desk, said=printed_text("explain.done") if done else "")


@routes.post("/my/contradictions/{number}")
def explain(number: str, request: Request, mine: TheTeacherDesk, desk: TheContradictions, form: TheForm) -> Response:
    """A word of explanation, or another in its place."""
    check(mine.visitor, Deed.RECORD, Matter(KIND, mine.own))
    words = str(form.get("words", "")).strip()
    try:
        [asked] = [one for one in _asked_about(mine, desk) if one.id == number]
    except ValueError:
        raise Misuse("unknown-contradiction", f"没有编号是“{number}”、要您说明的矛盾;请回到名单核对。") from None
    data = {
        "contradiction": number,
        "teacher": mine.own,
        "words": words,
        "on": mine.ledger.book.today().isoformat(),
    }
    said_before = any(one.teacher == mine.own for one in asked.explanation)
    try:
        if not words:
            raise Refused("missing-value", "请写一句说明,例如“临时调课,教务处有记录”。", fields=["words"])
        record_for(mine.ledger, mine.visitor, KIND, data, reason=printed_text("explain.again") if said_before else "")
    except Refused as refused:
        return _shown(request, mine, desk, refused=refused, at=number, words=words)
    return RedirectResponse("/my/contradictions?done=1", 303)


def _asked_about(mine: TeacherDesk, desk: ContradictionsDesk) -> list[Contradiction]:
    """The contradictions that the teacher is asked about first, those not settled first."""
    own = [_as_explained(mine, one) for one in desk.lately().listed if mine.own in one.persons]
    return sorted(own, key=lambda one: (one.state is State.SETTLED, len(one.persons) > FEW))


def _as_explained(mine: TeacherDesk, one: Contradiction) -> Contradiction:
    """A contradiction with what the teacher has said meanwhile, be it a moment ago."""
    kept = mine.ledger.book.kept(ContradictionExplained).records
    said = [other for other in kept if (other.contradiction, other.teacher) == (one.id, mine.own)]
    if not said or said[-1] in one.explanation:
        return one
    others = tuple(other for other in one.explanation if other.teacher != mine.own)
    state = State.EXPLAINED if one.state is State.OPEN else one.state
    return replace(one, explanation=(*others, said[-1]), state=state)


def _shown(
    request: Request,
    mine: TeacherDesk,
    desk: ContradictionsDesk,
    *,
    said: str = "",
    refused: Refused | None = None,
    at: str = "",
    words: str = "",
) -> Response:
    own_entries = entries_of(mine, mine.own)
    listed = [_line(mine, one, own_entries) for one in _asked_about(mine, desk)]
    return page(
        request,
        mine.visitor,
        "teacher/contradictions.html",
        status=422 if refused else 200,
        listed=listed,
        looked_at=desk.lately().at.astimezone(COUNTY_TIME).strftime("%H:%M"),
        said=said,
        refused=refused,
        at=at,
        words=words,
    )


def _line(mine: TeacherDesk, one: Contradiction, own_entries: Set[str]) -> ShownContradiction:
    first, last = (one.days[0], one.days[-1]) if one.days else (None, None)
    own = [said.words for said in one.explanation if said.teacher == mine.own]
    settled = one.settlement
    return ShownContradiction(
        id=one.id,
        what=WHAT[one.what],
        says=in_print(one.says),
        days=f"{first}" if first == last else printed_text("explain.days", first=first, last=last),
        entries=tuple(entry for entry in one.entries if entry in own_entries),
        state=STATES[one.state],
        badge=_BADGES[one.state],
        words=own[-1] if own else "",
        settled=in_print(f"{settled.settled}:{settled.words}") if settled else "",
        may_explain=one.state in (State.OPEN, State.EXPLAINED),
        of_many=len(one.persons) if len(one.persons) > FEW else 0,
    )
