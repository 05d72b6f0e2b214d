"""The closed lists of words that records are written in; the Chinese word is what is stored and shown."""

from enum import StrEnum


class LessonForm(StrEnum):
    """课型: the form of an observed lesson."""

    UNANNOUNCED = "推门听课"
    OPEN = "公开课"
    MODEL = "示范课"
    REPORT = "汇报课"
    RESEARCH = "教研课"
    CONTEST = "评比课"


class Post(StrEnum):
    """职务: what a teacher is at the school."""

    TEACHER = "教师"
    HOMEROOM = "班主任"
    VICE_FOR_TEACHING = "业务副校长"
    VICE_PRINCIPAL = "副校长"
    PRINCIPAL = "校长"
    CENTRAL_PRINCIPAL = "中心校校长"
    MIDDLE = "中层"
    RESEARCHER = "教研员"


class Level(StrEnum):
    """级别: the level of government or school that issued something."""

    SCHOOL = "校级"
    TOWNSHIP = "乡级"
    COUNTY = "县级"
    CITY = "市级"
    PROVINCE = "省级"
    NATION = "国家级"


class Prize(StrEnum):
    """名次: the place won in a contest."""

    FIRST = "一等奖"
    SECOND = "二等奖"
    THIRD = "三等奖"
    MERIT = "优秀奖"


class Grade(StrEnum):
    """等级: the grade of a routine check."""

    EXCELLENT = "优"
    GOOD = "良"
    FAIR = "中"
    POOR = "差"


class CheckedItem(StrEnum):
    """项目: what a routine check looks at."""

    LESSON_PLANS = "教案"
    HOMEWORK = "作业"
    OBSERVATION_NOTES = "听课记录"


class RotationKind(StrEnum):
    """支教类型: how a teacher serves at another school."""

    FULL_TIME = "全职支教"
    PART_TIME = "兼课"
    CIRCUIT = "走教"
    ATTACHMENT = "挂职"


class DayKind(StrEnum):
    """校历类型: what the calendar makes of a day."""

    HOLIDAY = "放假"
    MAKE_UP = "补课"


class ThreeOnesPart(StrEnum):
    """三个一: what a teacher owes the school after training elsewhere."""

    REPORT = "专题汇报"
    REFLECTION = "学习心得"
    LESSON = "汇报课"
