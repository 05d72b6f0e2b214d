"""Rosters: who, or which schools, share with each subject what a duty goes over; and what they come to together."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from projections.kernel.asking import Names
from projections.language.columns import Column
from projections.language.exact import Exact, sum_by
from projections.language.grouped import count_by, joint_codes, last_of_each, order_of
from projections.language.ordering import classes, order_by
from projections.language.schema import Roster, Total
from projections.language.scopes import TEACHER
from projections.language.subject_scopes import COUNTY, SCHOOL, TOWNSHIP, attributes_of
from projections.language.types import Type

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Sharing:
    """What the attributes shared say: which combination each subject has, and each possible member, from 0."""

    of_subjects: Rows
    of_members: Rows
    many: int
    listed: Mask  # which of the possible members are anybody's at all
    own: bool  # whether a subject is left out of its own roster


class Rosters:
    """The rosters of a pack over all subjects."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def members(self, roster: Roster) -> str:
        """The kind of subject that is on a roster."""
        return TEACHER if roster.of == "teachers" else SCHOOL

    def sharing(self, name: str) -> Sharing:
        """Who shares what with whom on a roster of teachers or schools."""
        return self._names.once(("sharing", name), lambda: self._shared(self._names.pack.rosters[name]))

    def sizes(self, name: str) -> Rows:
        """How many items the roster has for each subject."""
        roster = self._names.pack.rosters[name]
        if roster.of == "school_bands":
            shared = self.sharing(name)
            schools, _ = self._names.county.school_bands()
            return count_by(shared.of_members[schools], shared.many)[shared.of_subjects]
        return self.how_many(name, self.sharing(name).listed)

    def how_many(self, name: str, which: Mask) -> Rows:
        """How many of some of the possible members are on each subject's roster."""
        shared = self.sharing(name)
        counted = which & shared.listed
        sizes = count_by(shared.of_members[counted], shared.many)[shared.of_subjects]
        return sizes - counted if shared.own else sizes

    def those(self, name: str, which: Mask, subject: int) -> list[str]:
        """The codes of those of some of the possible members that are on one subject's roster."""
        shared = self.sharing(name)
        found = which & shared.listed & (shared.of_members == shared.of_subjects[subject])
        codes = self._names.subjects.of(self.members(self._names.pack.rosters[name])).codes
        rows = np.flatnonzero(found).tolist()
        return [codes[row] for row in rows if not (shared.own and row == subject)]

    def holds(self, name: str, items: list[Rows], who: Rows) -> Mask:
        """Whether each record is about an item of its own subject's roster; `items` are the words that name it."""
        roster, shared, county = self._names.pack.rosters[name], self.sharing(name), self._names.county
        words = [np.broadcast_to(np.asarray(item, np.int64), who.shape) for item in items]
        other = self._names.subjects.of(self.members(roster)).rows(words[0])
        there = other >= 0
        if not len(shared.of_members):
            return np.zeros(len(who), np.bool_)
        row = np.maximum(other, 0)
        on_it: Mask = there & shared.listed[row] & (shared.of_members[row] == shared.of_subjects[who])
        if roster.of == "school_bands":
            school, band = county.school_bands()
            span = int(max(words[1].max(initial=0), band.max(initial=0))) + 1
            return on_it & np.isin(other * span + words[1], school * span + band)
        return on_it & (other != who) if shared.own else on_it

    def total(self, total: Total) -> Exact:
        """A number of the members of each subject's roster taken together."""
        roster = self._names.pack.rosters[total.over]
        shared = self.sharing(total.over)
        values = self._names.number(self.members(roster), total.of)
        if total.take == "count":
            return Exact(self.how_many(total.over, values.num != 0))
        if total.take in ("highest", "lowest"):
            return _furthest(values, shared, lowest=total.take == "lowest")
        counted = Exact(np.where(shared.listed, values.num, 0), values.den)
        sums = sum_by(counted, shared.of_members, shared.many)[shared.of_subjects]
        sums = sums - counted if shared.own else sums
        return sums.over(Exact(self.sizes(total.over))) if total.take == "mean" else sums

    def _shared(self, roster: Roster) -> Sharing:
        members = self.members(roster)
        lengths = self._names.length(roster.per), self._names.length(members)
        keys = []
        for name in roster.shared:
            mine = self._attribute(roster.per, name)
            theirs = self._attribute(members, name)
            keys.append(np.concatenate(joint_codes(mine, theirs, lengths)))
        groups, many = classes(keys, sum(lengths))
        listed = np.ones(lengths[1], np.bool_)
        if roster.of == "teachers":
            listed = self._names.people(roster.who)
        own = roster.without_self and roster.per == members
        return Sharing(groups[: lengths[0]], groups[lengths[0] :], many, listed, own)

    def _attribute(self, kind: str, name: str) -> Column:
        """What a subject or a member shares: by the name, or what its school says of it."""
        if name == COUNTY:
            return Column(Type.WORD, np.zeros((), np.int64))
        if name == TOWNSHIP and "township" not in attributes_of(self._names.pack, kind):
            return self._names.county.school_column("township", self._names.subjects.wider(kind, SCHOOL))
        return self._names.subjects.of(kind).column(name)


def _furthest(values: Exact, shared: Sharing, *, lowest: bool) -> Exact:
    """The highest (or lowest) of each roster, 0 of nobody; where oneself is left out, that of the others."""
    rows = np.flatnonzero(shared.listed)
    rank = order_of(values, len(shared.listed))
    order = rows[order_by([shared.of_members[rows], -rank[rows] if lowest else rank[rows]], len(rows))]
    best = np.full(shared.many, -1, np.int64)
    last = last_of_each(order, shared.of_members)
    best[shared.of_members[last]] = last
    found = best[shared.of_subjects]
    if shared.own:
        rest = order[~np.isin(order, last)]
        second = np.full(shared.many, -1, np.int64)
        last_of_rest = last_of_each(rest, shared.of_members)
        second[shared.of_members[last_of_rest]] = last_of_rest
        found = np.where(found == np.arange(len(found)), second[shared.of_subjects], found)
    if not len(shared.of_members):
        return Exact(np.zeros(len(found), np.int64))
    return values[np.maximum(found, 0)].where(found >= 0, Exact.of(0))
