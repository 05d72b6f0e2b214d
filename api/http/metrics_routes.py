"""`/metrics`: for whatever watches over the server on its own machine, or with the token of who may."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api.accounts.permitted import Deed, check, may
from api.http.door import TheArrival, not_signed_in
from api.http.measuring import Figures

routes = APIRouter(include_in_schema=False)

_LOOPBACK = ("127.0.0.1", "::1")
_FORWARDED = ("x-forwarded-for", "forwarded", "x-real-ip")


async def _figures(request: Request) -> Figures:
    figures = request.app.state.figures
    assert isinstance(figures, Figures)
    return figures


@routes.get("/metrics")
def metrics(request: Request, figures: Annotated[Figures, Depends(_figures)], arrived: TheArrival) -> Response:
    """The figures. Raises Refused `not-signed-in`, `not-allowed`."""
    if not _is_here(request):
        if arrived.visitor is None:
            raise not_signed_in()
        if not may(arrived.visitor, Deed.ADMINISTER):
            check(arrived.visitor, Deed.AUDIT)
    body, media_type = figures.told()
    return Response(body, media_type=media_type)


def _is_here(request: Request) -> bool:
    """Whether this machine itself asks, and no proxy on it for somebody else."""
    here = request.client is not None and request.client.host in _LOOPBACK
    return here and not any(name in request.headers for name in _FORWARDED)
