"""学校、教师: rows of the county's register, each as it stands from a day on."""

from datetime import date
from typing import ClassVar

from ledger.records.record import Count, Happened, NaturalKey, Record, SchoolId, TeacherId
from ledger.vocabulary import Post


class Registered(Record, frozen=True):
    """A row of the register. It holds from `in_effect` until a later row of the same code does."""

    in_effect: date

    def own_day(self) -> date | None:
        """The day the row itself names as its newest change, if it names one."""
        return None

    def content(self) -> tuple[object, ...]:
        """What the row says; from when it says so is not part of it."""
        return super().content()[1:]


class SchoolRegistered(Registered, frozen=True):
    """学校: a school as the register has it from a day on."""

    kind: ClassVar[str] = "school.registered/1"
    called: ClassVar[str] = "学校"
    labels: ClassVar[dict[str, str]] = {
        "in_effect": "生效日期",
        "school": "学校代码",
        "name": "学校名称",
        "township": "乡镇",
        "category": "类别",
        "stage": "学段",
        "grades": "年级",
        "weak": "是否薄弱",
        "band": "方阵",
    }
    whose: ClassVar[str] = "school"
    happened_on: ClassVar[str] = "in_effect"
    school: SchoolId
    name: str
    township: str
    category: str
    stage: str
    grades: tuple[str, ...]
    weak: bool  # 薄弱学校; said in public: 受援学校
    band: str  # 方阵: schools of like size and level

    def natural_key(self) -> NaturalKey:
        return (self.school,)


class TeacherRegistered(Registered, frozen=True):
    """教师: a teacher as the register has the row from a day on.

    Name and ID number are in the vault; `identity` is their keyed digest, so that the vault cannot be altered
    unseen and the digest tells nothing once the person's key is destroyed.
    """

    kind: ClassVar[str] = "teacher.registered/1"
    called: ClassVar[str] = "教师"
    labels: ClassVar[dict[str, str]] = {
        "in_effect": "生效日期",
        "teacher": "教师编号",
        "identity": "身份摘要",
        "sex": "性别",
        "born": "出生日期",
        "hired": "入职日期",
        "school": "学校代码",
        "subject": "任教学科",
        "grade": "任教年级",
        "post": "职务",
        "post_since": "任现职务日期",
        "title": "职称",
        "degree": "学历",
        "class_size": "班级人数",
        "group": "备课组",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "in_effect"
    teacher: TeacherId
    identity: str
    sex: str
    born: Happened
    hired: Happened
    school: SchoolId
    subject: str
    grade: str
    post: Post
    post_since: Happened
    title: str
    degree: str
    class_size: Count | None = None
    group: str = ""

    def natural_key(self) -> NaturalKey:
        return (self.teacher,)

    def own_day(self) -> date | None:
        return self.post_since
