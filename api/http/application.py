"""The application: one county's ledger on the web."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI
from starlette.staticfiles import StaticFiles

from api.configuration import Configuration
from api.desk.asked_to_forget import AskedToForget
from api.desk.computing import Computing, Moment
from api.desk.jobs import Jobs
from api.desk.verifications import Verifications
from api.http import metrics_routes, page_routes
from api.http.answering import Ready
from api.http.compressing import Compressing
from api.http.contradictions_desk import ContradictionsDesk
from api.http.door import ours
from api.http.doorway import doorway
from api.http.gate import Gate
from api.http.guard import Guard
from api.http.keeping_up import KeepingUp
from api.http.measuring import Figures, Measuring
from api.http.new_events import NewEvents
from api.http.pace import Pace
from api.http.problems import tell_problems
from api.http.reading_desk import ReadingDesk
from api.http.register_desk import RegisterDesk
from api.http.views_desk import ViewsDesk
from api.interface.described import describe
from api.interface.moments import Moments
from api.interface.routers import ROUTES
from api.pages.rendering import STATIC
from api.pages.rooms import ROOMS
from api.search.people import People
from ledger.home import Home


def application(home: Home, configuration: Configuration | None = None) -> FastAPI:
    """The pages and the interface of a ledger, which is open from start to stop.

    `configuration`: how it is served; by default for this machine alone.
    Starting raises Misuse `no-ledger` where there is none.
    """

    settings = configuration or Configuration()

    @asynccontextmanager
    async def open_ledger(app: FastAPI) -> AsyncIterator[None]:
        with home.opened() as ledger, doorway(home, ledger, settings) as door:
            app.state.door = door
            app.state.ledger, app.state.home = ledger, home
            app.state.desk = ReadingDesk(ledger)
            app.state.register_desk = RegisterDesk(ledger, app.state.desk)
            app.state.views = ViewsDesk(ledger)
            app.state.figures.follow(app.state.views)
            app.state.jobs = Jobs(ledger, home)
            app.state.asked_to_forget = AskedToForget(ledger, home)
            app.state.contradictions = ContradictionsDesk(ledger.book)
            app.state.people = People(ledger.book, app.state.desk.unsealed)
            app.state.moments = Moments(ledger)
            app.state.verifications = Verifications(home)
            app.state.computing = Computing(lambda: Moment(ledger.book.position, ledger.book.today()))
            app.state.new_events = NewEvents(lambda: ledger.book.position)
            keeping_up = KeepingUp(ledger.book, app.state.people.warm)
            keeping_up.start()
            try:
                yield
            finally:
                app.state.jobs.stop()
                app.state.verifications.stop()
                app.state.computing.stop()
                keeping_up.stop()

    # No page that describes the interface: the stock ones load their scripts from elsewhere.
    app = FastAPI(
        title="师录 Shilu",
        version="1",
        summary="县域教师业务档案:考核结果和每个数的来历。",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=open_ledger,
        dependencies=[Depends(ours)],
    )
    app.add_middleware(Ready)
    app.add_middleware(Gate, pace=Pace(settings.requests_a_minute))
    app.add_middleware(Compressing)
    app.add_middleware(Guard, configuration=settings)
    app.state.figures = Figures()
    app.add_middleware(Measuring, figures=app.state.figures)
    tell_problems(app)
    for routes in ROUTES:
        app.include_router(routes)
    app.include_router(metrics_routes.routes)
    app.include_router(page_routes.routes)
    for room in ROOMS:
        app.include_router(room)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    describe(app)
    return app
