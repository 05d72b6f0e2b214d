"""The packs there are: those that come with Shilu or were adopted, found by name, and any other by its file's path."""

from functools import cache, lru_cache
from pathlib import Path

from ledger.book import Book
from ledger.nearest import did_you_mean
from ledger.records.pack_adopted import PackAdopted
from ledger.refusals import Misuse
from projections.language.loading import PackRefused, load_pack, read_pack_text
from projections.language.pack import Pack
from projections.language.pack_files import MAIN, STORIES

PACKS = Path(__file__).parent / "packs"


def packs_in(folder: Path) -> list[Path]:
    """The packs in a folder, by name: each a file, or a folder with a `pack.yaml`; files of stories are none."""
    files = [path for path in folder.glob("*.yaml") if not path.name.endswith(STORIES)]
    return sorted([*files, *(path.parent for path in folder.glob(f"*/{MAIN}"))])


def shipped_packs() -> dict[str, Pack]:
    """The packs that come with Shilu, by id."""
    return {name: _shipped(name) for name in _shipped_names()}


@cache
def _shipped_names() -> dict[str, Path]:
    """Where each pack that comes with Shilu stands; its file is called by its id."""
    return {path.stem: path for path in packs_in(PACKS)}


@cache
def _shipped(name: str) -> Pack:
    return load_pack(_shipped_names()[name])


def find_pack(name: str, book: Book | None = None) -> Pack:
    """The pack `ID`, `ID@VERSION`, or in the file at a path; with a book, also one whose text was adopted there.

    A version named is the text that the county adopted, where it did; an ID alone the pack that comes with Shilu, else
    the version adopted last. Raises Misuse `unknown-pack`, naming the nearest known ones, or PackRefused for a text
    that is unsound.
    """
    path = Path(name)
    if name.endswith((".yaml", ".yml")) or (path / MAIN).is_file():
        if not path.exists():
            raise Misuse("unknown-pack", f"没有办法文件 {name};请核对路径。")
        return load_pack(path)
    wanted, _, version = name.partition("@")
    packs = _shipped_names()
    adopted = [one for one in adopted_packs(book) if one.pack == wanted] if book else []
    if version or wanted not in packs:
        found = [one for one in adopted if version in ("", one.version)]
        if found:
            return pack_adopted(found[-1])
    if wanted not in packs and not adopted:
        raise Misuse("unknown-pack", f"没有叫“{wanted}”的考核办法;{did_you_mean(wanted, packs)}。")
    known = [f"{wanted}@{one.version}" for one in adopted]
    if wanted in packs:
        shipped = _shipped(wanted)
        if version in ("", shipped.head.version):
            return shipped
        known.append(f"{wanted}@{shipped.head.version}")
    raise Misuse("unknown-pack", f"“{wanted}”没有 {version} 版;最接近的有:{'、'.join(dict.fromkeys(known))}。")


def adopted_packs(book: Book) -> list[PackAdopted]:
    """The packs whose text is in the book, in the order adopted."""
    return book.kept(PackAdopted).records


def pack_adopted(adopted: PackAdopted) -> Pack:
    """The pack of an adopted text. Raises PackRefused where it is unsound."""
    return _read(adopted.pack, adopted.version, adopted.text)


@lru_cache(maxsize=16)  # a text of 60 KB took 0.4 s to read, and each question about a statement reads it twice
def _read(pack_id: str, version: str, content: str) -> Pack:
    pack, faults = read_pack_text(content.encode(), Path(f"{pack_id}@{version}"))
    if pack is None:
        raise PackRefused(faults)
    return pack
