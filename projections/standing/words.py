"""Every word that occurs in a county's records, as a code: columns hold codes, and words are compared by them."""

from collections.abc import Iterable
from threading import Lock

import numpy as np
import numpy.typing as npt

from ledger.spelling import squeeze


class _Codes(dict[str, int]):
    """Codes by word, however it is spelled; a word not seen before is given the next."""

    def __init__(self, words: list[str]) -> None:
        super().__init__({"": 0})
        self._words = words
        self._giving = Lock()  # several threads may evaluate the same county

    def __missing__(self, word: str) -> int:
        squeezed = squeeze(str(word))
        with self._giving:
            code = self.get(squeezed)
            if code is None:
                self._words.append(squeezed)
                code = self[squeezed] = len(self._words) - 1
        self[word] = code
        return code


class Words:
    """Every word that occurs, as a code in the order of first use; the empty word is 0.

    Width and spacing are not content: words that differ in these alone are one word, given back squeezed.
    """

    def __init__(self) -> None:
        self._words: list[str] = [""]
        self._codes = _Codes(self._words)

    def code(self, word: str) -> int:
        """The code of a word, a new one where it was not seen yet."""
        return self._codes[word]

    def codes(self, words: Iterable[str]) -> npt.NDArray[np.int64]:
        """The codes of many words."""
        return np.fromiter(map(self._codes.__getitem__, words), np.int64)

    def word(self, code: int) -> str:
        """The word of a code."""
        return self._words[code]
