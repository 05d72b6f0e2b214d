"""What is said in a record, and by the register of those it names, at rows of the table of its kind."""

import numpy as np
import numpy.typing as npt

from projections.county import County
from projections.language.columns import Column
from projections.language.scopes import kinds_of_record, names_of_record, person_attributes
from projections.language.types import Type

Rows = npt.NDArray[np.int64]


class RecordColumns:
    """The names of a record's own (`names_of_record`, and `record.` for what the book says of it)."""

    def __init__(self, county: County, kind: str) -> None:
        self.kind = kind
        self.names = names_of_record(kind)
        self.table = county.facts.table(kind)
        self._county = county
        self._fields = kinds_of_record()[kind].__struct_fields__

    def column(self, name: str, rows: Rows) -> Column:
        """The column of a name, at some rows; nothing, 0 or no where the row is -1."""
        county = self._county
        if name == "band" and {"school", "grade"} <= set(self._fields):
            schools = county.schools.rows(self._words("school", rows))
            return Column(Type.WORD, county.bands(schools, self._words("grade", rows)))
        owner, attribute = _party(name)
        if not owner:
            return self.table.taken(name, rows)
        parties = self._words(owner, rows)
        if attribute in person_attributes() and f"{owner}.post" in self.names:
            return county.teacher_column(attribute, county.teachers.rows(parties))
        return county.school_column(attribute, county.schools.rows(parties))

    def _words(self, field: str, rows: Rows) -> Rows:
        words: Rows = self.table.taken(field, rows).values
        return words


def _party(name: str) -> tuple[str, str]:
    """The party and its attribute that a name such as `observer.post` or `main.host.weak` means."""
    if name.startswith("record."):
        return "", name
    start = len("main.") if name.startswith("main.") else 0
    end = name.find(".", start)
    return ("", name) if end < 0 else (name[:end], name[end + 1 :])
