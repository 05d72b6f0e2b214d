"""The columns of each sheet of a term workbook, with how each may be spelled."""

from __future__ import annotations

from functools import cache

from api.demo.form import Kind

_KIND_BY_TITLE = {
    **dict.fromkeys(("姓名", "书名", "培训名称", "听课记录", "反思"), Kind.TEXT),
    **dict.fromkeys(("教学周数", "班级人数", "节次", "精品教案数", "学时", "字数", "影响期(月)"), Kind.NUMBER),
    **dict.fromkeys(("已家访学生数", "家长会次数"), Kind.NUMBER),
    **dict.fromkeys(("日期", "开始日期", "结束日期", "出生日期", "入职日期", "任现职务日期", "计划结束"), Kind.DAY),
    **dict.fromkeys(("专题汇报", "学习心得", "汇报课"), Kind.DAY),
    **dict.fromkeys(("听课人", "授课人", "主备人", "教师编号", "师傅", "徒弟", "班主任"), Kind.TEACHER),
    **dict.fromkeys(("参加人", "提交心得"), Kind.TEACHERS),
    **dict.fromkeys(("年级", "到岗月份"), Kind.WORDS),
}

TITLES: dict[str, tuple[str, ...]] = {
    "学期": ("学期", "开始日期", "结束日期", "教学周数"),
    "校历": ("日期", "类型"),
    "学校": ("学校代码", "学校名称", "乡镇", "类别", "学段", "年级", "是否薄弱", "方阵"),
    "教师": (
        *("教师编号", "姓名", "性别", "出生日期", "身份证号", "入职日期", "学校代码", "任教学科"),
        *("任教年级", "职务", "任现职务日期", "职称", "学历", "班级人数", "备课组"),
    ),
    "听课记录": ("日期", "节次", "听课人", "授课人", "学校代码", "学科", "年级", "课型", "听课记录", "反思"),
    "集体备课": ("日期", "学校代码", "备课组", "主备人", "参加人", "精品教案数", "提交心得"),
    "外出培训": (
        *("编号", "教师编号", "培训名称", "级别", "开始日期", "结束日期", "学时"),
        *("专题汇报", "学习心得", "汇报课"),
    ),
    "读书": ("教师编号", "书名", "读书计划", "读书笔记", "读后收获"),
    "读后心得": ("教师编号", "字数"),
    "常规检查": ("月份", "教师编号", "项目", "等级"),
    "师徒结对": ("师傅", "徒弟", "学科", "开始日期", "结束日期", "考核结果"),
    "支教交流": ("教师编号", "派出学校", "受援学校", "类型", "开始日期", "计划结束", "到岗月份"),
    "赛课获奖": ("赛事", "级别", "组别", "教师编号", "名次", "日期", "证书号"),
    "师德处分": ("教师编号", "日期", "类型", "处分", "影响期(月)"),
    "请假": ("教师编号", "开始日期", "结束日期", "类型"),
    "家访": ("班主任", "已家访学生数", "家长会次数"),
}
"""The sheets in the order they are read, with the columns of each in the order of its record's fields."""


@cache
def kinds(sheet: str) -> tuple[Kind, ...]:
    """How each column of a sheet may be spelled; where a sheet registers a code itself, that is a word."""
    return tuple(
        Kind.TEACHER if title == "教师编号" and sheet == "教师" else _KIND_BY_TITLE.get(title, Kind.WORD)
        for title in TITLES[sheet]
    )
