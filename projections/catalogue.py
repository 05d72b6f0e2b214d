"""The packs there are: those that come with Shilu, found by name, and any other by the path of its file."""

from functools import cache
from pathlib import Path

from ledger.nearest import did_you_mean
from ledger.refusals import Misuse
from projections.language.loading import load_pack
from projections.language.pack import Pack

PACKS = Path(__file__).parent / "packs"


@cache
def shipped_packs() -> dict[str, Pack]:
    """The packs that come with Shilu, by id."""
    packs = [load_pack(path) for path in sorted(PACKS.glob("*.yaml"))]
    return {pack.head.id: pack for pack in packs}


def find_pack(name: str) -> Pack:
    """The pack `ID`, `ID@VERSION`, or in the file at a path.

    Raises Misuse `unknown-pack`, naming the nearest known ones, or PackRefused for a file that is unsound.
    """
    if name.endswith((".yaml", ".yml")):
        path = Path(name)
        if not path.is_file():
            raise Misuse("unknown-pack", f"没有办法文件 {name};请核对路径。")
        return load_pack(path)
    wanted, _, version = name.partition("@")
    packs = shipped_packs()
    if wanted not in packs:
        raise Misuse("unknown-pack", f"没有叫“{wanted}”的考核办法;{did_you_mean(wanted, packs)}。")
    pack = packs[wanted]
    if version and version != pack.head.version:
        raise Misuse("unknown-pack", f"“{wanted}”没有 {version} 版;最接近的有:{wanted}@{pack.head.version}。")
    return pack
