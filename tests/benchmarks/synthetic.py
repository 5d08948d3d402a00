"""Invented records of any number as an index on disk, and random actions on them: shared baselines, section 1."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from data.choices import AreaChoice, Choices, DatasetChoice
from data.index import HOURS_OF_WEEK, MOMENTS, Index, open_index, save_index
from data.levels import Level
from data.schema import FLAGS, month_number
from data.selection import Selection

Array = npt.NDArray[Any]

FIRST: Final = month_number(2014, 1)
TYPES: Final = 30
CARRIED: Final = {"knife": 0.03, "injury": 0.1, "domestic_abuse": 0.15, "business": 0.3, "alcohol": 0.05}  # flags
UNPLACED: Final = 0.02
MOST_TYPES, MOST_WARDS, MOST_MONTHS = 5, 3, 12  # of one action
MOST_IN_A_BYTE: Final = 254


@dataclass(frozen=True)
class Size:
    """Records over areas, wards and months."""

    records: int
    areas: int
    wards: int
    months: int


SIZES: Final = {
    "90k": Size(90_000, 128, 18, 24),
    "1M": Size(1_000_000, 4_835, 630, 24),
    "10M": Size(10_000_000, 4_835, 630, 108),
    "60M": Size(60_000_000, 35_672, 7_200, 108),
}


def opened_index(size: Size, folder: Path) -> Index:
    """The index of a size, memory-mapped from ``folder`` as a server's worker does it; made there if it is not yet."""
    if not folder.exists():
        save_index(make_index(size), folder)
    return open_index(folder)


def make_index(size: Size, seed: int = 1) -> Index:
    """Records by month and type, busy and quiet areas, more by evening; hours and flags independent of them."""
    rng = np.random.default_rng(seed)
    cells = np.outer(np.full(size.months, 1 / size.months), uneven(rng, TYPES)).ravel()
    starts = np.concatenate(([0], np.cumsum(rng.multinomial(size.records, cells)))).astype(np.int64)
    lsoa = drawn(rng, uneven(rng, size.areas), size.records, narrowest(size.areas))
    lsoa[rng.random(size.records, dtype=np.float32) < UNPLACED] = size.areas
    moment = drawn(rng, evenings(), size.records, np.uint8)
    flags = np.zeros(size.records, dtype=np.uint16)
    for name, share in CARRIED.items():
        carried = rng.random(size.records, dtype=np.float32) < share
        flags |= carried.astype(np.uint16) << np.uint16(FLAGS.index(name))
    counts = [np.bincount(moment[low:high], minlength=MOMENTS) for low, high in pairwise(starts.tolist())]
    table = np.array(counts, dtype=np.int32).reshape(size.months, TYPES, MOMENTS)
    return Index(
        months=tuple(range(FIRST, FIRST + size.months)),
        types=types(),
        starts=starts,
        areas={Level.LSOA: lsoa, Level.WARD: ward_of(size)[lsoa]},
        moment=moment,
        rules=np.zeros(size.records, dtype=np.uint8),
        weight=None,
        table=table,
        attributes={"flags": flags},
    )


def uneven(rng: np.random.Generator, count: int) -> Array:
    weights = rng.gamma(1.0, size=count) + 0.05
    return weights / weights.sum()


def evenings() -> Array:
    """(168,) shares of the hours of the week, most at 18:00."""
    day = 1.2 + np.sin(np.arange(24) / 24 * 2 * np.pi + np.pi)
    return np.tile(day, HOURS_OF_WEEK // 24) / (day.sum() * HOURS_OF_WEEK // 24)


def drawn(rng: np.random.Generator, shares: Array, count: int, kind: Any) -> Array:
    """(count,) positions drawn by their shares."""
    places = np.searchsorted(np.cumsum(shares).astype(np.float32), rng.random(count, dtype=np.float32))
    return np.minimum(places, len(shares) - 1).astype(kind)


def narrowest(positions: int) -> Any:
    return np.uint8 if positions <= MOST_IN_A_BYTE else np.uint16


def ward_of(size: Size) -> Array:
    """(areas + 1,) the ward of each area, in blocks; the last, for records without an area, is no ward."""
    of_area = np.arange(size.areas) * size.wards // size.areas
    return np.append(of_area, size.wards).astype(narrowest(size.wards))


def types() -> tuple[tuple[str, str], ...]:
    return tuple((f"Type {number:02}", "") for number in range(TYPES))


def choices_of(size: Size) -> Choices:
    """What the index can be asked."""
    wards = tuple(AreaChoice(f"E05{number:06}", f"Ward {number}") for number in range(size.wards))
    small = ward_of(size)
    lsoas = tuple(AreaChoice(f"E01{area:06}", f"Area {area}", wards[small[area]].code) for area in range(size.areas))
    months = tuple(range(FIRST, FIRST + size.months))
    dataset = DatasetChoice(
        "offences", "invented", types(), months, frozenset({Level.LSOA, Level.WARD}), timed=True, ages=False
    )
    return Choices((dataset,), {Level.LSOA: lsoas, Level.WARD: wards})


def actions(size: Size, count: int, seed: int = 2) -> Iterator[Selection]:
    """Random actions: month range, types, wards, night and one flag, each set or unset by the toss of a coin.

    Unset, the range is the whole record but for its first 12 months, which are what it is compared with.
    """
    rng = np.random.default_rng(seed)
    slugs = [f"type-{number:02}" for number in range(TYPES)]
    flags = [name.replace("_", "-") for name in CARRIED]
    for _ in range(count):
        months, some_types, some_wards, night, flag = rng.random(5) < 0.5
        first, last = month_range(rng, size.months) if months else (MOST_MONTHS, size.months - 1)
        chosen: Array | list[str] = (
            rng.choice(slugs, rng.integers(1, MOST_TYPES + 1), replace=False) if some_types else []
        )
        drawn_wards: Array | list[int] = (
            rng.choice(size.wards, rng.integers(1, MOST_WARDS + 1), replace=False) if some_wards else []
        )
        yield Selection(
            first=FIRST + first,
            last=FIRST + last,
            type=tuple(sorted(map(str, chosen))),
            ward=tuple(sorted(f"E05{ward:06}" for ward in drawn_wards)),
            time="night" if night else "all",
            flag=(str(rng.choice(flags)),) if flag else (),
        )


def month_range(rng: np.random.Generator, months: int) -> tuple[int, int]:
    """First and last month of a range of up to a year, after the record's first year."""
    length = int(rng.integers(1, MOST_MONTHS + 1))
    first = int(rng.integers(MOST_MONTHS, months - length + 1))
    return first, first + length - 1
