"""Answers kept as bytes, ready to be sent again while the book and the day are the same; never with a name in them.

A page that shows names is kept with a mark for each: the names are put in every time it is sent.
"""

from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from sys import getsizeof
from threading import Lock
from typing import NamedTuple

from ledger.records.record import TeacherId

MOST_BYTES = 64 * 2**20

_OF_ITSELF = 1_000
"""Bytes that an answer takes beside its texts, rounded up: however small they are, only so many are kept."""

_BEGINS, _ENDS = "\ue000", "\ue001"
"""Around the code of a marked name; these characters stand for nothing, and are in no text."""


@dataclass(frozen=True)
class Answer:
    """What is answered: `etag` names its content where no name is in it; `people` the identities of those marked."""

    body: bytes
    media_type: str
    status: int = 200
    etag: str = ""
    people: Mapping[TeacherId, str] = field(default_factory=dict)
    route: str = ""
    """As which route it is counted where it is sent before any is looked for."""
    has_forms: bool = False
    """Whether what the forms of one session carry is to be put in."""


class Asked(NamedTuple):
    """What an answer depends on: the position of the book, the day, the address with its query, and who asks.

    `by`: the account and all that it may do. An answer is sent again only to the same account with the same roles, so
    whoever lost one of them, or another, is never sent what they may not see.
    """

    position: int
    today: int
    path: str
    query: str
    by: str = ""


class KeptAnswers:
    """The answers lately given, up to so many bytes, questions and people counted too.

    Those that were not asked for longest go first.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._kept: OrderedDict[Asked, Answer] = OrderedDict()
        self._paths: Counter[str] = Counter()
        self._bytes = 0
        self._looking = Lock()

    def may_have(self, path: str) -> bool:
        """Whether anything is kept for a path; if not, nobody need ask how far the book goes."""
        return path in self._paths

    def find(self, asked: Asked) -> Answer | None:
        """The answer to what was asked before."""
        with self._looking:
            found = self._kept.get(asked)
            if found:
                self._kept.move_to_end(asked)
            return found

    def keep(self, asked: Asked, answer: Answer) -> None:
        """Keep an answer; what could not be answered is asked anew."""
        size = _size(asked, answer)
        if answer.status != 200 or size > self._most_bytes:
            return
        with self._looking:
            if before := self._kept.pop(asked, None):
                self._forget(asked, before)
            self._kept[asked] = answer
            self._paths[asked.path] += 1
            self._bytes += size
            while self._bytes > self._most_bytes:
                self._forget(*self._kept.popitem(last=False))

    def _forget(self, asked: Asked, answer: Answer) -> None:
        self._bytes -= _size(asked, answer)
        self._paths[asked.path] -= 1
        if not self._paths[asked.path]:
            del self._paths[asked.path]


def _size(asked: Asked, answer: Answer) -> int:
    """The bytes that are held for an answer."""
    people = (text for one in answer.people.items() for text in one)
    texts = sum(map(getsizeof, (answer.body, asked.path, asked.query, asked.by, *people)))
    return _OF_ITSELF + texts + getsizeof(answer.people)


_FORM_KEY = "\ue002".encode()


def without_form_key(body: bytes, csrf: str) -> bytes:
    """A page as it is kept: without what the forms of one session carry."""
    return body.replace(csrf.encode(), _FORM_KEY) if csrf else body


def with_form_key(body: bytes, csrf: str) -> bytes:
    """A kept page with what the forms of this session carry."""
    return body.replace(_FORM_KEY, csrf.encode())


def marks(codes: Iterable[TeacherId]) -> dict[TeacherId, str]:
    """In place of each teacher's name the mark that `with_names` finds."""
    return {code: f"{_BEGINS}{code}{_ENDS}" for code in codes}


def with_names(page: bytes, names: Mapping[TeacherId, str]) -> bytes:
    """The page with the names of those marked; the code of whoever has none."""
    first, *others = page.split(_BEGINS.encode())
    said = [first]
    for other in others:
        code, _, after = other.partition(_ENDS.encode())
        of = TeacherId(code.decode())
        said += [escape(names.get(of, of)).encode(), after]
    return b"".join(said)
