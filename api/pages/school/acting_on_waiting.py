"""What is done on the inbox to what was ticked, and what came of each, in one sentence."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from api.accounts.visitor import Visitor
from api.desk.acting import act_for
from api.desk.matters import may_read
from api.http.register_desk import RegisterDesk
from api.pages.school.inbox_page import title_of
from api.pages.texts import printed_text
from api.typesetting import in_print
from api.web_words import for_the_web
from ledger.acts.finding import Place, places_at
from ledger.event import Act
from ledger.home import Ledger
from ledger.records.record import Record, entry_of
from ledger.refusals import Misuse, Refused

MOST = 500
"""So many may be ticked at once; a page never has more."""


_POSITION = re.compile(r"[1-9][0-9]{0,14}")


class Decision(NamedTuple):
    """A button of the inbox: the act, and of an objection whether it is upheld."""

    act: Act
    upheld: bool = False


DECISIONS = {
    "attest": Decision(Act.ATTESTED),
    "return": Decision(Act.RETURNED),
    "uphold": Decision(Act.DECIDED, upheld=True),
    "dismiss": Decision(Act.DECIDED),
}


class Acted(NamedTuple):
    """What came of it: a sentence for each entry, those that were refused first."""

    done: int
    refused: tuple[str, ...]
    told: tuple[str, ...]
    warnings: tuple[str, ...] = ()


class Pressed(NamedTuple):
    """Which button was pressed, on which positions of the book, and the reason given."""

    decision: str
    positions: tuple[int, ...]
    reason: str


def pressed(fields: Mapping[str, Sequence[str]], *, of_batch: bool = False) -> Pressed:
    """The button pressed, read from a form's fields. Raises Misuse `nothing-chosen`, `bad-parameters`.

    `one`: `attest:6053`, a button beside one record, with its own reason; else `decision` with all that is ticked;
    `of_batch`: with all of a batch, whether or not any of it is ticked.
    """
    one, _, position = _first(fields, "one").partition(":")
    chosen = [position] if one else fields.get("tick", ())
    decision = one or _first(fields, "decision")
    if not decision or not (chosen or of_batch):
        raise Misuse("nothing-chosen", printed_text("inbox.nothing_chosen"))
    if decision not in DECISIONS or len(chosen) > MOST or not all(map(_POSITION.fullmatch, chosen)):
        raise Misuse("bad-parameters", printed_text("inbox.not_a_choice"))
    reason = _first(fields, f"reason-{position}" if one else "reason")
    return Pressed(decision, tuple(sorted({int(each) for each in chosen})), reason.strip())


def _first(fields: Mapping[str, Sequence[str]], name: str) -> str:
    """What a field says that is said once; of several the last that says something."""
    return next((one for one in reversed(fields.get(name, ())) if one), "")


def act_on_ticked(ledger: Ledger, register: RegisterDesk, visitor: Visitor, office: str, asked: Pressed) -> Acted:
    """Do what a button says to what is ticked, in the office's name. Raises as `act_on`."""
    places = places_at(ledger.book.stored, asked.positions)
    if not places:
        raise Misuse("nothing-chosen", printed_text("inbox.nothing_chosen"))
    titles = titles_of(ledger, register, visitor, asked.positions)
    return act_on(ledger, visitor, office, asked, places, titles)


def titles_of(ledger: Ledger, register: RegisterDesk, visitor: Visitor, positions: Sequence[int]) -> dict[str, str]:
    """What the records at some positions are called, by entry (hexadecimal): kind, day, whose.

    Of a record that is not for the visitor to see nothing but that it is one: anybody may send any position.
    """
    now = register.now
    records = [one.data for one in ledger.book.at(sorted(set(positions))).values() if isinstance(one.data, Record)]
    hidden = [one for one in records if not may_read(visitor, one, now)]
    records = [one for one in records if one not in hidden]
    names = register.names({getattr(one, one.whose) for one in records if one.whose})
    untold = {entry_of(one).hex(): printed_text("inbox.not_seen") for one in hidden}
    return untold | {entry_of(one).hex(): title_of(one, names, now) for one in records}


def act_on(
    ledger: Ledger,
    visitor: Visitor,
    office: str,
    asked: Pressed,
    places: Sequence[Place],
    titles: Mapping[str, str],
    sample: str = "",
) -> Acted:
    """The same to places. `titles`: what each entry (hexadecimal) is called. Raises Refused `no-reason`."""
    decision = DECISIONS[asked.decision]
    said = printed_text(f"inbox.done_{asked.decision}")
    failed: dict[str, str] = {}
    warnings: tuple[str, ...] = ()
    try:
        outcome = act_for(
            ledger,
            visitor,
            decision.act,
            places,
            asked.reason,
            sample=sample,
            upheld=decision.upheld,
            office=office,
        )
        failed = {one["entry"]: one["message"] for one in outcome.refused}
        warnings = tuple(in_print(one.message) for one in outcome.warnings.told)
    except Refused as refused:
        if len(places) != 1 or refused.code == "no-reason":
            raise
        failed = {places[0].entry.hex(): refused.message}
    entries = [place.entry.hex() for place in places]
    return Acted(
        sum(entry not in failed for entry in entries),
        tuple(
            printed_text("inbox.not_done", title=titles.get(entry, ""), why=in_print(for_the_web(failed[entry])))
            for entry in entries
            if entry in failed
        ),
        tuple(
            printed_text("inbox.one_done", title=titles.get(entry, ""), done=said)
            for entry in entries
            if entry not in failed
        ),
        warnings,
    )
