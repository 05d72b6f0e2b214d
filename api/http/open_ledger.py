"""The open ledger and its folder, as routes need them: `ledger: TheLedger`, `home: TheHome`."""

from typing import Annotated

from fastapi import Depends, Request

from ledger.home import Home, Ledger


async def _ledger(request: Request) -> Ledger:  # not in a thread: every request would wait for one
    ledger = request.app.state.ledger
    assert isinstance(ledger, Ledger)
    return ledger


async def _home(request: Request) -> Home:
    home = request.app.state.home
    assert isinstance(home, Home)
    return home


TheLedger = Annotated[Ledger, Depends(_ledger)]
TheHome = Annotated[Home, Depends(_home)]
