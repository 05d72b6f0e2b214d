"""A round of review announced: the announcement read, places worked out from shares, its pack adopted."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from api.desk.reviews_writing import write_acts
from ledger.hand_in import HandIn
from ledger.home import Ledger
from ledger.records.pack_adopted import PackAdopted
from ledger.records.review import PlacesShare, ReviewAnnounced
from ledger.refusals import Refused
from ledger.vocabulary import ReviewTieBy
from projections.catalogue import find_pack
from projections.evaluation import find_term
from projections.language.pack import Pack
from projections.reviews.course import Course
from projections.reviews.places import places_of
from projections.reviews.sources import check_condition, name_of_source
from projections.standing import read_standing

_DEFAULTS: dict[str, Any] = {
    "unit": "县教育局",
    "level": "县级",
    "scope": "county",
    "groups": ["全体"],
    "terms": {},
    "checks": ["校级", "乡级", "县级"],
    "panel": [],
    "computed": [],
    "judged": [],
    "ties": [],
    "drop": "不去",
    "digits": 2,
    "notice_days": 5,
    "fields": ["name", "school", "group", "place", "total"],
    "keeps_years": 10,
}


def announce(ledger: Ledger, who: HandIn, said: Mapping[str, Any]) -> Course:
    """Announce a round; see docs/review.md for what may be said. `pack` is `ID` or `ID@VERSION`.

    Raises Refused `bad-announcement`, Misuse `unknown-pack`, `unknown-term`, `unknown-clause`, and all that the book
    refuses.
    """
    book = ledger.book
    pack = find_pack(_text(said, "pack"), book)
    announced = announcement_of(ledger, said, pack)
    adopted = PackAdopted(book.today(), pack.head.id, pack.head.version, pack.digest, pack.text)
    return write_acts(ledger, who, announced.code, [adopted, announced])


def announcement_of(ledger: Ledger, said: Mapping[str, Any], pack: Pack) -> ReviewAnnounced:
    """The announcement as it is to be recorded; what is left out is as usual, `on` today."""
    head = {"pack": pack.head.id, "version": pack.head.version, "pack_digest": pack.digest}
    filled = _DEFAULTS | {"on": ledger.book.today().isoformat()} | dict(said) | head
    filled["places"] = places_of(ledger.book, _share(filled), filled)
    try:
        announced = msgspec.convert(_plain(filled), ReviewAnnounced, strict=False)
    except (msgspec.ValidationError, ValueError) as error:
        raise Refused("bad-announcement", f"评审公告写得不对({error});请对照《评审指南》里公告的写法改正。") from error
    find_term(read_standing(ledger.book), announced.term)
    for clause in (*announced.terms.clauses, *announced.terms.vetoes):
        check_condition(pack, clause)
    for part in announced.computed:
        name_of_source(pack, part.source)
    for tie in announced.ties:
        if tie.by is ReviewTieBy.CLAUSE:
            name_of_source(pack, tie.named)
    return announced


def _share(said: Mapping[str, Any]) -> PlacesShare | None:
    if not said.get("share"):
        return None
    try:
        return msgspec.convert(_plain(said["share"]), PlacesShare, strict=False)
    except msgspec.ValidationError as error:
        raise Refused(
            "bad-announcement",
            f"名额比例写得不对({error});请写成 percent、of、rounding 三项,如 30、在册教师、舍去。",
            fields=["share"],
        ) from error


def _plain(value: Any) -> Any:
    """Numbers with a point as exact decimals of what was written; everything else as it is."""
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, msgspec.Struct):
        return msgspec.to_builtins(value)
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    if not isinstance(value, str) or not value.strip():
        raise Refused("bad-announcement", f"评审公告没有写 {name};请写明用哪个考核办法。", fields=[name])
    return value


def end_of_keeping(announced: ReviewAnnounced, day: date) -> date:
    """The day to which what a round keeps is kept."""
    year = day.year + announced.keeps_years
    return date(year, 2, 28) if (day.month, day.day) == (2, 29) else day.replace(year=year)
