"""`shilu contests`: its table and its JSON form."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from api.cli.main import main
from ledger.home import Home
from ledger.records.contest import ContestPart
from ledger.records.contest_course import ContestAppealed
from ledger.vocabulary import Prize
from tests.ledger.contest_stories import (
    GIVEN,
    HEADS_AT_COUNTY,
    HEADS_AT_TOWNSHIP,
    OPEN_TO_ALL,
    award,
    closed,
    entered,
    promoted,
    registered,
    school,
    scored,
    teacher,
    write,
)
from tests.ledger.stories import AUTUMN, changed


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Home:
    monkeypatch.setenv("SHILU_HOME", str(tmp_path / "county"))
    home = Home(tmp_path / "county")
    home.make()
    return home


def test_without_a_contest_nothing_is_listed(county: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["contests"]) == 0
    assert capsys.readouterr().out == "没有登记赛事公告。\n"
    assert main(["contests", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_a_contest_is_shown_with_its_ranking_prizes_places_and_appeals(
    county: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    contest = changed(
        OPEN_TO_ALL, promoted=2, level=HEADS_AT_TOWNSHIP.level, parts=(ContestPart("育人故事", Decimal(100)),)
    )
    with county.opened() as ledger:
        write(ledger.book, AUTUMN, school("S001", "城关镇"), *(registered(number) for number in (1, 2, 3)))
        write(ledger.book, contest, HEADS_AT_COUNTY, *(entered(number) for number in (1, 2, 3)))
        write(ledger.book, scored(1), scored(2, score="91"), closed())
        write(ledger.book, award(2, of=contest), award(1, Prize.SECOND, contest), promoted(2, "GK", "JB-X"))
        write(ledger.book, ContestAppealed("GK", teacher(3), GIVEN, "漏登得分。"))
    assert main(["contests", "--as-of", "2022-12-31"]) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "GK 说课(乡级,太康县)2022-11-01 至 2022-11-30,已封分" in lines
    assert "小学组 1 000002 91.00 91 一等奖 推荐" in lines
    assert "小学组 2 000001 90.00 90 二等奖" in lines
    assert "小学组 000003" in lines
    told = "小学组:报名 3 人;一等奖 8 个,已授 1 个,剩 7 个;二等奖 12 个,已授 1 个,剩 11 个;晋级 2 人,已推荐 1 人"
    assert told in lines
    assert "申诉 1 件,已答复 0 件" in lines
    assert main(["contests", "--as-of", "2022-12-31", "--format", "json"]) == 0
    first = json.loads(capsys.readouterr().out)[0]
    assert list(first) == ["code", "series", "level", "unit", "opens", "closes", "state", "groups", "appeals"]
    assert [one["teacher"] for one in first["groups"][0]["ranking"]] == ["000002", "000001", "000003"]
