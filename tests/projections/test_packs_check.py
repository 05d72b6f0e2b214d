"""`packs check`: every fault of a pack is found, on its line, with a hint; a sound pack loads."""

from pathlib import Path

import pytest

from ledger.refusals import Misuse, Refused
from projections.catalogue import PACKS, find_pack, shipped_packs
from projections.language.loading import PackFault, PackRefused, load_pack, read_pack
from projections.language.pack_files import STORIES
from projections.language.yaml_text import YamlFault, read_yaml
from tests.projections import planted_faults

TEXT = (PACKS / "taikang-2022.yaml").read_text(encoding="utf-8")

# What is changed in a sound pack, into what, the code of the fault, and (where it is not the changed line) a word of
# the line on which it must be found.
PLANTED = [
    ("jurisdiction: county", "jurisdiction: village", "wrong-value", ""),
    ("status: in_force\n", "status: someday\n", "wrong-value", ""),
    ("issuer: 太康县教育体育局\n", "", "missing-field", "id: taikang-2022"),
    ("issuer:", "isuer:", "unknown-field", "isuer:"),
    ("  date: 2022-10-14", "  date: 2022-13-14", "wrong-value", ""),
    ("in_force: {from: 2022-08-01}", "in_force: {from: 2022-08-01, to: 2021-01-01}", "wrong-value", ""),
    ("rounding: half_up_2", "rounding: half_up_9", "wrong-value", ""),
    ("  met: at_least ", "  mett: at_least ", "unknown-field", ""),
    ("  division_by_zero: zero ", "", "missing-field", "conventions:"),
    ("weekdays: [1, 2, 3, 4, 5]", "weekdays: [1, 2, 3, 4, 8]", "wrong-value", ""),
    ("  teaching_week: {school_days: 3}", "  teaching_week: {school_days: three}", "wrong-value", ""),
    ("    by: [level, prize]", "    by: [level, prize, on, at, of]", "wrong-value", ""),
    ("市级: {一等奖: 10, 二等奖: 8}", "市级: 10", "wrong-value", ""),
    ("市级: {一等奖: 10, 二等奖: 8}", "市级: {一等奖: 十, 二等奖: 8}", "wrong-value", ""),
    ('    if: post == "班主任"', '    if: poste == "班主任"', "unknown-name", ""),
    ('    if: post == "班主任"', "    if: hired", "wrong-type", ""),
    ('    if: post == "班主任"', '    if: post = "班主任"', "bad-formula", ""),
    ("    who: principals", "    who: principal", "unknown-name", ""),
    ("    same: township", "    same: county", "wrong-value", ""),
    (
        "    of: preparation.attended\n    by: teacher\n    within: {day: main.on, window: term}\n  meetings_reflected",
        "    of: preparation.atended\n    by: teacher\n    within: {day: main.on, window: term}\n  meetings_reflected",
        "unknown-kind",
        "preparation.atended",
    ),
    ("    by: preparation_group", "    by: group", "unknown-name", ""),
    (
        "    of: training.attended\n    by: teacher",
        "    of: training.attended\n    by: preparation_group",
        "wrong-value",
        "by: preparation_group\n    within: {day: end",
    ),
    ("{day: end, window: term}", "{day: hours, window: term}", "wrong-type", ""),
    ("{day: end, window: term}", "{day: ende, window: term}", "unknown-name", ""),
    ("{day: end, window: term}", "{day: end, window: year}", "unknown-name", ""),
    (
        "window: teaching_weeks}",
        "window: present_weeks}",
        "wrong-value",
        "window: present_weeks}\n    periods_with: 2\n  meet",
    ),
    ("{day: on, window: teaching_weeks}", "{day: on, window: term}", "unsaid", "periods_with: 2\n  meetings_attended"),
    ('- {if: form == "推门听课", otherwise', '- {if: from == "推门听课", otherwise', "unknown-name", ""),
    ("{roster: own_colleagues, item: [teacher]}", "{roster: colleagues, item: [teacher]}", "unknown-name", ""),
    ("{roster: own_colleagues, item: [teacher]}", "{roster: own_colleagues, item: [teacher, band]}", "wrong-value", ""),
    ("item: [school, band]}", "item: [school, on]}", "wrong-type", ""),
    ("    once_per: [school, band]", "    once_per: [school, bands]", "unknown-name", ""),
    ("    keep: most_points\n", "", "unsaid", "once_per: [series]"),
    ("    value: award_points(level, prize)", "    value: award_points(level)", "bad-formula", ""),
    ("    value: award_points(level, prize)", "    value: award_point(level, prize)", "unknown-name", ""),
    ("    value: characters", "    value: teacher", "wrong-type", ""),
    (
        "    of: counting_observations\n    over",
        "    of: counted_observations\n    over",
        "unknown-name",
        "counted_observations",
    ),
    ("    over: own_principals", "    over: principals", "unknown-name", ""),
    ("  read-1:\n    kind: quota", "  read-1:\n    kind: quotas", "wrong-value", "    kind: quotas"),
    ("    done: books_read", "    done: book_read", "unknown-name", ""),
    ("    target: 3 * months_present", "    target: 3 x months_present", "bad-formula", ""),
    ("    target: 3 * months_present", "    target: months_present > 3", "wrong-type", ""),
    ("    when: trainings_ended > 0", "    when: trainings_ended", "wrong-type", ""),
    ("    source: {section: 三(六)4(5)}\n", "", "no-source", "  monthly-check:"),
    ("    source: {section: 三(六)4(5)}", '    source: {section: " "}', "no-source", ""),
    (
        "    examples:\n      - given: {items_checked: 11, months_present: 4}\n"
        "        gives: {target: 12, met: false, short: 1}\n",
        "",
        "no-example",
        "  monthly-check:",
    ),
    ("gives: {target: 12, met: false, short: 1}", "gives: {target: 13, met: false, short: 1}", "example-fails", ""),
    ("gives: {target: 12, met: false, short: 1}", "gives: {aim: 12}", "unknown-name", ""),
    ("given: {items_checked: 11, months_present: 4}", "given: {items_checked: 11}", "example-incomplete", ""),
    ("value: min(12, award_sum)", "value: min(12, award)", "unknown-name", ""),
    (
        "if: sanctions_in_force == 0\n    examples:\n      - given:\n",
        "if: sanction == 0\n    examples:\n      - given:\n",
        "unknown-name",
        "if: sanction == 0",
    ),
    (
        "    judged_on: term.last_day\n    conditions:\n      own",
        "    judged_on: term.id\n    conditions:\n      own",
        "wrong-type",
        "judged_on: term.id",
    ),
    ("amount: if(", "amount: iff(", "unknown-name", ""),
    ("    done: essay_characters", "    done: essay_2000.done", "circle", "  essay-2000:"),
    ("  books_read:\n    says", "  plain_teachers:\n    says", "name-taken", "  plain_teachers:\n    says: {zh: 计划"),
    (
        "  parent-meeting:\n",
        "  home-visits:\n",
        "bad-yaml",
        "  home-visits:\n    kind: quota\n    covers: [B11]\n    says: {zh: 班主任每",
    ),
    ("origin: local_default\n    trace: true", "origin: hearsay\n    trace: true", "wrong-value", "origin: hearsay"),
    ("    periods_with: 2\n  colleagues", "    periods_with: 0\n  colleagues", "wrong-value", "    periods_with: 0"),
    ("{day: end, window: term}", "{day: term.first_day, window: term}", "unknown-name", ""),
    ("once_per: [month, item]", "once_per: [month, term.id]", "unknown-name", ""),
    (
        "    per: preparation_group\n",
        "    per: preparation_group\n    for: principals\n",
        "wrong-value",
        "for: principals\n    done: weeks",
    ),
    ('if: form == "推门听课"', 'if: form == "推门听颗"', "unknown-word", ""),
    ('if: post in ["校长", "中心校校长"]', 'if: post in ["校长", "中心校长"]', "unknown-word", ""),
    ("    target: 1800\n", "    target: [1800]\n", "wrong-value", ""),
    ("clauses:\n", "clausen:\n", "unknown-field", "clausen:"),
]


EVERY_WORD = Path(__file__).parent / "packs" / "every-word.yaml"


def line_of(text: str, word: str) -> int:
    return 1 + text[: text.index(word)].count("\n")


def faults_of(text: str, folder: Path) -> list[PackFault]:
    path = folder / "ours.yaml"
    path.write_text(text, encoding="utf-8")
    pack, faults = read_pack(path)
    assert (pack is None) == bool(faults)
    assert all(fault.message and fault.hint and fault.file == str(path) for fault in faults)
    return faults


@pytest.mark.parametrize(("old", "new", "code", "word"), PLANTED)
def test_a_planted_fault_is_found_on_its_line(tmp_path: Path, old: str, new: str, code: str, word: str) -> None:
    assert old in TEXT
    text = TEXT.replace(old, new, 1)
    faults = faults_of(text, tmp_path)
    assert (code, line_of(text, word or new.strip("\n"))) in {(fault.code, fault.line) for fault in faults}, faults
    with pytest.raises(PackRefused):
        load_pack(tmp_path / "ours.yaml")


def test_the_pack_that_uses_every_word_is_sound() -> None:
    assert read_pack(EVERY_WORD)[1] == []


@pytest.mark.parametrize(("old", "new", "code", "word"), planted_faults.PLANTED)
def test_a_fault_planted_among_all_words_is_found_on_its_line(
    tmp_path: Path, old: str, new: str, code: str, word: str
) -> None:
    text = EVERY_WORD.read_text(encoding="utf-8")
    assert old in text
    text = text.replace(old, new, 1)
    faults = faults_of(text, tmp_path)
    assert (code, line_of(text, word or new.strip("\n"))) in {(fault.code, fault.line) for fault in faults}, faults


def test_forty_faults_in_one_pack_are_all_found_on_their_lines(tmp_path: Path) -> None:
    text = EVERY_WORD.read_text(encoding="utf-8")
    for old, new, _, _ in planted_faults.AT_ONCE:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    wanted = {(code, line_of(text, word or new.strip("\n"))) for _, new, code, word in planted_faults.AT_ONCE}
    assert len(wanted) >= 40
    faults = faults_of(text, tmp_path)
    assert wanted <= {(fault.code, fault.line) for fault in faults}
    assert len(faults) < 1.5 * len(wanted)  # few that only follow from others


def test_every_shipped_pack_is_sound() -> None:
    for path in PACKS.glob("*.yaml"):
        assert path.name.endswith(STORIES) or read_pack(path)[1] == []


def test_a_measure_may_be_named_like_a_field_it_counts(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(TEXT.replace("essay_characters", "characters"), encoding="utf-8")
    assert read_pack(path)[1] == []


def test_a_file_that_is_no_pack(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    for content in (b"- a\n- b\n", b"\xff\xfe", b"a: [1\n", b"", b"conventions: 3\nclauses: 4\npeople: [1]\n"):
        path.write_bytes(content)
        assert read_pack(path)[1]
    with pytest.raises(Refused):
        read_pack(tmp_path / "none.yaml")


def test_words_stay_words_and_decimals_stay_exact() -> None:
    read = read_yaml('on: yes\nshare: 0.8\nday: 2022-09-01\ncount: 3\nname: "007"\nnothing:\ntrue_one: true\n')
    assert {key: str(value) for key, value in read.values.items()} == {
        "on": "yes",
        "share": "4/5",
        "day": "2022-09-01",
        "count": "3",
        "name": "007",
        "nothing": "None",
        "true_one": "True",
    }
    with pytest.raises(YamlFault) as fault:
        read_yaml("a: 1\nb: 2\na: 3\n")
    assert fault.value.line == 3


def test_packs_are_found_by_name_version_or_path() -> None:
    assert find_pack("taikang-2022") is find_pack("taikang-2022@1") is shipped_packs()["taikang-2022"]
    assert find_pack(str(PACKS / "taikang-2022.yaml")).digest == find_pack("taikang-2022").digest
    for unknown in ("taikang", "taikang-2022@0", "nowhere.yaml"):
        with pytest.raises(Misuse):
            find_pack(unknown)


def test_every_ambiguous_clause_says_which_reading_was_taken() -> None:
    clauses = find_pack("taikang-2022").clauses
    for name in ("observe-20", "observe-2-weekly", "principal-observes-each", "collective-prep-2-weekly", "essay-2000"):
        assert clauses[name].readings
    assert {name for name, clause in clauses.items() if clause.trace} >= {"observe-20", "home-visits", "read-1"}
