"""评审名额: what a share comes to, and how many of a list each place is for."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from ledger.processes.in_the_way import entries_named
from ledger.processes.review_course import ReviewCourse
from ledger.records.record import TeacherId
from ledger.records.review import PlacesShare, ReviewPlaces
from ledger.records.review_listing import ReviewListed
from ledger.refusals import Refused
from ledger.spelling import squeeze
from ledger.vocabulary import PlacesRounding

_WHOLE = Decimal(100)
_ROUNDINGS = {
    PlacesRounding.DOWN: ROUND_FLOOR,
    PlacesRounding.HALF_UP: ROUND_HALF_UP,
    PlacesRounding.UP: ROUND_CEILING,
}


def share_of(share: PlacesShare, base: int, held: int = 0) -> int:
    """How many places a share of a base is, less those held already; never fewer than none."""
    whole = (share.percent * base / _WHOLE).to_integral_value(_ROUNDINGS[share.rounding])
    return max(int(whole) - held, 0)


def rows_for(places: Iterable[ReviewPlaces], group: str, school: str) -> list[ReviewPlaces]:
    """The places that somebody of a group and school takes one of: the school's own, and those of the whole group."""
    of_group = [one for one in places if squeeze(one.group) == squeeze(group)]
    return [one for one in of_group if one.school in ("", school)]


def check_places(said: ReviewListed, course: ReviewCourse, groups: Mapping[TeacherId, str]) -> None:
    """Refuse a list with more of a group, or of a school in it, than have places: `over-places`.

    `groups`: in which group each who is listed applied. Who has no place announced at all is one too many.
    """
    places = course.announced.places
    taken = dict.fromkeys(places, 0)
    for teacher in said.listed:
        school = course.school_of(teacher)
        found = rows_for(places, groups[teacher], school)
        if not found:
            raise _over(
                f"评审 {course.code} 没有给“{groups[teacher]}”、学校 {school} 的名额,名单里有 {teacher}", course
            )
        for one in found:
            taken[one] += 1
    for one, count in taken.items():
        if count > one.places:
            whose = f"、学校 {one.school}" if one.school else ""
            raise _over(f"“{one.group}”{whose}只有 {one.places} 个名额,名单里有 {count} 人", course)


def _over(why: str, course: ReviewCourse) -> Refused:
    return Refused("over-places", f"{why};请核对名单和名额。", see=entries_named([course.announced]), fields=["listed"])
