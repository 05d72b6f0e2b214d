"""审核授权: which office attests which kind of record."""

from datetime import date
from typing import ClassVar, Self

from ledger.records.record import Count, NaturalKey, Record, only_fills_in
from ledger.vocabulary import Office, Post


class AuthorityGranted(Record, frozen=True):
    """审核授权: from a day on an office attests records of a kind, alone or as a second step.

    `of` is the kind's name without version, `lesson.observed`. Where `posts` are named, the office attests only
    records of persons who hold one of them.
    """

    kind: ClassVar[str] = "authority.granted/1"
    called: ClassVar[str] = "审核授权"
    labels: ClassVar[dict[str, str]] = {
        "of": "记录种类",
        "office": "审核单位",
        "section": "股室",
        "posts": "限于职务",
        "step": "第几步",
        "since": "开始日期",
        "until": "结束日期",
    }
    happened_on: ClassVar[str] = "since"
    of: str
    office: Office
    since: date
    section: str = ""
    posts: tuple[Post, ...] = ()
    step: Count = 1
    until: date | None = None

    def natural_key(self) -> NaturalKey:
        return self.of, self.office, self.section, self.posts, self.step, self.since

    def grows_into(self, later: Self) -> bool:
        return only_fills_in(self, later, "until")
