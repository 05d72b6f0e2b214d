"""The tables of docs/roles.md: written from the table of roles (`python -m tests.api.roles_page`), and read back."""

from collections.abc import Iterator
from itertools import groupby

from api.accounts.kind_groups import KINDS_OF, SECTIONS, Group
from api.accounts.permitted import CALLED, SECTIONS_FOR, TABLE, Deed, Kinds
from api.accounts.visitor import Role
from ledger.records import KINDS
from tests.house.pages import DOCS, table_rows

PAGE = DOCS / "roles.md"
TABLE_OF_ROLES, TABLE_OF_SECTIONS, TABLE_OF_GROUPS = "哪个角色能办什么", "县局的股室办哪些记录", "记录的门类"

_SCOPES = {
    Role.TEACHER: "本人",
    Role.SCHOOL_CLERK: "一所学校",
    Role.TEACHING_OFFICE: "一所学校",
    Role.PRINCIPAL: "一所学校",
    Role.TOWNSHIP: "一个乡镇",
    Role.SECTION: "全县;各股室只办自己的门类",
    Role.SUBJECT_OFFICER: "全县一个学科",
    Role.JUDGE: "一项赛事",
    Role.PANEL: "一次评审",
    Role.AUDITOR: "全县",
    Role.ADMINISTRATOR: "账号",
}
_EVERYTHING, _BUT, _ONLY = "全部", "全部,除了", "只限"
_CALLED = {kind.partition("/")[0]: record.called for kind, record in KINDS.items()}
_NAMES = {called: kind for kind, called in _CALLED.items()}
_DEEDS = {called: deed for deed, called in CALLED.items()}


def told(kinds: Kinds) -> str:
    """Kinds as the page says them."""
    if kinds.only:
        return _ONLY + "、".join(sorted(_CALLED[kind] for kind in kinds.only))
    left = [group for group in Group if group not in kinds.groups]
    if not left:
        return _EVERYTHING
    if len(left) < len(kinds.groups):
        return _BUT + "、".join(left)
    return "、".join(group for group in Group if group in kinds.groups)


def kinds_told(text: str) -> frozenset[str]:
    """The kinds that the page means, without version."""
    if text.startswith(_ONLY):
        return frozenset(_NAMES[name] for name in text.removeprefix(_ONLY).split("、"))
    if text.startswith(_EVERYTHING):
        left = set(filter(None, text.removeprefix(_EVERYTHING).removeprefix(",除了").split("、")))
        assert left <= set(Group), text
        groups = [group for group in Group if group not in left]
    else:
        groups = [Group(name) for name in text.split("、")]
    return frozenset(kind for group in groups for kind in KINDS_OF[group])


def of_roles() -> dict[Role, dict[Deed, frozenset[str]]]:
    """The table of roles as the page says it: the kinds that each deed is open for."""
    found: dict[Role, dict[Deed, frozenset[str]]] = {role: {} for role in Role}
    for role, _, deeds, kinds in table_rows(PAGE, TABLE_OF_ROLES):
        for deed in deeds.split("、"):
            assert _DEEDS[deed] not in found[Role(role)], (role, deed)
            found[Role(role)][_DEEDS[deed]] = kinds_told(kinds)
    return found


def of_sections() -> dict[str, tuple[frozenset[str], frozenset[Deed]]]:
    """What the page says of each section: the kinds that it deals with, and the deeds that only some sections do."""
    return {
        scope.strip("`"): (kinds_told(kinds), frozenset(_DEEDS[deed] for deed in deeds.split("、") if deed != "—"))
        for scope, kinds, deeds in table_rows(PAGE, TABLE_OF_SECTIONS)
    }


def written() -> str:
    """The page with its tables as the table of roles has them."""
    page = PAGE.read_text(encoding="utf-8")
    for title, rows in (
        (TABLE_OF_ROLES, _rows_of_roles()),
        (TABLE_OF_SECTIONS, _rows_of_sections()),
        (TABLE_OF_GROUPS, _rows_of_groups()),
    ):
        page = _with_table(page, title, rows)
    return page


def _rows_of_roles() -> Iterator[str]:
    yield "| 角色 | 范围 | 能办什么 | 哪些记录 |"
    yield "|---|---|---|---|"
    for role, deeds in TABLE.items():
        by_kinds = sorted(
            deeds.items(), key=lambda one: (told(one[1]) != _EVERYTHING, told(one[1]), list(Deed).index(one[0]))
        )
        for kinds, alike in groupby(by_kinds, key=lambda one: told(one[1])):
            yield f"| {role} | {_SCOPES[role]} | {'、'.join(CALLED[deed] for deed, _ in alike)} | {kinds} |"


def _rows_of_sections() -> Iterator[str]:
    yield "| 名义 | 登记、审核、更正的记录 | 只有这些股室办的 |"
    yield "|---|---|---|"
    for scope, groups in SECTIONS.items():
        only = [CALLED[deed] for deed, scopes in SECTIONS_FOR.items() if scope in scopes]
        yield f"| `{scope}` | {told(Kinds(groups))} | {'、'.join(only) or '—'} |"


def _rows_of_groups() -> Iterator[str]:
    yield "| 门类 | 种类 |"
    yield "|---|---|"
    order = list(_CALLED)
    for group, kinds in KINDS_OF.items():
        yield f"| {group} | {'、'.join(_CALLED[kind] for kind in sorted(kinds, key=order.index))} |"


def _with_table(page: str, title: str, rows: Iterator[str]) -> str:
    """The page with the table under a heading put in the place of the one that was there."""
    head, heading, rest = page.partition(f"\n## {title}\n")
    assert heading, title
    lines = rest.split("\n")
    first = next(at for at, line in enumerate(lines) if line.startswith("|"))
    last = next((at for at in range(first, len(lines)) if not lines[at].startswith("|")), len(lines))
    return head + heading + "\n".join([*lines[:first], *rows, *lines[last:]])


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8")
