"""Small counts that no exchange changes: of any pieces together and any kinds together, a search that misses none.

The count of some kinds K over some pieces R stays as it is in every exchange unless one takes a record of a kind in K
across the border of R for one of a kind not in K, or a crossing of a kind in K takes more records into R than out of it,
or fewer. So, from each record cell on, R and K grow: where such an exchange is left, either its other kind belongs to K
or its other piece to R; where such a crossing is, one of its pieces that are not in R does. Counts only grow on the way,
and what is large enough is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from data.disclosure.crossings import Crossings, crossings
from data.disclosure.exchange import View, offers, together
from data.disclosure.kinds import enough
from data.disclosure.table import Table

Array = npt.NDArray[Any]
Fault = tuple[Array, Array]  # (pieces,) and (kinds + 1,) bool

MOST_STEPS: Final = 300  # of one search; one that has no end by then counts as a fault


@dataclass(frozen=True)
class Reach:
    """Between which pieces two kinds can be exchanged.

    Attributes
    ----------
    label : (kinds, kinds + 1, pieces) the same for pieces between which records of both kinds can be exchanged.
    small : (levels, pieces) the row of each piece at the levels that tell no sensitive kinds.
    crossings : what two records of one kind can do besides.
    """

    table: Table
    label: Array
    small: Array
    crossings: Crossings

    def fine(self, region: Array, kinds: Array) -> bool:
        """Whether the count of some kinds over some pieces, by their positions, may be known, being large enough."""
        counts = self.table.joint[region].sum(axis=0)[kinds[:-1]]
        delicate = self.table.sensitive[kinds[:-1]]
        few, rule = int(counts[delicate].sum()), self.table.rule
        plain = int(counts.sum()) - few
        if plain >= rule.minimum or not few:
            return plain >= rule.minimum or not plain
        inside = any((rows[region] == rows[region[0]]).all() for rows in self.small)
        return plain + few >= rule.sensitive and not inside

    @cached_property
    def ordered(self) -> dict[tuple[int, int], tuple[Array, Array]]:
        """By two kinds, as they are asked for: the pieces in the order of their labels, and where each label begins."""
        return {}

    @cached_property
    def linked(self) -> Array:
        """(kinds, kinds + 1) bool: whether any two pieces can exchange records of two kinds."""
        return np.asarray((self.label != np.arange(self.label.shape[2])).any(axis=2))

    def grown(self, region: Array, one: int, two: int) -> Array:
        """A region, by the positions of its pieces, with all that can exchange records of two kinds with it."""
        if not self.linked[one, two]:
            return region
        label = self.label[one, two]
        if (one, two) not in self.ordered:
            order = np.argsort(label, kind="stable")
            self.ordered[one, two] = order, np.searchsorted(label[order], np.arange(len(label) + 1))
        order, begins = self.ordered[one, two]
        labels = np.array(sorted(set(label[region].tolist())))  # of few, faster than numpy's
        if (begins[labels + 1] - begins[labels]).sum() == len(region):
            return region
        return np.sort(np.concatenate([order[begins[each] : begins[each + 1]] for each in labels]))


def reach_of(table: Table, seen: list[View]) -> Reach:
    """What can be exchanged in a table as it is pooled now."""
    made = list(offers(table, seen))
    kinds, pieces = table.kinds, len(table.joint)
    label = np.broadcast_to(np.arange(pieces), (kinds, kinds + 1, pieces)).copy()
    possible = np.zeros((kinds + 1, kinds + 1), dtype=bool)
    for _, _, offered in made:
        possible |= offered.any(axis=0)
    for one in range(kinds):
        for two in range(one + 1, kinds + 1):
            if possible[one, two] and possible[two, one]:
                label[one, two] = together(table, one, two, made)
                if two < kinds:
                    label[two, one] = label[one, two]
    small = [at for at, coarse in zip(table.at, table.small, strict=True) if coarse]
    return Reach(table, label, np.array(small).reshape(len(small), pieces), crossings(table))


def faults(table: Table, seen: list[View]) -> list[Fault]:
    """Counts that are small and can be worked out, each as its pieces and its kinds, without repeats."""
    reach = reach_of(table, seen)
    found: list[Fault] = []
    covered = np.zeros(table.joint.shape, dtype=bool)
    for piece, kind in zip(*np.nonzero(left_open(reach)), strict=True):
        if covered[piece, kind]:
            continue
        fault = search(reach, np.array([piece]), np.arange(table.kinds + 1) == kind)
        if fault is not None:
            region, kinds = fault
            covered[np.ix_(region, kinds[:-1])] = True
            found.append((np.isin(np.arange(len(table.joint)), region), kinds))
    return found


def left_open(reach: Reach) -> Array:
    """(pieces, kinds) bool: cells with records that a search has to begin at.

    A kind is tied to another in a piece where the pieces that can exchange both have enough of it: a count of the one
    without the other is then no fault. So neither is one where all that a kind is tied to is enough in the piece.
    """
    table, joint, pieces = reach.table, reach.table.joint, len(reach.table.joint)
    tied = np.zeros((pieces, table.kinds + 1, table.kinds + 1), dtype=np.float32)
    for one in range(table.kinds):
        tied[:, one, one] = 1
        for two in np.flatnonzero(np.arange(table.kinds + 1) != one):
            label = reach.label[one, two]
            total = np.bincount(label, joint[:, one], minlength=pieces)[label]
            if table.sensitive[one]:
                tied[:, one, two] = (total >= table.rule.sensitive) & spread(label, reach.small)
            else:
                tied[:, one, two] = total >= table.rule.minimum
    for _ in range(table.kinds.bit_length() + 1):
        tied = np.minimum(tied @ tied, 1)
    held = tied[:, :-1, :-1] > 0
    plain = (held @ np.where(table.sensitive, 0, joint)[:, :, None])[:, :, 0]
    delicate = (held @ np.where(table.sensitive, joint, 0)[:, :, None])[:, :, 0]
    clear = (tied[:, :-1, -1] > 0) | enough(plain, delicate, table.rule, small=bool(len(reach.small)))
    found: Array = (joint > 0) & ~clear
    return found


def spread(label: Array, small: Array) -> Array:
    """(pieces,) bool: whether those with the label of a piece lie in several rows of each level of small areas."""
    found = np.ones(len(label), dtype=bool)
    for rows in small:
        least, most = np.full(len(label), rows.max() + 1), np.full(len(label), -1)
        np.minimum.at(least, label, rows)
        np.maximum.at(most, label, rows)
        found &= (least < most)[label]
    return found


def search(reach: Reach, region: Array, kinds: Array) -> Fault | None:
    """The count that grows from some pieces and kinds until no exchange changes it, where it is still small."""
    waiting, seen = [(region, kinds)], set()
    while waiting:
        region, kinds = waiting.pop()
        state = region.tobytes() + kinds.tobytes()
        if state in seen or reach.fine(region, kinds):
            continue
        seen.add(state)
        ways = open_ways(reach, region, kinds)
        if ways is None or len(seen) > MOST_STEPS:
            return region, kinds
        waiting += ways
    return None


def open_ways(reach: Reach, region: Array, kinds: Array) -> list[Fault] | None:
    """How a count can grow by the exchange or crossing that leaves the fewest ways; None where nothing changes it."""
    fewest: list[Fault] | None = None
    beside = np.append(
        reach.table.joint[region].sum(axis=0), np.iinfo(np.int64).max
    )  # largest first: most is soon large
    others = [two for two in np.argsort(-beside, kind="stable").tolist() if not kinds[two]]
    for two in others:
        more = [] if two == len(kinds) - 1 else [(region, kinds | (np.arange(len(kinds)) == two))]
        more = [way for way in more if not reach.fine(*way)]
        for one in np.flatnonzero(kinds).tolist():
            wider = reach.grown(region, one, two)
            if len(wider) == len(region):
                continue
            ways = [*more, *([] if reach.fine(wider, kinds) else [(wider, kinds)])]
            if fewest is None or len(ways) < len(fewest):
                fewest = ways
            if not fewest:
                return fewest
    for missing in reach.crossings.missing(region, kinds):
        larger = [(np.sort(np.append(region, piece)), kinds) for piece in missing]
        ways = [way for way in larger if not reach.fine(*way)]
        if fewest is None or len(ways) < len(fewest):
            fewest = ways
        if not fewest:
            return fewest
    return fewest
