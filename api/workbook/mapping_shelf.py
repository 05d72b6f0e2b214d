"""Where mappings of lists are kept: those that come with Shilu, those of the ledger's folder, and any file."""

import re
from pathlib import Path

from api.workbook.mapping import ListMapping, read_mapping
from ledger.nearest import did_you_mean
from ledger.on_disk import make_folder, why, write_whole
from ledger.refusals import Misuse, Refused

SHIPPED = Path(__file__).parent / "mappings"
FOLDER = "mappings"
"""In the ledger's folder."""

_SUFFIXES = (".yaml", ".yml", ".json")
_NAME = re.compile(r"[\w-]+")


def find_mapping(said: str, home: Path) -> ListMapping:
    """The mapping in the file at a path, else the one kept under a name: in the ledger's folder, or shipped.

    Raises Misuse `unknown-mapping`, naming the nearest known ones, or Refused `bad-mapping`.
    """
    if said.endswith(_SUFFIXES):
        path = Path(said)
    else:
        kept = known_mappings(home)
        if said not in kept:
            raise Misuse("unknown-mapping", f"没有叫“{said}”的对照表;{did_you_mean(said, kept)}。")
        path = kept[said]
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Misuse("unknown-mapping", f"读不了对照表 {said};请核对路径,文件要存成 UTF-8。") from error
    return read_mapping(path.stem, text)


def known_mappings(home: Path) -> dict[str, Path]:
    """Every mapping with a name; one of the ledger's folder takes the place of a shipped one."""
    return {path.stem: path for folder in (SHIPPED, home / FOLDER) for path in sorted(folder.glob("*.yaml"))}


def keep_mapping(name: str, mapping: ListMapping, home: Path) -> Path:
    """Keep a mapping under a name in the ledger's folder, to be used again."""
    if not _NAME.fullmatch(name):
        raise Misuse("bad-arguments", f"对照表的名字“{name}”只能用汉字、字母、数字和 - _;请换一个。")
    folder = home / FOLDER
    path = folder / f"{name}.yaml"
    try:
        make_folder(folder)
        write_whole(path, mapping.text.encode())
    except OSError as error:
        raise Refused("unwritable-file", f"无法写入 {path}:{why(error)};请核对文件夹和权限。") from error
    return path
