"""The application: one county's ledger on the web, for this machine only."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from api.http import interface, page_routes
from api.http.documents import describe
from api.http.guard import Guard
from api.http.problems import tell_problems
from api.http.reading_desk import ReadingDesk
from api.pages.rendering import STATIC
from ledger.home import Home


def application(home: Home) -> FastAPI:
    """The pages and the interface of a ledger, which is open from start to stop.

    Starting raises Misuse `no-ledger` where there is none.
    """

    @asynccontextmanager
    async def open_ledger(app: FastAPI) -> AsyncIterator[None]:
        with home.opened() as ledger:
            app.state.desk = ReadingDesk(ledger)
            yield

    # No page that describes the interface: the stock ones load their scripts from elsewhere.
    app = FastAPI(
        title="师录 Shilu",
        version="1",
        summary="县域教师业务档案:考核结果和每个数的来历。还没有账号,只在本机能用。",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=open_ledger,
    )
    app.add_middleware(Guard)
    tell_problems(app)
    app.include_router(interface.routes)
    app.include_router(page_routes.routes)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    describe(app)
    return app
