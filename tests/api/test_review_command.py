"""`shilu review`: a round typed command by command, and derived again; what was tampered with is found, and where."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from api.cli.main import main
from api.cli.review_command import _ACTIONS
from ledger.home import Home
from ledger.records.award import AwardWon
from ledger.records.record import TeacherId, entry_of
from projections.reviews.course import course_of
from tests.api.review_rounds import MERIT, by_points, morning, of_title
from tests.api.three_years import PACK, copied_county, county_time
from tests.books import ON_POSTGRESQL, by_another_hand
from tests.ledger.stories import SettableClock

CODE = str(MERIT["code"])


class Office:
    """Types commands, and reads what they print."""

    def __init__(self, home: Home, capsys: pytest.CaptureFixture[str]) -> None:
        self.home = home
        self._capsys = capsys

    def json(self, *arguments: str, status: int = 0) -> Any:
        found = main(["review", *arguments, "--format", "json"])
        captured = self._capsys.readouterr()
        assert found == status, captured
        return json.loads(captured.out or captured.err)

    def text(self, *arguments: str, status: int = 0) -> str:
        found = main(["review", *arguments])
        captured = self._capsys.readouterr()
        assert found == status, captured
        return captured.out + captured.err


@pytest.fixture(scope="module")
def clock() -> Iterator[SettableClock]:
    with county_time() as clock:
        yield clock


@pytest.fixture(scope="module")
def decided(clock: SettableClock, tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, list[str]]:
    """A merit selection, typed from the announcement to the decision, with judged parts."""
    folder = tmp_path_factory.mktemp("typed")
    home = copied_county(folder / "county")
    with home.opened() as ledger:
        applicants = by_points(ledger)[:4]
        schools = {ledger.register().teachers[TeacherId(one)].school for one in applicants}
        register = ledger.register().teachers
        panel = [one for one in of_title(ledger, "正高级教师") if register[TeacherId(one)].school not in schools][:2]
    said = MERIT | {
        "panel": panel,
        "places": [{"group": "全体", "places": 2}],
        "checks": ["县级"],
        "drop": "不去",
        "judged": [{"name": "测评", "most": 100, "weight": 40}],
        "computed": [{"name": "业绩", "source": "points.total", "most": 50, "weight": 60}],
    }
    (folder / "公告.json").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")

    def typed(*arguments: str) -> None:
        assert main(["review", *arguments]) == 0

    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SHILU_HOME", str(home.folder))
        typed("announce", str(folder / "公告.json"))
        for teacher in applicants:
            typed("apply", CODE, "--teacher", teacher)
        morning(clock, 9, 6)
        for teacher in applicants:
            typed("check", CODE, "--teacher", teacher, "--level", "县级", "--pass", "--actor", "officer")
        typed("freeze", CODE)
        morning(clock, 9, 14)
        for number in range(1, len(applicants) + 1):
            for member in panel:
                given = f"测评={60 + (number * 13 + int(member)) % 40}"
                typed("score", CODE, "--member", member, "--actor", member, "--number", str(number), "--score", given)
        typed("list", CODE)
        morning(clock, 9, 19)
        typed("notice", CODE)
        morning(clock, 9, 26)
        typed("decide", CODE)
        typed("give", CODE, "--document", "县教〔2023〕9号")
    return home, applicants


@pytest.fixture
def office(
    decided: tuple[Home, list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Office:
    if ON_POSTGRESQL:
        pytest.skip("a ledger in a database is not copied for every test")
    copytree(decided[0].folder, tmp_path / "county")
    monkeypatch.setenv("SHILU_HOME", str(tmp_path / "county"))
    capsys.readouterr()
    return Office(Home(tmp_path / "county"), capsys)


def test_what_is_printed(office: Office, decided: tuple[Home, list[str]]) -> None:
    [listed] = office.json("rounds")
    assert listed == office.json("show", CODE.lower())
    assert (listed["state"], len(listed["applications"]), listed["lists"][0]["revision"]) == ("decided", 4, 1)
    assert "已决定" in office.text("rounds")
    assert "第 1 版名单" in office.text("show", CODE)
    ranked = office.json("ranking", CODE)
    assert ranked["digest"] == listed["lists"][0]["result"]
    assert ranked["listed"] == listed["lists"][0]["listed"]
    assert len(ranked["listed"]) == 2
    assert "列入名单" in office.text("ranking", CODE)
    first, last = ranked["applicants"][0]["teacher"], ranked["applicants"][-1]["teacher"]
    told = office.json("compare", CODE, last, first)
    assert (told["one"]["teacher"], told["other"]["teacher"]) == (first, last)
    assert "在" in office.text("compare", CODE, first, last)
    assert office.json("holding", CODE, "--teacher", first)["eligible"] is True
    assert "符合条件" in office.text("holding", CODE, "--teacher", first)


def test_derived_again_it_is_the_same(office: Office) -> None:
    told = office.json("reproduce", CODE)
    assert told.keys() >= {"code", "verdict", "dossiers", "lists", "why"}
    assert (told["code"], told["verdict"], len(told["dossiers"]), told["altered"]) == (CODE, "same", 4, [])
    assert all(one["same"] and one["digest"] == one["derived"] for one in (*told["dossiers"], *told["lists"]))
    assert "一致" in office.text("reproduce", CODE)


def test_kept_bytes_that_were_altered_are_found(office: Office) -> None:
    listed = office.json("show", CODE)["lists"][0]
    kept = office.home.folder / "statements" / listed["result"][:2] / listed["result"]
    place = b'"outcome":"listed"'
    kept.write_bytes(kept.read_bytes().replace(place, b'"outcome":"vetoed"', 1))
    told = office.json("reproduce", CODE, status=1)
    [one] = told["lists"]
    assert (told["verdict"], one["kept"], one["same"], one["digest"] == one["derived"]) == (
        "differs",
        "altered",
        False,
        True,
    )
    assert one["first"]["at"] == "applicants"
    assert "保存的文件被改动过" in told["why"]
    kept.unlink()
    told = office.json("reproduce", CODE)
    assert (told["verdict"], told["lists"][0]["kept"]) == ("same", "missing")


def reworded(home: Home, position: int, said: str, instead: str) -> None:
    """Somebody changes words of a row of the book, past the software."""
    with by_another_hand(home.folder / "book.sqlite") as database:
        [body] = database.execute("SELECT body FROM events WHERE position = ?", (position,)).fetchone()
        assert said.encode() in body
        put = body.replace(said.encode(), instead.encode(), 1)
        assert database.execute("UPDATE events SET body = ? WHERE position = ?", (put, position)).rowcount == 1


def test_a_score_that_was_altered_is_found_and_where(office: Office) -> None:
    with office.home.opened() as ledger:
        act = next(one for one in course_of(ledger.book, CODE).acts if one.record.kind == "review.scored/1")
        score = str(act.record.score)  # type: ignore[attr-defined]
    reworded(office.home, act.position, f'"score":"{score}"', '"score":"10"')
    told = office.json("reproduce", CODE, status=1)
    assert (told["verdict"], told["lists"][0]["same"]) == ("differs", False)
    assert act.position in told["altered"]
    assert all(one["same"] for one in told["dossiers"])
    assert "账本的内容被改动过" in office.text("reproduce", CODE, status=1)


def test_a_record_of_an_applicant_that_was_altered_is_found_and_whose(
    office: Office, decided: tuple[Home, list[str]]
) -> None:
    with office.home.opened() as ledger:
        kept = ledger.book.kept(AwardWon)
        wanted = set(decided[1])
        position, award = next(
            (at, one) for at, one in zip(kept.positions, kept.records, strict=True) if one.teacher in wanted
        )
    reworded(
        office.home,
        position,
        f'"prize":"{award.prize}"',
        '"prize":"优秀奖"' if award.prize != "优秀奖" else '"prize":"一等奖"',
    )
    told = office.json("reproduce", CODE, status=1)
    assert told["verdict"] == "differs"
    assert position in told["altered"]
    assert [one["teacher"] for one in told["dossiers"] if not one["same"]] == [award.teacher]
    assert entry_of(award)


def test_a_list_whose_record_names_somebody_else_is_found(office: Office) -> None:
    with office.home.opened() as ledger:
        course = course_of(ledger.book, CODE)
        act = next(one for one in course.acts if one.record.kind == "review.listed/1")
        assert course.listed is not None
        gone = course.listed.listed[0]
        other = next(one.teacher for one in course.standing if one.teacher not in course.listed.listed)
    reworded(office.home, act.position, gone, other)
    told = office.json("reproduce", CODE, status=1)
    assert (told["verdict"], told["lists"][0]["first"]["at"]) == ("differs", "listed")


def test_a_round_that_cannot_be_read_is_said_not_to_be_derived(office: Office) -> None:
    with office.home.opened() as ledger:
        act = next(one for one in course_of(ledger.book, CODE).acts if one.record.kind == "review.scored/1")
    reworded(office.home, act.position, '"score":"', '"score":"x')
    told = office.json("reproduce", CODE, status=1)
    assert told["verdict"] == "cannot"
    assert told["why"].endswith("。")


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        (["frobnicate"], 2, "bad-arguments"),
        (["show", "PS-1999-07"], 2, "unknown-review"),
        (["reproduce", "PS-1999-07"], 2, "unknown-review"),
        (["list", CODE, "--because", "x"], 1, "already-decided"),
        (["apply", CODE, "--teacher", "000101"], 1, "already-frozen"),
        (["vote", CODE, "--member", "000101", "--number", "99", "--for"], 1, "number-unknown"),
        (["compare", CODE, "000101", "999999"], 1, "not-applied"),
        (["object", CODE, "--teacher", "000101", "--reason", "x"], 1, "already-decided"),
        (["score", CODE, "--member", "000101", "--number", "1"], 2, "bad-arguments"),
    ],
)
def test_what_is_not_done(office: Office, arguments: list[str], status: int, code: str) -> None:
    assert office.json(*arguments, status=status)["code"] == code


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"pack": "nowhere"}, "unknown-pack"),
        ({"term": "2031-2032-1"}, "unknown-term"),
        ({"terms": {"clauses": ["may-appyl"]}}, "unknown-clause"),
        ({"computed": [{"name": "业绩", "source": "points.totl", "most": 50, "weight": 100}]}, "unknown-clause"),
        ({"places": []}, "bad-announcement"),
        ({"places": [{"group": "全体"}]}, "bad-announcement"),
        ({"form": "评先"}, "bad-announcement"),
        ({"steps": []}, "review-terms"),
        ({"pack": 7}, "bad-announcement"),
    ],
)
def test_an_announcement_that_is_not_taken(office: Office, tmp_path: Path, changed: dict[str, Any], code: str) -> None:
    path = tmp_path / "公告.json"
    path.write_text(json.dumps(MERIT | {"code": "PY-2023-02"} | changed, ensure_ascii=False), encoding="utf-8")
    told = office.json("announce", str(path), status=2 if code.startswith("unknown") else 1)
    assert told["code"] == code


def test_places_from_a_share(office: Office, tmp_path: Path) -> None:
    """Half of those on the roll of one school, rounded down."""
    with office.home.opened() as ledger:
        school = next(iter(ledger.register().schools))
        staff = sum(
            row.school == school and row.in_effect <= date(2023, 8, 31) for row in ledger.register().teachers.values()
        )
    share = {"percent": "50", "of": "在册教师", "rounding": "舍去"}
    said = MERIT | {"code": "PY-2023-03", "pack": str(PACK), "share": share}
    said |= {"places": [{"group": "全体", "school": school}], "computed": MERIT["computed"]}
    path = tmp_path / "公告.json"
    path.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    # Announced late, the days of applying are over: what is worked out is told by the refusal of the book.
    assert office.json("announce", str(path), status=1)["code"] == "outside-step"
    assert staff // 2 > 0


@pytest.mark.parametrize("action", _ACTIONS)
def test_every_help_has_an_example(action: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["review", action, "--help"])
    assert f"例:\n  shilu review {action}" in capsys.readouterr().out
