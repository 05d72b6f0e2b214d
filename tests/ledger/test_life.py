"""The life of a record: attested by others, returned, withdrawn, corrected, voided, objected to and decided on."""

from collections.abc import Sequence
from datetime import date

import pytest

from ledger.acts.finding import batch, find
from ledger.acts.request import Request
from ledger.book import Book
from ledger.event import COUNTY, Act, Authority
from ledger.hand_in import HandIn
from ledger.kept import Kept
from ledger.life import State
from ledger.records.authority import AuthorityGranted
from ledger.records.record import Record, entry_of, stream_of
from ledger.refusals import Misuse, Refused
from ledger.vocabulary import Office, Post
from tests.ledger.stories import (
    AUTUMN,
    HILL,
    LESSON,
    LI,
    REPORT,
    ROTATION,
    SCHOOL,
    TEACHER,
    TOWN,
    TRAINING,
    VISITS,
    WANG,
    changed,
    clerk,
    codes,
    month_confirmed,
    row,
)

SCHOOL_OFFICE, HILL_OFFICE = Authority(f"school:{TOWN}"), Authority(f"school:{HILL}")
TOWNSHIP, PERSONNEL = Authority("township:城关镇"), Authority("county:人事股")
CLERK = HandIn("chen", SCHOOL_OFFICE, AUTUMN)
DEAN = HandIn("dean", SCHOOL_OFFICE)
OFFICE = HandIn("office", COUNTY)
LI_HERSELF = HandIn(LI, SCHOOL_OFFICE)
REASON = "原件核对有误"


def asked(act: Act, record: Record = LESSON, reason: str = REASON, numbers: tuple[int, ...] = ()) -> Request:
    """A request about the entry of a record."""
    return Request(act, stream_of(record), entry_of(record), numbers, reason)


def refusal(book: Book, who: HandIn, request: Request) -> str:
    """Why an act is refused; the book is as it was."""
    before = book.position
    with pytest.raises(Refused) as caught:
        book.act(who, request)
    assert book.position == before
    assert request.name in caught.value.message or caught.value.see == (request.name,)
    return caught.value.code


def granted(office: Office, of: str = "lesson.observed", **more: object) -> AuthorityGranted:
    """A grant of the county from the first day of the autumn."""
    return changed(AuthorityGranted(of, office, AUTUMN.start), **more)


def told(kept: Kept) -> list[tuple[object, State]]:
    """The records that stand, each with its state."""
    return list(zip(kept.records, kept.states, strict=True))


@pytest.fixture
def county(book: Book) -> Book:
    """A county whose schools attest their teachers' observations, and the township those of its principals."""
    principal = changed(TEACHER, teacher=WANG, post=Post.PRINCIPAL)
    grants = [
        granted(Office.OWN_SCHOOL),
        granted(Office.TOWNSHIP, posts=(Post.PRINCIPAL,)),
        granted(Office.HOST_SCHOOL, "rotation.month_confirmed"),
        granted(Office.COUNTY, "rotation.month_confirmed", section="人事股", step=2),
        granted(Office.COUNTY, "conduct.sanctioned", section="纪检组"),
    ]
    with book.writing(clerk()) as pen:
        outcomes = pen.write(
            [row(one, number=n) for n, one in enumerate([AUTUMN, SCHOOL, TEACHER, principal, *grants])]
        )
    assert codes(outcomes) == ["written"] * 9
    return book


def recorded(book: Book, *records: Record, who: HandIn = CLERK, file: str = "c") -> None:
    """One row of the school's workbook."""
    with book.writing(who) as pen:
        assert codes(pen.write([row(*records, file=file)])) == ["written"]


# Attested


def test_what_a_school_records_waits_and_counts_once_another_person_of_the_office_attests_it(county: Book) -> None:
    recorded(county, LESSON)
    assert told(county.kept(type(LESSON))) == [(LESSON, State.RECORDED)]
    county.act(DEAN, asked(Act.ATTESTED))
    assert told(county.kept(type(LESSON))) == [(LESSON, State.ATTESTED)]
    assert county.kept(type(LESSON), county.position - 1).attested == [False]


def test_what_the_county_records_is_attested_by_that(county: Book) -> None:
    recorded(county, LESSON, who=OFFICE)
    assert county.kept(type(LESSON)).attested == [True]
    assert refusal(county, OFFICE, asked(Act.ATTESTED)) == "already-attested"


@pytest.mark.parametrize("actor", ["chen", LI], ids=["the recorder", "the person it counts for"])
def test_nobody_attests_what_they_recorded_themselves(county: Book, actor: str) -> None:
    recorded(county, LESSON)
    assert refusal(county, HandIn(actor, SCHOOL_OFFICE), asked(Act.ATTESTED)) == "own-record"
    assert refusal(county, HandIn(actor, COUNTY), asked(Act.ATTESTED)) == "own-record"


@pytest.mark.parametrize("authority", [HILL_OFFICE, TOWNSHIP, PERSONNEL, Authority("office:教研室")])
def test_an_office_without_a_grant_for_it_neither_attests_nor_returns_nor_voids(
    county: Book, authority: Authority
) -> None:
    recorded(county, LESSON)
    for act in (Act.ATTESTED, Act.RETURNED, Act.VOIDED):
        assert refusal(county, HandIn("somebody", authority), asked(act)) == "not-entitled"


def test_the_county_office_may_always_attest(county: Book) -> None:
    recorded(county, VISITS)
    assert refusal(county, DEAN, asked(Act.ATTESTED, VISITS)) == "not-entitled"
    county.act(OFFICE, asked(Act.ATTESTED, VISITS))
    assert county.kept(type(VISITS)).attested == [True]


def test_a_principals_own_observations_are_attested_by_the_township_only(county: Book) -> None:
    own = changed(LESSON, observer=WANG, teacher=LI)
    recorded(county, own)
    assert refusal(county, DEAN, asked(Act.ATTESTED, own)) == "not-entitled"
    county.act(HandIn("clerk of the town", TOWNSHIP), asked(Act.ATTESTED, own))
    assert county.kept(type(LESSON)).attested == [True]


def test_a_grant_that_has_ended_gives_nothing(county: Book) -> None:
    grant = granted(Office.OWN_SCHOOL, "home.visited", until=date(2023, 1, 30))
    recorded(county, grant, who=OFFICE)
    recorded(county, VISITS)
    assert refusal(county, DEAN, asked(Act.ATTESTED, VISITS)) == "not-entitled"


def test_months_at_the_host_are_attested_by_the_host_and_then_by_the_personnel_section(county: Book) -> None:
    september = month_confirmed(9)
    recorded(county, ROTATION, september)
    host, personnel = HandIn("host", HILL_OFFICE), HandIn("personnel", PERSONNEL)
    assert refusal(county, personnel, asked(Act.ATTESTED, ROTATION)) == "first-step-missing"
    county.act(host, asked(Act.ATTESTED, ROTATION))
    assert county.kept(type(september)).attested == [False]
    assert refusal(county, host, asked(Act.ATTESTED, ROTATION)) == "already-attested"
    assert refusal(county, HandIn("host", PERSONNEL), asked(Act.ATTESTED, ROTATION)) == "own-record"
    county.act(personnel, asked(Act.ATTESTED, ROTATION))
    assert county.kept(type(september)).attested == [True]
    assert county.kept(type(ROTATION)).attested == [False]


def test_a_section_that_records_an_act_of_its_own_need_not_have_it_attested(county: Book) -> None:
    from tests.ledger.stories import SANCTION

    recorded(county, SANCTION, who=HandIn("inspector", Authority("county:纪检组")))
    recorded(county, changed(SANCTION, offence="体罚"), who=HandIn("inspector", PERSONNEL))
    assert county.kept(type(SANCTION)).attested == [True, False]


# Returned, withdrawn, voided


def test_what_was_returned_is_recorded_again_with_other_content_and_then_waits(county: Book) -> None:
    recorded(county, LESSON)
    assert refusal(county, DEAN, asked(Act.RETURNED, reason=" ")) == "no-reason"
    county.act(DEAN, asked(Act.RETURNED))
    mended = changed(LESSON, notes="补写了记录。")
    with county.writing(CLERK) as pen:
        assert codes(pen.write([row(LESSON, file="c")])) == ["duplicate"]
    recorded(county, mended, file="d")
    assert told(county.kept(type(LESSON))) == [(mended, State.RECORDED)]
    county.act(DEAN, asked(Act.ATTESTED))
    assert told(county.kept(type(LESSON))) == [(mended, State.ATTESTED)]


def test_what_was_returned_in_error_may_be_attested_as_it_is(county: Book) -> None:
    recorded(county, LESSON)
    county.act(DEAN, asked(Act.RETURNED))
    county.act(DEAN, asked(Act.ATTESTED))
    assert county.kept(type(LESSON)).attested == [True]


def test_a_recorder_takes_back_what_waits_and_may_record_it_anew(county: Book) -> None:
    recorded(county, LESSON)
    assert refusal(county, HandIn("other", SCHOOL_OFFICE), asked(Act.WITHDRAWN)) == "not-recorder"
    county.act(CLERK, asked(Act.WITHDRAWN))
    assert county.kept(type(LESSON)).records == []
    assert refusal(county, CLERK, asked(Act.WITHDRAWN)) == "no-longer-stands"
    recorded(county, LESSON)
    county.act(DEAN, asked(Act.ATTESTED))
    assert refusal(county, CLERK, asked(Act.WITHDRAWN)) == "already-attested"


def test_a_whole_batch_is_taken_back_or_attested_by_the_file_it_came_in(county: Book) -> None:
    with county.writing(CLERK) as pen:
        pen.write([row(changed(LESSON, period=n), file="e", number=n) for n in range(1, 7)])
    recorded(county, VISITS, file="f")
    places = list(batch(county.stored, "e" * 64))
    assert len(places) == 6
    with county.writing(DEAN) as pen:
        outcomes = pen.act([place.request(Act.ATTESTED, sample="1/6") for place in places[:3]])
        assert not any(isinstance(one, Refused) for one in outcomes)
    with county.writing(CLERK) as pen:
        outcomes = pen.act([place.request(Act.WITHDRAWN) for place in places])
    assert [isinstance(one, Refused) for one in outcomes] == [True] * 3 + [False] * 3
    assert county.kept(type(LESSON)).attested == [True] * 3
    assert [place.entry for place in batch(county.stored, "f" * 8, ["home.visited"])] == [entry_of(VISITS)]
    assert list(batch(county.stored, "f" * 8, ["lesson.observed"])) == []


def test_what_is_voided_counts_no_more_and_its_key_may_be_recorded_anew(county: Book) -> None:
    recorded(county, LESSON, who=OFFICE)
    before = county.position
    assert refusal(county, OFFICE, asked(Act.VOIDED, reason="")) == "no-reason"
    county.act(OFFICE, asked(Act.VOIDED))
    assert county.kept(type(LESSON)).records == []
    assert county.kept(type(LESSON), before).records == [LESSON]
    assert refusal(county, OFFICE, asked(Act.VOIDED)) == "no-longer-stands"
    with county.writing(clerk()) as pen:
        assert codes(pen.write([row(LESSON)])) == ["duplicate"]
    anew = changed(LESSON, teacher=TEACHER.teacher, observer=LI, notes="重新登记。")
    recorded(county, anew, who=OFFICE, file="d")
    assert county.kept(type(LESSON)).records == [anew]


def test_with_a_rotation_its_months_are_voided_and_one_month_alone_by_its_position(county: Book) -> None:
    recorded(county, ROTATION, month_confirmed(9), month_confirmed(10), who=OFFICE)
    october = find(county.stored, str(county.position))
    county.act(OFFICE, october.request(Act.VOIDED, REASON))
    assert county.kept(type(month_confirmed(9))).records == [month_confirmed(9)]
    county.act(OFFICE, find(county.stored, entry_of(ROTATION).hex()).request(Act.VOIDED, REASON))
    assert county.kept(type(ROTATION)).records == county.kept(type(month_confirmed(9))).records == []


def test_growth_that_waits_leaves_what_was_attested_standing(county: Book) -> None:
    recorded(county, VISITS, who=OFFICE)
    grown = changed(VISITS, pupils=31)
    recorded(county, grown, file="d")
    assert told(county.kept(type(VISITS))) == [(VISITS, State.ATTESTED)]
    county.act(OFFICE, asked(Act.ATTESTED, VISITS))
    assert told(county.kept(type(VISITS))) == [(grown, State.ATTESTED)]


# Corrected


def test_a_correction_carries_the_whole_new_content_and_the_old_is_still_known_then(county: Book) -> None:
    recorded(county, LESSON, who=OFFICE)
    before = county.position
    right = changed(LESSON, notes="更正后的记录。")
    county.correct(OFFICE, asked(Act.CORRECTED), right)
    assert county.kept(type(LESSON)).records == [right]
    assert county.kept(type(LESSON), before).records == [LESSON]
    [(_, _), (_, event)] = county.read([LESSON.kind])
    assert (event.act, event.reason, event.replaces) == (Act.CORRECTED, REASON, "")


def test_a_correction_by_the_school_waits_and_what_was_attested_stands_until_then(county: Book) -> None:
    recorded(county, LESSON)
    county.act(DEAN, asked(Act.ATTESTED))
    right = changed(LESSON, notes="更正后的记录。")
    county.correct(CLERK, asked(Act.CORRECTED), right)
    assert told(county.kept(type(LESSON))) == [(LESSON, State.ATTESTED)]
    county.act(DEAN, asked(Act.ATTESTED))
    assert told(county.kept(type(LESSON))) == [(right, State.ATTESTED)]


def test_a_correction_of_the_key_voids_the_old_entry_and_records_the_new_one_in_one_go(county: Book) -> None:
    recorded(county, LESSON, who=OFFICE)
    right = changed(LESSON, period=4)
    county.correct(OFFICE, asked(Act.CORRECTED), right)
    assert county.kept(type(LESSON)).records == [right]
    *_, (_, event) = county.read([LESSON.kind])
    assert (event.act, event.replaces) == (Act.CORRECTED, entry_of(LESSON).hex())
    assert refusal(county, OFFICE, asked(Act.VOIDED)) == "no-longer-stands"


def test_a_rotation_whose_start_is_corrected_takes_its_months_along(county: Book) -> None:
    recorded(county, ROTATION, month_confirmed(9), month_confirmed(10), who=OFFICE)
    right = changed(ROTATION, start=date(2022, 9, 5))
    county.correct(OFFICE, asked(Act.CORRECTED, ROTATION), right)
    assert county.kept(type(ROTATION)).records == [right]
    months: Sequence[Record] = county.kept(type(month_confirmed(9))).records
    assert months == [changed(month_confirmed(n), start=right.start) for n in (9, 10)]


@pytest.mark.parametrize(
    ("who", "record", "code"),
    [
        (OFFICE, LESSON, "nothing-changed"),
        (OFFICE, VISITS, "wrong-kind"),
        (HandIn("other", SCHOOL_OFFICE), changed(LESSON, period=5), None),
        (HandIn("other", HILL_OFFICE), changed(LESSON, period=5), "not-entitled"),
        (OFFICE, changed(LESSON, period=8), "clash"),
    ],
)
def test_what_a_correction_may_not_be(county: Book, who: HandIn, record: Record, code: str | None) -> None:
    recorded(county, LESSON, who=OFFICE)
    recorded(county, changed(LESSON, period=8, notes="另一节课。"), who=OFFICE)
    before = county.position
    if code is None:
        county.correct(who, asked(Act.CORRECTED), record)
        return
    with pytest.raises(Refused) as caught:
        county.correct(who, asked(Act.CORRECTED), record)
    assert (caught.value.code, county.position) == (code, before)


def test_what_was_voided_by_mistake_is_restored_by_a_correction(county: Book) -> None:
    recorded(county, LESSON, who=OFFICE)
    county.act(OFFICE, asked(Act.VOIDED))
    county.correct(OFFICE, asked(Act.CORRECTED), LESSON)
    assert told(county.kept(type(LESSON))) == [(LESSON, State.ATTESTED)]


def test_a_correction_may_not_break_the_rule_of_its_process_nor_stand_in_its_own_way(county: Book) -> None:
    spring = changed(ROTATION, start=date(2023, 2, 13), planned_end=date(2023, 6, 30))
    recorded(county, ROTATION, who=OFFICE)
    recorded(county, spring, who=OFFICE)
    request = asked(Act.CORRECTED, spring)
    with pytest.raises(Refused) as caught:
        county.correct(OFFICE, request, changed(spring, start=date(2023, 1, 13)))
    assert caught.value.code == "already-on-rotation"
    county.correct(OFFICE, request, changed(spring, start=date(2023, 2, 14)))


def test_a_workbook_handed_in_to_correct_corrects_what_clashes_and_only_that(county: Book) -> None:
    recorded(county, LESSON, who=OFFICE)
    right = changed(LESSON, notes="更正后的记录。")
    correcting = HandIn("office", COUNTY, AUTUMN, correcting=REASON)
    with county.writing(correcting) as pen:
        assert codes(pen.write([row(right, file="d"), row(changed(LESSON, period=4), number=3)])) == ["written"] * 2
    acts = [(event.act, event.reason) for _, event in county.read([LESSON.kind])]
    assert acts == [(Act.RECORDED, ""), (Act.CORRECTED, REASON), (Act.RECORDED, "")]
    with county.writing(HandIn("office", COUNTY, AUTUMN, correcting=REASON)) as pen:
        assert codes(pen.write([row(right, file="e")])) == ["duplicate"]
        assert codes(pen.write([row(LESSON, file="e")])) == ["written"]
    assert LESSON in county.kept(type(LESSON)).records


# Objections


def test_a_person_concerned_objects_and_the_office_decides(county: Book) -> None:
    recorded(county, LESSON, who=OFFICE)
    assert refusal(county, HandIn("000999", SCHOOL_OFFICE), asked(Act.OBJECTED)) == "not-concerned"
    assert refusal(county, OFFICE, asked(Act.DECIDED)) == "not-objected"
    county.act(LI_HERSELF, asked(Act.OBJECTED, reason="那天我请假了"))
    assert refusal(county, LI_HERSELF, asked(Act.OBJECTED)) == "already-objected"
    assert refusal(county, HandIn(LI, COUNTY), asked(Act.DECIDED)) == "own-record"
    assert refusal(county, HandIn("x", HILL_OFFICE), asked(Act.DECIDED)) == "not-entitled"
    county.act(OFFICE, asked(Act.DECIDED))
    assert refusal(county, OFFICE, asked(Act.DECIDED)) == "not-objected"
    assert county.kept(type(LESSON)).attested == [True]


def test_parts_that_were_recorded_by_others_are_left_where_only_the_rest_is_withdrawn(county: Book) -> None:
    recorded(county, TRAINING, who=OFFICE)
    recorded(county, TRAINING, REPORT, file="d")
    assert refusal(county, CLERK, asked(Act.WITHDRAWN, TRAINING)) == "already-attested"
    county.act(CLERK, find(county.stored, str(county.position)).request(Act.WITHDRAWN))
    assert county.kept(type(REPORT)).records == []
    assert county.kept(type(TRAINING)).records == [TRAINING]


# Found


def test_an_entry_is_found_by_its_number_the_beginning_of_it_or_a_position(county: Book) -> None:
    recorded(county, ROTATION, month_confirmed(9), who=OFFICE)
    recorded(county, LESSON, who=OFFICE)
    number = entry_of(LESSON).hex()
    assert find(county.stored, number) == find(county.stored, number[:9].upper())
    assert find(county.stored, number[:8]).entry == entry_of(LESSON)
    assert find(county.stored, entry_of(ROTATION).hex()[:10]).stream == stream_of(ROTATION)
    assert find(county.stored, str(county.position)).numbers == (1,)
    county.act(OFFICE, asked(Act.VOIDED))
    assert find(county.stored, str(county.position)).numbers == (1,)


@pytest.mark.parametrize("text", ["", "zz", "abc", "999999", "0" * 32, "not an entry"])
def test_what_is_no_entry_is_misuse(county: Book, text: str) -> None:
    with pytest.raises(Misuse) as caught:
        find(county.stored, text)
    assert caught.value.code == "unknown-entry"
