"""Whose figures somebody is shown in the county's room: the whole county's, or those of some schools."""

from collections.abc import Iterable
from dataclasses import dataclass

from api.accounts.permitted import Deed, Matter, Sees, check, sees
from api.accounts.visitor import Visitor
from api.http.page_routes import Visit
from api.pages.asked import Asked as AskedPage
from ledger.refusals import Refused
from projections.county_board import Asked, Board, county_board
from projections.language.scopes import TEACHER


@dataclass(frozen=True)
class Seen:
    """What a visitor is shown; `schools` None for the whole county's."""

    visitor: Visitor
    sees: Sees

    @property
    def schools(self) -> frozenset[str] | None:
        """The schools whose figures are shown."""
        return self.sees.schools

    def school(self, code: str) -> bool:
        """Whether a school's figures are shown."""
        return self.sees.school(code)

    def teacher(self, code: str) -> bool:
        """Whether a teacher's records are."""
        return self.sees.teacher(code)

    def any_school(self, codes: Iterable[str]) -> bool:
        """Whether those of one of some schools are."""
        return any(map(self.sees.school, codes))

    def check(self, school: str) -> None:
        """Refuse a school that is not shown. Raises Refused `not-allowed`."""
        check(self.visitor, Deed.COMPARE, Matter(school=school))

    def within(self, asked: AskedPage, township: str) -> frozenset[str] | None:
        """The schools shown of a township; all that are shown, where none is named."""
        if not township:
            return self.schools
        there = (code for code, row in asked.schools.items() if row.township == township)
        return frozenset(code for code in there if self.school(code))

    def board(self, visit: Visit, township: str = "") -> Board:
        """The board of what is shown: whole schools; for an officer of a subject its teachers at every school."""
        if not self.sees.everything and not self.schools:
            whole = county_board(visit.found.evaluation, self.sees.teachers)
            there = {row.school for row in whole.schools if row.teachers}
            return whole.of({code for code in there if self._is_in(visit.asked, code, township)})
        return visit.found.board.of(self.within(visit.asked, township))

    def those(self, asked: Iterable[Asked], school: str, per: str) -> list[Asked]:
        """Of those whom a rule is asked of at a school the ones that are shown."""
        return [one for one in asked if self.school(school) or (per == TEACHER and self.teacher(one.code))]

    @staticmethod
    def _is_in(asked: AskedPage, school: str, township: str) -> bool:
        return not township or asked.schools[school].township == township

    def townships(self, asked: AskedPage) -> list[str]:
        """The townships to choose from, in the order of their first school."""
        return list(dict.fromkeys(row.township for code, row in asked.schools.items() if self.school(code)))


def seen_by(visitor: Visitor) -> Seen:
    """What a visitor is shown. Raises Refused `not-allowed` where that is nothing."""
    check(visitor, Deed.COMPARE)
    seen = sees(visitor)
    if not seen.everything and not seen.schools and not seen.teachers:
        raise Refused("not-allowed", "名册上还没有您分管的学校和教师;请账号管理员核对角色的范围。")
    return Seen(visitor, seen)
