"""What was known when: a position of the book, or the position at a time."""

from datetime import datetime

from ledger.book import Book
from ledger.pen import COUNTY_TIME
from ledger.refusals import Misuse


def position_known(book: Book, text: str | None) -> int | None:
    """The position that people mean by a number or a time; None for now. Raises Misuse `bad-known-at`."""
    if text is None:
        return None
    if text.isascii() and text.isdigit():
        if len(text) > 18 or int(text) > book.position:  # Python makes no number of thousands of digits
            raise Misuse("bad-known-at", f"账本只到位置 {book.position},没有 {text};请改小。")
        return int(text)
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise Misuse("bad-known-at", f"“{text}”不是位置也不是时间;请写成 1200 或 2023-01-13T18:00 的样子。") from None
    return book.position_at(time if time.tzinfo else time.replace(tzinfo=COUNTY_TIME))
