"""The terms one after the other, each evaluated up to its own last day by the pack of its time."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from ledger.book import Book
from ledger.records.school_year import TermAnnounced
from ledger.verifying.report import Told
from projections.catalogue import find_pack
from projections.evaluation import Evaluation
from projections.packs_of_time import pack_of_term
from projections.standing import Standing


class TermOfTime(NamedTuple):
    """A term, and its evaluation; None where no pack was in force then."""

    term: TermAnnounced
    evaluation: Evaluation | None


def terms_of_time(
    book: Book,
    standing: Standing,
    terms: Iterable[TermAnnounced],
    as_of: date,
    told: Told = lambda what, done, of: None,
) -> Iterator[TermOfTime]:
    """Each of some terms as the standing's position knows it, up to its last day or `as_of`, whichever is earlier.

    An evaluation is computed when it is asked for, and held by nobody else: of many terms take what is needed.
    """
    chosen = list(terms)
    for done, term in enumerate(chosen):
        told(term.term, done, len(chosen))
        name = pack_of_term(book, term, standing.position)
        day = min(term.end, as_of)
        yield TermOfTime(term, Evaluation(find_pack(name, book), standing, term, day) if name else None)
