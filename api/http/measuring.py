"""How the server does: every request counted, timed and logged; told to Prometheus at `/metrics`."""

from collections.abc import Iterable
from secrets import token_hex
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.accounts.arriving import Arrival
from api.http.doorway import ARRIVAL
from api.http.request_log import log_request
from api.http.views_desk import ViewsDesk

ROUTE = "shilu.route"
"""Where a scope says which route an answer is of that was sent before any route was looked for."""
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 15)


class Figures:
    """The figures of one server."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._of_the_ledger: _OfTheLedger | None = None
        labels = ("method", "route", "status")
        self._requests = Counter("shilu_requests", "Requests answered", labels, registry=self._registry)
        self._seconds = Histogram(
            "shilu_request_seconds", "Seconds until all was sent", ("route",), buckets=_SECONDS, registry=self._registry
        )

    def follow(self, views: ViewsDesk) -> None:
        """Tell of the ledger too, asked when the figures are; in the place of one that was open before."""
        if self._of_the_ledger:
            self._registry.unregister(self._of_the_ledger)
        self._of_the_ledger = _OfTheLedger(views)
        self._registry.register(self._of_the_ledger)

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request was answered."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def told(self) -> tuple[bytes, str]:
        """All figures as Prometheus reads them, and the type of that text."""
        return generate_latest(self._registry), CONTENT_TYPE_LATEST


class _OfTheLedger(Collector):
    def __init__(self, views: ViewsDesk) -> None:
        self._views = views

    def collect(self) -> Iterable[Metric]:
        ready, state, seal = self._views.state()
        yield GaugeMetricFamily("shilu_ready", "Whether all questions are answered quickly", float(ready))
        yield GaugeMetricFamily("shilu_book_position", "Events in the book", float(state["position"]))
        for name in ("facts", "views"):
            made = state[name]
            if made:
                yield GaugeMetricFamily(f"shilu_{name}_lag", f"Events that {name} do not hold yet", float(made["lag"]))
        yield GaugeMetricFamily("shilu_seal_lag", "Events that are not sealed yet", float(seal["lag"]))
        still = float(bool(seal["standing_still"]))
        yield GaugeMetricFamily("shilu_seal_standing_still", "Whether nothing is sealed, for a reason", still)


class Measuring:
    """ASGI middleware around everything."""

    def __init__(self, app: ASGIApp, figures: Figures) -> None:
        self._app, self._figures = app, figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and count when it is answered; the answer bears the number that the log has."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status, request = perf_counter(), 500, token_hex(8)

        async def send_numbered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-Id"] = request
            await send(message)

        try:
            await self._app(scope, receive, send_numbered)
        finally:
            seconds = perf_counter() - begun
            method = scope["method"] if scope["method"] in _METHODS else "OTHER"
            route = _route(scope)
            self._figures.count(method, route, status, seconds)
            log_request(request, method, route, status, seconds * 1000, _account(scope))


def _route(scope: Scope) -> str:
    """The route as it is written in the code; `none` for what is nowhere."""
    found = scope.get(ROUTE) or getattr(scope.get("route"), "path", "")
    return str(found) or ("/static" if scope["path"].startswith("/static/") else "none")


def _account(scope: Scope) -> str:
    arrival = scope.get(ARRIVAL)
    visitor = arrival.visitor if isinstance(arrival, Arrival) else None
    return visitor.account if visitor else ""
