"""本人的证书: the electronic certificate of a record, and the printed one, for its holder or an office over them."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.accounts.permitted import Deed, check
from api.accounts.visitor import Visitor
from api.credentials.given import Given, given_by
from api.credentials.issuer import issuer_of, settings_of
from api.credentials.issuing import credential_for
from api.credentials.printing import sheet_of
from api.desk.record_history import history_for
from api.http.door import TheVisitor
from api.http.open_ledger import TheHome, TheLedger
from api.http.register_desk import TheRegister

routes = APIRouter(include_in_schema=False)


def _given(entry: str, visitor: TheVisitor, ledger: TheLedger, register: TheRegister) -> Given:
    """What a record gives, where the visitor may have it: the holder, or whoever sees many teachers and this one."""
    seen = history_for(ledger, visitor, entry, register.now)
    given = given_by(ledger.book, seen.entry)
    if not _is_own(visitor, given):
        check(visitor, Deed.COMPARE)
    return given


TheGiven = Annotated[Given, Depends(_given)]


def _is_own(visitor: Visitor, given: Given) -> bool:
    return bool(visitor.teacher) and visitor.teacher == given.teacher


@routes.get("/records/{entry}/credential")
def credential(given: TheGiven, ledger: TheLedger, home: TheHome) -> Response:
    """The electronic certificate, to be taken away and shown to anybody."""
    made = credential_for(ledger, issuer_of(home.folder), given)
    body = msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n"
    return _file(body, "application/json", f"credential-{given.entry[:8]}.json")


@routes.get("/records/{entry}/certificate")
def certificate(given: TheGiven, ledger: TheLedger, home: TheHome) -> Response:
    """The certificate on paper."""
    sheet = sheet_of(ledger, given, settings_of(home.folder))
    return _file(sheet.pdf(home.folder / "dossier" / "fonts"), "application/pdf", f"certificate-{given.entry[:8]}.pdf")


def _file(body: bytes, media_type: str, name: str) -> Response:
    return Response(body, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
