"""`shilu packs test`: the worked examples of packs, and the stories beside them, run."""

from collections.abc import Sequence
from pathlib import Path

from api.cli.output import busy, print_json, print_table
from ledger.refusals import Misuse
from projections.catalogue import find_pack, packs_in, shipped_packs
from projections.language.loading import read_pack
from projections.language.pack import Pack
from projections.language.pack_files import MAIN, STORIES
from projections.stories.running import run_file, stories_of
from projections.stories.story import StoryFailure, read_stories


def run_tests(name: str | None, form: str) -> int:
    """Run them of one pack, of all in a folder, of one file of stories, or of all packs that come with Shilu.

    Exit status 1 where anything fails.
    """
    told = clauses = 0
    failures: list[StoryFailure] = []
    with busy("正在核对……"):
        for pack_path, files in _what_to_run(name):
            pack, faults = read_pack(pack_path)
            failures += [StoryFailure(one.file, one.line, "", one.code, f"{one.message};{one.hint}") for one in faults]
            if pack:
                clauses += sum(len(clause.examples) for clause in pack.clauses.values())
                for path in files:
                    found = read_stories(path)
                    told += len(found.stories)
                    failures += run_file(pack, found)
    if form == "json":
        print_json([failure.to_json() for failure in failures])
    elif failures:
        rows = [(one.file, one.line, one.story, one.message) for one in failures]
        print_table(f"有 {len(failures)} 处不符", ["文件", "行", "故事", "不符之处"], rows)
    else:
        print(f"都对:{clauses} 个算例,{told} 个故事。")
    return 1 if failures else 0


def _what_to_run(name: str | None) -> Sequence[tuple[Path, list[Path]]]:
    """The packs to be tested, each with its files of stories. Raises Misuse `unknown-pack`."""
    if name is None:
        return [(pack.path, stories_of(pack.path)) for pack in shipped_packs().values()]
    path = Path(name)
    if name.endswith(STORIES):
        return [(_pack_of_stories(path), [path])]
    if path.is_dir() and not (path / MAIN).is_file():
        packs = packs_in(path)
        if not packs:
            raise Misuse("unknown-pack", f"{name} 里没有办法文件;请核对路径(文件名以 .yaml 结尾)。")
        return [(one, stories_of(one)) for one in packs]
    if path.exists() and (path.is_dir() or path.suffix in (".yaml", ".yml")):
        return [(path, stories_of(path))]
    pack: Pack = find_pack(name)
    return [(pack.path, stories_of(pack.path))]


def _pack_of_stories(path: Path) -> Path:
    """The pack that a file of stories is about: the one it names, else the one beside it, or around it."""
    if not path.is_file():
        raise Misuse("unknown-pack", f"没有故事文件 {path};请核对路径。")
    named = read_stories(path).pack
    if named:
        beside = path.parent / named
        return beside if beside.exists() else find_pack(named).path
    plain = path.with_name(path.name.removesuffix(STORIES))
    for pack in (plain.with_name(f"{plain.name}.yaml"), plain, path.parent):
        if pack.is_file() or (pack / MAIN).is_file():
            return pack
    raise Misuse("unknown-pack", f"{path} 旁边没有 {plain.name}.yaml;请在故事文件里写 pack: 办法的名称或路径。")
