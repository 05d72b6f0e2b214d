"""证书: a certificate rests on a title, honour, award or recommendation that stands; it is taken back once."""

from ledger.in_force import InForce
from ledger.processes.honours import is_revoked
from ledger.processes.in_the_way import entries_named, others
from ledger.records.award import AwardWon
from ledger.records.certificate import CertificateIssued, CertificateRevoked
from ledger.records.honour import HonourGranted, HonourRecommended
from ledger.records.qualification import TitleHeld
from ledger.records.record import Record, entry_of
from ledger.refusals import Refused
from ledger.vocabulary import Gives

_RESTS_ON: dict[Gives, type[Record]] = {
    Gives.TITLE: TitleHeld,
    Gives.HONOUR: HonourGranted,
    Gives.AWARD: AwardWon,
    Gives.PLACE: HonourRecommended,
}


def check_certificate_issued(said: CertificateIssued, in_force: InForce) -> None:
    """Refuse a certificate for what does not stand, was taken back, or has one already.

    Raises Refused `certificate-baseless`, `out-of-order`, `certificate-issued`.
    """
    kind = _RESTS_ON[said.gives]
    found = [one for one in in_force.by(kind, "teacher")(said.teacher) if entry_of(one).hex() == said.rests_on]
    if not found or is_revoked(found[-1], in_force):
        raise Refused(
            "certificate-baseless",
            f"教师 {said.teacher} 没有编号为 {said.rests_on[:12]} 的{kind.called}记录,或已经撤销,不能颁发证书;"
            "请先登记,或核对记录号。",
            fields=["rests_on"],
        )
    given = getattr(found[-1], found[-1].happened_on)
    if said.on < given:
        raise Refused(
            "out-of-order",
            f"颁发日期 {said.on} 早于{kind.called}的日期 {given};请核对日期。",
            see=entries_named(found),
            fields=["on"],
        )
    gone = {one.number for one in in_force.of(CertificateRevoked)}
    same = [one for one in in_force.by(CertificateIssued, "rests_on")(said.rests_on) if one.number not in gone]
    if others(same, said):
        raise Refused(
            "certificate-issued",
            f"这条{kind.called}已颁发证书 {same[0].number};要换发,请先作废那一份(shilu certificate revoke)。",
            see=entries_named(same),
            fields=["rests_on"],
        )


def check_certificate_revoked(said: CertificateRevoked, in_force: InForce) -> None:
    """Refuse to take back what was not issued, or before it was, or for no reason.

    Raises Refused `certificate-unknown`, `out-of-order`, `no-reason`.
    """
    issued = in_force.by(CertificateIssued, "number")(said.number)
    if not issued:
        raise Refused(
            "certificate-unknown", f"没有颁发过编号为 {said.number} 的证书;请核对证书编号。", fields=["number"]
        )
    if said.on < issued[-1].on:
        raise Refused(
            "out-of-order",
            f"作废日期 {said.on} 早于颁发日期 {issued[-1].on};请核对日期。",
            see=entries_named(issued),
            fields=["on"],
        )
    if not said.reason.strip():
        raise Refused("no-reason", "作废证书要写明理由;请写一句。", fields=["reason"])
