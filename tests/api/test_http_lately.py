"""What was lately asked for is kept, once, and not for ever."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from api.http.lately import Lately


def test_the_value_asked_for_least_lately_goes_first() -> None:
    kept: Lately[str, str] = Lately(2)
    made: list[str] = []

    def ask(key: str) -> str:
        def make() -> str:
            made.append(key)
            return key.upper()

        return kept.get(key, make)

    assert [ask(key) for key in "abacab"] == list("ABACAB")
    assert made == ["a", "b", "c", "b"]


def test_whoever_asks_meanwhile_gets_the_one_that_is_made() -> None:
    kept: Lately[int, object] = Lately(2)
    together = Barrier(8)

    def ask(_: int) -> object:
        together.wait()
        return kept.get(1, object)

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(ask, range(8)))) == 1


def test_what_could_not_be_made_is_tried_again() -> None:
    kept: Lately[int, int] = Lately(1)
    with pytest.raises(ZeroDivisionError):
        kept.get(1, lambda: 1 // 0)
    assert kept.get(1, lambda: 5) == 5
