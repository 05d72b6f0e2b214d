"""名额: how many may be listed where a round announces a share, worked out from what the book holds.

Places are the share of the base, rounded as declared, less those who hold already what is given; never below nothing.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from ledger.book import Book
from ledger.processes.review_places import share_of
from ledger.records.registered import SchoolRegistered, TeacherRegistered
from ledger.records.review import PlacesShare
from ledger.refusals import Refused
from ledger.register import Register
from ledger.spelling import squeeze
from ledger.vocabulary import Gives, PlacesOf


def places_of(book: Book, share: PlacesShare | None, said: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The places of an announcement as it was written: those that name no number get theirs from the share.

    The base is what is written; where it is not, those on the roll on the cut-off day: of the school, or of all within
    the scope whose school is of the round's stages. Raises Refused `bad-announcement`.
    """
    wanted = said.get("places")
    if not isinstance(wanted, Sequence) or isinstance(wanted, str) or not wanted:
        raise Refused("bad-announcement", "评审公告没有写名额;请逐组写明,或写明比例。", fields=["places"])
    return [_with_number(book, share, said, dict(one)) for one in wanted]


def _with_number(book: Book, share: PlacesShare | None, said: Mapping[str, Any], one: dict[str, Any]) -> dict[str, Any]:
    if share is None and one.get("places") is None:
        raise Refused(
            "bad-announcement",
            f"“{one.get('group', '')}”组没有写名额,公告也没有写比例;请写明其中一项。",
            fields=["places"],
        )
    if share is None:
        return one
    if "base" not in one:
        if share.of is PlacesOf.POSTS or (len(said.get("groups", ())) > 1 and not one.get("school")):
            raise Refused(
                "bad-announcement",
                f"“{one.get('group', '')}”组的名额按比例算,要写明基数 base;请写岗位数,或这一组的在册人数。",
                fields=["places"],
            )
        one["base"], held = _on_roll(book, said, str(one.get("school", "")))
        one.setdefault("held", held)
    found = share_of(share, int(one["base"]), int(one.get("held", 0)))
    if one.setdefault("places", found) != found:
        raise Refused(
            "bad-announcement",
            f"“{one.get('group', '')}”组写了 {one['places']} 个名额,按比例算是 {found} 个;请改正名额或基数。",
            fields=["places"],
        )
    return one


def _on_roll(book: Book, said: Mapping[str, Any], school: str) -> tuple[int, int]:
    """How many are on the roll on the cut-off day, and how many of them hold what is given already."""
    day = _day(said)
    register = Register(one for kind in (SchoolRegistered, TeacherRegistered) for one in book.kept(kind).records)
    stages = {squeeze(str(one)) for one in dict(said.get("terms") or {}).get("stages", ())}
    office, _, name = str(said.get("scope", "county")).partition(":")
    found = held = 0
    for row in register.teachers.values():
        own = register.schools.get(row.school)
        within = {
            "school": squeeze(row.school) == squeeze(name),
            "township": own is not None and squeeze(own.township) == squeeze(name),
        }.get(office, True)
        wanted = (not school or row.school == school) and row.in_effect <= day
        if within and wanted and (not stages or (own is not None and squeeze(own.stage) in stages)):
            found += 1
            held += said.get("gives") == Gives.TITLE.value and row.title == said.get("named")
    return found, held


def _day(said: Mapping[str, Any]) -> date:
    try:
        return date.fromisoformat(str(said.get("as_of")))
    except ValueError:
        raise Refused(
            "bad-announcement", "评审公告没有写业绩截止日期 as_of;请写成 2023-12-31 的样子。", fields=["as_of"]
        ) from None


def decimal(text: str) -> Decimal:
    """A number as people write it. Raises Refused `bad-number`."""
    try:
        found = Decimal(text.strip())
    except ArithmeticError:
        raise Refused("bad-number", f"“{text}”不是数;请写成 87.5 的样子。") from None
    if not found.is_finite():
        raise Refused("bad-number", f"“{text}”不是数;请写成 87.5 的样子。")
    return found
