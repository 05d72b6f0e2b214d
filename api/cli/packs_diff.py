"""`shilu packs diff A B`: what changed between two packs or versions, in words, and from when."""

from contextlib import ExitStack

from api.cli.output import print_json, print_table
from ledger.home import Home
from projections.about_packs.diff import pack_changes
from projections.catalogue import find_pack

_WHAT = {"added": "新增", "removed": "删去", "moved": "移动", "changed": "改动"}


def show_diff(first: str, second: str, form: str) -> int:
    """Tell what is other in the second; versions adopted in the ledger are found too."""
    home = Home.from_environment()
    with ExitStack() as stack:
        book = stack.enter_context(home.opened()).book if home.exists else None
        before, after = find_pack(first, book), find_pack(second, book)
    found = pack_changes(before, after)
    if form == "json":
        print_json([one.to_json() for one in found])
        return 0
    names = f"{before.head.id}@{before.head.version} 和 {after.head.id}@{after.head.version}"
    if not found:
        print(f"{names} 内容相同。")
        return 0
    rows = [(_WHAT[one.what], one.since, one.says) for one in found]
    print_table(f"{names}:{len(found)} 处不同", ["种类", "从哪天起", "内容"], rows)
    return 0
