"""Which data sets of a release hold what nobody publishes: ages of victims and suspects, marks, single incidents of a partner.

Told by who provides a data set and by what the manifest says it holds. The rule never guesses that something is open: a
provider that is not on the list below counts as a partner, however little its extract says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from data.intake.providers import COUNTS, STOPS, STREET
from data.releases import Release
from data.schema import DataError

# Whose files anybody may download, and the marks they publish: nothing else of theirs is expected.
PUBLISHERS: Final = frozenset({STREET, STOPS, "police-uk-outcomes", "fire-brigade", *COUNTS})
PUBLISHED_FLAGS: Final = frozenset({"no-further-action"})
INCIDENTS: Final = "single incidents of a partner"
AGES: Final = "ages of victims or suspects"
MARKS: Final = "marks"
SHOWN: Final = 2  # of a long list
MEND: Final = (
    "Let people sign in: set SWP_SIGN_IN=local, SWP_KEY (openssl rand -hex 32) and SWP_ACCOUNTS"
    " (swp accounts add NAME --audience analyst --accounts FILE), or SWP_SIGN_IN=oidc: see SECURITY.md"
)


@dataclass(frozen=True)
class Restricted:
    """A data set that only those who signed in may see, and why.

    Attributes
    ----------
    dataset : its slug.
    fields : what it holds that no open source does, in words.
    """

    dataset: str
    fields: tuple[str, ...]


@lru_cache(maxsize=64)
def restricted(release: Release) -> tuple[Restricted, ...]:
    """The restricted data sets of a release, in the order of its manifest; none of the demonstration, which is made up."""
    if release.demonstration:
        return ()
    told = {dataset["slug"]: dataset for dataset in release.manifest["datasets"]}
    providers: dict[str, set[str]] = {slug: {dataset["provider"]} for slug, dataset in told.items()}
    for source in release.manifest["sources"]:
        providers.setdefault(source["dataset"], set()).add(source["provider"])
    found = {slug: fields_of(release, told.get(slug, {}), named) for slug, named in providers.items()}
    return tuple(Restricted(slug, fields) for slug, fields in found.items() if fields)


def fields_of(release: Release, dataset: Mapping[str, Any], providers: set[str]) -> tuple[str, ...]:
    """What a data set of these providers holds that nobody publishes; a manifest of before marks has them in its index."""
    fields = [] if providers <= PUBLISHERS else [INCIDENTS]
    if not dataset:
        return tuple(fields)
    if dataset["ages"]:
        fields.append(AGES)
    marks = sorted(set(release.flags(dict(dataset))) - PUBLISHED_FLAGS)
    more = f" and {len(marks) - SHOWN} more" if len(marks) > SHOWN else ""
    return (*fields, *([f"{MARKS} such as {', '.join(marks[:SHOWN])}{more}"] if marks else []))


def restricted_words(found: tuple[Restricted, ...]) -> str:
    """``offences (ages of victims or suspects), asb (single incidents of a partner)``; of many the first few."""
    told = ", ".join(f"{one.dataset} ({', '.join(one.fields)})" for one in found[:SHOWN])
    return told + (f" and {len(found) - SHOWN} more data sets" if len(found) > SHOWN else "")


def check_served(release: Release, *, signs_in: bool) -> None:
    """DataError for a restricted release where nobody can sign in."""
    if not signs_in and (found := restricted(release)):
        raise DataError(kept_back_words(release, found), mend=MEND)


def kept_back_words(release: Release, found: tuple[Restricted, ...]) -> str:
    """Why a release is kept back, in a sentence."""
    return f"Release {release.id} holds what only those who sign in may see: {restricted_words(found)}"
