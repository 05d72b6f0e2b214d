"""What a formula gave in an earlier term: the same pack, book and day asked about, the same subject by its code."""

from collections.abc import Callable

import numpy as np

from projections.kernel.asking import Names
from projections.language.calendars import Term
from projections.language.exact import Exact
from projections.language.schema import Earlier
from projections.language.written_numbers import exact_number


def earlier_term(names: Names, earlier: Earlier) -> Term | None:
    """The announced term that is asked about; None where there was none yet."""
    calendars, term = names.county.calendars, names.county.term.term
    if earlier.step == "term":
        return calendars.term_before(term, earlier.back)
    return calendars.term_years_before(term, earlier.back)


def given_earlier(names: Names, earlier: Earlier, at: Callable[[str], Names]) -> Exact:
    """What the formula gave each subject then; `otherwise` to those who were not there."""
    otherwise, length = Exact.of(exact_number(earlier.otherwise)), names.length(earlier.per)
    term = earlier_term(names, earlier)
    if term is None:
        return Exact(np.broadcast_to(otherwise.num, (length,)), otherwise.den)
    then = at(term.name)
    words = names.county.facts.words
    rows = then.subjects.of(earlier.per).rows(words.codes(names.subjects.of(earlier.per).codes))
    if not then.length(earlier.per):
        return Exact(np.broadcast_to(otherwise.num, (length,)), otherwise.den)
    values = then.number(earlier.per, earlier.of)
    return values[np.maximum(rows, 0)].where(rows >= 0, otherwise)
