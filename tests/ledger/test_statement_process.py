"""考核结果: what may follow what is just what docs/processes.md draws; when it may be final; what rests on what."""

from collections.abc import Callable, Iterable
from datetime import date
from itertools import count

import pytest
from msgspec.structs import replace

from ledger.acts.request import Request
from ledger.book import Book
from ledger.event import Act
from ledger.processes.rules import check_rules, check_taken
from ledger.records.record import Record, entry_of, stream_of
from ledger.records.school_year import DayDeclared
from ledger.records.statement import (
    Scope,
    StatementDrafted,
    StatementDropped,
    StatementFinalised,
    StatementId,
    StatementNoticed,
    StatementObjected,
    StatementObjectionDecided,
    StatementSuperseded,
)
from ledger.refusals import Refused
from ledger.submission import Submission
from ledger.vocabulary import DayKind
from tests.ledger.drawn import START, drawings, walk
from tests.ledger.people import LI, WANG
from tests.ledger.statement_samples import ADOPTED, DECIDED, DRAFTED, FINAL, NOTICED, OBJECTED, drafted
from tests.ledger.stories import changed, clerk
from tests.ledger.what_stands import in_force

DRAWN = drawings()["考核结果"]
ON_NOTICE = [ADOPTED, DRAFTED, NOTICED]
HEARD = [*ON_NOTICE, OBJECTED, DECIDED]

Step = Callable[[StatementId], Record]

STEPS: dict[str, Step] = {
    "结果草案": lambda name: replace(DRAFTED, statement=name, scope=Scope(name)),
    "结果公示": lambda name: replace(NOTICED, statement=name),
    "公示异议": lambda name: replace(OBJECTED, statement=name),
    "答复成立": lambda name: replace(DECIDED, statement=name, upheld=True),
    "答复不成立": lambda name: replace(DECIDED, statement=name),
    "结果定稿": lambda name: replace(FINAL, statement=name),
    "不公示定稿": lambda name: StatementFinalised(name, FINAL.on, True, "不需要公示"),
    "结果更替": lambda name: StatementSuperseded(name, later_than(name), date(2023, 1, 30), "有补登"),
    "结果草案放弃": lambda name: StatementDropped(name, date(2023, 1, 19), "更正后重拟"),
}


def later_than(name: str) -> StatementId:
    return StatementId(f"{name}b")


def test_of_all_orders_of_steps_those_drawn_are_accepted_and_no_others(book: Book) -> None:
    numbers, reached = count(1), set()
    assert {name for _, name in DRAWN} == STEPS.keys()
    with book.writing(clerk()) as pen:
        pen.write([Submission([ADOPTED])])
        paths: list[list[str]] = [[]]
        while paths:
            longer = []
            for path in paths:
                for step in STEPS:
                    name = StatementId(f"JG-{next(numbers)}")
                    later = replace(DRAFTED, statement=later_than(name), scope=Scope(name))
                    said = [STEPS[one](name) for one in (*path, step)]
                    *before, last = pen.write([Submission([one]) for one in (later, *said)])
                    assert all(isinstance(one, list) for one in before)
                    again = said[-1].natural_key() in {one.natural_key() for one in said[:-1]}
                    state = walk(DRAWN, [*path, step])
                    written = isinstance(last, list) and bool(last)
                    assert written == (state is not None and not again), (path, step)
                    if written and state:
                        reached.add(state)
                        longer.append([*path, step])
            paths = longer
    assert reached == set(DRAWN.values()) - {START}


def refusal(said: Record, *standing: Record) -> str:
    try:
        check_rules(said, in_force(*standing))
    except Refused as refused:
        return refused.code
    return ""


def test_a_whole_course_is_accepted() -> None:
    for place, said in enumerate([*HEARD, FINAL]):
        assert refusal(said, *[*HEARD, FINAL][:place]) == ""


@pytest.mark.parametrize(
    ("said", "standing", "code"),
    [
        (DRAFTED, [], "pack-not-adopted"),
        (NOTICED, [ADOPTED], "not-drafted"),
        (replace(NOTICED, since=date(2023, 1, 15)), [ADOPTED, DRAFTED], "out-of-order"),
        (replace(NOTICED, days=4), [ADOPTED, DRAFTED], "notice-too-short"),
        (replace(NOTICED, days=0), [ADOPTED, DRAFTED], "notice-too-short"),
        (replace(NOTICED, fields=()), [ADOPTED, DRAFTED], "missing-value"),
        (replace(NOTICED, fields=("name", "name")), [ADOPTED, DRAFTED], "missing-value"),
        (NOTICED, [ADOPTED, DRAFTED, DayDeclared(date(2023, 1, 18), DayKind.HOLIDAY)], "notice-too-short"),
        (OBJECTED, [ADOPTED, DRAFTED], "not-on-notice"),
        (replace(OBJECTED, on=date(2023, 1, 16)), ON_NOTICE, "not-on-notice"),
        (replace(OBJECTED, on=date(2023, 1, 20)), ON_NOTICE, "not-on-notice"),
        (replace(OBJECTED, words=" "), ON_NOTICE, "no-reason"),
        (DECIDED, ON_NOTICE, "not-objected"),
        (replace(DECIDED, teacher=WANG), [*ON_NOTICE, OBJECTED], "not-objected"),
        (replace(DECIDED, reason=""), [*ON_NOTICE, OBJECTED], "no-reason"),
        (FINAL, [ADOPTED, DRAFTED], "not-noticed"),
        (replace(FINAL, unnoticed=True), [ADOPTED, DRAFTED], "no-reason"),
        (replace(FINAL, unnoticed=True, reason="急"), ON_NOTICE, "already-noticed"),
        (replace(FINAL, on=date(2023, 1, 19)), ON_NOTICE, "notice-lasts"),
        (FINAL, [*ON_NOTICE, OBJECTED], "objection-undecided"),
        (FINAL, [*ON_NOTICE, OBJECTED, replace(DECIDED, upheld=True)], "objection-upheld"),
        (FINAL, [*ON_NOTICE, OBJECTED, replace(DECIDED, told_on=date(2023, 1, 21))], "out-of-order"),
        (OBJECTED, [*ON_NOTICE, FINAL], "statement-closed"),
        (OBJECTED, [*ON_NOTICE, StatementDropped(NOTICED.statement, FINAL.on, "重拟")], "statement-closed"),
        (StatementDropped(FINAL.statement, FINAL.on, "重拟"), [*ON_NOTICE, FINAL], "statement-closed"),
        (StatementDropped(FINAL.statement, FINAL.on, ""), ON_NOTICE, "no-reason"),
        (StatementDropped(FINAL.statement, date(2023, 1, 15), "重拟"), ON_NOTICE, "out-of-order"),
        (replace(ADOPTED, digest="0" * 64, text="另一份"), [ADOPTED], "pack-version-taken"),
    ],
)
def test_what_cannot_come_there_is_refused(said: Record, standing: list[Record], code: str) -> None:
    assert refusal(said, *standing) == code


# Two final results of the same pack, term and scope

SECOND = drafted(2)
SECOND_FINAL = StatementFinalised(SECOND.statement, date(2023, 1, 30), True, "有补登,不再公示")
GIVES_WAY = StatementSuperseded(FINAL.statement, SECOND.statement, date(2023, 1, 30), "有补登")
ONE_FINAL = [*ON_NOTICE, FINAL, SECOND]


def test_a_second_final_result_is_refused_until_the_first_gives_way_to_it() -> None:
    assert refusal(SECOND_FINAL, *ONE_FINAL) == "already-final"
    assert refusal(GIVES_WAY, *ONE_FINAL) == ""
    assert refusal(SECOND_FINAL, *ONE_FINAL, GIVES_WAY) == ""


@pytest.mark.parametrize(
    "other",
    [
        replace(SECOND, pack="another"),
        replace(SECOND, term="2022-2023-2"),
        replace(SECOND, scope=Scope("township:城关镇")),
    ],
)
def test_another_pack_term_or_scope_has_a_final_result_of_its_own(other: StatementDrafted) -> None:
    assert refusal(SECOND_FINAL, *ON_NOTICE, FINAL, other) == ""
    assert refusal(GIVES_WAY, *ON_NOTICE, FINAL, other) == "unlike-statements"


def test_another_version_of_the_pack_is_the_same_pack() -> None:
    assert refusal(SECOND_FINAL, *ON_NOTICE, FINAL, replace(SECOND, version="2")) == "already-final"


def test_one_gives_way_only_when_final_to_a_draft_that_may_still_become_so_and_later() -> None:
    assert refusal(GIVES_WAY, *ON_NOTICE, SECOND) == "not-final"
    assert refusal(GIVES_WAY, *ONE_FINAL, StatementDropped(SECOND.statement, FINAL.on, "重拟")) == "unlike-statements"
    assert refusal(replace(GIVES_WAY, by=FINAL.statement), *ONE_FINAL) == "unlike-statements"
    assert refusal(replace(GIVES_WAY, on=date(2023, 1, 19)), *ONE_FINAL) == "out-of-order"
    assert refusal(replace(GIVES_WAY, reason=""), *ONE_FINAL) == "no-reason"


def test_giving_way_to_one_does_not_let_a_third_be_final() -> None:
    third = drafted(3)
    said = replace(SECOND_FINAL, statement=third.statement)
    assert refusal(said, *ONE_FINAL, third, GIVES_WAY) == "already-final"
    assert refusal(said, *ONE_FINAL, third, GIVES_WAY, SECOND_FINAL) == "already-final"


# What rests on what


@pytest.mark.parametrize(
    ("gone", "left"),
    [
        (ADOPTED, [DRAFTED]),
        (DRAFTED, [NOTICED]),
        (SECOND, [ADOPTED, DRAFTED, FINAL, GIVES_WAY]),
        (NOTICED, [DRAFTED, OBJECTED]),
        (NOTICED, [DRAFTED, FINAL]),
        (OBJECTED, [DRAFTED, NOTICED, DECIDED]),
        (DECIDED, [DRAFTED, NOTICED, OBJECTED, FINAL]),
        (FINAL, [DRAFTED, SECOND, GIVES_WAY]),
        (GIVES_WAY, [DRAFTED, SECOND, FINAL, SECOND_FINAL]),
    ],
)
def test_what_a_later_step_rests_on_is_not_taken_away(gone: Record, left: Iterable[Record]) -> None:
    with pytest.raises(Refused) as caught:
        check_taken([gone], in_force(*left))
    assert caught.value.code == "rested-on"


@pytest.mark.parametrize("gone", [ADOPTED, DRAFTED, NOTICED, OBJECTED, DECIDED, FINAL, GIVES_WAY])
def test_the_last_step_may_be_taken_away(gone: Record) -> None:
    check_taken([gone], in_force())


def test_a_draft_is_not_corrected(book: Book) -> None:
    with book.writing(clerk()) as pen:
        pen.write([Submission([one]) for one in (ADOPTED, DRAFTED)])
        asked = Request(Act.CORRECTED, stream_of(DRAFTED), entry_of(DRAFTED), reason="抄错")
        with pytest.raises(Refused) as caught:
            pen.correct(asked, changed(DRAFTED, result="ef" * 32))
    assert caught.value.code == "official-step"


def test_a_notice_that_is_corrected_must_still_hold_the_objections() -> None:
    shorter = changed(NOTICED, until=date(2023, 1, 17), days=1)
    assert refusal(shorter, ADOPTED, DRAFTED, OBJECTED) == "not-on-notice"


def test_the_same_text_adopted_again_on_another_day_is_a_duplicate(book: Book) -> None:
    with book.writing(clerk()) as pen:
        again = changed(ADOPTED, in_effect=date(2023, 1, 20))
        assert [bool(one) for one in pen.write([Submission([ADOPTED]), Submission([again])])] == [True, False]


def test_objections_of_several_teachers_are_each_decided() -> None:
    other = StatementObjected(NOTICED.statement, WANG, OBJECTED.on, "积分不对")
    assert refusal(FINAL, *HEARD, other) == "objection-undecided"
    answered = StatementObjectionDecided(NOTICED.statement, WANG, other.on, other.on, False, "已核对", other.on)
    assert refusal(FINAL, *HEARD, other, answered) == ""
    assert {LI, WANG} == {OBJECTED.teacher, other.teacher}


def test_a_notice_may_lie_ahead() -> None:
    ahead = StatementNoticed(DRAFTED.statement, date(2023, 3, 6), date(2023, 3, 10), 5, ("name",))
    assert refusal(ahead, ADOPTED, DRAFTED) == ""
