"""What records of processes know by themselves: what is compared inside them, how they grow, what goes together."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from ledger.records import KINDS
from ledger.records.contest import ContestPart
from ledger.records.record import Record, SchoolId, entry_of, stream_of
from ledger.vocabulary import PairedSchooling, PairingField, Post, RotationKind
from tests.ledger.contest_samples import ANNOUNCEMENT, CONTEST_SAMPLES
from tests.ledger.help_samples import AGREEMENT, HELP_SAMPLES
from tests.ledger.process_samples import ACTIVITY, FAULT, GRANT, MENDED, PROCESS_KEYS, PROCESS_SAMPLES, TEST
from tests.ledger.stories import ROTATION, changed

# What is compared


def test_width_and_spacing_inside_a_part_are_not_content() -> None:
    spelled = tuple(ContestPart(f" {part.name[:2]} {part.name[2:]}", part.weight) for part in ANNOUNCEMENT.parts)
    assert changed(ANNOUNCEMENT, parts=spelled).content() == ANNOUNCEMENT.content()
    entry = msgspec.structs.replace(ANNOUNCEMENT.entry, from_contest="ＪＢ－２０２２－Ｃ")
    assert changed(ANNOUNCEMENT, entry=entry).content() == ANNOUNCEMENT.content()


def test_a_weight_is_the_same_however_many_places_it_is_written_with() -> None:
    written = tuple(ContestPart(part.name, Decimal("20.00")) for part in ANNOUNCEMENT.parts)
    assert changed(ANNOUNCEMENT, parts=written).content() == ANNOUNCEMENT.content()


def test_what_differs_inside_a_part_is_content() -> None:
    first = msgspec.structs.replace(ANNOUNCEMENT.prizes[0], places=9)
    assert changed(ANNOUNCEMENT, prizes=(first, *ANNOUNCEMENT.prizes[1:])).content() != ANNOUNCEMENT.content()
    entry = msgspec.structs.replace(ANNOUNCEMENT.entry, oldest=51)
    assert changed(ANNOUNCEMENT, entry=entry).content() != ANNOUNCEMENT.content()


def test_the_order_of_groups_prizes_judges_and_results_is_not_content_that_of_a_contests_parts_is() -> None:
    for name in ("groups", "prizes", "judges"):
        turned = changed(ANNOUNCEMENT, **{name: getattr(ANNOUNCEMENT, name)[::-1]})
        assert turned.content() == ANNOUNCEMENT.content(), name
    assert changed(TEST, tops=TEST.tops[::-1]).content() == TEST.content()
    assert changed(ACTIVITY, evaluation=ACTIVITY.evaluation[::-1]).content() == ACTIVITY.content()
    assert changed(ANNOUNCEMENT, parts=ANNOUNCEMENT.parts[::-1]).content() != ANNOUNCEMENT.content()


def test_two_grants_for_the_same_posts_in_another_order_are_one() -> None:
    both = changed(GRANT, posts=(Post.PRINCIPAL, Post.VICE_PRINCIPAL))
    assert entry_of(both) == entry_of(changed(GRANT, posts=(Post.VICE_PRINCIPAL, Post.PRINCIPAL)))


# How they grow


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("authority.granted/1", "until"),
        ("loan.made/1", "until"),
        ("school.vetoed/1", "until"),
        ("fault.found/1", "mend_by"),
    ],
)
def test_an_end_that_was_open_may_be_filled_in_and_not_moved(kind: str, field: str) -> None:
    closed = PROCESS_SAMPLES[kind]
    still_open = changed(closed, **{field: None})
    assert still_open.grows_into(closed)
    assert not closed.grows_into(still_open)
    assert not closed.grows_into(changed(closed, **{field: date(2030, 1, 1)}))


# What is decided together


@pytest.mark.parametrize(
    ("samples", "main"), [(CONTEST_SAMPLES, "contest.announced/1"), (HELP_SAMPLES, "pairing.agreed/1")]
)
def test_what_happens_in_a_contest_or_pairing_is_decided_with_its_announcement(
    samples: dict[str, Record], main: str
) -> None:
    family = main.partition(".")[0]
    others = [record for kind, record in samples.items() if kind.startswith(f"{family}.") and kind != main]
    assert others
    for record in others:
        assert stream_of(record) == stream_of(samples[main]), record.kind
        assert entry_of(record) != entry_of(samples[main]), record.kind


def test_what_happens_to_a_rotation_is_decided_with_all_rotations_of_the_teacher() -> None:
    course = [record for kind, record in HELP_SAMPLES.items() if kind.startswith("rotation.")]
    assert {stream_of(record) for record in course} == {stream_of(ROTATION)}
    assert entry_of(ROTATION) not in {entry_of(record) for record in course}


def test_a_studios_members_are_decided_with_the_studio_its_limits_by_themselves() -> None:
    founded = CONTEST_SAMPLES["studio.founded/1"]
    for kind in ("joined", "left", "assessed", "dissolved"):
        assert stream_of(CONTEST_SAMPLES[f"studio.{kind}/1"]) == stream_of(founded)
    assert stream_of(CONTEST_SAMPLES["studio.limits_announced/1"]) != stream_of(founded)


def test_the_faults_of_a_visit_and_their_mending_are_decided_together() -> None:
    assert stream_of(MENDED) == stream_of(FAULT) == stream_of(changed(FAULT, number=2))
    assert len({entry_of(MENDED), entry_of(FAULT), entry_of(changed(FAULT, number=2))}) == 3


def test_no_two_records_of_processes_are_one_entry() -> None:
    assert len({entry_of(record) for record in PROCESS_SAMPLES.values()}) == len(PROCESS_SAMPLES)


# What they are called, and the words they are written in


@pytest.mark.parametrize("kind", PROCESS_SAMPLES)
def test_a_record_of_a_process_says_whose_it_is_or_is_the_countys(kind: str) -> None:
    record = KINDS[kind]
    assert not record.whose or record.whose in record.__struct_fields__
    assert record.called
    assert PROCESS_KEYS[kind] <= set(record.__struct_fields__)


def test_the_seven_fields_of_help_and_four_kinds_of_school_are_those_of_the_plan() -> None:
    assert [str(word) for word in PairingField] == [
        "学校管理",
        "教育教学",
        "教研教改",
        "教师专业发展",
        "校园文化建设",
        "办学条件",
        "学生活动",
    ]
    assert [str(word) for word in PairedSchooling] == ["学前教育", "小学教育", "中学教育", "特殊教育"]


def test_one_school_may_help_several_without_a_number_of_a_document() -> None:
    bare = changed(AGREEMENT, weak=(SchoolId("S002"),), document="", schooling=None)
    assert entry_of(bare) == entry_of(AGREEMENT)
    assert bare.content() != AGREEMENT.content()


def test_full_time_service_has_two_names() -> None:
    assert {str(RotationKind.FULL_TIME), str(RotationKind.EXCHANGE)} == {"全职支教", "交流轮岗"}
