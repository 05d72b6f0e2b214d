"""Warnings about names in free text, as people are told them."""

from api.cli.output import print_table
from api.desk.text_warnings import TextWarnings

_SHOWN = 10


def print_warnings(warnings: TextWarnings) -> None:
    """The first warnings, and how many more there are; nothing where there is none."""
    told = warnings.told
    if not told:
        return
    rows = [(one.sheet, one.row or "", one.column, one.message) for one in told[:_SHOWN]]
    print_table("\n提示:内容里可能写有姓名或号码(照收,请核对)", ["表", "行", "列", "说明"], rows)
    more = len(told) + warnings.left_off - len(rows)
    if more:
        print(f"……另有 {more} 处,见 --report 或 --format json。")
