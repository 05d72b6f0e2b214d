"""Keys replaced, and written into the book: the signing key by the old one's hand, the vault key where it was lost."""

from pathlib import Path

from api.desk.checking import check_brought, check_written
from api.desk.known import Known
from api.desk.showing import check_names_nobody, check_no_number
from ledger.checkpoint import Checkpoint, open_note, parse_checkpoint
from ledger.event import COUNTY
from ledger.hand_in import HandIn
from ledger.home import Home, Ledger
from ledger.keys import Step
from ledger.records.record import Record
from ledger.records.seal_key import SealKeyReplaced
from ledger.records.vault_renewed import VaultRenewed
from ledger.refusals import Refused
from ledger.submission import Submission

_WAIT = 10.0  # seconds for a sealer that is at work in another process


def replace_signing_key(ledger: Ledger, who: HandIn, reason: str, *, lost: bool = False) -> Step:
    """Replace the signing key; begun again after a crash, it goes on with the same new key.

    The book says so first, so that the last checkpoint of the old key covers it; then the old key signs the new one
    over. Where it is `lost` nobody signs it over. Raises Refused as `Keys.signing`, `key-not-lost`, `seal-broken`,
    `names-a-person`.
    """
    keys, today = ledger.keys, ledger.book.today()
    check_names_nobody(ledger, {"reason": reason, "actor": who.actor})
    if lost:
        keys.check_lost()
        _sealed(ledger)
    else:
        keys.signing()
        _seal_all(ledger)
    new = keys.next_signer()
    said = ledger.book.kept(SealKeyReplaced).records
    if not any(one.new == new.verifier_key for one in said):
        _write(ledger, who, SealKeyReplaced(today, keys.verifier_key, new.verifier_key, reason, lost))
    if not lost:
        _seal_all(ledger)
    step = keys.replace(_sealed(ledger), today, reason, lost=lost)
    _seal_all(ledger)
    ledger.seal.sign_anew()
    return step


def renew_vault(home: Home, who: HandIn, reason: str) -> tuple[Path, int]:
    """Begin a new vault in the place of one whose key is lost; where its sealed rows are, how many people's.

    Raises Refused `key-not-lost`, `out-of-scope` for another authority than the county's.
    """
    if who.authority != COUNTY:
        raise Refused("out-of-scope", f"姓名库由县局重建,现在用的是 {who.authority};请用 --authority county。")
    check_no_number({"reason": reason, "actor": who.actor})  # the names are what is lost
    aside, people = home.renew_vault()
    with home.opened() as ledger:
        mark = ledger.keys.vault_mark
        if not any(one.vault == mark for one in ledger.book.kept(VaultRenewed).records):
            _write(ledger, who, VaultRenewed(ledger.book.today(), mark, people, reason))
    home.vault_is_renewed()
    return aside, people


def _write(ledger: Ledger, who: HandIn, record: Record) -> None:
    known = Known(ledger)
    check_written(record, known.register)
    check_brought(known, record, [record], who.authority, ledger.book.today())
    ledger.book.append(who, Submission([record]))


def _seal_all(ledger: Ledger) -> None:
    """Seal all that was written until now. Raises Refused `seal-broken` or `seal-busy` where that cannot be done."""
    position = ledger.book.position
    ledger.seal.keep_up(wait=_WAIT)
    if ledger.seal.standing_still:
        raise Refused("seal-broken", ledger.seal.standing_still)
    if ledger.seal.size < position:
        raise Refused("seal-busy", "另一个程序一直在封存,还没有封存到最后一条;请稍后再运行一次,会接着办完。")


def _sealed(ledger: Ledger) -> Checkpoint:
    """What the newest checkpoint says, by a key of this ledger. Raises Refused `seal-lost`, or NoteRefused."""
    text, keys = ledger.seal.checkpoint, ledger.keys.verifier_keys
    if text is None or not keys:
        raise Refused(
            "seal-lost",
            f"{ledger.seal.folder} 里没有校验点,或 {ledger.keys.folder} 里没有公钥,新旧密钥接不上;"
            "请先从备份放回校验点,用 --old 写明给出过的公钥。",
        )
    return parse_checkpoint(open_note(text, *keys).text)
