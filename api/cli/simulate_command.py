"""`shilu simulate`: what would be different with a changed value, or under another pack."""

from pathlib import Path
from typing import Any

from api.cli.arguments import Parser
from api.cli.output import busy, json_text, print_json, print_table, write_text
from api.desk.simulation_words import tables_of, title_of
from api.workbook.files import check_writable
from ledger.home import Home
from ledger.refusals import Misuse
from projections.about_packs.diff import pack_changes
from projections.catalogue import find_pack
from projections.known_at import position_known
from projections.language.changing import changed_pack
from projections.simulation.simulate import simulate


def run(arguments: list[str]) -> int:
    """Simulate and print, or write to a file."""
    parser = Parser(
        "simulate",
        "假如改一个数或换一个办法,按真实记录看谁受益、谁受损",
        "shilu simulate --pack taikang-2022 --term 2022-2023-1 --set observe-20.target=18",
    )
    parser.add_question()
    parser.add_argument("--against", metavar="ID[@版本]|文件", help="换成另一个办法,或它的另一版")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="条款.字段=值",
        help="改一个值;可以写几次,如 conventions.rounding=half_up_1",
    )
    parser.add_format("table", "json", "xlsx")
    parser.add_argument("--out", type=Path, metavar="文件", help="写到文件")
    asked = parser.parse_args(arguments)
    if not asked.against and not asked.set:
        raise Misuse("bad-arguments", "没有写要改什么;请加 --set 条款.字段=值,或 --against 另一个办法。")
    if asked.format == "xlsx" and not asked.out:
        raise Misuse("bad-arguments", "xlsx 要写到文件;请加 --out 结果.xlsx。")
    if asked.format == "table" and asked.out:
        raise Misuse("bad-arguments", "表格只在屏幕上显示;写文件请加 --format xlsx 或 json。")
    if asked.out:
        check_writable(asked.out)
    unfit: list[dict[str, Any]] = []
    with Home.from_environment().opened() as ledger:
        pack = find_pack(asked.pack, ledger.book)
        against = find_pack(asked.against, ledger.book) if asked.against else pack
        if asked.set:
            against, faults = changed_pack(against, asked.set)
            unfit = [fault.to_json() for fault in faults]
        known_at = position_known(ledger.book, asked.known_at)
        with busy("正在计算……"):
            found = simulate(ledger.book, pack, against, asked.term, asked.as_of, known_at)
            changes = [change.says for change in pack_changes(pack, against)] if asked.set else []
            result = {**found.to_json(asked.set), "changes": changes, "examples_that_no_longer_fit": unfit}
        names = ledger.names(ledger.register()) if asked.format != "json" else {}
    if asked.format == "json":
        if asked.out:
            write_text(asked.out, json_text(result))
        else:
            print_json(result)
        return 0
    tables = tables_of(found, result, names)
    if asked.format == "table":
        print(title_of(result, unfit))
        for change in result["changes"]:
            print(f"改动:{change}")
        for name, (headings, rows) in tables.items():
            if rows:
                print_table(f"\n{name}", headings, rows)
        return 0
    from api.cli.result_tables import write_sheets  # pandas is slow to load, and only workbooks need it

    write_sheets(tables, asked.out)
    return 0
