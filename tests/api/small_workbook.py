"""A small term workbook made from rows, to be changed by a test before it is written."""

import copy
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from api.workbook.sheets import SHEETS

Rows = list[list[Any]]
TERM = "2022-2023-1"
TEACHERS = {"000001": "赵新", "000002": "钱立", "000003": "孙华", "000004": "李明", "000005": "李明"}
ID_NUMBER = "110101199003070011"


def small_county() -> dict[str, Rows]:
    """Sheets by name; the first row of each is the header."""
    sheets: dict[str, Rows] = {sheet.name: [list(sheet.first_headings)] for sheet in SHEETS}

    def put(name: str, **values: Any) -> None:
        header = sheets[name][0]
        sheets[name].append([values.get(heading, "") for heading in header])

    put("学期", 学期=TERM, 开始日期=date(2022, 8, 29), 结束日期=date(2023, 1, 13), 教学周数=19)
    put("校历", 日期=date(2022, 10, 3), 类型="放假")
    for number in (1, 2):
        sheets["学校"].append([f"S00{number}", f"第{number}小学", "东镇", "完小", "小学", "一年级、二年级", "否", "A"])
    for code, name in TEACHERS.items():
        row = {
            "教师编号": code,
            "姓名": name,
            "性别": "女",
            "出生日期": date(1990, 3, 7),
            "入职日期": date(2012, 9, 1),
            "学校代码": "S001",
            "任教学科": "语文",
            "任教年级": "一年级",
            "职务": "教师",
            "任现职务日期": date(2012, 9, 1),
            "职称": "二级教师",
            "学历": "本科",
        }
        put("教师", **row)
    put("听课记录", **observation())
    return sheets


def observation(**changed: Any) -> dict[str, Any]:
    """One good row of the sheet 听课记录, some cells of it changed."""
    return {
        "日期": date(2022, 9, 5),
        "节次": 3,
        "听课人": "000001",
        "授课人": "000002",
        "学校代码": "S001",
        "学科": "数学",
        "年级": "一年级",
        "课型": "公开课",
        "听课记录": "板书清楚",
        "反思": "可以借鉴",
    } | changed


def add(sheets: dict[str, Rows], name: str, **values: Any) -> None:
    """One row more, by heading."""
    sheets[name].append([values.get(heading, "") for heading in sheets[name][0]])


def written(sheets: dict[str, Rows], path: Path, order: list[str] | None = None) -> Path:
    """The workbook at `path`."""
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    for name in order or list(sheets):
        sheet = book.add_worksheet(name)
        for number, row in enumerate(sheets[name]):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value)
                elif isinstance(value, str) and value.startswith("="):
                    sheet.write_formula(number, column, value, value="")
                elif value != "":
                    sheet.write(number, column, value)
    book.close()
    return path


def copied(sheets: dict[str, Rows]) -> dict[str, Rows]:
    """A copy to change."""
    return copy.deepcopy(sheets)
