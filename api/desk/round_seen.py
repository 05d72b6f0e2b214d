"""评审: what of a round somebody sees. Nobody sees the scores of others before all are in, nobody colleagues ranked.

An announcement is for everybody; an application for the teacher, the offices that the teacher belongs to, and whoever
holds the round. Members of the panel know dossiers by number, and applicants by name only to say whom they are related
to. Numbers beside names, totals and ranks are for whoever holds the round, the county and auditors, once all is in.
"""

from functools import cached_property
from typing import Any

from api.accounts.permitted import Sees, sees
from api.accounts.visitor import Role, Visitor, Way
from api.desk.round_kept import Keeping, keeping_of, looks_after
from api.desk.round_matters import may_conduct, may_judge
from ledger.book import Book
from ledger.records.record import TeacherId
from ledger.refusals import Refused
from projections.reviews.course import Application, Course
from projections.reviews.judging import Judging, judging_of


class RoundSeen:
    """A round as one visitor sees it."""

    def __init__(self, book: Book, course: Course, visitor: Visitor) -> None:
        self.course, self.visitor = course, visitor
        self._book = book
        self._sees: Sees = sees(visitor)
        self.keeping = keeping_of(course, book.today())

    @property
    def code(self) -> str:
        """The round's code."""
        return self.course.code

    @cached_property
    def conducts(self) -> bool:
        """Whether the visitor takes the steps of the office that holds the round."""
        return self.keeping is not Keeping.PAST and may_conduct(self.visitor, self.code)

    @cached_property
    def whole(self) -> bool:
        """Whether the visitor sees everybody in it; past the day to which its material is kept auditors alone."""
        if self.keeping is Keeping.PAST:
            return self._sees.everything and looks_after(self.visitor)
        return self._sees.everything or self.conducts

    @cached_property
    def member(self) -> TeacherId:
        """As which member of the panel the visitor judges; empty where as none."""
        is_one = may_judge(self.visitor, self.code) and self.visitor.teacher in self.course.announced.panel
        is_one = is_one and self.keeping is Keeping.RUNNING
        return self.visitor.teacher if is_one else TeacherId("")

    @cached_property
    def judging(self) -> Judging:
        """The panel's work."""
        return judging_of(self._book, self.course)

    @property
    def shows_scores(self) -> bool:
        """Whether totals and ranks may be seen: all scores and votes are in."""
        return self.judging.all_in

    @property
    def shows_result(self) -> bool:
        """Whether the visitor may see everybody's totals and ranks, now."""
        return self.whole and self.shows_scores

    def sees(self, teacher: str) -> bool:
        """Whether what a teacher applied with, said and was told is seen; of a closed round one's own."""
        own = bool(teacher) and teacher == self.visitor.teacher
        return self.whole or own or (self.keeping is Keeping.RUNNING and self._sees.teacher(teacher))

    def check_kept(self, teacher: str = "") -> None:
        """Refuse what of a closed round is shown no more: of a teacher, or of all. Raises Refused `not-allowed`."""
        shown = self.sees(teacher) if teacher else self.whole or self.keeping is not Keeping.PAST
        if shown or self.course.closed is None:
            return
        until = self.course.closed.keep_until
        raise Refused(
            "not-allowed",
            f"评审 {self.code} 已归档,材料保存到 {until},这一部分不再给这个账号看;请找主办单位(期满以后找审计)。",
        )

    def sees_outcome(self, teacher: str) -> bool:
        """Whether it is seen that a teacher was on a list: of their own teachers offices see it for good."""
        return self.whole or self._sees.teacher(teacher)

    def knows_sanctions(self, teacher: str) -> bool:
        """Whether the visitor may know of sanctions against a teacher."""
        return self._sees.kind("conduct.sanctioned", teacher)

    def applications(self) -> list[Application]:
        """The applications that the visitor sees, by teacher; those taken back too."""
        return [one for code, one in sorted(self.course.applications.items()) if self.sees(code)]

    @property
    def own(self) -> Application | None:
        """The visitor's own application, taken back or not."""
        return self.course.applications.get(self.visitor.teacher) if self.applies else None

    @property
    def applies(self) -> bool:
        """Whether the visitor is a teacher, who may apply."""
        is_one = any(held.role is Role.TEACHER for held in self.visitor.held)
        return self.visitor.way is not Way.HERE and is_one and bool(self.visitor.teacher)

    def progress(self) -> list[dict[str, Any]]:
        """By member how many dossiers the member judges, and how many of them are done."""
        missing, judges = self.judging.missing(), self.judging.judges
        found = []
        for member in self.course.announced.panel:
            if not self.whole and member != self.member:
                continue
            of = sum(member in those for those in judges.values())
            found.append({"member": member, "of": of, "done": of - len(missing.get(member, ()))})
        return found

    def to_json(self) -> dict[str, Any]:
        """The round as `shilu review show --format json` tells it, without what the visitor does not see."""
        told = self.course.to_json()
        told["applications"] = [one for one in told["applications"] if self.sees(one["teacher"])]
        if not self.whole:
            noticed = {one.revision for one in self.course.notices}
            told["applications"] = [
                one | {"number": None, "checks": [check | {"by": ""} for check in one["checks"]]}
                for one in told["applications"]
            ]
            told["frozen"] = told["frozen"] and self._own_part(told["frozen"])
            told["lists"] = [
                one | {"listed": [code for code in one["listed"] if self.sees_outcome(code)]}
                for one in told["lists"]
                if one["revision"] in noticed
            ]
            for name in ("objections", "appeals"):
                told[name] = [one for one in told[name] if self.sees(one["said"]["teacher"])]
        return told | {"progress": self.progress(), "all_in": self.judging.all_in}

    def _own_part(self, frozen: dict[str, Any]) -> dict[str, Any]:
        """Of the frozen dossiers those that the visitor sees, without their numbers."""
        seen = [one | {"number": 0} for one in frozen["dossiers"] if self.sees(one["teacher"])]
        return frozen | {"dossiers": seen}
