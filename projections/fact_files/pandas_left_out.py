"""Arrow used without loading pandas."""

import sys
from collections.abc import Sequence

import pyarrow as pa


class _NoPandas:
    """Says of pandas that there is none."""

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: object = None) -> None:
        """What the import system asks each finder."""
        if name == "pandas":
            raise ModuleNotFoundError(name)


def leave_pandas_out() -> None:
    """Have pyarrow take it that there is no pandas, unless it is loaded already.

    At its first conversion pyarrow loads pandas, only to ask whether it was handed an object of its own: 0.4 s and
    90 MB for a command that needs no pandas. It asks once a process. What is lost is `Table.to_pandas` and its like.
    """
    if "pandas" not in sys.modules:
        finder = _NoPandas()
        sys.meta_path.insert(0, finder)
        try:
            pa.array([0])
        finally:
            sys.meta_path.remove(finder)
