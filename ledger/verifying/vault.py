"""The vault: all that is sealed in it opens and is what the book refers to; nobody whom the register names is gone."""

from collections.abc import Collection, Iterator
from hashlib import sha256
from typing import NamedTuple

from ledger.book import Book
from ledger.forgotten_list import Forgotten, ForgottenList
from ledger.in_force import stored_names
from ledger.records.personal_data import PersonForgotten
from ledger.records.record import Record, TeacherId, entry_of
from ledger.records.registered import TeacherRegistered
from ledger.records.vault_renewed import VaultRenewed
from ledger.refusals import Refused
from ledger.vault import Vault
from ledger.verifying.readable import Readable, readable
from ledger.verifying.report import Report, Told

_LIST = "删除名单 keys/forgotten "
_WRONG = {
    "no-key": "没有本人的密钥,打不开",
    "unreadable": "打不开,或和身份摘要不符,被改动过",
}


def verify_vault(book: Book, vault: Vault, listed: ForgottenList, report: Report, told: Told) -> None:
    """Open everything in the vault and report what is altered, missing, or there although it was to be forgotten."""
    last = book.position  # asked first: the vault commits before the book, so it holds whoever is registered by then
    found = list(vault.check_whole())
    destroyed = vault.forgotten()
    begins = _begins(book, vault, report)
    registered = [one for one in _records(book, TeacherRegistered) if begins < one.position <= last]
    named = {one.said.teacher for one in registered}
    forgotten = _verify_forgotten(book, vault, destroyed, listed, named if begins else None, report)
    kept = set()
    for code, identity, wrong in found:
        kept.add((code, identity))
        if code in vault.withheld and code not in forgotten.said:
            report.fault(f"教师 {code} 的个人信息在恢复备份时没有带回,姓名库里却有;请查明是谁放进去的。")
        elif code in forgotten.codes:
            report.note(f"教师 {code} 的个人信息应已删除,姓名库里还有;下一次打开账本时会删完。")
        elif wrong:
            report.fault(f"姓名库里教师 {code} 的一份个人信息{_WRONG[wrong]};请用备份恢复姓名库。")
    if not kept and not named <= forgotten.codes:
        report.fault("姓名库是空的,账本里登记了教师;请用备份恢复姓名库。")
        return
    for done, one in enumerate(registered, 1):
        position, teacher = one.position, one.said
        if teacher.teacher not in forgotten.codes and (teacher.teacher, teacher.identity) not in kept:
            report.fault(
                f"姓名库里没有教师 {teacher.teacher} 在第 {position} 条登记的个人信息,也没有删除记录;请用备份恢复。",
                position,
                entry_of(teacher).hex(),
            )
        if done % 1000 == 0:
            told("姓名库", done, len(registered))


def _begins(book: Book, vault: Vault, report: Report) -> int:
    """The position up to which the vault need not know who was registered; 0 where it must know all."""
    renewed = max((one.position for one in _records(book, VaultRenewed)), default=0)
    if renewed:
        report.note(f"第 {renewed} 条登记了姓名库重建:此前登记的姓名打不开了,要重新收“教师”表才有。")
    if vault.begins_after:
        report.note(f"前 {vault.begins_after} 条由导出恢复,导出里没有姓名:此前登记的姓名要重新收“教师”表才有。")
    return max(renewed, vault.begins_after)


class _Forgotten(NamedTuple):
    """The codes that the book says were forgotten; those, and whom a restore did not bring back."""

    said: frozenset[TeacherId]
    codes: frozenset[TeacherId]


def _verify_forgotten(
    book: Book,
    vault: Vault,
    destroyed: frozenset[TeacherId],
    listed: ForgottenList,
    named: Collection[TeacherId] | None,
    report: Report,
) -> _Forgotten:
    """Whose particulars are rightly gone; a fault where vault or list say so of anybody else.

    `destroyed`: whose keys the vault says were destroyed. `named`: of a vault that begins late, whom it must know; None
    of any other. Somebody may be forgotten meanwhile: the book says so first, then the list, then the vault; so they
    are asked the other way round.
    """
    try:
        known: set[Forgotten] | None = set(listed.read())
    except Refused as refused:
        report.fault(refused.message)
        known = None
    lines = {
        Forgotten(code, one.said.on, sha256(one.body).hexdigest())
        for one in _records(book, PersonForgotten)
        for code in one.said.codes
    }
    said = frozenset(line.code for line in lines)
    if known is not None:
        for code in sorted(line.code for line in lines - known if line.code in destroyed):
            report.fault(f"{_LIST}里没有教师 {code},账本里有;请打开一次账本(如 shilu status)补上。")
    rightly = said | vault.withheld
    if vault.withheld - said:
        told = "、".join(sorted(vault.withheld - said))
        report.note(f"恢复备份时照删除名单没有带回教师 {told} 的个人信息;恢复的账本里没有这些删除登记。")
    on_list = frozenset(line.code for line in known or ())
    for code in sorted((on_list | destroyed) - rightly):
        if named is not None and code not in named:
            report.note(f"教师 {code} 列为已删除,账本里没有删除登记;姓名库是后来重建的,这个人的姓名本来就不在其中。")
        elif code in destroyed:
            report.fault(f"姓名库说教师 {code} 的个人信息已删除,账本里却没有;请查明是谁删的,用备份恢复姓名库。")
        else:
            report.fault(
                f"{_LIST}里有教师 {code},账本里没有删除登记,也不是恢复备份时带来的;没有照它删除什么。"
                "请查明是谁写的,去掉这一行;手工拷回过旧文件的,请改用 shilu restore。"
            )
    return _Forgotten(said, rightly)


def _records(book: Book, kind: type[Record]) -> Iterator[Readable]:
    return readable(book.stored.rows(kinds=stored_names(kind)))
