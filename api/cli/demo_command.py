"""`shilu demo`: a made-up county, handed in and evaluated; or only its workbook."""

from pathlib import Path

from api.cli.arguments import Parser, day
from api.cli.evaluate_command import run as evaluate
from api.cli.import_command import run as hand_in
from api.cli.output import print_json
from api.demo.plan import CountyPlan
from api.demo.workbook import write_county
from api.demo.years import YearsPlan, write_years
from api.workbook.files import check_writable
from api.workbook.handing_in import hand_in_workbook
from ledger.hand_in import HandIn
from ledger.home import Home
from ledger.refusals import Misuse

_PACK = "taikang-2022"


def run(arguments: list[str]) -> int:
    """Write the demo county's workbook; unless only that is asked for, hand it in and evaluate it."""
    parser = Parser(
        "demo", "造一个演示县:写出工作簿,收进账本,算出结果", "shilu demo --workbook 演示.xlsx --teachers 300 --seed 7"
    )
    parser.add_argument("--workbook", type=Path, metavar="文件.xlsx", help="只写出工作簿,不收不算")
    parser.add_argument("--teachers", type=int, default=150, metavar="人数", help="教师人数(默认 150)")
    parser.add_argument("--seed", type=int, default=1, metavar="数", help="同一个数造出同一个县(默认 1)")
    parser.add_argument("--term", default="2022-2023-1", metavar="学期", help="学期(默认 2022-2023-1)")
    parser.add_argument("--observations", type=int, metavar="行数", help="听课记录的行数(试大数据用)")
    parser.add_argument("--mess", type=float, default=1.0, metavar="程度", help="凌乱程度,0 为全部工整(默认 1)")
    parser.add_argument("--until", type=day, metavar="日期", help="学期中途交的样子")
    parser.add_argument("--years", type=int, metavar="年数", help="到这个学期为止的几个学年,每学期一份工整的工作簿")
    parser.add_format("text", "json")
    asked = parser.parse_args(arguments)
    as_json = asked.format == "json"
    try:
        plan = CountyPlan(
            seed=asked.seed,
            teachers=asked.teachers,
            term=asked.term,
            observations=asked.observations,
            mess=asked.mess,
            until=asked.until,
        )
        if asked.workbook and asked.years is not None:
            raise Misuse("bad-arguments", "--years 要写好几份工作簿,不能和 --workbook 同用;请去掉其中一项。")
        if asked.workbook:
            check_writable(asked.workbook)
            size = write_county(asked.workbook, plan)
            if as_json:
                print_json({"workbook": str(asked.workbook), "observations": size.rows("听课记录")})
                return 0
            print(f"已写出 {asked.workbook}:听课记录 {size.rows('听课记录')} 行。")
            return 0
        home = Home.from_environment()
        if not home.exists:
            home.make()
        if asked.years is None:
            workbooks = [home.folder / "demo-county.xlsx"]
            write_county(workbooks[0], plan)
        else:
            years = YearsPlan(asked.seed, asked.teachers, asked.term, asked.years, asked.observations)
            workbooks = list(write_years(home.folder, years))
    except ValueError as error:
        raise Misuse("bad-arguments", f"造不出这样的演示县({error});用法见 shilu demo --help。") from error
    ask = ["--pack", _PACK, "--term", asked.term]
    if as_json:
        with home.opened() as ledger:
            for workbook in workbooks:
                hand_in_workbook(ledger, workbook, HandIn("local"))
        return evaluate([*ask, "--format", "json"])
    for workbook in workbooks:
        print(f"演示县的账本:{home.folder};工作簿:{workbook}(姓名都是编的)")
        hand_in([str(workbook)])
        print()
    return evaluate(ask)
