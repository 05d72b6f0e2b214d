"""The log of a server as lines of JSON: of a request what was asked of which route, and how it went; nothing personal.

A route is logged as it is written in the code (`/teachers/{code}`), never with what stood in its place, nor a query.
"""

import json
import logging
from datetime import UTC, datetime
from pathlib import Path
from traceback import extract_tb
from typing import Any

REQUESTS = logging.getLogger("shilu.requests")
_SAID = "shilu.said"


class AsJson(logging.Formatter):
    """One line of JSON for everything that is logged.

    Of a fault the place in the code is told and its kind, not its message, in which a value may stand.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {"at": at, "level": record.levelname.lower(), "logger": record.name}
        said = getattr(record, _SAID, None)
        line |= said if isinstance(said, dict) else {"message": record.getMessage()}
        if record.exc_info and record.exc_info[1]:
            error = record.exc_info[1]
            line["error"] = type(error).__name__
            line["where"] = [f"{Path(one.filename).name}:{one.lineno}" for one in extract_tb(error.__traceback__)]
        return json.dumps(line, ensure_ascii=False)


def log_as_json() -> None:
    """From now on everything that is logged is, and every request."""
    handler = logging.StreamHandler()
    handler.setFormatter(AsJson())
    root = logging.getLogger()
    root.handlers = [handler]
    for name in ("uvicorn", "uvicorn.error"):
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True
    REQUESTS.setLevel(logging.INFO)


def log_request(request: str, method: str, route: str, status: int, milliseconds: float, account: str) -> None:
    """Log a request, where requests are logged."""
    if REQUESTS.isEnabledFor(logging.INFO):
        said = {
            "request": request,
            "method": method,
            "route": route,
            "status": status,
            "ms": round(milliseconds, 1),
            "account": account,
        }
        REQUESTS.info("request", extra={_SAID: said})
