"""People looked for, by name (part of it), pinyin, first letters, code or school; whom the visitor may see.

Names are held in memory while the program runs, and are written nowhere. The index follows the book: before each
search it takes in what was written since; whoever was forgotten is then found by code and school only.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import Lock
from typing import NamedTuple, cast

from api.accounts.permitted import Sees
from api.search.index import Index, Person
from ledger.book import Book
from ledger.forgetting import forgotten_by
from ledger.in_force import stored_names
from ledger.records.employment import TeacherMerged
from ledger.records.personal_data import PersonForgotten
from ledger.records.record import TeacherId
from ledger.records.registered import SchoolRegistered, TeacherRegistered
from ledger.records.vault_renewed import VaultRenewed
from ledger.register import Register
from ledger.store.codec import decode
from ledger.store.rows import Row

Unsealed = Callable[[Mapping[TeacherId, str]], Mapping[TeacherId, str]]
"""The names behind the identities of teachers; whoever has none is left out."""

_BEARS_ON_IT = frozenset(
    one.kind.partition("/")[0]
    for one in (SchoolRegistered, TeacherRegistered, TeacherMerged, PersonForgotten, VaultRenewed)
)
_OF_TEACHERS = frozenset(stored_names(TeacherRegistered))

_LOOKED_AT = 2_000
"""Events since the last search that are looked at one by one; after more the index is made anew."""

_BESIDE = 500
"""So many who are new or changed are looked through beside all others; with more the index is made anew."""


class Found(NamedTuple):
    """Somebody who was found; `name` is empty where the vault has none (any more)."""

    teacher: str
    name: str
    school: str
    school_name: str
    post: str


class People:
    """The people of one ledger, for any thread."""

    def __init__(self, book: Book, unsealed: Unsealed) -> None:
        """`unsealed` gives names; it is asked for everybody at the first search, later for those who are new."""
        self._book = book
        self._unsealed = unsealed
        self._following = Lock()
        self._position = -1
        self._known = _Known(Register(), {}, frozenset(), {})
        self._indexes = _Indexes(Index((), {}), Index((), {}), frozenset(), {})

    def find(self, words: str, sees: Sees, most: int = 20) -> list[Found]:
        """Those who fit every one of the words and whom the visitor may see; the best first, then by code."""
        indexes = self._followed()

        def may_be(one: Person) -> bool:
            return sees.everything or sees.school(one.school) or any(map(sees.teacher, one.codes))

        def still_so(one: Person) -> bool:
            return one.teacher not in indexes.replaced and may_be(one)

        found = indexes.whole.find(words, still_so, most)
        if indexes.replaced:
            found = sorted(found + indexes.lately.find(words, may_be, most), key=lambda one: (one[0], one[1].teacher))
        return [_found(one, indexes.schools) for _, one in found[:most]]

    def warm(self) -> None:
        """Read names and spellings now, so that nobody waits for it later."""
        self._followed()

    def _followed(self) -> "_Indexes":
        with self._following:
            position = self._book.position
            if position != self._position:
                rows = self._bearing(position)
                if rows is None or not self._take(rows):
                    self._make()
                self._position = position
            return self._indexes

    def _bearing(self, position: int) -> list[Row] | None:
        """What was written since that bears on who is found; None where that is not told row by row."""
        if self._position < 0 or not 0 <= position - self._position <= _LOOKED_AT:
            return None
        rows = self._book.stored.at(range(self._position + 1, position + 1))
        return [row for row in rows if row[3].partition("#")[0].partition("/")[0] in _BEARS_ON_IT]

    def _take(self, rows: Sequence[Row]) -> bool:
        """Take in rows of teachers who are new or changed, beside all others; False where it is not only these."""
        if not rows:
            return True
        if any(row[3] not in _OF_TEACHERS for row in rows):
            return False
        known, indexes = self._known, self._indexes
        codes = set(indexes.replaced)
        for row in rows:
            said = cast("TeacherRegistered", decode(row[3], row[4]).data)
            known.register.apply(said)
            codes.add(known.last_of(said.teacher))
        if len(codes) > _BESIDE:
            return False
        known.name(self._unsealed, [one for code in codes for one in known.codes_of(TeacherId(code))])
        people = [known.person(TeacherId(code)) for code in sorted(codes)]
        self._indexes = _Indexes(indexes.whole, Index(people, indexes.schools), frozenset(codes), indexes.schools)
        return True

    def _make(self) -> None:
        rows = (self._book.kept(one).records for one in (SchoolRegistered, TeacherRegistered))
        register = Register(record for some in rows for record in some)
        forgotten = frozenset(line.code for line in forgotten_by(self._book))
        into = {one.teacher: one.into for one in self._book.kept(TeacherMerged).records}
        known = self._known = _Known(register, into, forgotten, self._known.names)
        known.name(self._unsealed, register.teachers)
        people = [known.person(code) for code in sorted(set(map(known.last_of, register.teachers)))]
        schools = {str(code): row for code, row in register.schools.items()}
        self._indexes = _Indexes(Index(people, schools), Index((), {}), frozenset(), schools)


class _Indexes(NamedTuple):
    """All as it was when it was made, and beside it those who were registered since; `replaced`: their codes."""

    whole: Index
    lately: Index
    replaced: frozenset[str]
    schools: Mapping[str, SchoolRegistered]


class _Known:
    """The register, whose file was merged into whose, who was forgotten; identity and name by code."""

    def __init__(
        self,
        register: Register,
        into: Mapping[TeacherId, TeacherId],
        forgotten: frozenset[TeacherId],
        names: Mapping[TeacherId, tuple[str, str]],
    ) -> None:
        self.register = register
        self._into = into
        self._of: dict[TeacherId, list[TeacherId]] = {}
        for code in into:
            self._of.setdefault(self.last_of(code), []).append(code)
        self._forgotten = forgotten
        self.names = {code: one for code, one in names.items() if code in register.teachers and code not in forgotten}

    def last_of(self, code: TeacherId) -> TeacherId:
        """The code that counts now for one whose file may have been merged into others."""
        seen = {code}
        while code in self._into and self._into[code] in self.register.teachers and self._into[code] not in seen:
            code = self._into[code]
            seen.add(code)
        return code

    def codes_of(self, code: TeacherId) -> list[TeacherId]:
        """A code that counts, and those merged into it that are on the register."""
        return [code, *(one for one in self._of.get(code, ()) if one != code and one in self.register.teachers)]

    def person(self, code: TeacherId) -> Person:
        """Who is behind a code that counts."""
        codes, row = self.codes_of(code), self.register.teachers[code]
        names = dict.fromkeys(self.names[one][1] for one in codes if one in self.names)
        return Person(code, tuple(codes), tuple(names), row.school, row.post)

    def name(self, unsealed: Unsealed, codes: Iterable[TeacherId]) -> None:
        """Fetch the names of those of some codes who are new, or registered with other particulars."""
        rows = {code: self.register.teachers[code] for code in codes if code not in self._forgotten}
        new = {code: row.identity for code, row in rows.items() if self.names.get(code, ("",))[0] != row.identity}
        for code in new:
            self.names.pop(code, None)
        self.names |= {code: (new[code], name) for code, name in unsealed(new).items()}


def _found(one: Person, schools: Mapping[str, SchoolRegistered]) -> Found:
    school = schools[one.school].name if one.school in schools else one.school
    return Found(one.teacher, one.names[0] if one.names else "", one.school, school, one.post)
