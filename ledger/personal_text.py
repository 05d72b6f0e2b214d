"""Names and numbers in free text: found where somebody writes them, so that they can be taken out again.

What is written in the notes of a lesson goes into the book and stays there. It is searched for the names that the
vault knows, for ID numbers and for mobile numbers. What is found is told, never refused: a song may be called 王芳.

A name of three characters or more is told wherever it stands. One of two is often a word too (文明, 高原): it is
told with a title after it (王芳老师), or where it stands by itself, between what is no Chinese character, or a word
that joins people. So 听王芳的课 is found and 文明礼仪 is not; 我校王芳上课 is missed.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from ledger.identity_number import is_identity_number
from ledger.records.record import TeacherId
from ledger.spelling import squeeze
from ledger.telephone import MOBILE

_SHORT = 2
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
_MOBILE = re.compile(rf"(?<![0-9]){MOBILE}(?![0-9])")
_HAN = re.compile(r"[\u3400-\u9fff]")
_TITLES = ("老师", "教师", "同志", "主任", "校长", "园长", "书记", "组长", "女士", "先生", "师傅")
_JOINING_BEFORE = frozenset("和与跟同由请对给被让听向及叫是")
_JOINING_AFTER = frozenset("和与跟同等及的说讲")
_SPACES = str.maketrans("", "", " \u3000")
_DIGITS = frozenset("0123456789")
_NOTHING = "(?!)"


class Sort(StrEnum):
    """What was found; also the code of the warning."""

    NAME = "name-in-text"
    ID_NUMBER = "id-number-in-text"
    TELEPHONE = "telephone-in-text"


class Sighting(NamedTuple):
    """Something found in a text; of a name the codes of those who bear it. Never the name or number itself."""

    sort: Sort
    teachers: tuple[TeacherId, ...] = ()


class PersonalText:
    """Looks for the names of a county in texts; `bearers`: the codes by squeezed name."""

    def __init__(self, bearers: Mapping[str, Sequence[TeacherId]]) -> None:
        self._bearers = {name: tuple(codes) for name, codes in bearers.items() if len(name) >= _SHORT}
        self._by_head: defaultdict[str, list[str]] = defaultdict(list)
        for name in sorted(self._bearers, key=len, reverse=True):
            self._by_head[name[:_SHORT]].append(name)
        firsts, seconds = ("".join({re.escape(head[place]) for head in self._by_head}) for place in range(_SHORT))
        # One class to begin with is what the regular expressions of Python search for quickly; 2,000 names as
        # alternatives take ten times as long.
        second = f"[{seconds}]|" if seconds else ""
        self._begun = re.compile(f"[0-9{firsts}](?={second}[0-9]{{10}})").finditer

    def places(self, text: str) -> Iterator[int]:
        """Where in a text, spaces taken out, a name or number may begin: quick, and seldom anywhere."""
        heads = self._by_head
        for begun in self._begun(text):
            at = begun.start()
            if text[at : at + _SHORT] in heads or text[at] in _DIGITS:
                yield at

    def found(self, text: str) -> list[Sighting]:
        """What a text holds, each once."""
        close = without_spaces(text)
        if next(self.places(close), None) is None:
            return []
        return list(dict.fromkeys((*self._names(close), *_numbers(text, close))))

    def _names(self, text: str) -> Iterator[Sighting]:
        past = 0
        for match in self._begun(text):
            at = match.start()
            if at < past:
                continue
            for name in self._by_head.get(text[at : at + _SHORT], ()):
                if text.startswith(name, at) and (len(name) > _SHORT or _stands_alone(text, at)):
                    yield Sighting(Sort.NAME, self._bearers[name])
                    past = at + len(name)
                    break


def without_spaces(text: str) -> str:
    """The text as it is searched: 李 明华 is 李明华, and a number may be written in groups."""
    return text.translate(_SPACES) if " " in text or "\u3000" in text else text


def _numbers(text: str, close: str) -> Iterator[Sighting]:
    # Both as written and without spaces: numbers are written in groups, and beside each other.
    for said in (text, close):
        if any(is_identity_number(found.upper()) for found in _IDENTITY.findall(said)):
            yield Sighting(Sort.ID_NUMBER)
        if _MOBILE.search(said):
            yield Sighting(Sort.TELEPHONE)


def _stands_alone(text: str, at: int) -> bool:
    """Whether two characters are a name by what stands around them."""
    before, after = text[at - 1 : at] if at else "", text[at + _SHORT :]
    if after.startswith(_TITLES):
        return True
    free_before = not _HAN.match(before) or before in _JOINING_BEFORE
    return free_before and (not _HAN.match(after) or after[0] in _JOINING_AFTER)


def words_of(names: Iterable[str], numbers: Iterable[str]) -> re.Pattern[str]:
    """What finds exactly these names and numbers in any text, however they are spaced."""
    said = {squeeze(one) for one in (*names, *numbers)} - {""}
    return re.compile("|".join("[ \u3000]*".join(map(re.escape, one)) for one in sorted(said)) or _NOTHING)
