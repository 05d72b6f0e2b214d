"""How many, how long, how late: every number that the checks for contradictions use, each with its unit.

They are the local default of Shilu, not of any document; the report names those that a finding rests on.
"""

PERIODS_A_DAY = 8
"""Periods that a school day's timetable has."""

SCHOOL_WEEKDAYS = 5
"""Weekdays with school, from Monday on; later ones have it only where a make-up day is declared."""

DAYS_LATE = 30
"""Days after a lesson was observed, within which it is recorded in time where lessons are recorded one by one."""

TERM_DAYS_LATE = 60
"""Days after the last day of a term, within which a workbook of it comes in time."""

SAME_NOTES_CHARACTERS = 20
"""Characters, white space left out, from which the same notes word for word are no chance."""

SAME_NOTES_RECORDS = 5
"""Records with the same notes, from which they are reported."""

REVIEW_WINDOW_DAYS = 30
"""Days before a review in which entering many records of long ago stands out."""

REVIEW_OLDER_DAYS = 60
"""Days after it happened, from which a record is of long ago; for a workbook from the term's last day."""

REVIEW_RECORDS = 20
"""Records of long ago in one workbook, or entered one by one for one person, from which they are many."""

CONTEST_WINDOW_DAYS = 60
"""Days before a contest opens, in which an award of its sort without a contest's code is taken to be meant for it."""

LONG_LEAVE_DAYS = 60
"""Days of leave in a term, weekends included, from which nobody expects lessons to be assigned for it."""
