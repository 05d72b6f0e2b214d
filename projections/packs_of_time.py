"""Which pack a term is looked at with: the one of its time, so that each year is measured by its own rules."""

from ledger.book import Book
from ledger.records.pack_adopted import PackAdopted
from ledger.records.school_year import TermAnnounced
from projections.catalogue import pack_adopted, shipped_packs
from projections.language.pack import Pack


def pack_of_term(book: Book, term: TermAnnounced, position: int) -> str | None:
    """The pack of a term as `ID@VERSION`, as the book knows it at a position; None where there was none.

    The one in force on the term's last day: the last that the county had adopted by then, else one of those that come
    with Shilu, the newest first.
    """
    adopted = [one for one in book.kept(PackAdopted, position).records if one.in_effect <= term.end]
    for one in sorted(adopted, key=lambda one: one.in_effect, reverse=True):
        pack = pack_adopted(one)
        if _is_in_force(pack, term):
            return f"{one.pack}@{one.version}"
    shipped = [pack for pack in shipped_packs().values() if pack.head.status == "in_force" and _is_in_force(pack, term)]
    newest = max(shipped, key=lambda pack: (pack.head.in_force.from_, pack.head.id), default=None)
    return f"{newest.head.id}@{newest.head.version}" if newest else None


def _is_in_force(pack: Pack, term: TermAnnounced) -> bool:
    span = pack.head.in_force
    return span.from_ <= term.end and (span.to is None or term.end <= span.to)
