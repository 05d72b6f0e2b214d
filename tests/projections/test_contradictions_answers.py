"""What becomes of a contradiction: explained by the person concerned, settled or passed on, and open again."""

from datetime import date

import pytest

from ledger.book import Book
from ledger.hand_in import HandIn
from ledger.records.contradiction import ContradictionExplained, ContradictionSettled
from ledger.submission import Submission
from ledger.vocabulary import Settlement
from projections.contradictions.contradiction import Contradiction, State
from projections.contradictions.report import contradictions
from tests.ledger.people import LI, ZHAO
from tests.ledger.stories import changed
from tests.projections.contradicting import SEEN, county, seen, tell, type_in

TODAY = date(2023, 1, 31)
TEXT = "导入用生活里的例子,先让学生猜,再动手验证,板书随讲随写。"


@pytest.fixture
def copied(book: Book) -> Book:
    """A county in which LI has written the same notes five times."""
    county(book)
    tell(book, *(seen(number, notes=TEXT) for number in range(1, 6)), workbook="b")
    return book


def the_one(book: Book) -> Contradiction:
    [one] = contradictions(book)
    return one


def explained(one: Contradiction) -> ContradictionExplained:
    return ContradictionExplained(one.id, LI, "教研组统一的听课模板。", TODAY)


def settled(one: Contradiction, how: Settlement = Settlement.EXPLAINED) -> ContradictionSettled:
    return ContradictionSettled(one.id, how, "确为统一模板。", TODAY)


def test_a_contradiction_is_open_until_somebody_says_something(copied: Book) -> None:
    one = the_one(copied)
    assert (one.state, one.explanation, one.settlement) == (State.OPEN, (), None)
    type_in(copied, explained(one))
    after = the_one(copied)
    assert (after.id, after.state, after.explanation) == (one.id, State.EXPLAINED, (explained(one),))


def test_it_is_settled_with_or_without_an_explanation(copied: Book) -> None:
    type_in(copied, settled(the_one(copied)))
    assert the_one(copied).state is State.SETTLED
    type_in(copied, explained(the_one(copied)))
    assert the_one(copied).state is State.SETTLED


def test_what_is_passed_on_is_not_settled(copied: Book) -> None:
    type_in(copied, explained(the_one(copied)), settled(the_one(copied), Settlement.REFERRED))
    assert the_one(copied).state is State.PASSED_ON


def test_a_matter_that_gains_a_record_keeps_its_id_and_is_open_again(copied: Book) -> None:
    one = the_one(copied)
    type_in(copied, explained(one), settled(one))
    tell(copied, seen(9, observer=ZHAO, notes=TEXT), workbook="c")
    after = the_one(copied)
    assert (after.id, after.state, after.persons) == (one.id, State.OPEN, (LI, ZHAO))
    assert after.settlement == settled(one)
    again = changed(settled(one), words="新增的一条也是模板。")
    with copied.writing(HandIn("clerk", correcting="又核对一次")) as pen:
        assert pen.write([Submission([again])]) == [[again]]
    assert the_one(copied).state is State.SETTLED


def test_a_record_corrected_is_no_contradiction_any_more(copied: Book) -> None:
    mended = seen(5, notes="练习分三层布置,后排学生也能参与,小结略显仓促。")
    with copied.writing(HandIn("clerk", correcting="抄错了")) as pen:
        assert pen.write([Submission([mended])]) == [[mended]]
    assert contradictions(copied) == []


def test_an_answer_to_another_matter_changes_nothing(copied: Book) -> None:
    type_in(copied, changed(explained(the_one(copied)), contradiction="0" * 12))
    assert the_one(copied).state is State.OPEN


def test_the_json_form_has_all_keys(copied: Book) -> None:
    one = the_one(copied)
    type_in(copied, explained(one), settled(one))
    told = the_one(copied).to_json()
    assert list(told) == [
        *("id", "what", "says", "persons", "entries", "positions", "days"),
        *("state", "explanation", "settlement", "parameters"),
    ]
    assert told["explanation"] == [{"teacher": LI, "words": "教研组统一的听课模板。", "on": "2023-01-31"}]
    assert told["settlement"] == {"settled": "说明成立", "words": "确为统一模板。", "on": "2023-01-31"}
    assert told["days"][0] == "2022-09-06"


def test_ids_are_the_same_in_another_book_of_the_same_records(copied: Book) -> None:
    assert the_one(copied).id == the_one(copied).id == "f219dc03c57b"


def test_an_earlier_state_of_the_book_has_the_contradictions_of_then(copied: Book) -> None:
    assert contradictions(copied, known_at=copied.position - 1) == []
    type_in(copied, settled(the_one(copied)))
    [before] = contradictions(copied, known_at=copied.position - 1)
    assert before.state is State.OPEN


def test_they_come_by_person_and_day(copied: Book) -> None:
    tell(
        copied,
        changed(SEEN, observer=ZHAO, teacher=LI),
        seen(1, period=9),
        seen(2, observer=ZHAO, teacher=LI, period=9),
        workbook="c",
    )
    told = [(one.persons[0], one.days[0]) for one in contradictions(copied)]
    assert told == sorted(told)
    assert len(told) == 4
    assert {one.persons for one in contradictions(copied, teacher=ZHAO)} == {(ZHAO,)}
