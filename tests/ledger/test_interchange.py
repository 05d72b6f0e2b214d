"""Lines of the interchange form: what they say, what is refused, and the schemas that tell their fields."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from ledger.bounds import check_bounds
from ledger.interchange.appending import LONGEST_LINE, read_append_line
from ledger.interchange.schemas import record_schema, schema_files
from ledger.known import check_known
from ledger.records import EARLIER, KINDS
from ledger.records.official import OFFICIAL
from ledger.records.record import Record
from ledger.refusals import Refused
from ledger.register import Register
from tests.ledger.contest_samples import ANNOUNCEMENT as CONTEST
from tests.ledger.stories import (
    LESSON,
    LI,
    MEETING,
    REPORT,
    ROTATION,
    SAMPLES,
    SCHOOL,
    TEACHER,
    TRAINING,
    WANG,
    changed,
    month_confirmed,
)

STORED = Path(__file__).with_name("stored")
SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"


def line(record: Record, **more: Any) -> bytes:
    """The line that says a record."""
    return msgspec.json.encode({"kind": record.kind, "data": record, **more})


def said(text: str | bytes) -> Record:
    return read_append_line(text if isinstance(text, bytes) else text.encode()).records[0]


def fault(text: str | bytes) -> tuple[str, tuple[str, ...]]:
    """The code of a line's refusal and the fields that it names."""
    with pytest.raises(Refused) as refused:
        said(text)
    assert refused.value.message.endswith("。")
    return refused.value.code, refused.value.fields


def lesson(**otherwise: Any) -> bytes:
    """The line of a lesson, said otherwise in these fields; None takes a field away."""
    data = json.loads(msgspec.json.encode(LESSON)) | otherwise
    return json.dumps({"kind": "lesson.observed", "data": data}).encode()


@pytest.mark.parametrize("kind", [record.kind for record in OFFICIAL])
def test_a_step_by_which_a_result_becomes_official_is_no_line_to_be_appended(kind: str) -> None:
    with pytest.raises(Refused) as caught:
        said(line(SAMPLES[kind]))
    assert caught.value.code == "official-step"


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - {record.kind for record in OFFICIAL}))
def test_a_line_of_every_kind_says_its_record_with_and_without_version(kind: str) -> None:
    sample = SAMPLES[kind]
    assert said(line(sample)) == sample
    assert said(line(sample).replace(kind.encode(), kind.partition("/")[0].encode(), 1)) == sample


@pytest.mark.parametrize("kind", EARLIER)
def test_a_line_of_an_earlier_version_is_read_by_the_class_of_today(kind: str) -> None:
    stored = json.loads((STORED / f"{kind.replace('/', '-')}.json").read_text(encoding="utf-8"))
    record = said(json.dumps({"kind": kind, "data": stored["data"]}))
    assert record.__class__ is EARLIER[kind]
    assert record.kind != kind


def test_further_parts_of_the_entry_stand_in_the_same_line() -> None:
    part = {"kind": "training.followed_up", "data": REPORT}
    assert read_append_line(line(TRAINING, parts=[part])).records == [TRAINING, REPORT]
    assert fault(line(ROTATION, parts=[part])) == ("wrong-value", ("parts",))
    other = {"kind": "rotation.month_confirmed", "data": changed(month_confirmed(9), teacher="000102")}
    assert fault(line(ROTATION, parts=[other])) == ("wrong-value", ("parts",))


def test_a_teacher_comes_with_the_person_or_with_nothing_in_place_of_the_digest() -> None:
    data = {key: value for key, value in json.loads(msgspec.json.encode(TEACHER)).items() if key != "identity"}
    told = {"kind": "teacher.registered", "data": data, "person": {"name": " 李 静 ", "id_number": ""}}
    read = read_append_line(json.dumps(told).encode())
    assert read.records == [changed(TEACHER, identity="")]
    assert read.person is not None
    assert read.person.name == "李 静"
    named = {"kind": "teacher.registered", "data": {**data, "identity": "李静"}}
    assert fault(json.dumps(named)) == ("unknown-value", ("identity",))
    assert fault(line(TEACHER, person={"name": ""})) == ("missing-value", ("person",))
    assert fault(line(TEACHER, person={"name": "李静", "id_number": "123"})) == ("bad-id-number", ("id_number",))
    assert fault(line(SCHOOL, person={"name": "李静"})) == ("unknown-field", ("person",))


@pytest.mark.parametrize(
    ("otherwise", "code"),
    [
        ({"on": "2022-13-05"}, "bad-date"),
        ({"on": 20220905}, "bad-date"),
        ({"on": None}, "missing-value"),
        ({"period": -1}, "bad-number"),
        ({"period": 1.5}, "bad-number"),
        ({"period": "3"}, "bad-number"),
        ({"form": "推门"}, "unknown-value"),
        ({"form": 3}, "unknown-value"),
        ({"observer": 101}, "wrong-value"),
        ({"observr": "000101"}, "unknown-field"),
    ],
)
def test_a_wrong_value_is_refused_and_its_field_named(otherwise: dict[str, Any], code: str) -> None:
    assert fault(lesson(**otherwise)) == (code, tuple(otherwise))


def test_a_field_that_is_left_out_is_named_as_people_call_it() -> None:
    data = {key: value for key, value in json.loads(msgspec.json.encode(LESSON)).items() if key != "observer"}
    with pytest.raises(Refused, match="缺少“听课人”") as refused:
        said(json.dumps({"kind": "lesson.observed", "data": data}))
    assert (refused.value.code, refused.value.fields) == ("missing-value", ("observer",))


def test_a_wrong_value_deep_in_a_list_is_named_by_its_field() -> None:
    assert fault(line(MEETING).replace(b'"000102"', b"102")) == ("wrong-value", ("attended",))
    assert fault(line(CONTEST).replace(b'"weight":"20"', b'"weight":"x"', 1)) == ("bad-number", ("parts",))
    assert fault(line(CONTEST).replace(b'"weight":', b'"wieght":', 1)) == ("unknown-field", ("parts",))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("nope", "bad-line"),
        ("[]", "bad-line"),
        ("{}", "missing-value"),
        ('{"kind": "lesson.observed"', "bad-line"),
        ('{"kind": "lesson.observed", "data": [1]}', "bad-line"),
        ('{"kind": "lesson.observed", "data": {}, "persn": 1}', "unknown-field"),
        ('{"kind": "lesson.obseved", "data": {}}', "unknown-kind"),
        ('{"kind": "lesson.observed/9", "data": {}}', "unknown-kind"),
        ('{"kind": "lesson.observed", "act": "voided", "data": {}}', "not-a-record"),
        ("[" * 100_000, "bad-line"),
        (line(changed(LESSON, notes="\xff")).replace("\xff".encode(), b"\xff"), "bad-line"),
        (line(changed(LESSON, notes="好" * LONGEST_LINE)), "bad-line"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_line_that_is_none_is_refused_and_nothing_breaks(text: str | bytes, code: str) -> None:
    assert fault(text)[0] == code


def test_the_nearest_kind_is_named() -> None:
    with pytest.raises(Refused, match=r"lesson\.observed、"):
        said('{"kind": "lesson.obseved", "data": {}}')


def test_a_code_that_is_not_on_the_register_is_refused_and_the_one_meant_is_named() -> None:
    register = Register([SCHOOL, TEACHER, changed(TEACHER, teacher=WANG)])
    check_known(LESSON, register)
    check_known(changed(LESSON, teacher=LI), register)
    assert unknown(changed(LESSON, teacher="000120"), register) == ("unknown-teacher", ("teacher",), WANG)
    assert unknown(changed(LESSON, observer="101"), register) == ("unknown-teacher", ("observer",), LI)
    assert unknown(changed(LESSON, school="S01"), register) == ("unknown-school", ("school",), "S001")
    assert unknown(changed(MEETING, attended=(LI, "009999")), register)[:2] == ("unknown-teacher", ("attended",))
    assert unknown(changed(SCHOOL, school=" "), register)[0] == "missing-value"
    assert unknown(changed(TEACHER, teacher="12"), register)[:2] == ("unknown-value", ("teacher",))
    check_known(changed(SCHOOL, school="S009"), register)  # it puts the code on the register
    check_known(changed(TEACHER, teacher="000555"), register)


def unknown(record: Record, register: Register) -> tuple[str, tuple[str, ...], str]:
    """The code of the refusal, the field, and the code that was perhaps meant."""
    with pytest.raises(Refused) as refused:
        check_known(record, register)
    meant = refused.value.message.partition("是不是 ")[2].partition(";")[0].split("、")[0]
    return refused.value.code, refused.value.fields, meant


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (changed(LESSON, on=date(1948, 1, 1)), "bad-date"),
        (changed(month_confirmed(9), month=date(2022, 9, 15)), "bad-date"),
        (changed(LESSON, period=10**12), "bad-number"),
        (changed(TRAINING, hours=Decimal("NaN")), "bad-number"),
        (changed(TRAINING, hours=Decimal(-1)), "bad-number"),
        (
            changed(CONTEST, parts=(msgspec.structs.replace(CONTEST.parts[0], weight=Decimal("Infinity")),)),
            "bad-number",
        ),
    ],
)
def test_days_and_numbers_that_nobody_means_are_refused(record: Record, code: str) -> None:
    with pytest.raises(Refused) as refused:
        check_bounds(record)
    assert refused.value.code == code


@pytest.mark.parametrize("kind", KINDS)
def test_every_sample_is_within_bounds(kind: str) -> None:
    check_bounds(SAMPLES[kind])


def test_the_schemas_in_the_documentation_are_those_of_the_kinds() -> None:
    """`make schemas` writes them again."""
    written = {path.name: path.read_text(encoding="utf-8") for path in SCHEMAS.glob("*-*.json")}
    assert written == schema_files()


def test_every_field_of_a_schema_bears_the_name_that_people_call_it_by() -> None:
    fields = record_schema(LESSON.__class__)["$defs"]["LessonObserved"]["properties"]
    assert {name: said["title"] for name, said in fields.items()} == LESSON.labels


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_of_a_kind_takes_its_sample_and_no_other_fields(kind: str) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = record_schema(KINDS[kind])
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    data = json.loads(msgspec.json.encode(SAMPLES[kind]))
    assert validator.is_valid(data)
    assert not validator.is_valid({**data, "no_such_field": 1})
    assert not validator.is_valid({})
    assert not any(validator.is_valid({**data, name: {"wrong": 1}}) for name in data)
