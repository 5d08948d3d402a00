"""The embedded demonstration data: invented records fitted to the published totals of the 2024 assessment."""

from data.demonstration.generate import SEED, generate

__all__ = ["SEED", "generate"]
