"""The report of contradictions: every check over the records that stand, with what was answered."""

from collections.abc import Iterator, Mapping
from datetime import date

from ledger.book import Book
from ledger.bulk import no_collection
from ledger.records.record import TeacherId
from projections.contradictions.absences import active_after_leaving, active_before_hire, active_on_leave
from projections.contradictions.activities import Activities
from projections.contradictions.answers import answered
from projections.contradictions.certificates import certificates_before_contests, certificates_twice
from projections.contradictions.contradiction import Contradiction
from projections.contradictions.elsewhere import active_on_loan, active_on_rotation
from projections.contradictions.files import two_files
from projections.contradictions.lateness import Entering, entered_before_review, recorded_late
from projections.contradictions.material import Material
from projections.contradictions.mentors import younger_mentors
from projections.contradictions.notes import same_notes
from projections.contradictions.places import in_two_places
from projections.contradictions.posts import without_lessons, works_elsewhere
from projections.contradictions.school_days import beyond_the_timetable, lessons_on_free_days
from projections.standing import read_standing


def contradictions(
    book: Book,
    *,
    as_of: date | None = None,
    before: date | None = None,
    known_at: int | None = None,
    teacher: TeacherId | None = None,
    id_numbers: Mapping[TeacherId, str] | None = None,
) -> list[Contradiction]:
    """Every contradiction among the records of what had happened by `as_of` (today), by person and day.

    `before`: the day of a review to come (`as_of`). `known_at`: what the book held at a position (now). `teacher`:
    only what this one is asked about first. `id_numbers` by teacher's code; without them nobody is found in two
    files. They are compared and not told.
    """
    day = as_of or book.today()
    with no_collection():
        material = Material(book, read_standing(book, known_at), day, before or day, id_numbers or {})
        found = list(answered(_found(material), material))
        if teacher:
            found = [one for one in found if material.person(teacher) in one.persons]
    return sorted(found, key=lambda one: (one.persons[:1], one.days[:1], one.what, one.id))


def _found(material: Material) -> Iterator[Contradiction]:
    activities = Activities(material)
    yield from in_two_places(activities)
    yield from active_on_leave(material, activities)
    yield from active_before_hire(material, activities)
    yield from active_after_leaving(material, activities)
    yield from active_on_rotation(material, activities)
    yield from active_on_loan(material, activities)
    yield from lessons_on_free_days(material, activities)
    yield from beyond_the_timetable(activities)
    yield from certificates_before_contests(material)
    yield from certificates_twice(material)
    yield from same_notes(material)
    entering = Entering(material)
    yield from recorded_late(entering)
    yield from entered_before_review(entering)
    yield from younger_mentors(material)
    yield from works_elsewhere(material)
    yield from without_lessons(material)
    yield from two_files(material)
