"""What every record has: a stored name, a natural key, content that is compared, and a way to grow or none."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import combinations
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.event import COUNTY, Authority, Event
from ledger.records import EARLIER, KINDS
from ledger.records.record import Month, Record, entry_of, family, key_digest, stream_of
from ledger.records.registered import Registered
from ledger.records.rotation import RotationMonthConfirmed
from ledger.store.codec import decode, encode
from ledger.vocabulary import Level, Prize, ThreeOnesPart
from tests.ledger.account_samples import ACCOUNT_KEYS
from tests.ledger.person_samples import HONOUR, LIFTED, PERSON_KEYS, REVIEW, REVOKED
from tests.ledger.personal_data_samples import PERSONAL_DATA_KEYS
from tests.ledger.policy_samples import POLICY_KEYS
from tests.ledger.process_samples import PROCESS_KEYS
from tests.ledger.register_samples import REGISTER_KEYS
from tests.ledger.review_samples import REVIEW_KEYS
from tests.ledger.seal_key_samples import SEAL_KEY_KEYS
from tests.ledger.statement_samples import STATEMENT_KEYS
from tests.ledger.stories import (
    AUTUMN,
    BOOK_READ,
    ESSAY,
    LESSON,
    LI,
    MEETING,
    REFLECTION,
    REPORT,
    ROTATION,
    SAMPLES,
    SANCTION,
    SCHOOL,
    SPRING,
    TEACHER,
    TRAINING,
    VISITS,
    WANG,
    ZHAO,
    changed,
    month_confirmed,
    stood,
)

STORED = Path(__file__).with_name("stored")

KEYS: dict[str, set[str]] = {
    "term.announced/1": {"term"},
    "day.declared/1": {"on"},
    "school.registered/1": {"school"},
    "teacher.registered/1": {"teacher"},
    "lesson.observed/2": {"observer", "on", "period"},
    "preparation.held/1": {"school", "group", "on"},
    "training.attended/1": {"code"},
    "training.followed_up/1": {"code"},
    "book.read/1": {"teacher", "term", "title"},
    "essay.written/1": {"teacher", "term"},
    "routine.checked/1": {"teacher", "month", "item"},
    "mentorship.formed/1": {"mentor", "mentee", "subject", "start"},
    "rotation.started/1": {"teacher", "start"},
    "rotation.month_confirmed/1": {"teacher", "start"},
    "award.won/2": {"series", "level", "group", "teacher", "on"},
    "conduct.sanctioned/1": {"teacher", "on", "offence"},
    "leave.taken/2": {"teacher", "start"},
    "home.visited/1": {"teacher", "term"},
    **REGISTER_KEYS,
    **PERSON_KEYS,
    **POLICY_KEYS,
    **PROCESS_KEYS,
    **STATEMENT_KEYS,
    **PERSONAL_DATA_KEYS,
    **SEAL_KEY_KEYS,
    **ACCOUNT_KEYS,
    **REVIEW_KEYS,
}
"""The fields of each kind that make two records the same record, as the county's form has them."""


def otherwise(value: object) -> object:
    """Another value that the same field could hold."""
    match value:
        case bool():
            return not value
        case StrEnum():
            return next(word for word in type(value) if word is not value)
        case str():
            return value + "甲"
        case int() | Decimal():
            return value + 1
        case date():
            return value + timedelta(days=1)
        case tuple():
            return (*value, "乙")
        case msgspec.Struct():
            first = value.__struct_fields__[0]
            return msgspec.structs.replace(value, **{first: otherwise(getattr(value, first))})
    raise AssertionError(value)


def every_class(record: type[Record] = Record) -> Iterator[type[Record]]:
    for below in record.__subclasses__():
        yield below
        yield from every_class(below)


# Stored names


def test_every_record_is_listed_once_under_its_own_stored_name_with_a_version() -> None:
    assert [record.kind for record in KINDS.values()] == list(KINDS)
    assert all(re.fullmatch(r"[a-z_]+\.[a-z_]+/[1-9]\d*", kind) for kind in KINDS)
    assert {record for record in every_class() if record is not Registered} == set(KINDS.values())


def test_the_stories_have_a_record_of_every_kind() -> None:
    assert SAMPLES.keys() == KEYS.keys() == KINDS.keys()
    assert all(type(record) is KINDS[kind] for kind, record in SAMPLES.items())


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_stored_under_a_name_is_read_for_ever(kind: str) -> None:
    body = (STORED / (kind.replace("/", "-") + ".json")).read_bytes()
    event = decode(kind, body)
    assert type(event.data) is KINDS[kind]
    assert encode(event) == body
    assert msgspec.json.decode(body)["data"] == msgspec.json.decode(msgspec.json.encode(event.data))


@pytest.mark.parametrize("kind", EARLIER)
def test_what_was_stored_under_an_earlier_name_is_read_with_what_it_did_not_say_left_empty(kind: str) -> None:
    body = (STORED / (kind.replace("/", "-") + ".json")).read_bytes()
    record = decode(kind, body).data
    assert type(record) is EARLIER[kind]
    said = msgspec.json.decode(body)["data"]
    now = msgspec.json.decode(msgspec.json.encode(record))
    assert {name: now[name] for name in said} == said
    empty = {one.name: one.default for one in msgspec.structs.fields(EARLIER[kind])}
    assert all(now[name] == empty[name] for name in now.keys() - said.keys())


def test_an_earlier_name_is_an_older_version_of_a_kind_that_is_still_written() -> None:
    for earlier, record in EARLIER.items():
        (name, before), (now, version) = earlier.split("/"), record.kind.split("/")
        assert name == now
        assert int(before) < int(version)


def test_every_version_ever_stored_is_kept_and_none_has_lost_its_kind() -> None:
    assert {path.stem.replace("-", "/") for path in STORED.iterdir()} == KINDS.keys() | EARLIER.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_encoding_what_was_decoded_gives_the_same_bytes(kind: str) -> None:
    [event] = stood(SAMPLES[kind])
    assert decode(kind, encode(event)) == event
    assert encode(decode(kind, encode(event))) == encode(event)


def test_stored_bytes_with_a_field_that_no_record_has_are_not_read() -> None:
    body = encode(stood(VISITS)[0])
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        decode(VISITS.kind, body.replace(b'"meetings":1', b'"meetings":1,"mood":"good"'))


@pytest.mark.parametrize(("said", "instead"), [(b'"pupils":20', b'"pupils":-1'), (b'"pupils":20', b'"pupils":"20"')])
def test_stored_bytes_with_a_number_that_counts_nothing_are_not_read(said: bytes, instead: bytes) -> None:
    body = encode(stood(VISITS)[0])
    with pytest.raises(msgspec.ValidationError):
        decode(VISITS.kind, body.replace(said, instead))


# The natural key


@pytest.mark.parametrize("kind", KINDS)
def test_the_natural_key_makes_two_records_the_same_record_and_nothing_else_does(kind: str) -> None:
    record = SAMPLES[kind]
    for name in record.__struct_fields__:
        other = changed(record, **{name: otherwise(getattr(record, name))})
        assert (entry_of(other) != entry_of(record)) == (name in KEYS[kind]), name


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_is_content_but_the_day_a_register_row_takes_effect(kind: str) -> None:
    record = SAMPLES[kind]
    for name in record.__struct_fields__:
        other = changed(record, **{name: otherwise(getattr(record, name))})
        assert (other.content() != record.content()) == (name != "in_effect"), name


def test_entries_of_different_kinds_are_different_though_their_keys_are_alike() -> None:
    assert VISITS.natural_key() == ESSAY.natural_key()
    one_a_kind = [record for record in SAMPLES.values() if record.part_of is None]
    assert all(entry_of(one) != entry_of(other) for one, other in combinations(one_a_kind, 2))


def test_kinds_of_one_family_have_different_keys_even_where_every_field_says_the_same() -> None:
    mains = [record for record in SAMPLES.values() if record.part_of is None]
    alike = [changed(record, **dict.fromkeys(record.__struct_fields__, "甲")) for record in mains]
    keys = [(family(record.kind), record.natural_key()) for record in alike]
    assert len(keys) == len(set(keys)), sorted(key for key in keys if keys.count(key) > 1)


@pytest.mark.parametrize("kind", KINDS)
def test_a_part_is_told_from_its_main_record_and_its_main_record_is_of_the_same_family(kind: str) -> None:
    record = SAMPLES[kind]
    assert bool(record.part_key()) == bool(record.part_name()) == (record.part_of is not None)
    assert record.part_of is None or family(record.part_of.kind) == family(kind)


@pytest.mark.parametrize(
    ("part", "main"),
    [
        (REPORT, TRAINING),
        (month_confirmed(9), ROTATION),
        (REVIEW, LESSON),
        (LIFTED, SANCTION),
        (REVOKED, HONOUR),
    ],
)
def test_a_part_belongs_to_the_entry_and_the_stream_of_its_main_record(part: Record, main: Record) -> None:
    assert part.part_of is type(main)
    assert family(part.kind) == family(main.kind)
    assert (entry_of(part), stream_of(part)) == (entry_of(main), stream_of(main))
    assert part.part_key()
    assert not main.part_key()


def test_parts_of_an_entry_are_told_apart() -> None:
    assert REPORT.part_key() != REFLECTION.part_key()
    assert month_confirmed(9).part_key() != month_confirmed(10).part_key()


def test_all_rotations_of_a_teacher_are_decided_in_one_stream_though_each_is_an_entry() -> None:
    later = changed(ROTATION, start=date(2023, 2, 13), planned_end=date(2023, 6, 30))
    assert stream_of(later) == stream_of(ROTATION)
    assert entry_of(later) != entry_of(ROTATION)
    assert stream_of(changed(ROTATION, teacher=WANG)) != stream_of(ROTATION)


def test_streams_and_entries_are_named_by_sixteen_bytes() -> None:
    assert {len(entry_of(record)) for record in SAMPLES.values()} == {16}
    assert {len(stream_of(record)) for record in SAMPLES.values()} == {16}


def test_the_name_of_an_entry_never_changes() -> None:
    """It is stored as the stream of every event: another digest, and what stands would not be found."""
    assert entry_of(LESSON).hex() == "2cdaa841f6b221b5e01404c2eb3e6c65"
    assert entry_of(ROTATION).hex() == "ce79bf96c33fb9172d0e0ee3bc68b84e"
    assert key_digest("lesson", ("a",)) != key_digest("lesso", ("n", "a"))


def test_a_key_spelled_with_other_width_or_spacing_is_the_same_key() -> None:
    assert entry_of(changed(BOOK_READ, title="给 教师的\u3000建议")) == entry_of(BOOK_READ)
    assert entry_of(changed(TRAINING, code="ＰＸ－０１")) == entry_of(TRAINING)


# Content


def test_width_spacing_and_the_order_within_a_list_are_not_content() -> None:
    assert changed(LESSON, notes=" 导入 自然 。").content() == LESSON.content()
    assert changed(MEETING, attended=(ZHAO, LI, WANG), reflections=(ZHAO, WANG)).content() == MEETING.content()
    assert changed(SCHOOL, grades=("三年级", "一 年级", "二年级")).content() == SCHOOL.content()


def test_one_name_more_or_twice_in_a_list_is_content() -> None:
    assert changed(MEETING, attended=(LI, WANG)).content() != MEETING.content()
    assert changed(MEETING, attended=(LI, WANG, ZHAO, ZHAO)).content() != MEETING.content()


def test_a_number_of_hours_is_the_same_however_many_places_it_is_written_with() -> None:
    assert changed(TRAINING, hours=Decimal("24.50")).content() == TRAINING.content()


@given(st.permutations([LI, WANG, ZHAO]), st.permutations([WANG, ZHAO]))
def test_a_meeting_is_the_same_in_whatever_order_names_are_listed(attended: list[str], reflected: list[str]) -> None:
    assert changed(MEETING, attended=tuple(attended), reflections=tuple(reflected)).content() == MEETING.content()


# What people call it


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_and_every_field_of_it_has_a_chinese_name_of_its_own(kind: str) -> None:
    record = KINDS[kind]
    assert record.labels.keys() == set(record.__struct_fields__)
    assert len(set(record.labels.values())) == len(record.labels)
    assert all(re.search(r"[\u4e00-\u9fff]", name) for name in (record.called, *record.labels.values()))


def test_no_two_kinds_are_called_the_same() -> None:
    called = [record.called for record in KINDS.values()]
    assert len(called) == len(set(called)), sorted(name for name in called if called.count(name) > 1)


@pytest.mark.parametrize("kind", KINDS)
def test_whom_a_record_counts_for_is_a_field_of_it(kind: str) -> None:
    assert KINDS[kind].whose in ("", *KINDS[kind].__struct_fields__)


# Growth

COUNTED = {
    "home.visited/1",
    "observation.counted/1",
    "lessons.taught/1",
    "pupils.tutored/1",
    "ethics.filed/1",
}
"""Kinds that say how many so far."""


@pytest.mark.parametrize(
    ("pupils", "meetings", "grows"),
    [(21, 1, True), (20, 2, True), (25, 3, True), (20, 1, False), (19, 1, False), (30, 0, False), (0, 9, False)],
)
def test_home_visits_grow_in_either_count_and_shrink_in_none(pupils: int, meetings: int, grows: bool) -> None:
    assert VISITS.grows_into(changed(VISITS, pupils=pupils, meetings=meetings)) is grows


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - COUNTED))
def test_no_other_record_grows_by_itself(kind: str) -> None:
    record = SAMPLES[kind]
    assert not any(
        record.grows_into(changed(record, **{name: otherwise(getattr(record, name))}))
        for name in record.__struct_fields__
    )


@pytest.mark.parametrize("kind", sorted(COUNTED))
def test_what_says_how_many_so_far_grows_in_its_counts_and_does_not_shrink(kind: str) -> None:
    record = SAMPLES[kind]
    counts = {name: value for name in record.__struct_fields__ if type(value := getattr(record, name)) is int}
    assert counts
    for name, count in counts.items():
        assert record.grows_into(changed(record, **{name: count + 1}))
        assert not record.grows_into(changed(record, **{name: count - 1}))
    for name in set(record.__struct_fields__) - counts.keys() - {"checked"}:
        more = {name: otherwise(getattr(record, name)) for name in (name, *counts)}
        assert not record.grows_into(changed(record, **more)), name


FILLED_IN = {
    "school.designated_weak/1": "until",
    "teacher.employed/1": "until",
    "post.held/1": "until",
    "class.headed/1": "until",
    "title.held/1": "appointed",
    "designation.made/1": "until",
    "leader.linked/1": "until",
    "township.assigned/1": "until",
    "project.undertaken/1": "closed",
    "veto.imposed/1": "until",
    "loan.made/1": "until",
    "school.vetoed/1": "until",
    "authority.granted/1": "until",
    "fault.found/1": "mend_by",
    "training.credited/1": "until",
    "activity.done/1": "until",
    "exemption.approved/1": "until",
    "service.served/1": "until",
}
"""The day of each kind that is known only later."""


@pytest.mark.parametrize(("kind", "name"), FILLED_IN.items())
def test_a_day_that_was_left_open_may_be_filled_in_once_and_nothing_else_changed_with_it(kind: str, name: str) -> None:
    closed = SAMPLES[kind]
    still_open = changed(closed, **{name: None})
    assert still_open.grows_into(closed)
    assert not closed.grows_into(still_open)
    assert not closed.grows_into(changed(closed, **{name: otherwise(getattr(closed, name))}))
    for other in set(closed.__struct_fields__) - {name}:
        assert not still_open.grows_into(changed(closed, **{other: otherwise(getattr(closed, other))})), other


# What single kinds know


def test_everyone_at_a_meeting_is_told_once_the_leader_first_with_or_without_a_reflection() -> None:
    meeting = changed(MEETING, leader=ZHAO, attended=(LI, ZHAO, WANG, LI), reflections=(WANG,))
    assert [(one.teacher, one.reflected) for one in meeting.attendances()] == [(ZHAO, False), (LI, False), (WANG, True)]


def test_who_led_a_meeting_attended_though_not_listed() -> None:
    assert [one.teacher for one in changed(MEETING, attended=(), reflections=()).attendances()] == [LI]


def test_a_teachers_row_names_its_newest_change_and_a_schools_row_names_none() -> None:
    assert TEACHER.own_day() == TEACHER.post_since
    assert SCHOOL.own_day() is None


def test_optional_fields_may_be_left_out() -> None:
    assert changed(TEACHER, class_size=None, group="").content() != TEACHER.content()
    assert RotationMonthConfirmed(LI, ROTATION.start, Month(date(2022, 9, 1))) == month_confirmed(9)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_says_when_it_happened_or_is_of_a_whole_term(kind: str) -> None:
    record = SAMPLES[kind]
    when = record.happened_on
    assert isinstance(getattr(record, when), date) if when else getattr(record, "term", None)


def test_what_the_county_office_records_is_attested_and_what_a_school_records_is_not_yet() -> None:
    [event] = stood(LESSON)
    assert event.authority == COUNTY
    assert event.attested
    by_school: Event[Record] = msgspec.structs.replace(event, authority=Authority("school:S001"))
    assert not by_school.attested


def test_words_are_stored_and_shown_as_the_school_says_them() -> None:
    assert [str(word) for word in Prize] == ["一等奖", "二等奖", "三等奖", "优秀奖"]
    assert [str(word) for word in Level] == ["校级", "乡级", "县级", "市级", "省级", "国家级"]
    assert [str(word) for word in ThreeOnesPart] == ["专题汇报", "学习心得", "汇报课"]
    assert AUTUMN.end < SPRING.start
