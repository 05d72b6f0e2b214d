"""A refusal: why something may not be written, said once and the same way at every door."""

from collections.abc import Sequence


class Refused(Exception):
    """What was asked is not done; nothing was written for it.

    `code` is stable and made for programs; `message` is one sentence for a person (Chinese): what, where and
    what to do; `see` names the entries in the way, `fields` the fields of the record that are at fault.
    """

    def __init__(self, code: str, message: str, *, see: Sequence[str] = (), fields: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.see = tuple(see)
        self.fields = tuple(fields)


class Misuse(Refused):
    """The question itself is wrong: an unknown command, pack, term or teacher (exit status 2)."""
