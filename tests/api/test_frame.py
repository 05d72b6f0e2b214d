"""What every page shares: a menu that leads somewhere, words that are there, nothing inline, charts with tables."""

import re
from hashlib import sha256
from pathlib import Path

import pytest

from api.accounts.visitor import HERE, Held, Role, Visitor, Way
from api.http.application import application
from api.pages.forms import csrf_field
from api.pages.navigation import NAVIGATION, may_search, shown_rooms
from api.pages.rendering import STATIC
from api.pages.texts import text
from ledger.home import Home
from tests.api.every_role import routes_of

TEMPLATES = sorted(Path("api/pages/templates").rglob("*.html"))
VENDOR = STATIC / "vendor"
_INLINE = re.compile(
    r"""\sstyle\s*=|\son(?:click|change|submit|load|input|error|focus|blur|key\w+|mouse\w+)\s*=|<style|<script(?![^>]*\bsrc=)|javascript:""",
    re.IGNORECASE,
)
_ASKED = re.compile(r"""\btext\(\s*"([a-z0-9_-]+\.[\w.-]+)"\s*[,)]""")
_ELSEWHERE = re.compile(r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""")


def somebody(role: Role, scope: str = "") -> Visitor:
    return Visitor("word", Way.SESSION, (Held(role, scope),), csrf="0123abcd")


def test_every_page_of_the_menu_is_a_page_and_has_its_words(tmp_path: Path) -> None:
    pages = {path for method, path, _ in routes_of(application(Home(tmp_path))) if method == "GET"}
    entries = [entry for room in NAVIGATION for entry in room.entries]
    assert [entry.address for entry in entries if entry.address not in pages] == []
    labels = {room.label for room in NAVIGATION} | {entry.label for entry in entries}
    assert labels - text.keys() == set()
    once = {(entry.section, entry.address, entry.label) for entry in entries}
    assert len({section for section, _, _ in once}) == len({address for _, address, _ in once}) == len(once)
    for room in NAVIGATION:
        assert len({entry.section for entry in room.entries}) == len(room.entries)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_nothing_inline_nothing_from_elsewhere_and_only_words_that_are_there(path: Path) -> None:
    written = path.read_text(encoding="utf-8")
    assert _INLINE.findall(written) == []
    assert _ELSEWHERE.findall(written) == []
    assert set(_ASKED.findall(written)) - text.keys() == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_form_that_writes_carries_the_field_of_the_session(path: Path) -> None:
    forms = re.findall(r"""<form[^>]*method="post".*?</form>""", path.read_text(encoding="utf-8"), re.DOTALL)
    assert [form[:80] for form in forms if "csrf_field(" not in form and 'name="csrf"' not in form] == []


def test_the_field_of_the_session_stands_in_forms_of_those_signed_in_only() -> None:
    assert csrf_field(HERE) == ""
    assert csrf_field(somebody(Role.TEACHER)) == '<input type="hidden" name="csrf" value="0123abcd">'


@pytest.mark.parametrize(
    ("who", "seen", "not_seen"),
    [
        (somebody(Role.TEACHER), {"nav.my"}, {"nav.people", "nav.school", "nav.county", "nav.audit", "nav.accounts"}),
        (somebody(Role.SCHOOL_CLERK, "school:S001"), {"nav.school", "nav.people"}, {"nav.my", "nav.county"}),
        (somebody(Role.TOWNSHIP, "township:城关镇"), {"nav.county", "nav.people"}, {"nav.my", "nav.accounts"}),
        (somebody(Role.AUDITOR), {"nav.audit", "nav.county", "nav.school"}, {"nav.my", "nav.accounts"}),
        (somebody(Role.ADMINISTRATOR), {"nav.accounts"}, {"nav.people", "nav.county", "nav.my"}),
        (HERE, {"nav.people", "nav.county"}, {"nav.my", "nav.accounts"}),
    ],
)
def test_everybody_is_shown_the_rooms_of_their_work(who: Visitor, seen: set[str], not_seen: set[str]) -> None:
    rooms = {room.label for room in shown_rooms(who, "")}
    assert seen <= rooms
    assert not rooms & not_seen


def test_only_who_sees_several_people_is_offered_to_look_for_one() -> None:
    assert may_search(HERE)
    assert may_search(somebody(Role.AUDITOR))
    assert not may_search(somebody(Role.TEACHER))
    assert not may_search(somebody(Role.ADMINISTRATOR))


def test_programs_of_others_are_what_their_list_says_with_their_licences() -> None:
    told = (VENDOR / "README.md").read_text(encoding="utf-8")
    programs = sorted(VENDOR.glob("*.js"))
    assert programs
    for path in programs:
        assert f"`{path.name}`" in told
        assert sha256(path.read_bytes()).hexdigest() in told
    for library in ("htmx", "echarts", "zrender", "d3", "tslib"):
        assert (VENDOR / f"{library}-LICENSE.txt").stat().st_size > 300


def test_what_is_loaded_first_is_small() -> None:
    first = [STATIC / name for name in ("shilu.css", "parts.css", "pages.js", "seal.svg")]
    first += [path for path in VENDOR.glob("*.js") if path.name.startswith("htmx")]
    assert sum(path.stat().st_size for path in first) < 120_000
