"""The feed: what is written in the book, in its order, as CloudEvents (1.0, JSON batch format).

An event tells that something was written and where to read it, not what: no name, number, date of birth or note goes
to whoever follows. Positions have no gaps, so whoever goes on after the last one it was told misses nothing.
"""

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import quote

import msgspec
from anyio import to_thread
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.accounts.permitted import Deed
from api.http.door import TheVisitor
from api.http.new_events import TheNewEvents
from api.http.open_ledger import TheLedger
from api.interface.described import PROBLEMS
from api.interface.seen import check_sees_everything
from api.interface.shapes.events import CloudEvent
from ledger.event import AnyEvent
from ledger.home import Ledger
from ledger.records.record import entry_of
from ledger.steps import Step
from ledger.store.codec import decode
from ledger.store.rows import Row

routes = APIRouter(tags=["events"])


BATCH = "application/cloudevents-batch+json"
"""The media type of a batch (CloudEvents, JSON Event Format 1.0.2, section 4)."""

_FURTHEST = 2**63 - 1
_LONGEST_WAIT = 30


class Batch(Response):
    """A batch of CloudEvents."""

    media_type = BATCH


@routes.get(
    "/api/v1/events",
    responses={
        200: {
            "model": list[CloudEvent],
            "description": "按账本次序的事件;没有新的,是空的",
            "headers": {"Link": {"description": "接着取的网址,rel=next", "schema": {"type": "string"}}},
        },
        **PROBLEMS,
    },
    response_class=Batch,
    summary="账本的动态,按位置;可以等到有新的再答",
)
async def events(
    request: Request,
    ledger: TheLedger,
    new_events: TheNewEvents,
    visitor: TheVisitor,
    after: Annotated[int, Query(ge=0, le=_FURTHEST, description="只要这个位置之后的", examples=[0])] = 0,
    most: Annotated[int, Query(ge=1, le=1_000, description="最多几条")] = 100,
    wait: Annotated[int, Query(ge=0, le=_LONGEST_WAIT, description="没有新的时最多等几秒")] = 0,
) -> Response:
    """What was written after a position. Where nothing was, it is waited for, and after `wait` seconds it is `[]`."""
    check_sees_everything(visitor, Deed.AUDIT)
    last = await new_events.beyond(after, wait)
    rows = await to_thread.run_sync(lambda: ledger.book.stored.at(range(after + 1, min(after + most, last) + 1)))
    following = rows[-1][0] if rows else after
    address = request.url.include_query_params(after=following)
    link = f'<{address.path}?{address.query}>; rel="next"'
    return Batch(msgspec.json.encode(_told(ledger, rows)), headers={"Link": link})


def _told(ledger: Ledger, rows: Sequence[Row]) -> list[dict[str, Any]]:
    source = f"urn:shilu:{quote(ledger.keys.origin or 'ledger', safe='')}"
    return [_event(source, row) for row in rows]


def _event(source: str, row: Row) -> dict[str, Any]:
    position, _, number, name, body = row
    event = decode(name, body)
    kind = name.partition("#")[0]
    data = {"position": position, "entry": _entry(event), "version": number, "kind": kind, "act": event.act}
    return {
        "specversion": "1.0",
        "id": str(position),
        "source": source,
        "type": f"shilu.{kind.partition('/')[0]}.{event.act}",
        "time": event.recorded_at,
        "subject": data["entry"],
        "datacontenttype": "application/json",
        "data": data | {"authority": event.authority, "whose": _whose(event)},
    }


def _entry(event: AnyEvent) -> str:
    return event.data.entry if isinstance(event.data, Step) else entry_of(event.data).hex()


def _whose(event: AnyEvent) -> str:
    """The code of the teacher or school that a record counts for; of a step, or a record of nobody's, nothing."""
    said = event.data
    return "" if isinstance(said, Step) or not said.whose else str(getattr(said, said.whose))
