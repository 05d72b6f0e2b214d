"""`shilu dossier`: a teacher's dossier, printed: PDF, Word after a template, a table, or the form that is digested."""

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.cli.arguments import Parser, day
from api.cli.handed_out import check_outside
from api.cli.output import busy, print_json
from api.workbook.files import check_writable, written_whole
from ledger.home import Home, Ledger
from ledger.refusals import Misuse
from ledger.spelling import teacher_code

if TYPE_CHECKING:
    from api.dossier.fonts import Lacking
    from api.dossier.printing import Printing

_FORMS = (".pdf", ".docx", ".xlsx", ".json")


def run(arguments: list[str]) -> int:
    """Write the dossier to a file."""
    parser = Parser(
        "dossier",
        "印出一位教师的业务档案:PDF、按模板填好的 Word、表格(xlsx),或摘要所对的原文(json)",
        "shilu dossier --teacher 000101 --out 档案.pdf --from 2022-09-01 --until 2023-07-31",
    )
    parser.add_argument("--teacher", type=teacher_code, required=True, metavar="编号", help="教师编号")
    parser.add_argument("--out", type=Path, required=True, metavar="文件", help="写到 .pdf、.docx、.xlsx 或 .json 文件")
    parser.add_argument("--from", dest="since", type=day, metavar="日期", help="从哪一天的记录开始(默认最早)")
    parser.add_argument("--until", type=day, metavar="日期", help="到哪一天的记录为止(默认今天)")
    parser.add_argument("--known-at", metavar="位置|时间", help="按账本在哪个位置或时间的内容(默认现在)")
    parser.add_argument("--review", default="", metavar="评审", help="某次评审封存的申报材料")
    parser.add_argument("--pack", metavar="ID[@版本]|文件", help="同时列出按这个考核办法的结果(要写 --term)")
    parser.add_argument("--term", default="", metavar="学期", help="结果是哪个学期的")
    parser.add_argument("--template", default="", metavar="名称|文件.docx", help="Word 用哪个模板(默认 shilu-plain)")
    parser.add_argument("--attachments", action="store_true", help="把附件(照片、扫描件、PDF)按编号装订在后面")
    parser.add_format("text", "json")
    asked = parser.parse_args(arguments)
    _check(asked)
    home = Home.from_environment()
    check_outside(asked.out, home)
    check_writable(asked.out)
    with home.opened() as ledger, busy("正在排版……"):
        made = _printing(ledger, home, asked)
        content, lacking = _content(ledger, home, made, asked)
        with written_whole(asked.out) as partial:
            partial.write_bytes(content)
    _tell(made, lacking, asked)
    return 0


def _check(asked: Namespace) -> None:
    """Raises Misuse `bad-arguments` for options that do not go together."""
    form = asked.out.suffix.lower()
    if form not in _FORMS:
        raise Misuse("bad-arguments", f"档案只能写成 {'、'.join(_FORMS)};请改文件名的后缀。")
    if asked.template and form != ".docx":
        raise Misuse("bad-arguments", "模板只用于 Word;请把 --out 写成 .docx,或去掉 --template。")
    if asked.attachments and form != ".pdf":
        raise Misuse("bad-arguments", "只有 PDF 能装订附件;请把 --out 写成 .pdf,或去掉 --attachments。")
    if bool(asked.pack) != bool(asked.term):
        raise Misuse("bad-arguments", "--pack 和 --term 要一起写;请补上另一个。")
    if asked.review and (asked.pack or asked.since or asked.until or asked.known_at):
        raise Misuse(
            "bad-arguments", "评审公告已定了截止日和办法;写 --review 就不写 --pack、--from、--until、--known-at。"
        )


def _printing(ledger: Ledger, home: Home, asked: Namespace) -> "Printing":
    from api.dossier.making import Asked, names_of, printing
    from projections.known_at import position_known

    pack = None
    if asked.pack:
        from projections.catalogue import find_pack

        pack = find_pack(asked.pack, ledger.book)
    position = position_known(ledger.book, asked.known_at)
    wanted = Asked(asked.teacher, asked.since, asked.until, position, asked.review, pack, asked.term)
    return printing(ledger, home.folder, wanted, names_of(ledger), lambda record: True)


def _content(ledger: Ledger, home: Home, made: "Printing", asked: Namespace) -> "tuple[bytes, tuple[Lacking, ...]]":
    """The bytes of the file, and the characters that could not be printed in it."""
    form = asked.out.suffix.lower()
    if form == ".json":
        return made.dossier.content, ()
    if form == ".xlsx":
        from api.dossier.table import dossier_table

        return dossier_table(made).xlsx(), ()
    if form == ".docx":
        from api.dossier.form import find_form
        from api.dossier.word import filled

        return filled(find_form(asked.template or "shilu-plain", home.folder), made), ()
    sheet = made.sheet(ledger if asked.attachments else None)
    return sheet.pdf(), sheet.fonts.lacking


def _tell(made: "Printing", lacking: "tuple[Lacking, ...]", asked: Namespace) -> None:
    dossier = made.dossier
    told: dict[str, Any] = {
        "file": str(asked.out),
        "teacher": dossier.teacher,
        "since": dossier.since,
        "as_of": dossier.as_of,
        "position": dossier.position,
        "digest": dossier.digest,
        "records": len(dossier.lines),
        "attachments": len(made.laid_out.evidence),
        "lacking_characters": [{"character": one.character, "code": one.code} for one in lacking],
    }
    if lacking:
        named = "、".join(f"“{one.character}”({one.code})" for one in lacking)
        sys.stderr.write(
            f"现有字体里没有 {named},印成了编码;请把有这些字的字体放进账本文件夹的 dossier/fonts 再印一次。\n"
        )
    if asked.format == "json":
        print_json(told)
        return
    print(f"教师 {dossier.teacher} 的业务档案已写到 {asked.out}:{len(dossier.lines)} 条记录,摘要 {dossier.digest}。")
    if made.remark:
        print(made.remark)
