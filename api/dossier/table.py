"""业务档案 as a table for a spreadsheet: one row a record, in the order of the printed one."""

from api.desk.exports import Cell, Table
from api.dossier.printing import Printing

_COLUMNS = ("章节", "序号", "日期", "事项", "内容", "审核", "记录号", "账本位置", "附件编号")


def dossier_table(printing: Printing) -> Table:
    """The lines with their chapters; the title bears the code and no name, for it becomes the name of a file."""
    rows: list[list[Cell]] = [
        [
            chapter.title,
            line.number,
            line.day,
            line.called,
            line.says,
            line.office,
            line.entry,
            line.position,
            "、".join(map(str, line.evidence)),
        ]
        for chapter in printing.laid_out.chapters
        for line in chapter.lines
    ]
    return Table(f"业务档案 {printing.dossier.teacher}", _COLUMNS, rows)
