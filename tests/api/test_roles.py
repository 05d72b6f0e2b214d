"""docs/roles.md is what is permitted, cell by cell: role × deed × kind × inside or outside the scope."""

from itertools import product

import pytest

from api.accounts.kind_groups import KINDS_OF, OWN_KINDS
from api.accounts.permitted import CALLED, READING, Deed, Matter, check, may, offices, sees
from api.accounts.visitor import HERE, Held, NoCircle, Role, Visitor, Way
from ledger.event import Authority
from ledger.records import KINDS
from ledger.records.record import SchoolId, TeacherId
from ledger.refusals import Refused
from tests.api.roles_page import PAGE, of_roles, of_sections, written

LI, WANG, ZHAO = TeacherId("000001"), TeacherId("000002"), TeacherId("000003")
TOWN, HILL = SchoolId("S001"), SchoolId("S002")


class County(NoCircle):
    """Li and Wang at the school in town, Zhao at the one on the hill and serving in town; Li teaches Chinese."""

    def schools_of(self, teacher: str) -> tuple[SchoolId, ...]:
        return {LI: (TOWN,), WANG: (TOWN,), ZHAO: (HILL, TOWN)}.get(TeacherId(teacher), ())

    def township_of(self, school: str) -> str:
        return {"S001": "城关镇", "S002": "山乡"}.get(school, "")

    def schools_in(self, township: str) -> frozenset[SchoolId]:
        return frozenset([TOWN] if township == "城关镇" else [HILL] if township == "山乡" else [])

    def teachers_of(self, subject: str) -> frozenset[TeacherId]:
        return frozenset([LI] if subject == "语文" else [])

    def organiser_of(self, contest: str) -> Authority:
        return Authority("township:城关镇") if contest == "C1" else super().organiser_of(contest)

    def granted(self, authority: str) -> frozenset[str]:
        return frozenset(["award.won"] if authority == "office:县工会" else [])


def visitor(*held: Held, teacher: str = "") -> Visitor:
    return Visitor("somebody", Way.SESSION, held, TeacherId(teacher), circle=County())


HELD = {
    Role.TEACHER: Held(Role.TEACHER),
    Role.SCHOOL_CLERK: Held(Role.SCHOOL_CLERK, "school:S001"),
    Role.TEACHING_OFFICE: Held(Role.TEACHING_OFFICE, "school:S001"),
    Role.PRINCIPAL: Held(Role.PRINCIPAL, "school:S001"),
    Role.TOWNSHIP: Held(Role.TOWNSHIP, "township:城关镇"),
    Role.SECTION: Held(Role.SECTION, "county"),
    Role.SUBJECT_OFFICER: Held(Role.SUBJECT_OFFICER, "county:教研室", "语文"),
    Role.JUDGE: Held(Role.JUDGE, "contest:C1"),
    Role.PANEL: Held(Role.PANEL, "review:P1"),
    Role.AUDITOR: Held(Role.AUDITOR),
    Role.ADMINISTRATOR: Held(Role.ADMINISTRATOR),
}
INSIDE: dict[Role, list[dict[str, str]]] = {
    Role.TEACHER: [{"teacher": LI}],
    Role.SCHOOL_CLERK: [{"teacher": LI}, {"teacher": ZHAO}, {"school": TOWN}],
    Role.TEACHING_OFFICE: [{"teacher": WANG}, {"school": TOWN}],
    Role.PRINCIPAL: [{"teacher": LI}, {"school": TOWN}],
    Role.TOWNSHIP: [{"teacher": LI}, {"school": TOWN}, {"township": "城关镇"}, {"township": "城关 镇"}],
    Role.SECTION: [{"teacher": ZHAO}, {"school": HILL}, {"township": "山乡"}, {"contest": "C2"}],
    Role.SUBJECT_OFFICER: [{"teacher": LI}, {"subject": "语文"}, {"teacher": WANG, "subject": "语文"}],
    Role.JUDGE: [{"contest": "C1"}, {"contest": "C1", "teacher": ZHAO}],
    Role.PANEL: [{"review": "P1"}, {"review": "P1", "teacher": ZHAO}],
    Role.AUDITOR: [{"teacher": LI}, {"school": HILL}, {"contest": "C2"}, {"review": "P2"}],
    Role.ADMINISTRATOR: [{}],
}
OUTSIDE: dict[Role, list[dict[str, str]]] = {
    Role.TEACHER: [{"teacher": WANG}, {"school": TOWN}, {"township": "城关镇"}],
    Role.SCHOOL_CLERK: [{"teacher": "000009"}, {"school": HILL}, {"township": "城关镇"}],
    Role.TEACHING_OFFICE: [{"teacher": "000009"}, {"school": HILL}],
    Role.PRINCIPAL: [{"school": HILL}, {"township": "城关镇"}],
    Role.TOWNSHIP: [{"teacher": "000009"}, {"school": HILL}, {"township": "山乡"}],
    Role.SUBJECT_OFFICER: [{"teacher": WANG}, {"subject": "数学"}, {"teacher": LI, "subject": "数学"}],
    Role.JUDGE: [{"contest": "C2"}, {"teacher": LI}, {"school": TOWN}, {"contest": "C2", "teacher": LI}],
    Role.PANEL: [{"review": "P2"}, {"teacher": LI}, {"contest": "C1"}],
}
ALL_KINDS = sorted(kind.partition("/")[0] for kind in KINDS)
PAGE_SAYS = of_roles()
SECTIONS_SAY = of_sections()


def holder(role: Role) -> Visitor:
    return visitor(HELD[role], teacher=LI if role is Role.TEACHER else "")


def test_the_page_is_what_the_table_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == written()


def test_every_kind_is_in_one_group_and_what_teachers_hand_in_are_kinds() -> None:
    grouped = [kind for kinds in KINDS_OF.values() for kind in kinds]
    assert sorted(grouped) == ALL_KINDS
    assert set(ALL_KINDS) >= OWN_KINDS


def test_every_role_and_every_deed_has_its_cells() -> None:
    assert set(PAGE_SAYS) == set(Role)
    assert {deed for deeds in PAGE_SAYS.values() for deed in deeds} == set(Deed) == set(CALLED)
    assert all(deeds for deeds in PAGE_SAYS.values())


@pytest.mark.parametrize(("role", "deed"), [*product(Role, Deed)])
def test_a_role_may_do_a_deed_to_the_kinds_that_the_page_says_inside_its_scope(role: Role, deed: Deed) -> None:
    who, kinds = holder(role), PAGE_SAYS[role].get(deed, frozenset())
    assert may(who, deed) is bool(kinds)
    for where, kind in product(INSIDE[role], ALL_KINDS):
        assert may(who, deed, Matter(f"{kind}/1", **where)) is (kind in kinds), (where, kind)
        assert may(who, deed, Matter(kind, **where)) is (kind in kinds), (where, kind)


@pytest.mark.parametrize(("role", "deed"), [*product(OUTSIDE, Deed)])
def test_no_role_may_do_anything_outside_its_scope(role: Role, deed: Deed) -> None:
    who = holder(role)
    for where, kind in product(OUTSIDE[role], ["", *ALL_KINDS]):
        assert not may(who, deed, Matter(kind, **where)), (where, kind)


@pytest.mark.parametrize(("scope", "deed"), [*product(SECTIONS_SAY, Deed)])
def test_a_section_reads_everything_and_writes_the_kinds_that_the_page_says(scope: str, deed: Deed) -> None:
    who, (own, only) = visitor(Held(Role.SECTION, scope)), SECTIONS_SAY[scope]
    of_role = PAGE_SAYS[Role.SECTION].get(deed, frozenset())
    open_to = deed in only or not any(deed in others for _, others in SECTIONS_SAY.values())
    assert may(who, deed) is (bool(of_role) and open_to)
    for kind in ALL_KINDS:
        expected = kind in of_role and open_to and (deed in READING or kind in own)
        if deed in (Deed.SHOW_NUMBERS, Deed.FORGET, Deed.OWN_ACCOUNT, Deed.ADMINISTER):
            continue  # about no kind of record
        assert may(who, deed, Matter(kind, teacher=ZHAO)) is expected, kind


def test_a_section_of_another_name_and_an_issuing_office_write_what_the_county_grants_them() -> None:
    for scope in ("county:电教站", "office:县工会"):
        who = visitor(Held(Role.SECTION, scope))
        assert may(who, Deed.READ, Matter("lesson.observed", teacher=LI))
        assert [kind for kind in ALL_KINDS if may(who, Deed.RECORD, Matter(kind))] == sorted(County().granted(scope))


def test_an_auditor_writes_nothing_and_an_administrator_sees_nothing() -> None:
    writing = set(Deed) - READING - {Deed.OWN_ACCOUNT}
    assert not any(may(holder(Role.AUDITOR), deed) for deed in writing)
    seen = sees(holder(Role.ADMINISTRATOR))
    assert not any(may(holder(Role.ADMINISTRATOR), deed) for deed in READING)
    assert not any([seen.everything, seen.teacher(LI), seen.school(TOWN)])


def test_whoever_sits_at_the_machine_before_there_are_accounts_reads_everything_and_writes_nothing() -> None:
    assert {deed for deed in Deed if may(HERE, deed)} == READING
    assert sees(HERE).everything
    assert sees(HERE).schools is None


def test_somebody_without_a_role_may_do_nothing() -> None:
    assert not any(may(visitor(), deed) for deed in Deed)


def test_a_kind_that_there_is_not_is_nobodys() -> None:
    assert not any(may(holder(role), deed, Matter("lesson.dreamt")) for role, deed in product(Role, Deed))


def test_an_account_with_the_role_of_a_teacher_that_is_no_teachers_may_do_nothing_with_it() -> None:
    nobodys = visitor(Held(Role.TEACHER))
    assert not any(may(nobodys, deed) for deed in Deed)
    assert not sees(nobodys).teacher("")


@pytest.mark.parametrize(
    ("role", "deed", "matter", "office"),
    [
        (Role.TEACHER, Deed.RECORD, Matter("book.read", LI), "school:S001"),
        (Role.PRINCIPAL, Deed.ATTEST, Matter("book.read", LI), "school:S001"),
        (Role.TOWNSHIP, Deed.ATTEST, Matter("book.read", LI), "township:城关镇"),
        (Role.SUBJECT_OFFICER, Deed.ATTEST, Matter("book.read", LI), "county:教研室"),
        (Role.JUDGE, Deed.SCORE, Matter("contest.scored", contest="C1"), "township:城关镇"),
        (Role.SECTION, Deed.ATTEST, Matter("book.read", LI), "county"),
        (Role.ADMINISTRATOR, Deed.ADMINISTER, Matter(), "county"),
    ],
)
def test_what_is_done_is_done_in_the_name_of_the_office_of_the_role(
    role: Role, deed: Deed, matter: Matter, office: str
) -> None:
    assert check(holder(role), deed, matter) == office


def test_of_several_roles_the_first_that_may_says_the_office_and_another_may_be_asked_for() -> None:
    clerk, section = Held(Role.SCHOOL_CLERK, "school:S001"), Held(Role.SECTION, "county:教研室")
    both = visitor(clerk, section)
    lesson = Matter("lesson.observed", LI)
    assert list(offices(both, Deed.RECORD, lesson)) == ["school:S001", "county:教研室"]
    assert check(both, Deed.ATTEST, lesson) == "county:教研室"
    assert check(both, Deed.RECORD, lesson._replace(office="county:教研室")) == "county:教研室"
    with pytest.raises(Refused, match="不能登记") as caught:
        check(both, Deed.RECORD, lesson._replace(office="county"))
    assert caught.value.code == "not-allowed"


def test_a_contest_as_a_whole_is_run_by_who_holds_it_and_a_teacher_writes_only_with_the_own_code() -> None:
    closed = Matter("contest.closed", contest="C1")  # held by the township
    assert check(holder(Role.TOWNSHIP), Deed.RECORD, closed) == "township:城关镇"
    assert not may(holder(Role.PRINCIPAL), Deed.RECORD, closed)
    assert not may(holder(Role.TOWNSHIP), Deed.RECORD, closed._replace(contest="C2"))
    assert may(holder(Role.PRINCIPAL), Deed.RECORD, Matter("contest.entered", LI, contest="C1"))
    assert may(holder(Role.PRINCIPAL), Deed.RECORD, Matter("contest.announced", contest="C9"))
    assert not may(holder(Role.TEACHER), Deed.RECORD, Matter("award.won", contest="C1"))


def test_whose_records_are_seen() -> None:
    assert sees(holder(Role.TEACHER)).teachers == {LI}
    assert sees(holder(Role.TEACHER)).teacher(LI)
    assert not sees(holder(Role.TEACHER)).teacher(WANG)
    school = sees(holder(Role.SCHOOL_CLERK))
    assert school.schools == frozenset({"S001"})
    assert (school.teacher(ZHAO), school.teacher("000009")) == (True, False)
    township = sees(holder(Role.TOWNSHIP))
    assert township.schools == frozenset({"S001"})
    assert (township.teacher(WANG), township.school(HILL)) == (True, False)
    officer = sees(holder(Role.SUBJECT_OFFICER))
    assert (officer.teacher(LI), officer.teacher(WANG), officer.school(TOWN)) == (True, False, False)
    assert sees(holder(Role.AUDITOR)).everything
    assert not sees(holder(Role.SCHOOL_CLERK)).kind("conduct.sanctioned", LI)
    assert sees(holder(Role.PRINCIPAL)).kind("conduct.sanctioned", LI)
    assert sees(visitor(HELD[Role.TEACHER], HELD[Role.TOWNSHIP], teacher=LI)).teacher(ZHAO)
