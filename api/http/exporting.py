"""A list asked for as a file: `?format=xlsx` or `?format=csv` in the address of its page."""

from typing import Literal
from urllib.parse import quote, urlencode

from fastapi import Request
from starlette.responses import Response

from api.desk.exports import Table
from ledger.refusals import Misuse

Format = Literal["", "xlsx", "csv"]
"""What a list may be asked for as; empty for the page."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TYPES = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8"}

_NOT_ASKED = ("format", "page", "after")


def wants_file(request: Request) -> bool:
    """Whether a list is asked for as a file. Raises Misuse `bad-parameters`."""
    given = request.query_params.get("format", "")
    if given and given not in _TYPES:
        raise Misuse("bad-parameters", "名单只能导出为 xlsx 或 csv;请用页面上的链接。")
    return bool(given)


def exported(request: Request, table: Table) -> Response | None:
    """The list as the file asked for; None where the page itself is. Raises Misuse `bad-parameters`.

    Made anew each time and kept nowhere, for there are names in it; in a thread, for a long list takes a while.
    """
    if not wants_file(request):
        return None
    kind = request.query_params["format"]
    body = table.xlsx() if kind == "xlsx" else table.csv()
    return Response(body, media_type=_TYPES[kind], headers=attachment(table.file_name, kind))


def attachment(name: str, kind: str) -> dict[str, str]:
    """The header by which a file is saved under a Chinese name (without its ending) and not shown."""
    # RFC 6266: the plain name for old programs, the Chinese one as RFC 8187 (before: 5987) writes it.
    named = f"attachment; filename=\"shilu.{kind}\"; filename*=UTF-8''{quote(name, safe='')}.{kind}"
    return {"Content-Disposition": named}


def export_links(request: Request) -> dict[str, str]:
    """The addresses of the list that is shown as a file, by kind of file: the same question, all of it."""
    asked = [
        (name, value) for name, value in request.query_params.multi_items() if name not in ("format", "page", "after")
    ]
    return {kind: "?" + urlencode([*asked, ("format", kind)]) for kind in _TYPES}
