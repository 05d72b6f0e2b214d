"""The one door by which an ID number or telephone number is shown to somebody: with a reason, and recorded."""

from collections.abc import Mapping

from ledger.access_log import Access, What
from ledger.hand_in import HandIn
from ledger.home import Ledger
from ledger.nearest import did_you_mean
from ledger.personal_text import PersonalText
from ledger.records.record import TeacherId
from ledger.refusals import Misuse, Refused
from ledger.register import Register
from ledger.seal import Seal
from ledger.vault import Particulars


def show_numbers(ledger: Ledger, seal: Seal, who: HandIn, teacher: TeacherId, why: str) -> Particulars:
    """Who a teacher is, with all numbers; recorded and sealed in the access log before they are given.

    `seal`: that of the access log. Raises Misuse `unknown-teacher`; Refused `no-reason`, `names-a-person`,
    `person-forgotten`, `not-sealed`, `not-recorded`.
    """
    register = ledger.register()
    check_registered(register, teacher)
    row = register.teachers[teacher]
    if not why.strip():
        raise Refused("no-reason", "查看身份证号和电话要写明用途;请用 --reason 写一句。")
    check_names_nobody(ledger, {"reason": why, "actor": who.actor})
    if seal.checkpoint is None:  # a row before the first checkpoint could never be sealed
        seal.look()
        lost = "查阅登记的封存不见了,记下的查看无从证明;请运行 shilu verify 查明,用备份恢复。"
        raise Refused("not-sealed", seal.standing_still or lost)
    shown = ledger.vault.show(
        teacher,
        row.identity,
        Access(ledger.book.clock(), who.actor, who.authority, What.NUMBERS, teacher, why.strip()),
    )
    seal.keep_up(wait=1.0)
    return shown


def check_registered(register: Register, teacher: TeacherId) -> None:
    """Refuse a code that nobody has: Misuse `unknown-teacher`."""
    if teacher not in register.teachers:
        nearest = did_you_mean(teacher, register.teachers)
        raise Misuse("unknown-teacher", f"没有登记编号是“{teacher}”的教师;{nearest}。")


def check_names_nobody(ledger: Ledger, said: Mapping[str, str]) -> None:
    """Refuse `names-a-person` where a text that is to stay for ever holds a name, ID number or mobile number."""
    _check(said, ledger.personal_text())


def check_no_number(said: Mapping[str, str]) -> None:
    """Refuse as `check_names_nobody`, by the numbers alone: where no names can be read."""
    _check(said, PersonalText({}))


def _check(said: Mapping[str, str], search: PersonalText) -> None:
    for field, text in said.items():
        if search.found(text):
            raise Refused(
                "names-a-person",
                f"{_CALLED[field]}里写有姓名或号码,而这一项要永久保存;请改写教师编号,不写姓名。",
                fields=[field],
            )


_CALLED = {"reason": "理由", "second": "复核人", "actor": "经手人"}
