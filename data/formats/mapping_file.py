"""A mapping: a TOML file that says which column of an extract is what. Checked whole before use.

Nothing in it is evaluated. Every mistake is a DataError that names the file, the key and what is legal.
``data/formats/mappings/README.md`` describes the keys.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from data.formats.clock import clock_seconds
from data.formats.toml_keys import Keys, shown
from data.schema import ATTRIBUTE_COLUMNS, FLAGS, PEOPLE, DataError

LARGEST: Final = 200_000  # bytes; the built-in ones have 2,000
LONGEST_LINE: Final = 10_000  # bytes; a key of very many parts takes the reader of TOML minutes

TIME_TARGETS: Final = ("start", "start_time", "end", "end_time", "month")
POINT_TARGETS: Final = ("easting", "northing", "longitude", "latitude")
CODE_TARGETS: Final = ("postcode", "lsoa_code", "ward_code", "authority_code")
TEXT_TARGETS: Final = tuple(
    name for name, dtype in ATTRIBUTE_COLUMNS.items() if dtype == "str" and not name.endswith(("_sex", "_home"))
)
SEX_TARGETS: Final = tuple(f"{person}_sex" for person in PEOPLE)
HOME_TARGETS: Final = tuple(f"{person}_home" for person in PEOPLE)
AGE_TARGETS: Final = tuple(f"{person}_age" for person in PEOPLE)
CODED_TARGETS: Final = ("major", "minor", *CODE_TARGETS, *TEXT_TARGETS, *SEX_TARGETS, *HOME_TARGETS)
TARGETS: Final = ("identifier", *TIME_TARGETS, *POINT_TARGETS, *CODED_TARGETS, *AGE_TARGETS, *FLAGS)


@dataclass(frozen=True)
class FlagCodes:
    """A column that lists codes; each code sets flags, a row without the code has them false."""

    column: str
    separator: str
    flags: Mapping[str, tuple[str, ...]]  # casefolded code -> flags


@dataclass(frozen=True)
class MappingFile:
    """What a checked mapping says; words that are compared are casefolded already."""

    name: str
    provider: str
    dataset: str
    series: str
    local: bool
    complete: bool
    recognise: tuple[str, ...]
    null_words: tuple[str, ...]
    met_categories: bool
    reject_unlisted: bool
    columns: Mapping[str, tuple[str, ...]]
    constants: Mapping[str, str]
    codes: Mapping[str, Mapping[str, str]]
    flag_codes: tuple[FlagCodes, ...]
    utc: bool
    dates: tuple[str, ...]
    clocks: tuple[str, ...]
    unknown_times: tuple[int, ...]  # seconds of the day that stand for "not known"
    yes: frozenset[str]
    no: frozenset[str]
    blank_flag_is_no: bool
    zero_point_is_missing: bool


def parse_mapping(content: bytes, where: str) -> MappingFile:
    """A checked mapping from the bytes of its file; DataError names ``where``, the key and what is legal."""
    if len(content) > LARGEST:
        raise DataError(f"a mapping of more than {LARGEST} bytes", where=where, mend="Is this the right file?")
    if len(max(content.splitlines(), key=len, default=b"")) > LONGEST_LINE:
        raise DataError(f"a line of more than {LONGEST_LINE} bytes", where=where, mend="Break long lists over lines")
    try:
        values = tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise DataError(f"not a TOML file: {error}", where=where, mend="See https://toml.io") from None
    keys = Keys(values, where)
    times, flags, points = keys.table("times"), keys.table("flags"), keys.table("points")
    columns = _columns(keys.table("columns"))
    constants = _constants(keys.table("constants"), columns)
    provider = keys.slug("provider")
    mapping = MappingFile(
        name=keys.text("name"),
        provider=provider,
        dataset=keys.slug("dataset"),
        series=keys.slug("series", provider),
        local=keys.boolean("local", False),
        complete=keys.boolean("complete", False),
        recognise=keys.texts("recognise"),
        null_words=keys.texts("null_words", ()),
        met_categories=keys.text("categories", "as given", legal=("met", "as given")) == "met",
        reject_unlisted=keys.text("unlisted_codes", "keep", legal=("keep", "reject")) == "reject",
        columns=columns,
        constants=constants,
        codes=_codes(keys.table("codes"), columns),
        flag_codes=tuple(_flag_codes(table, columns) for table in keys.tables("flag_codes")),
        utc=times.text("zone", "local", legal=("local", "utc")) == "utc",
        dates=_patterns(times, "dates", _is_date_pattern),
        clocks=_patterns(times, "clocks", _is_clock_pattern),
        unknown_times=_unknown_times(times, columns),
        yes=_words(flags, "yes", ("y", "yes", "true", "1")),
        no=_words(flags, "no", ("n", "no", "false", "0")),
        blank_flag_is_no=flags.text("blank", "unknown", legal=("no", "unknown")) == "no",
        zero_point_is_missing=points.boolean("zero_is_missing", False),
    )
    for table in (keys, times, flags, points):
        table.finish()
    if both := mapping.yes & mapping.no:
        flags.fail("yes", f"and flags.no share {sorted(both)}")
    return mapping


def _columns(table: Keys) -> dict[str, tuple[str, ...]]:
    found = {}
    for name in table.names(TARGETS):
        value = table.values[name]
        found[name] = table.texts(name) if isinstance(value, list) else (table.text(name),)
    if "start" not in found and "month" not in found:
        table.fail("start", "is missing: a record needs its date", ["start", "month"])
    if "start" in found and "month" in found:
        table.fail("month", "cannot stand beside columns.start", ["one of the two"])
    for name, needs in (
        ("start_time", "start"),
        ("end_time", "end"),
        ("easting", "northing"),
        ("northing", "easting"),
        ("longitude", "latitude"),
        ("latitude", "longitude"),
    ):
        if name in found and needs not in found:
            table.fail(name, f"needs columns.{needs} beside it")
    return found


def _constants(table: Keys, columns: Mapping[str, object]) -> dict[str, str]:
    found = {name: table.text(name) for name in table.names(CODED_TARGETS)}
    for name in found:
        if name in columns:
            table.fail(name, f"cannot stand beside columns.{name}", ["one of the two"])
    if not {"major", "minor"} & {*found, *columns}:
        table.fail(
            "major", "is missing: a record needs a category", ["columns.major", "columns.minor", "constants.major"]
        )
    return found


def _codes(table: Keys, columns: Mapping[str, object]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for target in table.names(CODED_TARGETS):
        if target not in columns:
            table.fail(target, f"has no columns.{target} to go with")
        codes = table.table(target)
        legal = ("F", "M", "X", "") if target in SEX_TARGETS else ()
        found[target] = {}
        for code in codes.values:
            meaning = codes.text(code, "", legal=legal)
            if found[target].setdefault(code.strip().casefold(), meaning) != meaning:
                codes.fail(code, "stands twice, in other letters, with another meaning")
    return found


def _flag_codes(table: Keys, columns: Mapping[str, object]) -> FlagCodes:
    column, separator, codes = table.text("column"), table.text("separator", ""), table.table("codes")
    flags = {}
    for code in codes.values:
        value = codes.values[code]
        flags[code.strip().casefold()] = codes.texts(code) if isinstance(value, list) else (codes.text(code),)
        for flag in flags[code.strip().casefold()]:
            if flag not in FLAGS:
                codes.fail(code, f"sets {shown(flag)}", FLAGS)
            if flag in columns:
                codes.fail(code, f"sets {flag}, which columns.{flag} gives already", ["one of the two"])
    if not flags:
        table.fail("codes", "is missing", ['a table like { KN = "knife" }'])
    table.finish()
    return FlagCodes(column, separator, flags)


def _words(table: Keys, key: str, default: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word.strip().casefold() for word in table.texts(key, default))


def _patterns(table: Keys, key: str, is_legal: Callable[[str], bool]) -> tuple[str, ...]:
    found = table.texts(key, ())
    for pattern in found:
        if not is_legal(pattern):
            example = "%d/%m/%Y or %d/%m/%Y %H:%M" if key == "dates" else "%H:%M or %H%M"
            table.fail(key, f"holds {shown(pattern)}", [f"strptime patterns like {example}"])
    return found


def _round_trips(pattern: str) -> dt.datetime | None:
    """What is left of a moment written and read by the pattern; None for patterns that depend on the computer."""
    if any(directive in pattern for directive in ("%x", "%X", "%c")):
        return None
    moment = dt.datetime(2001, 2, 3, 16, 5, tzinfo=dt.UTC)
    try:
        written = moment.strftime(pattern)
        pd.to_datetime([written], format=pattern)  # it reads the files, and knows fewer directives
        return dt.datetime.strptime(written, pattern)
    except ValueError:
        return None


def _is_date_pattern(pattern: str) -> bool:
    """True where the pattern holds day, month and year, so that no part of a date is guessed."""
    found = _round_trips(pattern)
    return found is not None and "%" in pattern and (found.year, found.month, found.day) == (2001, 2, 3)


def _is_clock_pattern(pattern: str) -> bool:
    found = _round_trips(pattern)
    return found is not None and (found.year, found.hour) == (1900, 16)


def _unknown_times(table: Keys, columns: Mapping[str, object]) -> tuple[int, ...]:
    words = table.texts("unknown", ())
    seconds = tuple(clock_seconds(word) for word in words)
    if any(second is None for second in seconds):
        table.fail("unknown", f"holds {shown(list(words))}", ['times of day like ["00:00"]'])
    if words and "start_time" not in columns and table.values.get("zone") == "utc":
        table.fail("unknown", "with times in UTC needs columns.start_time", ["a time column of its own"])
    return tuple(second for second in seconds if second is not None)
