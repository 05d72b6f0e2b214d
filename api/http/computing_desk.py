"""The computations of a server, as routes need them: `computing: TheComputing`."""

from typing import Annotated

from fastapi import Depends, Request

from api.desk.computing import Computing


async def _computing(request: Request) -> Computing:  # not in a thread: every request would wait for one
    found = request.app.state.computing
    assert isinstance(found, Computing)
    return found


TheComputing = Annotated[Computing, Depends(_computing)]
