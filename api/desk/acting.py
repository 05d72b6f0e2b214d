"""Acts on entries, one, many or a whole batch: done in lots, and what came of each; one function for every door."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from api.accounts.permitted import Deed
from api.accounts.visitor import Visitor
from api.desk.matters import hand_in_of, narrowed, versions_meant
from api.desk.text_warnings import TextWarnings, warnings_of
from ledger.acts.finding import Place, batch, find
from ledger.event import Act, Authority
from ledger.hand_in import HandIn
from ledger.home import Ledger
from ledger.refusals import Misuse, Refused

LOT = 5_000
"""Acts in one transaction; each costs a wait for the disk."""

CALLED = {
    Act.ATTESTED: "审核",
    Act.RETURNED: "退回",
    Act.WITHDRAWN: "撤回",
    Act.VOIDED: "作废",
    Act.OBJECTED: "登记异议",
    Act.DECIDED: "处理",
}
"""The acts that are done to one entry or many, and what people call them."""

DEEDS = {
    Act.ATTESTED: Deed.ATTEST,
    Act.RETURNED: Deed.RETURN,
    Act.WITHDRAWN: Deed.WITHDRAW,
    Act.VOIDED: Deed.VOID,
    Act.OBJECTED: Deed.OBJECT,
    Act.DECIDED: Deed.DECIDE,
}
"""What the table of roles calls them."""

NEED_REASON = frozenset([Act.RETURNED, Act.VOIDED, Act.OBJECTED, Act.DECIDED])
"""Acts that are refused without a reason."""


@dataclass
class Outcome:
    """How many entries were dealt with, and which were refused and why."""

    done: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)
    position: int = 0
    warnings: TextWarnings = field(default_factory=lambda: TextWarnings(dict))
    last: Refused | None = None
    """The last refusal as it was raised."""

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return {"done": self.done, "refused": self.refused, "position": self.position, **self.warnings.to_json()}

    def refuse(self, entry: str, why: Refused) -> None:
        """Take note of an entry that was not dealt with."""
        told = {"entry": entry, "code": why.code, "message": why.message, "see": list(why.see)}
        self.refused.append(told)
        self.last = why


def act_on(
    ledger: Ledger,
    hand_in: HandIn,
    act: Act,
    places: Sequence[Place],
    reason: str = "",
    *,
    sample: str = "",
    upheld: bool = False,
) -> Outcome:
    """Do one act to every entry, in lots. A refusal holds no other back; that of an entry alone is raised.

    `sample`: how many of a batch were looked at, `3/120`. `upheld`: how an objection is decided. Raises Refused
    `no-reason`, and for a single entry what the act refuses.
    """
    check_reason(act, reason)
    outcome = Outcome(warnings=look_at(ledger, 理由=reason))
    _act_in_lots(ledger, hand_in, act, places, (reason, sample, upheld), outcome)
    if len(places) == 1 and outcome.last:
        raise outcome.last
    outcome.position = ledger.book.position
    return outcome


def act_for(
    ledger: Ledger,
    visitor: Visitor,
    act: Act,
    places: Sequence[Place],
    reason: str = "",
    *,
    sample: str = "",
    upheld: bool = False,
    office: str = "",
) -> Outcome:
    """The same for a visitor: each entry asked for by itself whether the visitor may, and in whose name.

    `office` picks the name, where the visitor may act in several.
    Raises as `act_on` does, for a single entry `not-allowed` too.
    """
    check_reason(act, reason)
    outcome = Outcome(warnings=look_at(ledger, 理由=reason))
    register = ledger.register()
    by_authority: defaultdict[Authority, list[Place]] = defaultdict(list)
    for place, versions in zip(places, versions_meant(ledger, places), strict=True):
        try:
            narrow, authority = narrowed(visitor, DEEDS[act], place, versions, ledger, register, office)
        except Refused as refused:
            outcome.refuse(place.entry.hex(), refused)
            continue
        by_authority[authority].append(narrow)
    for authority, own in by_authority.items():
        _act_in_lots(ledger, hand_in_of(visitor, authority), act, own, (reason, sample, upheld), outcome)
    if len(places) == 1 and outcome.last:
        raise outcome.last
    outcome.position = ledger.book.position
    return outcome


def named(ledger: Ledger, entries: Iterable[str]) -> list[Place]:
    """The entries that people name, each once. Raises Misuse `unknown-entry`, `ambiguous-entry`."""
    return list(dict.fromkeys(find(ledger.book.stored, text) for text in entries))


def whole_batch(
    ledger: Ledger, digest: str, kinds: Sequence[str] = (), looked_at: Sequence[Place] = ()
) -> tuple[list[Place], str]:
    """Every entry that came in with a file, and in words how many of them were looked at (`3/120`; empty: none).

    `digest`: the SHA-256 of the file, or the beginning of it. Raises Misuse `unknown-batch`, `ambiguous-batch`,
    `not-in-batch`.
    """
    whole = batch(ledger.book.stored, digest, kinds)
    if not whole:
        raise Misuse("unknown-batch", f"从“{digest}”没有收下这一种记录;请核对 --kind。")
    outside = {place.entry for place in looked_at} - {place.entry for place in whole}
    if outside:
        raise Misuse(
            "not-in-batch",
            f"抽查的记录 {outside.pop().hex()} 不在这一批里;请核对记录号。",
        )
    return whole, f"{len(looked_at)}/{len(whole)}" if looked_at else ""


def check_reason(act: Act, reason: str) -> None:
    """Refuse an act that needs a reason and has none: `no-reason`."""
    if act in NEED_REASON and not reason.strip():
        raise Refused("no-reason", f"{CALLED[act]}要写明理由;请写一句。", fields=["reason"])


def look_at(ledger: Ledger, **texts: str) -> TextWarnings:
    """Warnings about texts that are to be written, by what people call them."""
    warnings = warnings_of(ledger)
    for called, text in texts.items():
        if text:
            warnings.search(text, called)
    return warnings


def _act_in_lots(
    ledger: Ledger, hand_in: HandIn, act: Act, places: Iterable[Place], said: tuple[str, str, bool], outcome: Outcome
) -> None:
    reason, sample, upheld = said
    by_name = iter(places)
    while lot := list(islice(by_name, LOT)):
        requests = [place.request(act, reason, sample, upheld=upheld) for place in lot]
        with ledger.book.writing(hand_in) as pen:
            outcomes = pen.act(requests)
        for request, one in zip(requests, outcomes, strict=True):
            if isinstance(one, Refused):
                outcome.refuse(request.name, one)
            else:
                outcome.done += 1
