"""A scale of a pack read for one number: by steps, or by slices that each have their own rate."""

from collections.abc import Callable, Iterator
from fractions import Fraction

from projections.language.schema import Scale
from projections.language.written_numbers import exact_number


def scale_of(scale: Scale) -> Callable[[Fraction], Fraction]:
    """A scale as a function of a number."""
    if scale.steps:
        return lambda number: _step(scale, number)
    return lambda number: _slices(scale, number)


def slices_of(scale: Scale) -> Iterator[tuple[Fraction, Fraction]]:
    """The length and the rate of each slice, that beyond the last left out."""
    reached = Fraction(0)
    for one in scale.slices:
        to = exact_number(one.to)
        yield to - reached, exact_number(one.rate)
        reached = to


def _step(scale: Scale, number: Fraction) -> Fraction:
    gives = scale.below
    for step in scale.steps:
        from_ = exact_number(step.from_)
        if number > from_ or (number == from_ and scale.ends == "included"):
            gives = step.gives
    return exact_number(gives)


def _slices(scale: Scale, number: Fraction) -> Fraction:
    left, total = max(Fraction(number), Fraction(0)), Fraction(0)
    for length, rate in slices_of(scale):
        covered = min(left, length)
        total += covered * rate
        left -= covered
    return total + left * exact_number(scale.beyond)
