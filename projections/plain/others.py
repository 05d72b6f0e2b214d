"""What is known of many at once: the county's numbers, places among peers, sums over rosters, from the kernel."""

from typing import Any, Protocol


class Others(Protocol):
    """Answers from the kernel what one subject's reading would need thousands of others for."""

    def value_of(self, kind: str, code: str, name: str) -> Any:
        """The value of a name of the subject's scope: an exact number, a day, a word, yes or no.

        Of a target also `CLAUSE.missing`: the codes of those who have not reached it, sorted.
        """
