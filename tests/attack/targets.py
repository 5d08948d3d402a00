"""The cells that must stay withheld: every small one of every table that anybody could think of, by the test's own count."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from data.choices import DatasetChoice
from data.index import HOURS_OF_WEEK, MOMENTS
from data.query import moment_mask
from tests.attack.equations import Box, Equations
from tests.attack.questions import years

Array = npt.NDArray[Any]


def small_cells(equations: Equations, dataset: DatasetChoice, minimum: int, most: int) -> dict[str, list[Box]]:
    """Boxes that hold 1 to ``minimum`` - 1 records, by what they are cut by; of many cells ``most``, evenly taken."""
    cut = Cut(equations, dataset)
    cells = (
        ("area by kind", list(cut.areas(cut.kinds()))),
        ("area by time", list(cut.areas(cut.times()))),
        ("area by month", list(cut.areas_by_month())),
        ("month by kind", list(cut.months(cut.kinds()))),
        ("hour by kind", list(cut.hours())),
        ("hour by area", list(cut.hours_by_area())),
        ("whole by kind", list(cut.whole())),
    )
    found = {}
    for name, every in cells:
        boxes = every[:: len(every) // most + 1]
        found[name] = [box for box, count in zip(boxes, cut.counts(boxes), strict=True) if 0 < count < minimum]
    return found


class Cut:
    """The cells of one data set."""

    def __init__(self, equations: Equations, dataset: DatasetChoice) -> None:
        self.equations, self.dataset, self.atoms = equations, dataset, equations.atoms
        self.everywhere = np.ones(len(self.atoms.places), dtype=bool)
        self.always = np.ones(MOMENTS, dtype=bool)
        self.everything = np.ones(self.atoms.kinds, dtype=bool)

    def counts(self, boxes: list[Box]) -> list[int]:
        """The truth of each; one count of everything, then sums."""
        records = self.atoms.records
        first, last = self.atoms.months
        size = (len(self.atoms.places), self.atoms.kinds, last - first + 1, MOMENTS)
        cells = np.ravel_multi_index(
            (
                self.atoms.place,
                records["kind"].to_numpy(),
                records["month"].to_numpy() - first,
                records["moment"].to_numpy(),
            ),
            size,
        )
        place, kind, month, moment = np.unravel_index(cells, size)
        found = []
        order = np.argsort(month, kind="stable")
        place, kind, month, moment = place[order], kind[order], month[order], moment[order]
        starts = np.searchsorted(month, np.arange(size[2] + 1))
        for box in boxes:
            places, kinds, (low, high), moments = self.equations.sets(box)
            rows = slice(starts[low - first], starts[high - first + 1])
            inside = places[place[rows]] & kinds[kind[rows]]
            found.append(int((inside & moments[moment[rows]]).sum()))
        return found

    def kinds(self) -> list[tuple[Array, Array]]:
        """Each type, main and smaller, at any time."""
        found = []
        for positions in self.dataset.type_slugs.values():
            one = np.zeros(self.atoms.kinds, dtype=bool)
            one[list(positions)] = True
            found.append((one, self.always))
        return [*found, (self.everything, self.always)]

    def times(self) -> list[tuple[Array, Array]]:
        """Night, day and unknown, of everything and of each main kind."""
        night, day = moment_mask("night", ()), moment_mask("day", ())
        assert night is not None and day is not None
        unknown = np.arange(MOMENTS) >= HOURS_OF_WEEK
        kinds = [kinds for kinds, _ in self.kinds()]
        return [(one, time) for one in kinds for time in (night, day, unknown)]

    def areas(self, cuts: list[tuple[Array, Array]]) -> Iterator[Box]:
        for span in years(self.dataset):
            for places in self.each_area():
                for kinds, moments in cuts:
                    yield self.equations.box(places, kinds, span, moments)

    def each_area(self) -> Iterator[Array]:
        for level in self.atoms.levels:
            for code in sorted(set(self.atoms.places[str(level)]) - {""}):
                yield self.atoms.lying(level, [code])
            yield (self.atoms.places[str(level)] == "").to_numpy()

    def areas_by_month(self) -> Iterator[Box]:
        for month in self.dataset.months[-14:]:
            for places in self.each_area():
                yield self.equations.box(places, self.everything, (month, month), self.always)

    def months(self, cuts: list[tuple[Array, Array]]) -> Iterator[Box]:
        for month in self.dataset.months:
            for kinds, moments in cuts:
                yield self.equations.box(self.everywhere, kinds, (month, month), moments)

    def hours(self) -> Iterator[Box]:
        majors = [kinds for kinds, _ in self.kinds()]
        for span in years(self.dataset):
            for moment in range(MOMENTS):
                for kinds in majors:
                    yield self.equations.box(self.everywhere, kinds, span, np.arange(MOMENTS) == moment)

    def hours_by_area(self) -> Iterator[Box]:
        span = years(self.dataset)[0]
        for moment in range(0, MOMENTS, 7):
            for places in self.each_area():
                yield self.equations.box(places, self.everything, span, np.arange(MOMENTS) == moment)

    def whole(self) -> Iterator[Box]:
        for span in years(self.dataset):
            for kinds, moments in (*self.kinds(), *self.times()):
                yield self.equations.box(self.everywhere, kinds, span, moments)
