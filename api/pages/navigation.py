"""Where a visitor may go: the rooms of the site with their pages, and who is shown them; each page may do no more.

A room adds its pages here, one `Entry` each; a room without entries is not shown. What is shown is no permission:
every route asks api/accounts/permitted.py.
"""

from collections.abc import Iterator
from typing import NamedTuple

from api.accounts.permitted import Deed, may
from api.accounts.visitor import Role, Visitor, Way

_SCHOOL = frozenset({Role.SCHOOL_CLERK, Role.TEACHING_OFFICE, Role.PRINCIPAL})
_COUNTY = frozenset({Role.TOWNSHIP, Role.SECTION, Role.SUBJECT_OFFICER})
_READERS = _SCHOOL | _COUNTY | {Role.AUDITOR}
_CONTESTS = _COUNTY | {Role.JUDGE, Role.AUDITOR}
_OWN = frozenset({Role.TEACHER})
_ACCOUNTS = frozenset({Role.ADMINISTRATOR})
_NOT_HERE = _OWN | _ACCOUNTS
_REVIEWS = (_READERS - {Role.SUBJECT_OFFICER}) | _OWN | {Role.PANEL}


class Entry(NamedTuple):
    """A page of the menu.

    `label`: the key of its text; `section`: what the template says of itself, `{% set section = "inbox" %}`, so that
    the menu shows where one is; `roles`: who is shown it, where these are fewer than the room's.
    """

    label: str
    address: str
    section: str
    roles: frozenset[Role] = frozenset()


class Room(NamedTuple):
    """A room of the site: the key of its text, who is shown it, its pages; the first is where the room begins."""

    label: str
    roles: frozenset[Role]
    entries: tuple[Entry, ...]
    deed: Deed | None = None
    """Who is shown it beside these roles: whoever may do this."""


NAVIGATION: tuple[Room, ...] = (
    Room(
        "nav.my",
        _OWN,
        (
            Entry("my.nav", "/my", "my"),
            Entry("timeline.nav", "/my/records", "my-records"),
            Entry("credits.nav", "/my/history", "my-history"),
            Entry("my.hand_in", "/my/hand-in", "my-hand-in"),
            Entry("my.explain", "/my/contradictions", "my-contradictions"),
        ),
    ),
    Room(
        "nav.school",
        _SCHOOL | {Role.AUDITOR},
        (
            Entry("inbox.nav", "/school/inbox", "inbox"),
            Entry("workbooks.nav", "/school/workbooks", "workbooks"),
            Entry("behind.nav", "/school/behind", "behind"),
            Entry("school_groups.nav", "/school/groups", "school-groups"),
            Entry("school_mentorships.nav", "/school/mentorships", "school-mentorships"),
            Entry("checks.nav", "/school/checks", "checks"),
            Entry("observations.nav", "/school/observations", "observations"),
        ),
    ),
    Room(
        "nav.county",
        _COUNTY | {Role.AUDITOR},
        (
            Entry("site.dashboard", "/dashboard", "dashboard", frozenset({Role.SECTION, Role.AUDITOR})),
            Entry("county_board.title", "/county/board", "county-board"),
            Entry("inbox.nav", "/school/inbox", "inbox", _COUNTY),
            Entry("workbooks.nav", "/school/workbooks", "workbooks", _COUNTY),
            Entry("county_reports.title", "/county/reports", "county-reports"),
            Entry("county_rotations.title", "/county/rotations", "county-rotations"),
            Entry("county_mentorships.title", "/county/mentorships", "county-mentorships"),
            Entry("county_pairings.title", "/county/pairings", "county-pairings"),
            Entry("county_studios.title", "/county/studios", "county-studios"),
            Entry("county_three_ones.title", "/county/three-ones", "county-three-ones"),
            Entry("county_contradictions.title", "/county/contradictions", "county-contradictions"),
            Entry("county_charts.title", "/county/charts", "county-charts"),
            Entry("county_terms.title", "/county/terms", "county-terms"),
        ),
    ),
    Room(
        "nav.people",
        _READERS,
        (
            Entry("site.teachers", "/teachers", "teachers"),
            Entry("site.groups", "/groups", "groups"),
        ),
    ),
    Room("nav.contests", _CONTESTS, (Entry("contests.menu", "/contests", "contests"),)),
    Room("nav.reviews", _REVIEWS, (Entry("reviews.menu", "/reviews", "reviews"),)),
    Room(
        "nav.policies",
        _READERS,
        (
            Entry("policies.menu", "/policies", "policies"),
            Entry("trying.title", "/policies/simulate", "policies-simulate", frozenset({Role.SECTION, Role.AUDITOR})),
        ),
    ),
    Room("nav.statements", _READERS, (Entry("statements.menu", "/statements", "statements"),)),
    Room(
        "nav.audit",
        frozenset({Role.AUDITOR}),
        (
            Entry("audit.menu", "/audit", "audit"),
            Entry("verify.title", "/audit/verify", "audit-verify"),
            Entry("checkpoints.title", "/audit/checkpoints", "audit-checkpoints"),
            Entry("late.title", "/audit/late", "audit-late"),
            Entry("exemptions.title", "/audit/exemptions", "audit-exemptions"),
            Entry("held.title", "/audit/held", "audit-held"),
            Entry("shown.title", "/audit/shown", "audit-shown"),
        ),
        Deed.AUDIT,
    ),
    Room("nav.accounts", _ACCOUNTS, (Entry("nav.accounts", "/accounts", "accounts"),)),
)


class ShownRoom(NamedTuple):
    """A room as a visitor sees it. `here`: the page shown is in it."""

    label: str
    address: str
    here: bool
    entries: tuple[Entry, ...]


def is_signed_in(visitor: Visitor) -> bool:
    """Whether the visitor came in with an account."""
    return visitor.way is not Way.HERE


def may_search(visitor: Visitor) -> bool:
    """Whether there is anybody whom the visitor may look for: not oneself alone."""
    return may(visitor, Deed.COMPARE)


def shown_rooms(visitor: Visitor, section: str) -> list[ShownRoom]:
    """The rooms that a visitor is shown, of a page that says it is `section`."""
    return list(_shown(visitor, section))


def _shown(visitor: Visitor, section: str) -> Iterator[ShownRoom]:
    for room in NAVIGATION:
        by_deed = room.deed is not None and may(visitor, room.deed)
        entries = tuple(one for one in room.entries if by_deed or _is_for(visitor, one.roles or room.roles))
        if entries and (by_deed or _is_for(visitor, room.roles)):
            here = any(one.section == section for one in entries)
            yield ShownRoom(room.label, entries[0].address, here, entries)


def _is_for(visitor: Visitor, roles: frozenset[Role]) -> bool:
    if visitor.way is Way.HERE:
        return not roles <= _NOT_HERE
    return any(held.role in roles for held in visitor.held)
