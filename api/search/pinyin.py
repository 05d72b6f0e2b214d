"""How a Chinese name may be typed in letters: every reading of its characters, in whole or by first letters.

Which reading a person uses nobody has written down: 单 is Shàn as a surname and Dān elsewhere, 乐 Lè or Yuè in either
place. So a name has a spelling for every combination, and is found by each.
"""

import os
import re
from functools import cache, lru_cache
from itertools import islice, product
from unicodedata import normalize

_OF_GIVEN = 3
"""Readings of a character after the first that are looked at; what dictionaries list beyond is in no name."""

_SPELLINGS = 16

_ONLY_IN_SURNAMES = {"黑": "he", "谌": "shen", "逄": "pang", "揭": "qie", "阚": "kan", "禤": "xuan", "昝": "zan"}
"""Readings that the dictionary of characters lacks."""


@lru_cache(maxsize=65536)
def spellings(name: str) -> tuple[str, ...]:
    """Every way to spell a name, a capital at the head of every syllable: 单雄 `ShanXiong`, `DanXiong` …"""
    surname, *given = [one for one in name if one.isalnum()] or [""]
    first = _readings(surname) if surname else ()
    found = []
    for head in first:  # by each of them, however many ways there are to read what follows
        ways = product(*(_readings(one)[:_OF_GIVEN] for one in given))
        found += [head + "".join(way) for way in islice(ways, max(1, _SPELLINGS // len(first)))]
    return tuple(dict.fromkeys(found))


def typed(words: str) -> str:
    """Letters as they were meant, to be looked for: without tones, spaces and apostrophes; ü is v, as on keyboards."""
    return "".join(one for one in _bare(words.lower()) if "a" <= one <= "z")


def pattern(letters: str) -> re.Pattern[str]:
    """What finds letters from the head of a syllable on: each next letter goes on in it, or begins a later one.

    So `zhangxiaoming`, `zxm` and `zhangxm` all find `ZhangXiaoMing`.
    """
    return re.compile(letters[0].upper() + "".join(f"(?:{one}|[a-z]*{one.upper()})" for one in letters[1:]))


@cache
def _readings(character: str) -> tuple[str, ...]:
    """How a character may be read, the usual way first; a letter or digit as it is."""
    known = [_bare(one) for one in _dictionary().get(ord(character), "").split(",") if one]
    if character in _ONLY_IN_SURNAMES:
        known.append(_ONLY_IN_SURNAMES[character])
    known += [one.replace("v", other) for one in known if "v" in one for other in ("yu", "u")]  # 吕: lv, lyu, lu
    return tuple(dict.fromkeys(one.capitalize() for one in known)) or (character.upper(),)


@cache
def _dictionary() -> dict[int, str]:
    """Readings by character, with tones, parted by commas; loaded when somebody first looks for a person."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # names are no phrases; these would take 30 MB
    from pypinyin.pinyin_dict import pinyin_dict

    return pinyin_dict


def _bare(reading: str) -> str:
    """A reading without its tone."""
    parts = normalize("NFD", reading.replace("ü", "v"))
    return "".join(one for one in parts.replace("u\u0308", "v") if one.isascii())
