"""What a kernel has worked out, and from what each of it was, so that a later kernel takes over what did not change.

Nobody writes down what depends on what: it is seen while it is worked out. A value is taken over when everything
that was read for it is found unchanged; what was worked out anew and came to the same counts as unchanged.
"""

from collections.abc import Callable, Iterator
from threading import RLock, local
from typing import Any, NamedTuple

from projections.kernel.alike import alike

Key = tuple[str, ...]
Ask = Callable[[Key], Any]


class Worked(NamedTuple):
    """A value, and the keys of the values that were read for it, in that order."""

    value: Any
    read: tuple[Key, ...]


class Change(NamedTuple):
    """Something read before that is another now."""

    key: Key
    before: Any
    now: Any


Mend = Callable[[Any, list[Change]], Any]
"""Makes of the value before and all changes the value now; None where it has to be worked out whole."""


class WorkedOut:
    """Values by key, each made once; `before` those of an earlier kernel, and `ask` gives the value of any key now.

    Threads may ask at once; one of them works out at a time. Values of the kinds named in `_BETWEEN` are only steps
    on the way to others: they are not made anew to see whether they changed; what they were made of is looked at.
    """

    _BETWEEN = frozenset(["claims"])

    def __init__(self, ask: Ask, before: "WorkedOut | None" = None) -> None:
        self._ask = ask
        self._before = before
        self._found: dict[Key, Worked] = {}
        self._frames = local()
        self._working = RLock()

    def once(self, key: Key, make: Callable[[], Any], mend: Mend | None = None) -> Any:
        """The value of a key: the one that is kept, or of the earlier kernel if it holds, or mended, or made."""
        found = self._found.get(key)
        if found is None:
            with self._working:
                found = self._found.get(key)
                if found is None:
                    found = self._found[key] = self._worked(key, make, mend)
        reading: list[Key] | None = getattr(self._frames, "reading", None)
        if reading is not None:
            reading.append(key)
        return found.value

    def settle(self) -> None:
        """Let go of the earlier kernel's values; what is asked from now on is worked out."""
        self._before = None

    def _worked(self, key: Key, make: Callable[[], Any], mend: Mend | None) -> Worked:
        before = self._before._found.get(key) if self._before else None
        if before is None:
            return self._made(make)
        if not before.read:  # it was read from the book itself
            return _unless_alike(before, self._made(make))
        read = tuple(dict.fromkeys(self._at_bottom(before.read)))
        changes = list(self._changes(read))
        if not changes:
            return Worked(before.value, read)
        if mend:
            mended = self._made(lambda: mend(before.value, changes))
            if mended.value is not None:
                return _unless_alike(before, Worked(mended.value, tuple(dict.fromkeys((*read, *mended.read)))))
        return _unless_alike(before, self._made(make))

    def _made(self, make: Callable[[], Any]) -> Worked:
        value, read = self._watched(make)
        return Worked(value, tuple(dict.fromkeys(read)))

    def _at_bottom(self, read: tuple[Key, ...]) -> Iterator[Key]:
        """The keys read; in place of steps on the way, what these were made of."""
        assert self._before
        for key in read:
            if key[1] in self._BETWEEN:
                yield from self._at_bottom(self._before._found[key].read)
            else:
                yield key

    def _changes(self, read: tuple[Key, ...]) -> Iterator[Change]:
        assert self._before
        for key in read:
            now, _ = self._watched(lambda key=key: self._ask(key))  # type: ignore[misc]
            before = self._before._found[key].value
            if not alike(before, now):
                yield Change(key, before, now)

    def _watched(self, make: Callable[[], Any]) -> tuple[Any, list[Key]]:
        """What `make` gives, and the keys of what it read."""
        outer = getattr(self._frames, "reading", None)
        reading: list[Key] = []
        self._frames.reading = reading
        try:
            return make(), reading
        finally:
            self._frames.reading = outer


def _unless_alike(before: Worked, now: Worked) -> Worked:
    """What was made now; the very value before where it is the same, so that whoever read it sees so at a glance."""
    return Worked(before.value, now.read) if alike(before.value, now.value) else now
