"""`shilu packs needs`: what packs ask for, what is recorded for nobody, and how much rests on traces."""

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from typing import Any

from api.cli.output import busy, print_json, print_table
from api.desk.packs_needed import needs_told
from ledger.home import Home
from ledger.records import KINDS
from projections.catalogue import find_pack
from projections.known_at import position_known


def show_needs(names: Sequence[str], term: str | None, as_of: date | None, known_at: str | None, form: str) -> int:
    """Tell it of the packs named, else of all in force; with a ledger also what is recorded and not used."""
    home = Home.from_environment()
    with ExitStack() as stack:
        ledger = stack.enter_context(home.opened()) if home.exists or term else None
        book = ledger.book if ledger else None
        packs = [find_pack(name, book) for name in names]
        position = position_known(ledger.book, known_at) if ledger else None
        with busy("正在计算……"):
            told = needs_told(ledger, packs, term, as_of, position)
    if form == "json":
        print_json(told)
    else:
        _print(told)
    return 0


def _labels(kind: str, fields: Sequence[str]) -> str:
    labels = next((record.labels for name, record in KINDS.items() if name.partition("/")[0] == kind), {})
    return "、".join(labels.get(field, field) for field in fields)


def _print(told: dict[str, Any]) -> None:
    rows = [(one["called"], one["kind"], _labels(one["kind"], one["fields"])) for one in told["kinds"]]
    print_table(f"{'、'.join(told['packs'])} 用到的记录和栏目", ["记录", "种类", "栏目"], rows)
    if told["idle"] is None:
        print("\n这里没有账本,没有核对哪些已登记的栏目没有用处。")
    else:
        rows_idle = [
            (
                one["called"],
                one["label"],
                one["records"],
                "是" if one["counted"] else "",
                "是" if one["process"] else "",
            )
            for one in told["idle"]
        ]
        print_table(
            "\n登记了、现行办法都不用的栏目", ["记录", "栏目", "已填", "办法用此记录", "过程规则可能用"], rows_idle
        )
    for traces in told["traces"]:
        _print_traces(traces, told["term"])


def _print_traces(traces: dict[str, Any], term: str | None) -> None:
    print(
        f"\n{traces['pack']}:{traces['clauses']} 条条款里,{len(traces['marked'])} 条注明凭留痕计算,"
        f"连同由它们算出的共 {len(traces['resting'])} 条:{'、'.join(traces['resting']) or '无'}"
    )
    for points in traces["points"]:
        rows = [
            (one["says"], "是" if one["trace"] else "", _or(one["maximum"], "没有写上限"), _or(one["sum"], ""))
            for one in points["parts"]
        ]
        share = points["share"]
        shares = f"按满分 {_percent(share['maximum'], '算不出(有的项目没有写上限)')}"
        shares += f",按 {term} 实得 {_percent(share['sum'], '算不出(都没有得分)')}" if term else ""
        print_table(f"\n{points['says']}:凭留痕的占比,{shares}", ["项目", "凭留痕", "满分", "全体实得"], rows)
    rows_eligibility = [
        (one["says"], one["conditions"], len(one["resting"]), "、".join(one["resting"]))
        for one in traces["eligibility"]
    ]
    if rows_eligibility:
        print_table("\n资格", ["条款", "条件", "凭留痕的条件", "是哪几条"], rows_eligibility)


def _or(value: Any, otherwise: str) -> Any:
    return otherwise if value is None else value


def _percent(share: Any, otherwise: str) -> str:
    return otherwise if share is None else f"{share:.1%}"
