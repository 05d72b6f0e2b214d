"""评审申报: who applied to a round of review and took it back, who was found in order, whose dossier was frozen."""

from typing import ClassVar

import msgspec

from ledger.records.record import Count, Happened, NaturalKey, Record, TeacherId
from ledger.vocabulary import Level


class ReviewApplied(Record, frozen=True):
    """评审申报: a teacher applied in a group of a round. `turn`: 1, and 2, 3 … where it was taken back before."""

    kind: ClassVar[str] = "review.applied/1"
    called: ClassVar[str] = "评审申报"
    labels: ClassVar[dict[str, str]] = {
        "code": "评审编号",
        "teacher": "教师编号",
        "group": "组别",
        "on": "申报日期",
        "turn": "第几次",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    code: str
    teacher: TeacherId
    group: str
    on: Happened
    turn: Count = 1

    def natural_key(self) -> NaturalKey:
        return "applied", self.code, self.teacher, self.turn

    def stream_key(self) -> NaturalKey:
        return (self.code,)


class ReviewWithdrawn(Record, frozen=True):
    """撤回申报: a teacher took an application back."""

    kind: ClassVar[str] = "review.withdrawn/1"
    called: ClassVar[str] = "撤回申报"
    labels: ClassVar[dict[str, str]] = {
        "code": "评审编号",
        "teacher": "教师编号",
        "on": "撤回日期",
        "turn": "第几次",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    code: str
    teacher: TeacherId
    on: Happened
    turn: Count = 1

    def natural_key(self) -> NaturalKey:
        return "withdrawn", self.code, self.teacher, self.turn

    def stream_key(self) -> NaturalKey:
        return (self.code,)


class ReviewChecked(Record, frozen=True):
    """材料审核: an office of a level found an application in order or not; `originals`: entries whose originals it saw.

    Who looked is the actor of the event. `reason` where it was not in order.
    """

    kind: ClassVar[str] = "review.checked/1"
    called: ClassVar[str] = "材料审核"
    labels: ClassVar[dict[str, str]] = {
        "code": "评审编号",
        "teacher": "教师编号",
        "level": "审核层级",
        "passed": "是否通过",
        "on": "审核日期",
        "originals": "已核原件的记录",
        "reason": "不通过的理由",
        "turn": "第几次",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    code: str
    teacher: TeacherId
    level: Level
    passed: bool
    on: Happened
    originals: tuple[str, ...] = ()
    reason: str = ""
    turn: Count = 1

    def natural_key(self) -> NaturalKey:
        return "checked", self.code, self.teacher, self.level, self.turn

    def stream_key(self) -> NaturalKey:
        return (self.code,)


class FrozenDossier(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """封存的业务档案: whose it is, its SHA-256, and the number under which the panel sees it."""

    teacher: TeacherId
    digest: str
    number: Count


class ReviewFrozen(Record, frozen=True):
    """档案封存: the dossiers of all who passed every check, as the book held them at a position.

    Numbers follow the order of the digests, so that they tell nothing of the person. `rows`: SHA-256 of the fingerprint
    of the book's rows up to `position`.
    """

    kind: ClassVar[str] = "review.frozen/1"
    called: ClassVar[str] = "档案封存"
    labels: ClassVar[dict[str, str]] = {
        "code": "评审编号",
        "on": "封存日期",
        "position": "账本位置",
        "dossiers": "封存的档案",
        "rows": "账本指纹摘要",
    }
    happened_on: ClassVar[str] = "on"
    code: str
    on: Happened
    position: Count
    dossiers: tuple[FrozenDossier, ...]
    rows: str = ""

    def natural_key(self) -> NaturalKey:
        return "frozen", self.code

    def stream_key(self) -> NaturalKey:
        return (self.code,)
