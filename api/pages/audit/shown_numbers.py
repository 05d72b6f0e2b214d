"""查看记录: who was shown whose ID and telephone numbers, when and why; read out of the access log, which is sealed."""

from api.http.register_desk import RegisterDesk
from api.pages.audit.listing import Cell, Listing
from api.pages.audit.who import named, names_of, office
from ledger.access_log import What
from ledger.home import Ledger
from ledger.pen import COUNTY_TIME


def shown_listing(ledger: Ledger, register: RegisterDesk) -> Listing:
    """Every showing, the last first."""
    register = register.at_once
    rows = [(position, one) for position, one in ledger.vault.access.read() if one.what is What.NUMBERS][::-1]
    names = names_of(register, (code for _, one in rows for code in (one.actor, one.whom)))
    listed = [
        [
            Cell(f"{one.at.astimezone(COUNTY_TIME):%Y-%m-%d %H:%M}"),
            Cell(named(one.actor, names)),
            Cell(office(one.authority, register)),
            Cell(named(one.whom, names)),
            Cell(one.why),
            Cell(str(position), value=position),
        ]
        for position, one in rows
    ]
    return Listing("shown", ("at", "actor", "office", "whom", "why", "position"), listed, frozenset(["position"]))
