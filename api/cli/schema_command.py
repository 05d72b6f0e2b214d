"""`shilu schema`: the JSON Schema of a kind of record; with `--out` also that of packs."""

from pathlib import Path

from api.cli.arguments import Parser
from api.cli.output import print_json, print_table, write_text
from api.workbook.files import check_writable
from ledger.interchange.appending import record_class
from ledger.interchange.schemas import record_schema, schema_files
from ledger.records import KINDS
from ledger.refusals import Misuse, Refused
from projections.language.editor_schema import FILE as PACK_SCHEMA
from projections.language.editor_schema import pack_schema_text


def run(arguments: list[str]) -> int:
    """Print one schema, or the list of kinds, or write all to a folder."""
    parser = Parser("schema", "列出记录的种类,或给出一种的 JSON Schema", "shilu schema lesson.observed")
    parser.add_argument("kind", nargs="?", metavar="种类", help="种类,如 lesson.observed")
    parser.add_argument("--out", type=Path, metavar="文件夹", help="把全部 JSON Schema 写进这个文件夹")
    parser.add_format("text", "json")
    asked = parser.parse_args(arguments)
    if asked.out:
        files = schema_files() | {PACK_SCHEMA: pack_schema_text()}
        check_writable(asked.out / "append-line.json")
        for name, text in files.items():
            write_text(asked.out / name, text)
        print(f"已写出 {len(files)} 个文件。")
    elif asked.kind:
        try:
            print_json(record_schema(record_class(asked.kind)))
        except Refused as refused:
            raise Misuse(refused.code, refused.message) from None
    elif asked.format == "json":
        print_json([{"kind": kind, "called": record.called} for kind, record in KINDS.items()])
    else:
        print_table("记录的种类", ["种类", "名称"], [(kind, record.called) for kind, record in KINDS.items()])
    return 0
