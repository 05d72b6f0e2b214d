"""Stories that officers write beside a pack: told comfortably, run on a real ledger, and found wanting by line."""

from pathlib import Path

import msgspec
import pytest

from ledger.records import KINDS
from ledger.refusals import Refused
from projections.catalogue import find_pack, shipped_packs
from projections.language.yaml_text import read_yaml
from projections.stories.fields import written
from projections.stories.running import run_stories, stories_of
from projections.stories.story import StoryFailure
from tests.ledger.stories import SAMPLES

_SHARED = """\
term: 2022-2023-1
teachers: {李老师: {}, 王老师: {}, 周老师: }
"""


@pytest.fixture
def told(tmp_path: Path) -> Path:
    """A file for stories."""
    return tmp_path / "办法.stories.yaml"


def _failures(path: Path, text: str) -> list[StoryFailure]:
    path.write_text(_SHARED + text, encoding="utf-8")
    return run_stories(find_pack("taikang-2022"), path)


def _codes(path: Path, text: str) -> list[tuple[str, int]]:
    return [(failure.code, failure.line) for failure in _failures(path, text)]


@pytest.mark.parametrize("name", sorted(shipped_packs()))
def test_the_stories_of_every_pack_that_comes_with_shilu_hold(name: str) -> None:
    pack = shipped_packs()[name]
    for path in stories_of(pack.path):
        assert run_stories(pack, path) == []


def test_the_plan_of_three_years_has_stories() -> None:
    assert stories_of(shipped_packs()["taikang-2022"].path)


def test_a_story_that_fails_names_file_line_teacher_path_expected_and_found(told: Path) -> None:
    [failure] = _failures(
        told,
        """\
says: 听课
records:
  - {kind: lesson.observed, observer: 李老师, repeat: 3}
expect:
  李老师:
    quotas:
      observe-20: {done: 4}
""",
    )
    assert failure.to_json() == {
        "file": str(told),
        "line": 9,
        "story": "听课",
        "code": "story-fails",
        "message": "李老师 的 quotas.observe-20.done 应是 4,算出来是 3",
        "teacher": "李老师",
        "path": "quotas.observe-20.done",
        "expected": 4,
        "actual": 3,
    }


def test_only_what_is_written_down_is_compared_and_an_empty_answer_must_not_be_there(told: Path) -> None:
    records = "records: [{kind: lesson.observed, observer: 李老师}]\n"
    assert not _failures(told, records + "expect: {李老师: {quotas: {home-visits: }}, 没有的人: }\n")
    assert _codes(told, records + "expect: {李老师: {quotas: {observe-20: }}}\n") == [("story-fails", 4)]
    assert _codes(told, records + "expect: {没有的人: {points: {total: 1}}}\n") == [("story-fails", 4)]


def test_fields_kinds_and_answers_may_be_written_in_chinese(told: Path) -> None:
    assert not _failures(
        told,
        """\
records:
  - {kind: 听课记录, 听课人: 李老师, 授课人: 王老师, 日期: 2022-09-05, 节次: 2, 课型: 公开课}
  - {kind: 读书, 教师编号: 李老师, 读后收获: 否}
expect:
  李老师: {指标: {observe-20: {已做: 1, 完成: 否}, read-1: {已做: 0}}}
""",
    )


def test_what_is_repeated_falls_on_school_days_and_goes_through_what_varies(told: Path) -> None:
    assert not _failures(
        told,
        """\
calendar: {2022-09-06..2022-09-30: 放假, 2022-09-10: 补课}
records:
  # Monday, then the make-up Saturday, then Monday 3 October.
  - {kind: lesson.observed, observer: 李老师, on: 2022-09-05, repeat: 3}
  - {kind: routine.checked, for_each: {teacher: all, item: [教案, 作业]}, grade: 优, repeat: {times: 2}}
  - {kind: lesson.observed, observer: 王老师, on: 2022-10-03, repeat: {every: week, each: 2, times: 4}}
  - {kind: book.read, teacher: 周老师, vary: {notes: [true, false, true]}, repeat: 3, title: "第{n}本"}
asks:
  - {as_of: 2022-09-10, expect: {李老师: {quotas: {observe-20: {done: 2}}}}}
  - as_of: 2022-10-03
    expect:
      李老师: {quotas: {observe-20: {done: 3}, monthly-check: {done: 2}}}
      王老师: {quotas: {observe-20: {done: 2}}}
  - expect:
      李老师: {quotas: {observe-20: {done: 3}, monthly-check: {done: 2}}}
      王老师: {quotas: {observe-20: {done: 8}}}
      周老师: {quotas: {observe-20: {done: 0}, monthly-check: {done: 2}}}
""".replace("vary: {notes: [true, false, true]}, repeat: 3,", "vary: {notes: [true, false, true]},"),
    )


def test_a_span_moves_as_a_whole_when_it_is_repeated(told: Path) -> None:
    assert not _failures(
        told,
        """\
records:
  - {kind: leave.taken, teacher: 李老师, start: 2022-09-05, end: 2022-09-09, repeat: {times: 3, every: week}}
expect: {李老师: {quotas: {observe-20: {target: 17}}}}
""",
    )


def test_a_record_waits_to_be_attested_and_is_not_known_before_it_was_recorded(told: Path) -> None:
    assert not _failures(
        told,
        """\
records:
  - {kind: lesson.observed, observer: 李老师, on: 2022-09-05, recorded_on: 2022-09-30}
  - {kind: lesson.observed, observer: 李老师, on: 2022-09-06, recorded_on: 2022-10-30}
  - {kind: lesson.observed, observer: 李老师, on: 2022-09-07, attested: false}
asks:
  - {expect: {李老师: {quotas: {observe-20: {done: 2}}}}}
  - {known_at: 2022-09-30, expect: {李老师: {quotas: {observe-20: {done: 1}}}}}
""",
    )


def test_a_register_changes_in_the_course_of_a_story(told: Path) -> None:
    told.write_text(
        """\
terms:
  2022-2023-1:
  2022-2023-2:
schools: {S1: {stage: 初中}, S2: }
teachers:
  "000101": [{post: 教师}, {in_effect: 2023-02-13, post: 班主任, class_size: 30}]
records:
  - {kind: home.visited, teacher: 000101, term: 2022-2023-2, pupils: 30, meetings: 1}
asks:
  - {term: 2022-2023-1, expect: {"000101": {quotas: {home-visits: }}}}
  - {term: 2022-2023-2, expect: {"000101": {quotas: {home-visits: {done: 30, target: 30}}}}}
""",
        encoding="utf-8",
    )
    assert not run_stories(find_pack("taikang-2022").path, told)


_EXPECT = "expect: {李老师: {}}\n"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("records: [{kind: lesson.obseved, observer: 李老师}]\n", "unknown-kind", 3),
        ("records:\n  - kind: lesson.observed\n    observer: 李老师\n    forn: 公开课\n", "unknown-field", 6),
        ("records:\n  - {kind: lesson.observed, observer: 李老师, teacher: 孙老师}\n", "unknown-teacher", 4),
        ("records:\n  - {kind: lesson.observed, observer: 李老师, form: 听课}\n", "unknown-value", 4),
        ("records:\n  - {kind: award.won, teacher: 李老师, series: 赛, level: 县级}\n", "missing-value", 4),
        ("records: [{kind: lesson.observed, observer: 李老师, on: 2022-08-01}]\n", "outside-term", 3),
        ("records:\n" + "  - {kind: lesson.observed, observer: 李老师}\n" * 2, "story-repeats", 5),
        ("records: [{kind: book.read, teacher: 李老师, repeat: {times: 0}}]\n", "wrong-value", 3),
        ("records: [{kind: book.read, teacher: 李老师, vary: {title: 书}}]\n", "wrong-value", 3),
        ("records: [{kind: book.read, for_each: 李老师}]\n", "wrong-value", 3),
        ("records: [听课]\n", "wrong-value", 3),
        ("records: {kind: book.read}\n", "wrong-value", 3),
        ("schools: {S1: {stage: 小学, weak: 也许}}\n", "wrong-value", 3),
        ("teachers: {李老师: {school: S9}}\n", "bad-yaml", 3),
        ("calendar: {十月: 放假}\n", "bad-date", 3),
        ("recods: []\n", "unknown-field", 3),
        ("as_of: 2022-10-01\nknown_at: 从前\n", "bad-known-at", 1),
    ],
)
def test_a_story_that_cannot_be_told_names_the_line_at_fault(told: Path, text: str, code: str, line: int) -> None:
    assert (code, line) in _codes(told, text + _EXPECT)


def test_a_story_may_say_what_the_ledger_has_to_refuse(told: Path) -> None:
    doubled = "records:\n  - {kind: lesson.observed, observer: 李老师, teacher: 李老师, refused: CODE}\n"
    assert not _codes(told, doubled.replace("CODE", "observes-self") + _EXPECT)
    assert _codes(told, doubled.replace("CODE", "clash") + _EXPECT) == [("observes-self", 4)]
    taken = "records:\n  - {kind: lesson.observed, observer: 李老师, refused: clash}\n"
    assert _codes(told, taken + _EXPECT) == [("not-refused", 4)]


def test_a_story_that_expects_nothing_is_a_failure(told: Path) -> None:
    assert _codes(told, "says: 空\n") == [("nothing-expected", 1)]


def test_a_file_that_is_no_story_is_told_and_one_that_is_not_there_is_refused(told: Path) -> None:
    pack = find_pack("taikang-2022")
    for content in ("- 一\n- 二\n", "stories: 一\n", "stories: [一]\n"):
        told.write_text(content, encoding="utf-8")
        assert [failure.code for failure in run_stories(pack, told)] == ["wrong-value"]
    told.write_bytes(b"\xff\xfe")
    assert [failure.code for failure in run_stories(pack, told)] == ["bad-yaml"]
    with pytest.raises(Refused, match="无法读取"):
        run_stories(pack, told.with_name("没有.yaml"))


def test_a_story_without_a_term_that_anybody_knows_cannot_be_told(told: Path) -> None:
    told.write_text("teachers: [李老师]\n" + _EXPECT, encoding="utf-8")
    assert [failure.code for failure in run_stories(find_pack("taikang-2022"), told)] == ["missing-value"]
    told.write_text("term: 秋学期\nteachers: [李老师]\n" + _EXPECT, encoding="utf-8")
    [failure] = run_stories(find_pack("taikang-2022"), told)
    assert failure.code == "missing-value"


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_every_kind_of_record_can_be_told_in_a_story(kind: str) -> None:
    sample = SAMPLES[kind]
    text = msgspec.yaml.encode(msgspec.to_builtins(sample)).decode()
    assert written(KINDS[kind], read_yaml(text).values, (), str) == sample
