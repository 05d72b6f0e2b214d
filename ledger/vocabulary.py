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
    EXPERIMENT = "实验课"


class Post(StrEnum):
    """职务: what a teacher is at the school, or at the education bureau."""

    TEACHER = "教师"
    HOMEROOM = "班主任"
    VICE_FOR_TEACHING = "业务副校长"
    VICE_PRINCIPAL = "副校长"
    PRINCIPAL = "校长"
    CENTRAL_PRINCIPAL = "中心校校长"
    MIDDLE = "中层"
    RESEARCHER = "教研员"
    DIRECTOR = "局长"
    BUREAU_LEADER = "局领导"
    SECTION_HEAD = "股室负责人"
    DEAN = "教务主任"
    KINDERGARTEN_HEAD = "园长"


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
    EXCHANGE = "交流轮岗"
    SHADOWING = "跟岗"

    @property
    def is_full_time(self) -> bool:
        """Whether it takes all of the teacher's time: nobody is on such a one and on any other at once."""
        return self in (RotationKind.FULL_TIME, RotationKind.EXCHANGE)


class DayKind(StrEnum):
    """校历类型: what the calendar makes of a day."""

    HOLIDAY = "放假"
    MAKE_UP = "补课"


class ThreeOnesPart(StrEnum):
    """三个一: what a teacher owes the school after training elsewhere."""

    REPORT = "专题汇报"
    REFLECTION = "学习心得"
    LESSON = "汇报课"


class AppraisalGrade(StrEnum):
    """考核等次: the grade of an appraisal."""

    EXCELLENT = "优秀"
    QUALIFIED = "合格"
    BARELY = "基本合格"
    UNQUALIFIED = "不合格"


class Office(StrEnum):
    """审核单位: who attests, as seen from the record."""

    OWN_SCHOOL = "本校"
    TOWNSHIP = "乡镇"
    HOST_SCHOOL = "受援学校"
    HOME_SCHOOL = "派出学校"
    ISSUER = "发文单位"
    COUNTY = "县局"


class Settlement(StrEnum):
    """处理结果: how a contradiction between records was settled."""

    EXPLAINED = "说明成立"
    CORRECTED = "已更正"
    REFERRED = "移交处理"


class ReportPeriod(StrEnum):
    """周期: what a subject group's supervision report sums up."""

    DAY = "日"
    WEEK = "周"
    MONTH = "月"
    TERM = "学期"


class InspectionPart(StrEnum):
    """检查环节: the parts of a term's inspection of a school's routine."""

    PROCESS = "过程督导"
    FINAL = "期末检查"


class PlanKind(StrEnum):
    """计划类型: what a school or township files."""

    TARGETS = "目标规划"
    TOWNSHIP = "乡镇方案"
    HELP = "帮扶计划"


class SchoolAppraisal(StrEnum):
    """考核类型: what a school or township is assessed as."""

    WEAK_SCHOOL = "薄弱学校考核"
    CENTRAL_SCHOOL = "中心校考核"
    TOWNSHIP = "乡镇考核"
    PAIRING = "结对考核"
    ROUTINE = "常规考核"
    TARGETS = "目标责任考核"


class JointPath(StrEnum):
    """途径: how an institute and schools work together."""

    TEACHING_RESEARCH = "联合教研"
    RESEARCH = "联合科研"
    TRAINING = "联合培训"


class Carrier(StrEnum):
    """载体: what a joint activity is carried by."""

    LESSON = "课例"
    COURSE = "课程"
    PROJECT = "课题"


class EvaluationWay(StrEnum):
    """评价方式: how a joint activity is judged."""

    PERFORMANCE = "表现性评价"
    PROCESS = "过程性评价"
    WHOLE = "整体评价"


class MentorActivity(StrEnum):
    """师徒活动类型: what mentor and mentee do together."""

    MENTOR_OBSERVES = "听徒弟课"
    MENTEE_OBSERVES = "徒弟听课"
    PLAN_GUIDED = "教案指导"
    DISCUSSION = "研讨"
    STUDY = "学习"


class PairingScope(StrEnum):
    """结对范围: whether the paired schools are of one county."""

    WITHIN = "县内"
    ACROSS = "跨县"


class PairedSchooling(StrEnum):
    """学校类别: the four kinds of schools that are paired (E6)."""

    PRESCHOOL = "学前教育"
    PRIMARY = "小学教育"
    SECONDARY = "中学教育"
    SPECIAL = "特殊教育"


class PairingField(StrEnum):
    """帮扶内容: the seven fields of help (E6)."""

    MANAGEMENT = "学校管理"
    TEACHING = "教育教学"
    RESEARCH = "教研教改"
    DEVELOPMENT = "教师专业发展"
    CULTURE = "校园文化建设"
    CONDITIONS = "办学条件"
    PUPILS = "学生活动"


class PairingActivity(StrEnum):
    """结对活动类型: what paired schools do."""

    MODEL_LESSON = "示范课"
    EXCHANGE = "交流活动"
    TRAINING = "送培"
    STUDY_TRIP = "考察"
    LEADERS_MEETING = "领导联席会"
    PROJECT = "联合课题"
    MONTHLY = "月活动"


class DropRule(StrEnum):
    """去分办法: which judges' scores are left out of a mean."""

    NONE = "不去"
    EXTREMES = "去最高最低"


class TieRule(StrEnum):
    """同分办法: what becomes of equal scores."""

    SHARED = "并列"
    SHARED_TAKING_PLACES = "并列占位"
    FIRST_PART = "按首项"


class StudioKind(StrEnum):
    """工作室类型: whose studio it is."""

    PRINCIPALS = "校长工作室"
    HOMEROOM = "班主任工作室"
    TEACHERS = "教师工作室"


class Employment(StrEnum):
    """用工形式: how a teacher is employed."""

    ON_ROLL = "在编"
    CONTRACT = "聘用"
    SPECIAL_POST = "特岗"
    DISPATCHED = "劳务派遣"
    TEMPORARY = "临聘"


class Leaving(StrEnum):
    """离职类型: why a teacher is no longer on the county's roll."""

    TRANSFERRED = "调出"
    RETIRED = "退休"
    RESIGNED = "辞职"
    DISMISSED = "辞退"
    DIED = "去世"
    OTHER = "其他"


class TownshipRole(StrEnum):
    """包乡职责: what a leader of the county is to a township."""

    LEADER = "包乡领导"
    CONTACT_OFFICER = "联络员"


class ProjectRole(StrEnum):
    """课题角色: what a teacher is in a research project."""

    LEADS = "主持"
    CORE = "核心成员"
    TAKES_PART = "参与"


class ResearchForm(StrEnum):
    """成果形式: what came out of a teacher's research."""

    PAPER = "论文"
    SUMMARY = "总结"
    LESSON_PLAN = "教案"
    NOTES = "笔记"
    LESSON = "课例"
    BOOK = "著作"
    TALK = "讲座"


class Appraisal(StrEnum):
    """考核类型: what a person was appraised for."""

    YEAR = "年度考核"
    ETHICS = "师德考核"
    POST = "岗位考核"
    SUPPORT_TEACHING = "支教考核"
    PERFORMANCE = "绩效考核"


class VetoEffect(StrEnum):
    """否决效力: what a fault shuts a person out of."""

    VETO = "一票否决"
    NOT_EXCELLENT = "不得评优"


class TrainingMode(StrEnum):
    """培训方式: how a course of continuing education was held."""

    ONLINE = "线上"
    ON_SITE = "线下"
    BLENDED = "混合"
    UNSAID = "未注明"


class Where(StrEnum):
    """校内外: whether the teacher's own school held something, or another office."""

    INSIDE = "校内"
    OUTSIDE = "校外"
    UNSAID = "未注明"


class TrainingUnit(StrEnum):
    """学时单位: what continuing education is counted in."""

    PERIOD = "学时"
    CREDIT = "学分"
    LESSON = "课时"
    DAY = "天"
    HALF_DAY = "半天"
    HOUR = "小时"


class Raters(StrEnum):
    """评议主体: who gives a mark."""

    SELF = "自评"
    COLLEAGUES = "同事"
    LEADERS = "领导"
    PUPILS = "学生"
    PARENTS = "家长"
    EXPERTS = "专家"
    SCHOOL = "学校"
    BUREAU = "县局"


class Role(StrEnum):
    """角色: what somebody with an account may be to the county (docs/roles.md)."""

    TEACHER = "教师"
    SCHOOL_CLERK = "学校经办人"
    TEACHING_OFFICE = "教务处"
    PRINCIPAL = "校长"
    TOWNSHIP = "乡镇"
    SECTION = "股室"
    SUBJECT_OFFICER = "学科教研员"
    JUDGE = "评委"
    PANEL = "评审组"
    AUDITOR = "审计"
    ADMINISTRATOR = "账号管理员"


class ReviewForm(StrEnum):
    """评审类型: what a round of review is."""

    TITLE = "职称评审"
    MERIT = "评优评先"
    PLACES = "名额推荐"


class Gives(StrEnum):
    """评审结果类别: what a round gives, or a certificate is for."""

    TITLE = "职称"
    HONOUR = "荣誉称号"
    AWARD = "获奖"
    PLACE = "推荐名额"


class ReviewStep(StrEnum):
    """评审步骤: the steps of a round in their order, each with days of its own.

    Checking includes freezing the dossiers; judging the scores, the votes and the first list; the notice the
    objections, their answers and further lists; the appeals what they reopen.
    """

    APPLY = "申报"
    CHECK = "审核"
    JUDGE = "评审"
    NOTICE = "公示"
    DECIDE = "决定"
    APPEAL = "申诉"


class ReviewTieBy(StrEnum):
    """同分先后依据: what parts equals; the larger value comes first."""

    PART = "单项得分"
    CLAUSE = "条款的值"
    YEARS_IN_POST = "任现职年限"


class PlacesOf(StrEnum):
    """名额基数: of what places are a share."""

    ON_ROLL = "在册教师"
    POSTS = "岗位数"


class PlacesRounding(StrEnum):
    """名额取整: what becomes of a part of a place."""

    DOWN = "舍去"
    HALF_UP = "四舍五入"
    UP = "进一"
