"""Explanations: which records counted, which did not and why, the arithmetic in words, and what is still to do."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.workbook.handing_in import hand_in_workbook
from ledger.event import Authority
from ledger.hand_in import HandIn
from ledger.home import Home, Ledger
from ledger.records.lesson import LessonObserved
from ledger.records.record import SchoolId, TeacherId
from ledger.refusals import Misuse
from ledger.submission import Submission
from ledger.vocabulary import LessonForm
from projections.catalogue import find_pack
from projections.evaluation import evaluate
from projections.explain import Explainer, Explanation
from projections.explain import explainer as explainer_module
from projections.language.pack import formula
from projections.working import in_words, shown

GOLDEN = Path(__file__).parent.parent / "golden"
TERM = "2022-2023-1"
SCHOOL_COUNTY = HandIn("clerk", Authority("school:S001"))


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    home = Home(tmp_path_factory.mktemp("explain") / "ledger")
    home.make()
    with home.opened() as opened:
        hand_in_workbook(opened, GOLDEN / "county.xlsx", HandIn("clerk"))
        unattested = LessonObserved(
            on=date(2022, 11, 1),
            period=7,
            observer=TeacherId("000003"),
            teacher=TeacherId("000004"),
            school=SchoolId("S001"),
            subject="语文",
            grade="一年级",
            form=LessonForm.OPEN,
            notes="有",
            reflection="有",
        )
        opened.book.append(SCHOOL_COUNTY, Submission([unattested]))
        yield opened


@pytest.fixture(scope="module")
def explainer(ledger: Ledger) -> Explainer:
    return Explainer(evaluate(ledger.book, find_pack("taikang-2022"), TERM))


def of(explainer: Explainer, teacher: str, clause: str) -> Explanation:
    [told] = explainer.teacher(teacher, clause)
    return told


def test_every_number_of_every_teacher_is_explained_to_the_same_number(explainer: Explainer, ledger: Ledger) -> None:
    answers = evaluate(ledger.book, find_pack("taikang-2022"), TERM)
    for teacher in list(answers.teachers)[:40]:
        told = {one.clause: one for one in explainer.teacher(teacher)}
        said = answers.of_teacher(teacher)
        for name, quota in said["quotas"].items():
            assert (told[name].value, told[name].target, told[name].met) == (
                quota["done"],
                quota["target"],
                quota["met"],
            )
        points = told["evaluation-points"]
        assert points.value == said["points"]["total"]
        assert {part["part"]: part["value"] for part in points.parts} == said["points"]["parts"]
        for name, honour in said["eligibility"].items():
            assert told[name].value == honour["eligible"]
            assert [part["part"] for part in told[name].parts if not part["value"]] == honour["fails"]


def test_explanations_are_the_same_whatever_was_explained_before(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was worked out for others is used, and let go of after some."""
    monkeypatch.setattr(explainer_module, "_ASKED_LATELY", 3)
    evaluation = evaluate(ledger.book, find_pack("taikang-2022"), TERM)
    teachers = list(evaluation.teachers)[:12]
    asked_once = {teacher: said(Explainer(evaluation), teacher) for teacher in teachers}
    together = Explainer(evaluation)
    for teacher in (*teachers, *reversed(teachers)):
        assert said(together, teacher) == asked_once[teacher]


def said(explainer: Explainer, teacher: str) -> list[dict[str, Any]]:
    return [one.to_json() for one in explainer.teacher(teacher)]


def test_a_record_that_waits_to_be_attested_is_left_out_and_said_to_be(explainer: Explainer) -> None:
    told = of(explainer, "000003", "observe-20")
    [waiting] = [one for one in told.left_out if one["reason"] == "未审核"]
    assert (waiting["day"], waiting["authority"]) == ("2022-11-01", "school:S001")
    assert len(told.counted) == told.value


def test_each_record_names_the_row_it_was_read_from(explainer: Explainer) -> None:
    told = of(explainer, "000003", "observe-20")
    assert {one["authority"] for one in told.counted} == {"county"}
    assert all(one["source"]["sheet"] == "听课记录" and one["source"]["row"] > 2 for one in told.counted)


def test_the_arithmetic_is_in_words_with_every_value(explainer: Explainer) -> None:
    told = of(explainer, "000003", "observe-20")
    assert told.working == (
        "已做:有记录、有反思的听课(16) = 16;应做:向上取整(20 × 在岗周数(19) ÷ 教学周数(19)) = 20;16 < 20,未完成。"
    )
    assert told.next == "还差 4 节(有记录、有反思的听课),本学期已于 2023-01-13 结束。"
    assert told.source["section"] == "三(六)4(3)"
    assert len(told.source["readings"]) == 3


def test_before_the_term_ends_it_says_until_when(ledger: Ledger) -> None:
    early = evaluate(ledger.book, find_pack("taikang-2022"), TERM, date(2022, 10, 31))
    told = of(Explainer(early), "000003", "observe-20")
    assert told.value < 16
    assert "请在 2023-01-13 前补上" in told.next
    assert any("之后" in one["reason"] for one in told.left_out)


def test_a_principal_sees_whom_is_still_to_be_observed(ledger: Ledger) -> None:
    early = evaluate(ledger.book, find_pack("taikang-2022"), TERM, date(2022, 10, 31))
    told = of(Explainer(early), "000001", "principal-observes-each")
    assert len(told.missing) == told.target - told.value > 0
    told = of(Explainer(early), "000001", "central-principal-bands")
    assert all(item.count("/") == 1 for item in told.missing)


def test_a_clause_for_others_is_said_not_to_apply(explainer: Explainer) -> None:
    told = of(explainer, "000001", "home-visits")
    assert (told.value, "班主任" in told.working) == (None, True)
    told = of(explainer, "000004", "collective-prep-2-weekly")
    assert "不适用" in told.working


def test_groups_and_schools_are_explained_too(explainer: Explainer) -> None:
    [one] = explainer.group("S001/理科组")
    assert one.to_json()["group"] == "S001/理科组"
    assert (one.value, one.target, one.met) == (16, 19, False)
    assert any("不足 2 次" in out["reason"] for out in one.left_out)
    told = explainer.school("S001")
    assert [one.subject for one in told if one.per == "preparation_group"] == ["S001/文科组", "S001/理科组"]
    assert {one.subject for one in told if one.per == "school"} == {"S001"}


@pytest.mark.parametrize("asked", [("teacher", "x"), ("group", "x"), ("school", "x")])
def test_unknown_names_are_misuse(explainer: Explainer, asked: tuple[str, str]) -> None:
    with pytest.raises(Misuse):
        getattr(explainer, asked[0])(asked[1])
    with pytest.raises(Misuse):
        explainer.teacher("000003", "nothing")


def test_formulas_in_words_keep_their_brackets() -> None:
    pack = find_pack("taikang-2022")
    said = in_words(pack, '(1 + 2) * 3 - -4 > 5 and not (post in ["教师", "校长"]) or 1/3 == 0.5', lambda name: "中层")
    assert said == "(1 + 2) × 3 - -4 > 5 且 不是(职务(中层) 属于 “教师”、“校长”) 或 1 ÷ 3 = 0.5"
    assert formula("1") is formula("1")


def test_values_are_shown_as_people_write_them() -> None:
    from fractions import Fraction

    shown_ones = [shown(value) for value in (True, date(2022, 9, 1), date.min, Fraction(1, 3), Fraction(5, 4), "甲")]
    assert shown_ones == ["是", "2022-09-01", "没有填写", "1/3", "1.25", "甲"]
