"""评审结果: the list that stands, derived as it was drawn up; before there is one, as it would be now."""

from ledger.book import Book
from projections.reviews.course import Course, course_of
from projections.reviews.listing import ReviewResult, result_of


def as_listed(book: Book, course: Course) -> ReviewResult:
    """The result behind the list that stands, from what the book held then; before there is a list, from now.

    Raises Refused `not-frozen`.
    """
    last = course.listed
    if last is None:
        return result_of(book, course)
    then = course_of(book, course.code, last.position)
    return result_of(book, then, last.position, on=last.on, revision=last.revision)
