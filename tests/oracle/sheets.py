"""The sixteen sheets in the order they are read: what each column holds and what makes a record the same."""

from dataclasses import dataclass

VOCABULARY: dict[str, tuple[str, ...]] = {
    "课型": ("推门听课", "公开课", "示范课", "汇报课", "教研课", "评比课"),
    "职务": ("教师", "班主任", "业务副校长", "副校长", "校长", "中心校校长", "中层", "教研员"),
    "级别": ("校级", "乡级", "县级", "市级", "省级", "国家级"),
    "名次": ("一等奖", "二等奖", "三等奖", "优秀奖"),
    "等级": ("优", "良", "中", "差"),
    "项目": ("教案", "作业", "听课记录"),
    "支教类型": ("全职支教", "兼课", "走教", "挂职"),
    "校历": ("放假", "补课"),
    "是否": ("是", "否"),
}

# By the column's name, in whatever sheet. Open: 备课组 is a column of 教师 and of 集体备课. Read: it may be
# empty in both, for the page names columns and not sheets; a meeting of no group then makes no group.
MAY_BE_EMPTY = (
    *("听课记录", "反思", "班级人数", "备课组", "提交心得", "精品教案数", "专题汇报", "学习心得", "汇报课"),
    *("到岗月份", "证书号", "考核结果", "身份证号"),
)


@dataclass(frozen=True)
class Sheet:
    """One sheet: its columns with what they hold, and the columns of the natural key.

    A column holds: text; list, of texts; day, which may lie ahead; past-day, past-month, past-months, of what
    happened; count; id-number; school, a known one; code, a teacher's own; teacher or teachers, known;
    or a word of the vocabulary named. The term is no part of a key, since a workbook is of one term.
    """

    columns: dict[str, str]
    key: tuple[str, ...]
    span: tuple[str, str] | None = None  # first and last day of something that lasts


THREE_ONES = ("专题汇报", "学习心得", "汇报课")

SHEETS: dict[str, Sheet] = {
    "学期": Sheet(
        {"学期": "text", "开始日期": "day", "结束日期": "day", "教学周数": "count"},
        ("学期",),
        ("开始日期", "结束日期"),
    ),
    "校历": Sheet({"日期": "day", "类型": "校历"}, ("日期",)),
    "学校": Sheet(
        {
            "学校代码": "text",
            "学校名称": "text",
            "乡镇": "text",
            "类别": "text",
            "学段": "text",
            "年级": "list",
            "是否薄弱": "是否",
            "方阵": "text",
        },
        ("学校代码",),
    ),
    "教师": Sheet(
        {
            "教师编号": "code",
            "姓名": "text",
            "性别": "text",
            "出生日期": "past-day",
            "身份证号": "id-number",
            "入职日期": "past-day",
            "学校代码": "school",
            "任教学科": "text",
            "任教年级": "text",
            "职务": "职务",
            "任现职务日期": "past-day",
            "职称": "text",
            "学历": "text",
            "班级人数": "count",
            "备课组": "text",
        },
        ("教师编号",),
    ),
    "听课记录": Sheet(
        {
            "日期": "past-day",
            "节次": "count",
            "听课人": "teacher",
            "授课人": "teacher",
            "学校代码": "school",
            "学科": "text",
            "年级": "text",
            "课型": "课型",
            "听课记录": "text",
            "反思": "text",
        },
        ("听课人", "日期", "节次"),
    ),
    "集体备课": Sheet(
        {
            "日期": "past-day",
            "学校代码": "school",
            "备课组": "text",
            "主备人": "teacher",
            "参加人": "teachers",
            "精品教案数": "count",
            "提交心得": "teachers",
        },
        ("学校代码", "备课组", "日期"),
    ),
    "外出培训": Sheet(
        {
            "编号": "text",
            "教师编号": "teacher",
            "培训名称": "text",
            "级别": "级别",
            "开始日期": "past-day",
            "结束日期": "past-day",
            "学时": "count",
        }
        | dict.fromkeys(THREE_ONES, "past-day"),
        ("编号",),
        ("开始日期", "结束日期"),
    ),
    "读书": Sheet(
        {"教师编号": "teacher", "书名": "text", "读书计划": "是否", "读书笔记": "是否", "读后收获": "是否"},
        ("教师编号", "书名"),
    ),
    "读后心得": Sheet({"教师编号": "teacher", "字数": "count"}, ("教师编号",)),
    "常规检查": Sheet(
        {"月份": "past-month", "教师编号": "teacher", "项目": "项目", "等级": "等级"},
        ("教师编号", "月份", "项目"),
    ),
    "师徒结对": Sheet(
        {
            "师傅": "teacher",
            "徒弟": "teacher",
            "学科": "text",
            "开始日期": "day",
            "结束日期": "day",
            "考核结果": "text",
        },
        ("师傅", "徒弟", "学科", "开始日期"),
        ("开始日期", "结束日期"),
    ),
    "支教交流": Sheet(
        {
            "教师编号": "teacher",
            "派出学校": "school",
            "受援学校": "school",
            "类型": "支教类型",
            "开始日期": "day",
            "计划结束": "day",
            "到岗月份": "past-months",
        },
        ("教师编号", "开始日期"),
        ("开始日期", "计划结束"),
    ),
    "赛课获奖": Sheet(
        {
            "赛事": "text",
            "级别": "级别",
            "组别": "text",
            "教师编号": "teacher",
            "名次": "名次",
            "日期": "past-day",
            "证书号": "text",
        },
        ("赛事", "级别", "组别", "教师编号", "日期"),
    ),
    "师德处分": Sheet(
        {"教师编号": "teacher", "日期": "past-day", "类型": "text", "处分": "text", "影响期(月)": "count"},
        ("教师编号", "日期", "类型"),
    ),
    "请假": Sheet(
        {"教师编号": "teacher", "开始日期": "day", "结束日期": "day", "类型": "text"},
        ("教师编号", "开始日期"),
        ("开始日期", "结束日期"),
    ),
    "家访": Sheet({"班主任": "teacher", "已家访学生数": "count", "家长会次数": "count"}, ("班主任",)),
}
