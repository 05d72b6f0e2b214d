"""A pack interpreted one teacher at a time, slowly and obviously; the kernel is held to what this says.

Plain values only: exact fractions, dates, words, yes or no. `PlainReading` answers, `Trace` says from which records.
"""

from projections.plain.reading import PlainReading
from projections.plain.trace import Counted, LeftOut, Trace

__all__ = ["Counted", "LeftOut", "PlainReading", "Trace"]
