"""Accounts and roles, for administrators: opened and closed, given and taken; each an event of the book."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from pydantic import Field
from starlette.responses import JSONResponse, Response

from api.accounts.permitted import Deed, check
from api.accounts.register import OpenAccount
from api.accounts.visitor import Held, Role
from api.desk.account_changes import close_account, give, open_account, take
from api.desk.matters import hand_in_of
from api.http.door import TheDoorway, TheVisitor, TheWriter, needs
from api.http.doorway import Doorway
from api.http.open_ledger import TheLedger
from api.interface.bodies import JSON, Body, Reason, sent_as
from api.interface.written import AccountAnswer, PasswordAnswer, problems
from ledger.refusals import Misuse

routes = APIRouter(tags=["accounts"], dependencies=[Depends(needs(Deed.ADMINISTER))])

_Account = Annotated[str, Path(description="账号", max_length=32, examples=["000109"])]
_WRITES = problems(404, 409, 415)
_MADE: dict[int | str, dict[str, Any]] = {
    200: {"model": AccountAnswer, "description": "早已如此"},
    201: {"model": AccountAnswer, "description": "办好了"},
}


class AccountBody(Body):
    """An account: a word, and the teacher whose it is."""

    account: Annotated[str, Field(max_length=32, examples=["000109"], description="小写字母、数字、. _ -")]
    teacher: Annotated[str, Field(max_length=20, examples=["000109"])] = ""


class RoleBody(Body):
    """A role with its scope: `school:S001`, `township:城关镇`, `county`, `county:人事股`, `contest:…`; a subject."""

    role: Role = Field(examples=[Role.SCHOOL_CLERK.value])
    scope: Annotated[str, Field(max_length=100, examples=["school:S001"])] = ""
    subject: Annotated[str, Field(max_length=40)] = ""

    @property
    def held(self) -> Held:
        """The role as it is held."""
        return Held(self.role, self.scope, self.subject)


class ClosingBody(Body):
    """Why an account is closed."""

    reason: Reason = ""


@routes.get(
    "/api/v1/accounts", responses=problems(), response_model=list[AccountAnswer], summary="开着的账号和它们的角色"
)
def every(door: TheDoorway, visitor: TheVisitor) -> list[dict[str, Any]]:
    """By their words."""
    return [_told(one, is_new=False) for one in door.accounts.all()]


@routes.post("/api/v1/accounts", dependencies=[Depends(sent_as(JSON))], responses=_WRITES | _MADE, summary="开立账号")
def opened(body: AccountBody, ledger: TheLedger, door: TheDoorway, visitor: TheWriter) -> Response:
    """It opens no door before it has a password; the same once more writes nothing."""
    who = hand_in_of(visitor, check(visitor, Deed.ADMINISTER))
    is_new = open_account(ledger, who, body.account, body.teacher)
    return _made(door, body.account, is_new=is_new)


@routes.post(
    "/api/v1/accounts/{account}/close",
    status_code=204,
    dependencies=[Depends(sent_as(JSON))],
    responses=_WRITES,
    response_class=Response,
    summary="停用账号,收回它的角色、会话和令牌",
)
def closed(account: _Account, body: ClosingBody, ledger: TheLedger, door: TheDoorway, visitor: TheWriter) -> Response:
    """Its word may be opened anew later."""
    _found(door, account)
    close_account(ledger, hand_in_of(visitor, check(visitor, Deed.ADMINISTER)), account, body.reason)
    door.for_others.closed(account)
    return Response(status_code=204)


@routes.post(
    "/api/v1/accounts/{account}/roles",
    dependencies=[Depends(sent_as(JSON))],
    responses=_WRITES | _MADE,
    summary="授予角色",
)
def given(account: _Account, body: RoleBody, ledger: TheLedger, door: TheDoorway, visitor: TheWriter) -> Response:
    """Nobody gives a role to themselves; the same once more writes nothing."""
    _found(door, account)
    is_new = give(ledger, hand_in_of(visitor, check(visitor, Deed.ADMINISTER)), account, body.held)
    return _made(door, account, is_new=is_new)


@routes.post(
    "/api/v1/accounts/{account}/roles/take",
    dependencies=[Depends(sent_as(JSON))],
    responses=_WRITES,
    response_model=AccountAnswer,
    summary="收回角色",
)
def taken(account: _Account, body: RoleBody, ledger: TheLedger, door: TheDoorway, visitor: TheWriter) -> dict[str, Any]:
    """From this moment on; sessions and tokens lose it with their next request."""
    _found(door, account)
    is_new = take(ledger, hand_in_of(visitor, check(visitor, Deed.ADMINISTER)), account, body.held)
    return _told(_found(door, account), is_new=is_new)


@routes.post(
    "/api/v1/accounts/{account}/password",
    responses=problems(404, 409),
    response_model=PasswordAnswer,
    summary="发一个临时密码;第一次登录要改",
)
def password(account: _Account, door: TheDoorway, visitor: TheWriter) -> dict[str, Any]:
    """Told this once; asked again, the last one is valid. Whoever is signed in under the account is so no longer."""
    _found(door, account)
    return {"account": account, "password": door.for_others.give_password(visitor.actor, account)}


def _found(door: Doorway, account: str) -> OpenAccount:
    found = door.accounts.of(account)
    if found is None:
        raise Misuse("unknown-account", f"没有开立“{account}”这个账号,或者它已经停用;请核对。")
    return found


def _made(door: Doorway, account: str, *, is_new: bool) -> Response:
    return JSONResponse(_told(_found(door, account), is_new=is_new), 201 if is_new else 200)


def _told(one: OpenAccount, *, is_new: bool) -> dict[str, Any]:
    roles = [{"role": held.role, "scope": held.scope, "subject": held.subject} for held in one.held]
    return {
        "account": one.account,
        "teacher": one.teacher,
        "roles": roles,
        "since": one.since.isoformat(),
        "new": is_new,
    }
