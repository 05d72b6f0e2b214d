"""What is refused on the web is said in words for people at a page: no command, no option, no code of an office."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.accounts.visitor import Role
from api.configuration import Configuration
from api.http.application import application
from api.web_words import IN_PLACE, for_the_web
from tests.api.county_on_the_web import ASKED
from tests.api.every_role import AWAY, LI, PEOPLE, SCHOOL
from tests.api.office_web import words
from tests.api.signed_in import HERE
from tests.api.writes_out_of_scope import SECTION, County, Sent, made_county

TYPED = re.compile(r"shilu [a-z]|--[a-z]|SHILU_")
SOURCES = ("ledger", "projections", "api")
ONLY_TYPED = ("api/cli/", "api/bench/", "api/demo/", "api/configuration.py")


def refusals() -> Iterator[tuple[str, str]]:
    """The message of every refusal of the program, each `{…}` of it a word, and where it is."""
    for path in (one for folder in SOURCES for one in sorted(Path(folder).rglob("*.py"))):
        if str(path).startswith(ONLY_TYPED):
            continue
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(call, ast.Call)
                and getattr(call.func, "id", "") in ("Refused", "Misuse")
                and len(call.args) > 1
            ):
                said = call.args[1]
                parts = said.values if isinstance(said, ast.JoinedStr) else [said]
                yield (
                    f"{path}:{call.lineno}",
                    "".join(str(one.value) if isinstance(one, ast.Constant) else "甲" for one in parts),
                )


def test_no_refusal_names_a_command_or_an_option_on_the_web_and_each_still_says_something() -> None:
    found = dict(refusals())
    assert len(found) > 300
    typed = {where: said for where, said in found.items() if TYPED.search(said)}
    assert len(typed) > 40
    wrong = {
        where: told
        for where, said in typed.items()
        if TYPED.search(told := for_the_web(said)) or not re.search(r"[\u4e00-\u9fff甲]{4}.*。$", told)
    }
    assert wrong == {}
    assert [where for where, said in found.items() if where not in typed and for_the_web(said) != said] == []


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("结果 JG-1 还没有公示,不能定稿;请先公示。", "结果 JG-1 还没有公示,不能定稿;请先公示。"),
        ("档案还没有封存;请先封存档案(shilu review freeze)。", "档案还没有封存;请先封存档案。"),
        ("没有编号为 X 的结果草案;请用 shilu statement list 核对编号。", f"没有编号为 X 的结果草案。{IN_PLACE}"),
        ("要写明理由;请用 --reason 写一句,不要写姓名。", "要写明理由;不要写姓名。"),
    ],
)
def test_what_is_left_of_a_refusal(said: str, told: str) -> None:
    assert for_the_web(said) == told


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    home = made_county(tmp_path_factory.mktemp("words") / "county")
    with TestClient(application(home, Configuration()), base_url=HERE, raise_server_exceptions=False) as client:
        yield County(client, home)


def test_pages_and_programs_are_refused_in_such_words(county: County) -> None:
    number = county.statement()
    by_form = county.send(
        "POST", Sent(f"/statements/{number}/notice", {"data": {"days": "x", "fields": "name"}}), SECTION
    )
    assert "公示天数" in words(by_form.text)
    assert not TYPED.search(words(by_form.text))
    final = county.send("POST", Sent(f"/api/v1/statements/{number}/final", {"json": {}}), SECTION)
    assert "还没有公示" in final.json()["detail"]
    assert not TYPED.search(final.json()["detail"])


def test_why_names_the_school_that_recorded_something_and_not_its_code(county: County) -> None:
    county.waiting()
    page = words(county.send("GET", Sent(f"/teachers/{LI}?pack=taikang-2022&term={ASKED['term']}"), LI).text)
    assert "第一镇中心校1" in page
    assert f"school:{SCHOOL}" not in page


def test_a_colleagues_name_yields_no_code_of_whom_one_does_not_see(county: County) -> None:
    names = county.ledger.names(county.ledger.register())
    address = "/my/hand-in/lesson.observed"
    stranger, colleague = names[AWAY], names["000012"]  # type: ignore[index]
    fields = county.form(address, LI)
    for name, code, known in ((stranger, AWAY, False), (colleague, "000012", True)):
        answer = county.send("POST", Sent(address, {"data": fields | {"teacher": name}}), LI)
        assert (f"{name}的教师" in words(answer.text) or "没有登记叫" in words(answer.text)) is not known, name
        assert code == "000012" or code not in answer.text
    assert PEOPLE[Role.TEACHER].account == LI
