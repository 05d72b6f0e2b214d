"""Why the seal stands still, said once: by the command itself where it does, else by the sealer's own warning."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ledger.refusals import Refused

_LOG = logging.getLogger("ledger.seal.sealing")


@contextmanager
def seal_told_once() -> Iterator[Callable[[], None]]:
    """Hold the sealer's warnings back while a command runs, and give them at its end.

    One that the command's refusal says already is left out. What is yielded drops all until then: the command has
    mended what they are about, or says it.
    """
    held: list[logging.LogRecord] = []

    def hold(record: logging.LogRecord) -> bool:
        held.append(record)
        return False

    said = ""
    _LOG.addFilter(hold)
    try:
        yield held.clear
    except Refused as refused:
        said = refused.message
        raise
    finally:
        _LOG.removeFilter(hold)
        for record in held:
            if record.getMessage() != said:
                _LOG.handle(record)
