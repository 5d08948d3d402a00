"""Read a TOML table key by key, refusing what is wrong or unknown with the legal values beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, NoReturn

from data.schema import DataError

_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Keys:
    """A TOML table being read: each key is taken once, ``finish`` refuses what is left."""

    def __init__(self, values: Mapping[str, Any], where: str, path: str = "") -> None:
        self.values, self._where, self._path = values, where, path
        self._taken: list[str] = []

    def fail(self, key: str, what: str, legal: Iterable[str] = ()) -> NoReturn:
        """Raise DataError for a key of this table."""
        mend = f"Legal: {', '.join(legal)}" if legal else ""
        raise DataError(f"key {self._path + key!r} {what}", where=self._where, mend=mend)

    def has(self, key: str) -> bool:
        """Whether the key is there; from now on it is a known one."""
        self._taken.append(key)
        return key in self.values

    def text(self, key: str, default: str | None = None, *, legal: Iterable[str] = ()) -> str:
        """A text, not blank where it is required (no default)."""
        if not self.has(key):
            return default if default is not None else self.fail(key, "is missing", legal)
        value = self.values[key]
        if not isinstance(value, str) or (default is None and not value.strip()):
            self.fail(key, f"must be text, not {shown(value)}", legal)
        if legal and value not in legal:
            self.fail(key, f"is {shown(value)}", legal)
        return value

    def slug(self, key: str, default: str | None = None) -> str:
        """A text of small letters, digits and single hyphens."""
        value = self.text(key, default)
        if not _SLUG.fullmatch(value):
            self.fail(key, f"is {shown(value)}", ["small letters, digits and single hyphens, like stop-search"])
        return value

    def boolean(self, key: str, default: bool) -> bool:
        """true or false."""
        value = self.values.get(key, default) if self.has(key) else default
        if not isinstance(value, bool):
            self.fail(key, f"must not be {shown(value)}", ["true", "false"])
        return value

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of at least one text, none blank."""
        if not self.has(key):
            return default if default is not None else self.fail(key, "is missing", ["a list of texts"])
        value = self.values[key]
        if (
            not isinstance(value, list)
            or not value
            or not all(isinstance(item, str) and item.strip() for item in value)
        ):
            self.fail(key, f"must not be {shown(value)}", ['a list of texts, like ["a", "b"]'])
        return tuple(value)

    def table(self, key: str) -> Keys:
        """A table within this one; empty where it is not there."""
        value = self.values[key] if self.has(key) else {}
        if not isinstance(value, dict):
            self.fail(key, f"must be a table, not {shown(value)}", [f"[{self._path}{key}]"])
        return Keys(value, self._where, f"{self._path}{key}.")

    def tables(self, key: str) -> list[Keys]:
        """A list of tables within this one; empty where it is not there."""
        value = self.values[key] if self.has(key) else []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.fail(key, f"must be a list of tables, not {shown(value)}", [f"[[{self._path}{key}]]"])
        return [Keys(item, self._where, f"{self._path}{key}[{place}].") for place, item in enumerate(value)]

    def names(self, legal: Iterable[str]) -> list[str]:
        """The keys of this table, every one of which must be among ``legal``."""
        self._taken.extend(legal)
        self.finish()
        return list(self.values)

    def finish(self) -> None:
        """Refuse every key that nobody asked for."""
        for key in self.values:
            if key not in self._taken:
                self.fail(key, "is not known", self._taken)


def shown(value: object) -> str:
    """The value as Python writes it, cut at 60 characters."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
