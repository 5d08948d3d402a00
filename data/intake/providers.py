"""Slugs of the providers that the project has rules for, as their formats give them."""

from __future__ import annotations

from typing import Final

STREET, STOPS = "police-uk-street", "police-uk-stop-and-search"
WARD_COUNTS, LSOA_COUNTS, BOROUGH_COUNTS = "datastore-ward", "datastore-lsoa", "datastore-borough"
COUNTS: Final = frozenset({WARD_COUNTS, LSOA_COUNTS, BOROUGH_COUNTS})
FORCE_WIDE: Final = COUNTS | {STREET, STOPS}  # their files hold all that a police force records in a month
