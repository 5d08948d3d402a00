"""``chance`` of the answer's JSON: means and 95 % intervals of what chance alone gives."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from geo.statistics.chance import NAMES, ByChance


def by_chance_json(found: ByChance | None) -> dict[str, Any] | None:
    """``chance`` of the answer."""
    if found is None:
        return None
    told: dict[str, Any] = {"draws": found.draws, "seed": found.seed, "records": found.records, "areas": found.areas}
    told |= {name: asdict(getattr(found, name)) for name in NAMES}
    return told | {"exceeds": {name: str(verdict) for name, verdict in found.exceeds.items()}, "says": found.says}
