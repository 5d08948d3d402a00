"""The plan of an import: the files, recognised, and cut into partitions that can be read apart from each other.

The plan depends on the files alone, never on who reads them: the same partitions are read here, by other processes,
or on other machines, and put together in the order of the plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from data.formats import Format
from data.formats.containers import Found, find_files
from data.formats.mapped import load_mapping
from data.formats.portions import Portion, is_large, portions_of
from data.formats.registry import FORMATS, recognise, unknown_header
from data.formats.tables import is_workbook, read_header
from data.schema import DataError

HOW_TO_MAP: Final = "Known formats are on the data page and in data/README.md; other columns need a mapping (.toml)"
Lines = npt.NDArray[np.int64]


@dataclass(frozen=True)
class FormatName:
    """A format by its name, or by the mapping file that describes it: what another process can look up."""

    name: str
    mapping: Path | None = None

    def load(self) -> Format:
        """The format itself."""
        if self.mapping is not None:
            return load_mapping(self.mapping)
        return next(known for known in FORMATS if known.name == self.name)


@dataclass(frozen=True)
class Repeated:
    """Lines of a portion whose row, or whose identifier, stands in an earlier portion of the file."""

    rows: Lines
    identifiers: Lines


@dataclass(frozen=True)
class Partition:
    """A file, or a portion of a large one; ``file`` is the file's number in the order read.

    ``repeated``: what the portions before say of its rows; None where there is none, or it is not known yet.
    """

    file: int
    found: Found
    format: FormatName
    portion: Portion | None = None
    repeated: Repeated | None = None


@dataclass(frozen=True)
class Plan:
    """What an import will read, and what it left out so far, and why."""

    partitions: list[Partition]
    left_out: list[str]
    paths: Sequence[Path]

    @property
    def files(self) -> int:
        return len({partition.file for partition in self.partitions})


def plan_import(paths: Sequence[Path]) -> Plan:
    """The files of ``paths`` in reading order, each with its format, cut into partitions.

    A file named by itself must be known; in a folder or an archive an unknown one is left out and told of.
    """
    findings = find_files(paths)
    mappings = [(load_mapping(path), path) for path in findings.mappings]
    left_out = list(findings.left_out)
    partitions: list[Partition] = []
    for number, found in enumerate(findings.files):
        try:
            partitions += partitions_of(number, found, format_name(found, mappings))
        except DataError as error:
            if found.named:
                raise
            left_out.append(str(error))
    plan = Plan(partitions, left_out, paths)
    check_something_to_read(plan, bool(partitions))
    return plan


def check_something_to_read(plan: Plan, found: bool) -> None:
    """DataError where no file could be read."""
    if not found:
        raise DataError(
            "no file of a known format" + (f"; {plan.left_out[0]}" if plan.left_out else ""),
            where=", ".join(map(str, plan.paths)) or "no path",
            mend=HOW_TO_MAP,
        )


def format_name(found: Found, mappings: Sequence[tuple[Format, Path]]) -> FormatName:
    """The format of a file by its header; DataError where it is unknown."""
    header, own = read_header(found.source, found.open), [mapping for mapping, _ in mappings]
    known = recognise(header, own)
    if known is None:
        raise unknown_header(header, found.source.name, own)
    path = next((path.resolve() for mapping, path in mappings if mapping is known), None)
    return FormatName(known.name, path)


def partitions_of(number: int, found: Found, known: FormatName) -> Iterator[Partition]:
    """A file as one partition, or a large one as several."""
    whole = Partition(number, found, known)
    if not is_large(found.unpacked, found.size) or is_workbook(found.open):
        return iter([whole])
    portions = portions_of(found.source, found.open, packed=found.unpacked != found.size)
    return (replace(whole, portion=portion) for portion in portions) if len(portions) > 1 else iter([whole])
