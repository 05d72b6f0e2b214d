"""`shilu bench`: how fast this machine does it, beside other programs that do the same."""

import sys
from pathlib import Path

from api.cli.arguments import Parser
from api.cli.output import json_text, print_json, print_table, progress, write_text


def run(arguments: list[str]) -> int:
    """Measure, and print or write the rows; exit status 0 whatever the verdicts are."""
    from api.bench.figures import Row
    from api.bench.run import run as measured
    from api.bench.sizes import SIZES
    from api.bench.telling import HEADINGS, in_a_line, markdown, table
    from api.workbook.files import check_writable

    parser = Parser(
        "bench",
        "在这台机器上测速:每一项和做同样事情的其他程序轮流测,给出比值、目标和结论",
        "shilu bench --size small --only append-sqlite single-sqlite",
    )
    parser.add_argument(
        "--size",
        choices=list(SIZES),
        default="small",
        help="测多大:small 一分钟多,county 约十分钟,province 约二十分钟(默认 small)",
    )
    parser.add_argument("--only", nargs="+", default=[], metavar="项目", help="只测这几项")
    parser.add_argument("--postgresql", default="", metavar="URL", help="用这台 PostgreSQL(默认临时启动一台)")
    parser.add_format("table", "json", "markdown")
    parser.add_argument("--out", type=Path, metavar="文件", help="写到文件")
    asked = parser.parse_args(arguments)
    if asked.out:
        check_writable(asked.out)

    def told(new: list[Row], every: list[Row]) -> None:
        """What has been measured is not lost with a run that is broken off."""
        for row in new:
            print(in_a_line(row), file=sys.stderr, flush=True)
        if asked.out:
            write_text(asked.out, json_text(every) if asked.format == "json" else markdown(every))

    with progress("测速") as show:
        rows = measured(SIZES[asked.size], asked.only, asked.postgresql, show, told)
    if asked.out:
        return 0
    if asked.format == "json":
        print_json(rows)
    elif asked.format == "markdown":
        print(markdown(rows), end="")
    else:
        print_table("测速", HEADINGS, table(rows))
        if rows:
            print("机器:" + ",".join(f"{name} {value}" for name, value in rows[0].machine.items() if value is not None))
    return 0
