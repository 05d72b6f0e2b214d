"""Everybody who can be found, laid out to be looked through quickly: names, spellings, codes and schools as long texts.

A text of fifteen thousand lines is searched in a millisecond or two, where as many names one by one take fifty.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from itertools import accumulate, islice
from typing import NamedTuple

from api.search.pinyin import pattern, spellings, typed
from ledger.records.registered import SchoolRegistered
from ledger.spelling import squeeze, teacher_code

EXACT, BEGINS, HOLDS, SCHOOL = range(4)
"""How well somebody fits what was looked for: the better first."""

_FAR_EAST = "\u2e80"
"""From this character on they are Chinese; letters with tones and accents come before."""

_RUNS = re.compile(f"[{_FAR_EAST}-\U0010ffff]+|[0-9]+|[^0-9{_FAR_EAST}-\U0010ffff]+")
_LONGEST = 40
_OF_A_CODE = 3
"""Characters that codes are looked through for: fewer stand in nearly every code."""

_OF_A_SCHOOL = 3
"""Letters that the spelling of a school's name is looked through for: with fewer nearly every school would fit."""


class Person(NamedTuple):
    """Somebody who can be found; `teacher`: the code that counts now, `codes`: this one and those merged into it."""

    teacher: str
    codes: tuple[str, ...]
    names: tuple[str, ...]
    school: str
    post: str


class _Lines:
    """Texts, each of somebody: which of them hold something, and where."""

    def __init__(self, lines: Iterable[tuple[int, str]]) -> None:
        pairs = list(lines)
        self._whose = [whose for whose, _ in pairs]
        self._text = "\n" + "\n".join(text for _, text in pairs) + "\n"
        self._begins = list(accumulate((len(text) + 1 for _, text in pairs), initial=1))

    def fitting(self, wanted: re.Pattern[str]) -> dict[int, int]:
        """Whose texts fit, and how well."""
        text, found = self._text, dict[int, int]()
        for match in wanted.finditer(text):
            begin, end = match.span()
            fits = HOLDS if text[begin - 1] != "\n" else EXACT if text[end] == "\n" else BEGINS
            whose = self._whose[bisect_right(self._begins, begin) - 1]
            if fits < found.get(whose, SCHOOL):
                found[whose] = fits
        return found


class Index:
    """Those who can be found, as a book's register has them at a position."""

    def __init__(self, people: Sequence[Person], schools: Mapping[str, SchoolRegistered]) -> None:
        self.people = people
        self._names = _Lines((place, _letters(name)) for place, one in enumerate(people) for name in one.names)
        self._spelt = _Lines(
            (place, spelt) for place, one in enumerate(people) for name in one.names for spelt in spellings(name)
        )
        self._codes = _Lines((place, code.lower()) for place, one in enumerate(people) for code in one.codes)
        self._schools = list(schools)
        self._school_names = _Lines((place, _letters(row.name)) for place, row in enumerate(schools.values()))
        self._schools_spelt = _Lines(
            (place, spelt) for place, row in enumerate(schools.values()) for spelt in spellings(row.name)[:1]
        )
        self._of_school: dict[str, list[int]] = {}
        for place, one in enumerate(people):
            self._of_school.setdefault(one.school, []).append(place)

    def find(self, words: str, may_be: Callable[[Person], bool], most: int) -> list[tuple[int, Person]]:
        """Those who fit every one of the words, with how well: the best first, then by code; no more than `most`."""
        size = len(self.people)
        ranked = sorted(fits * size + place for place, fits in self._fitting_all(words).items())
        fitting = ((one // size, self.people[one % size]) for one in ranked)
        return list(islice((one for one in fitting if may_be(one[1])), most))

    def _fitting_all(self, words: str) -> dict[int, int]:
        """Whom all words fit; letters, as they stand, may be one name with its syllables apart."""
        said = words[:_LONGEST].lower().split()
        if len(said) > 1 and all(map(_is_spelling, said)) and (found := self._spelt.fitting(pattern(typed(words)))):
            return found
        return reduce(_both, map(self._fitting, said)) if said else {}

    def _fitting(self, word: str) -> dict[int, int]:
        """Whom one word fits: as a whole, or where it is mixed (`王xm`) in each of its parts."""
        squeezed = squeeze(word)
        found = self._as_a_whole(squeezed)
        runs = _RUNS.findall(squeezed)
        if not found and len(runs) > 1:
            found = self._as_a_whole(runs[0])
            for run in runs[1:]:
                found = _both(found, self._as_a_whole(run))
        return found

    def _as_a_whole(self, word: str) -> dict[int, int]:
        if not _letters(word):
            return {}
        found = dict[int, int]()
        literal = re.compile(_letters(word))
        if word.isdigit():
            _take(found, self._codes.fitting(re.compile(teacher_code(word))))
        if len(word) >= _OF_A_CODE:
            _take(found, self._codes.fitting(literal))
        _take(found, self._names.fitting(literal))
        letters = typed(word) if _is_spelling(word) else ""
        if letters:
            _take(found, self._spelt.fitting(pattern(letters)))
        schools = {self._schools[place] for place in self._school_names.fitting(literal)}
        schools |= {code for code in self._schools if code.lower() == word}
        if len(letters) >= _OF_A_SCHOOL:
            schools |= {self._schools[place] for place in self._schools_spelt.fitting(pattern(letters))}
        _take(found, {place: SCHOOL for code in schools for place in self._of_school.get(code, ())})
        return found


def _letters(text: str) -> str:
    """Text as it is compared: letters, characters and digits alone, without the dot in 阿依古丽·买买提."""
    return "".join(filter(str.isalnum, squeeze(text))).lower()


def _is_spelling(word: str) -> bool:
    """Whether a word is a name, or part of one, in letters."""
    return bool(typed(word)) and not any(one.isdigit() or one >= _FAR_EAST for one in word)


def _take(found: dict[int, int], more: Mapping[int, int]) -> None:
    """Those found in another way too; whoever fits in both as well as in the better."""
    if not found:
        found.update(more)
        return
    for place, fits in more.items():
        if fits < found.get(place, SCHOOL + 1):
            found[place] = fits


def _both(one: Mapping[int, int], other: Mapping[int, int]) -> dict[int, int]:
    """Those who fit both, as well as they fit them together."""
    return {place: one[place] + other[place] for place in one.keys() & other.keys()}
