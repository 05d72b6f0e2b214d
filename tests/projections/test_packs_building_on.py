"""A pack may build on others, and may stand in several files: their clauses are joined, and nothing is told twice."""

from hashlib import sha256
from pathlib import Path

import pytest

from ledger.refusals import Refused
from projections.language.loading import load_pack, read_pack, read_pack_text

HEAD = """\
id: {id}
version: "1"
title: {{zh: 某办法, en: A plan}}
issuer: 某局
document: {{name: 某办法, date: 2022-07-01}}
jurisdiction: {level}
status: in_force
in_force: {{from: 2022-08-01}}
{more}conventions:
  records: attested
  rounding: half_up_2
  met: at_least
  ends: included
  division_by_zero: zero
  empty_number: zero
  register_on: term.last_day
  weekdays: [1, 2, 3, 4, 5]
  teaching_week: {{school_days: 3}}
  term_month: {{school_days: 10}}
  present_week: {{school_days: 3}}
  present_month: {{school_days: 10}}
  grade_bands: {{each_grade: [], bands: {{}}}}
"""
CLAUSE = """\
  {name}:
    kind: quota
    covers: []
    says: {{zh: 听课, en: observations}}
    source: {{section: 一}}
    origin: document
{more}    done: {done}
    target: {target}
    examples:
      - {{given: {{{done}: 1}}, gives: {{short: {short}}}}}
"""
MEASURES = """\
measures:
  observations:
    says: {zh: 听课, en: observations}
    unit: 节
    of: lesson.observed
    by: observer
    within: {day: on, window: term}
"""


def clause(name: str, target: int, more: str = "", done: str = "observations") -> str:
    return CLAUSE.format(name=name, target=target, short=target - 1, more=more, done=done)


def head(name: str, level: str, builds_on: str = "") -> str:
    return HEAD.format(id=name, level=level, more=f"builds_on: [{builds_on}]\n" if builds_on else "")


def override(pack: str, name: str, why: str = "本县任务重") -> str:
    return f"    overrides:\n      - {{pack: {pack}, clause: {name}, why: {why!r}}}\n"


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """A county's pack that decides one clause of its province differently, and adds one."""
    province = head("our-province", "province") + MEASURES
    province += "clauses:\n" + clause("observe", 10) + clause("observe-more", 12)
    (tmp_path / "our-province.yaml").write_text(province, encoding="utf-8")
    path = tmp_path / "our-county.yaml"
    text = head("our-county", "county", "our-province@1")
    text += "clauses:\n" + clause("observe", 8, override("our-province", "observe")) + clause("observe-own", 20)
    path.write_text(text, encoding="utf-8")
    return path


def codes(path: Path) -> set[tuple[str, str]]:
    return {(Path(fault.file).name, fault.code) for fault in read_pack(path)[1]}


def changed(path: Path, old: str, new: str) -> Path:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def test_the_clauses_of_a_pack_built_on_hold_beside_ours(county: Path) -> None:
    pack = load_pack(county)
    assert {name: getattr(one, "target", "") for name, one in pack.clauses.items()} == {
        "observe": "8",
        "observe-more": "12",
        "observe-own": "20",
    }
    assert "observations" in pack.measures
    assert pack.head_of("observe-more").id == "our-province"
    assert pack.head_of("observe").id == pack.head_of("observe-own").id == "our-county"


def test_the_whole_text_is_what_the_digest_is_of_and_gives_the_pack_again(county: Path, tmp_path: Path) -> None:
    pack = load_pack(county)
    assert sha256(pack.text.encode()).hexdigest() == pack.digest
    again, faults = read_pack_text(pack.text.encode(), Path("nowhere/our-county@1"))
    assert again
    assert not faults
    assert (again.clauses, again.measures, again.digest, again.sources) == (
        pack.clauses,
        pack.measures,
        pack.digest,
        pack.sources,
    )
    changed(tmp_path / "our-province.yaml", "version: ", "version:  ")
    assert load_pack(county).digest != pack.digest


def test_a_pack_in_one_file_is_its_text() -> None:
    from projections.catalogue import PACKS

    content = (PACKS / "taikang-2022.yaml").read_bytes()
    assert load_pack(PACKS / "taikang-2022.yaml").digest == sha256(content).hexdigest()


def test_what_is_wrong_between_packs_is_found(county: Path, tmp_path: Path) -> None:
    province, ours = tmp_path / "our-province.yaml", "our-county.yaml"
    sound = county.read_text(encoding="utf-8"), province.read_text(encoding="utf-8")

    def found(path: Path, old: str, new: str) -> set[tuple[str, str]]:
        county.write_text(sound[0], encoding="utf-8")
        province.write_text(sound[1], encoding="utf-8")
        changed(path, old, new)
        return codes(county)

    assert found(county, "our-province@1]", "our-provinces]") == {(ours, "unknown-pack"), (ours, "unknown-name")}
    assert (ours, "unknown-pack") in found(county, "our-province@1]", "our-province@2]")
    assert found(county, "pack: our-province", "pack: our-prov") >= {(ours, "unknown-pack"), (ours, "name-taken")}
    assert found(county, "clause: observe,", "clause: observed,") >= {(ours, "unknown-name"), (ours, "name-taken")}
    assert found(county, "why: '本县任务重'", "why: ' '") == {(ours, "unsaid")}
    assert found(county, "jurisdiction: county", "jurisdiction: nation") == {(ours, "wrong-value")}
    assert found(county, "  observe-own:", "  observe-more:") == {(ours, "name-taken")}
    assert found(county, override("our-province", "observe"), "") == {(ours, "name-taken")}
    assert (ours, "circle") in found(province, "conventions:", "builds_on: [our-county]\nconventions:")
    assert (ours, "bad-yaml") not in found(province, "conventions:", "conventions: [")
    assert (ours, "missing-field") in found(province, "issuer: 某局\n", "")


def test_a_fault_that_our_decision_makes_in_theirs_is_shown_in_theirs(county: Path, tmp_path: Path) -> None:
    changed(tmp_path / "our-province.yaml", "    target: 12\n", "    target: 2 + observe.target\n")
    changed(
        tmp_path / "our-province.yaml",
        "{observations: 1}, gives: {short: 11}",
        "{observations: 1, observe.target: 10}, gives: {short: 11}",
    )
    assert not codes(county)
    changed(county, "  observe:\n", "  observe-less:\n")
    assert codes(county) == {("our-province.yaml", "unknown-name")}


def test_a_pack_may_be_a_folder(county: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in-parts"
    folder.mkdir()
    (folder / "pack.yaml").write_text(
        head("in-parts", "county") + "clauses:\n" + clause("observe", 8), encoding="utf-8"
    )
    (folder / "counts.yaml").write_text(MEASURES + "clauses:\n" + clause("observe-own", 20), encoding="utf-8")
    (folder / "pack.stories.yaml").write_text("not: a pack\n", encoding="utf-8")
    pack = load_pack(folder)
    assert list(pack.clauses) == ["observe", "observe-own"]
    assert sha256(pack.text.encode()).hexdigest() == pack.digest
    again, _ = read_pack_text(pack.text.encode(), Path("in-parts"))
    assert again
    assert again.clauses == pack.clauses

    changed(folder / "counts.yaml", "target: 20", "target: twenty")
    [fault] = read_pack(folder)[1]
    assert (Path(fault.file).name, fault.code, fault.line) == ("counts.yaml", "unknown-name", 16)

    changed(folder / "counts.yaml", "  observe-own:", "  observe:")
    [fault] = read_pack(folder)[1]
    assert (Path(fault.file).name, fault.line) == ("counts.yaml", 9)
    assert "pack.yaml" in fault.message
    assert "counts.yaml" in fault.message

    (folder / "counts.yaml").write_text("conventions: {records: all}\n", encoding="utf-8")
    assert [Path(fault.file).name for fault in read_pack(folder)[1]] == ["counts.yaml"]
    (folder / "pack.yaml").unlink()
    with pytest.raises(Refused):
        read_pack(folder)
