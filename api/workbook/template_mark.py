"""The sheet that explains a template, and the list on it of the sheets that the template was made with."""

from api.workbook.cells import SEPARATORS, as_text, is_blank
from api.workbook.opening import OpenSheet
from ledger.spelling import squeeze

GUIDE = "填写说明"
"""The name of the sheet that explains the others."""

MARK = "本工作簿的表"
"""What stands in the first cell of the row that lists the sheets; in the second stands the list."""


def sheets_of_template(guide: OpenSheet) -> list[str] | None:
    """The sheets that a template was made with, from its explaining sheet; None where it has no such list."""
    for row in guide.rows:
        cells = [as_text(cell) for cell in row if not is_blank(cell)]
        if len(cells) > 1 and squeeze(cells[0]) == MARK:
            return [name.strip() for name in SEPARATORS.split(squeeze(cells[1])) if name.strip()]
    return None
