"""The kernel: a pack interpreted over whole columns. It knows the language, and no county's rule.

`projections.plain` interprets the same packs one person at a time; the two are held to the same answers.
"""

from projections.kernel.kernel import Kernel

__all__ = ["Kernel"]
