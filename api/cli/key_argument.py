"""A public key on the command line: written out, or a file that holds it."""

from pathlib import Path

from api.cli.reading import text_of
from ledger.checkpoint import NoteRefused, Verifier, is_secret
from ledger.refusals import Misuse, Refused


def public_key(said: str) -> str:
    """The key that is meant; a key has `+` in it, and is taken for itself. Empty where nothing was said.

    Raises Misuse, with the codes of `text_of` and `bad-key`, for anything else; what was read is never in the sentence.
    """
    if not said:
        return ""
    is_key = is_secret(said) or ("+" in said and not Path(said).is_file())
    try:
        key = said.strip() if is_key else text_of(Path(said)).strip()
        return Verifier.parse(key).text
    except NoteRefused as refused:
        where = "" if is_key else f"{said}:"
        raise Misuse(refused.code, where + refused.message) from None
    except Refused as refused:
        raise Misuse(refused.code, refused.message) from None
