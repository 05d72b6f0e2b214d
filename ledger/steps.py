"""What is done to an entry after it was recorded: attested, returned, withdrawn, voided, objected to, decided on.

A step is an event in the entry's own stream; it names the versions it is about, so that what was attested is
never in doubt after a correction.
"""

import msgspec


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """A step in the life of an entry (hexadecimal); `of`: versions in its stream, counted from 1."""

    entry: str
    of: tuple[int, ...]


class Attested(Step, frozen=True):
    """审核: the office entitled stands for it. `sample`: how the batch was looked at, where not each one was.

    `partial` are the versions that a first office has attested, and a second one has to.
    """

    sample: str = ""
    partial: tuple[int, ...] = ()


class Returned(Step, frozen=True):
    """退回: sent back to whoever recorded it, with a reason."""


class Withdrawn(Step, frozen=True):
    """撤回: taken back by whoever recorded it, before it was attested."""


class Voided(Step, frozen=True):
    """作废: it stands no longer, with a reason."""


class Objected(Step, frozen=True):
    """异议: the person concerned objects, with a reason."""


class Decided(Step, frozen=True):
    """异议处理: the objection was decided on, with a reason. What was found right is then corrected or voided."""

    upheld: bool = False


class Evidenced(Step, frozen=True):
    """附件: a file was attached; `digest` is its SHA-256 in hexadecimal, `size` in bytes."""

    digest: str
    media: str
    size: int
    name: str = ""
