"""One record of each kind that policies of other offices count, every field filled in."""

from datetime import date
from decimal import Decimal

from ledger.records.activity import ActivityDone
from ledger.records.clause_reading import ReadingDecided
from ledger.records.continuing_education import TrainingCredited
from ledger.records.exemption import ExemptionApproved
from ledger.records.fixed_list import ListFixed
from ledger.records.mark import MarkGiven
from ledger.records.record import Record
from ledger.records.result import ResultReached
from ledger.records.service import ServiceServed
from ledger.vocabulary import Raters, TrainingMode, TrainingUnit, Where
from tests.ledger.people import HILL, LI

CREDITED = TrainingCredited(
    LI,
    "校园安全网络研修",
    date(2022, 9, 24),
    TrainingUnit.PERIOD,
    Decimal("10.5"),
    "安全",
    date(2022, 9, 25),
    TrainingMode.BLENDED,
    Decimal(12),
    "市级",
    "学员",
    "市教师发展中心",
    Where.OUTSIDE,
    "优秀",
    "JX-2022-0417",
)
ACTIVITY = ActivityDone(
    LI,
    "编写校本课程",
    "《家乡的河》",
    date(2022, 10, 20),
    "主编",
    date(2022, 12, 30),
    Decimal("3.5"),
    "万字",
    "县级",
    "二等",
    2,
    5,
    Where.OUTSIDE,
    "县教研室",
    "校本课程设计研修",
    "第三、四单元。",
    "教研室主任",
    "KC-09",
    "教研〔2022〕40号",
)
MARK = MarkGiven(
    "师德测评", LI, "爱岗敬业", Raters.COLLEAGUES, Decimal("9.5"), Decimal(10), date(2023, 1, 9), "17", "2022-2023-1"
)
EXEMPTION = ExemptionApproved(
    LI, "听课节数", date(2022, 9, 1), "产假 158 天", "县人事股", date(2023, 1, 31), "教人〔2022〕19号"
)
MEMBER = ListFixed(
    "2022年职称评审专家库", LI, date(2022, 10, 1), "小学", "教研员", "城关镇", "小学语文", "委员", "语文组"
)
READING = ReadingDecided(
    "taikang-2022",
    "observe-20",
    "同一天两节算几节",
    "算两节",
    "县局",
    date(2022, 9, 15),
    "文件写的是节",
    "纪要〔2022〕7号",
)
SERVICE = ServiceServed(
    LI, "乡村任教", date(2012, 9, 1), date(2018, 8, 31), HILL, "邻县西河镇", "原校长证明", "档字22号"
)
RESULT = ResultReached(
    LI, "小学语文统考,三(2)班", date(2023, 1, 18), "2022-2023-1", 3, 41, Decimal("87.25"), "县级", "教研〔2023〕2号"
)

POLICY_SAMPLES: dict[str, Record] = {
    record.kind: record for record in (CREDITED, ACTIVITY, MARK, EXEMPTION, MEMBER, READING, SERVICE, RESULT)
}

POLICY_KEYS = {
    "training.credited/1": {"teacher", "title", "on", "area"},
    "activity.done/1": {"teacher", "activity", "work", "on", "role"},
    "mark.given/1": {"sheet", "period", "item", "teacher", "raters", "rater"},
    "exemption.approved/1": {"teacher", "duty", "since"},
    "list.fixed/1": {"list_name", "member"},
    "reading.decided/1": {"pack", "clause", "question"},
    "service.served/1": {"teacher", "service", "since"},
    "result.reached/1": {"teacher", "what", "on"},
}

POLICY_DAYS = {
    "training.credited/1": ["on"],
    "activity.done/1": ["on"],
    "mark.given/1": ["on"],
    "list.fixed/1": ["on"],
    "reading.decided/1": ["on"],
    "service.served/1": ["since"],
    "result.reached/1": ["on"],
}
