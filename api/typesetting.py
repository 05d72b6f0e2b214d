"""Chinese as it is set in print: full-width punctuation, whatever was typed."""

import re
from functools import lru_cache

_FULL_WIDTH = {ord(typed): chr(ord(typed) + 0xFEE0) for typed in ",;:?!()"}
_CHINESE = re.compile(r"[\u3001-\u9fff]")
# Not within a number or a time (1,800 and 12:30), nor in an address (http://[::1]).
_TYPED = re.compile(r"[;?!()]|(?!(?<=\d)[,:]\d)(?<![\[:])[,:](?![/:])")


@lru_cache(16_384)
def in_print(words: str) -> str:
    """A Chinese sentence with its punctuation full width; other text as it is."""
    if not _CHINESE.search(words):
        return words
    return _TYPED.sub(lambda typed: typed[0].translate(_FULL_WIDTH), words)
