"""Whether a pack is sound: every name known, every formula fitting, no circle, every example right."""

from projections.language.checks.checking import Checking
from projections.language.checks.clauses import check_clauses
from projections.language.checks.groups import check_groups
from projections.language.checks.head import check_head, check_names
from projections.language.checks.history import check_history
from projections.language.checks.lookups import check_lookups, check_table_words
from projections.language.checks.measures import check_measures
from projections.language.checks.pools import check_pools
from projections.language.examples import run_examples
from projections.language.loading import Draft
from projections.language.pack import Pack
from projections.language.references import find_circles, needs_of_parts


def check_pack(pack: Pack, draft: Draft, own: Pack) -> None:
    """Note every fault of a converted pack in the draft; a clause's examples are run where it is sound itself.

    `own`: the pack without those that it builds on; only its own examples are run, under its own conventions.
    """
    checking = Checking(pack, draft)
    check_head(checking)
    check_names(checking)
    check_lookups(checking)
    check_groups(checking)
    check_measures(checking)
    check_pools(checking)
    check_clauses(checking)
    check_table_words(checking)
    needs = needs_of_parts(pack)
    check_history(checking, needs)
    for place, way in find_circles(pack, needs):
        draft.fault(place, "circle", f"互相引用成了圈:{' → '.join(way)}", "请断开其中一处引用")
    run_examples(pack, draft, own.clauses)
