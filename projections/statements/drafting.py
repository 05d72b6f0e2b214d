"""A draft drawn up: the result of a scope at a position of the book, with what is kept so that it can be checked."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from ledger.book import Book
from ledger.records.pack_adopted import PackAdopted
from ledger.records.record import TermId
from ledger.records.statement import Scope, StatementDrafted, StatementId
from ledger.refusals import Refused
from ledger.spelling import squeeze
from projections.canonical import canonical
from projections.evaluation import Evaluation, find_term
from projections.language.pack import Pack
from projections.standing import read_standing
from projections.statements.fingerprint import fingerprint
from projections.statements.scoped import Result, scoped


@dataclass(frozen=True)
class Drawing:
    """A result drawn up: the pack it is by, what it says, and what the book held."""

    adopted: PackAdopted
    term: TermId
    scope: Scope
    as_of: date
    position: int
    result: Result
    rows: bytes

    @property
    def content(self) -> bytes:
        """The canonical bytes of the result."""
        return canonical(self.result)

    def draft(self, statement: StatementId, on: date) -> StatementDrafted:
        """The draft to record, under a number."""
        return StatementDrafted(
            statement,
            on,
            self.adopted.pack,
            self.adopted.version,
            self.adopted.digest,
            self.term,
            self.scope,
            self.as_of,
            self.position,
            sha256(self.content).hexdigest(),
            sha256(self.rows).hexdigest(),
        )


def draw_up(book: Book, pack: Pack, term: str, scope: Scope, as_of: date | None = None) -> Drawing:
    """The result of a term within a scope, from what the book holds now.

    Raises Misuse `unknown-term`, Refused `empty-result` where nobody is within the scope.
    """
    position, today, scope = book.position, book.today(), Scope(squeeze(scope))
    if as_of and as_of > today:
        raise Refused("future-date", f"截至日 {as_of} 还没有到;请用 {today} 或更早的日期。", fields=["as_of"])
    standing = read_standing(book, position, afresh=True)  # as `reproduce` will: files may have been altered
    evaluation = Evaluation(pack, standing, find_term(standing, term), as_of or today)
    result = scoped(evaluation, scope)
    if not result["teachers"] and not result["schools"]:
        raise Refused("empty-result", f"{term} 学期的名册上,范围 {scope} 里没有教师;请核对学期和范围。")
    adopted = PackAdopted(today, pack.head.id, pack.head.version, pack.digest, pack.text)
    rows = fingerprint(book, position)
    return Drawing(adopted, evaluation.term.term, scope, evaluation.as_of, position, result, rows)


def next_number(book: Book) -> StatementId:
    """The number of the next statement: `JG-1`, `JG-2` …"""
    drafts = [event.data for _, event in book.read([StatementDrafted.kind])]
    taken = {draft.statement for draft in drafts if isinstance(draft, StatementDrafted)}
    number = len(taken) + 1
    while f"JG-{number}" in taken:
        number += 1
    return StatementId(f"JG-{number}")
