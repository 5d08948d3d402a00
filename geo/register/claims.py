"""Every published figure asked again of a release: whether it holds, by how much it differs, or what it needs.

A link part of which a release does not understand, or a period that it does not cover whole, is never answered with
what is left of it: the figure then needs data, and the result says which.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Final

from data.choices import DATASET_WORDS, PAGE_DATASET, Choices, Question
from data.claims import DIGITS, Claim, ClaimResult, Kind, State, published_claims
from data.links import LinkRead, read_link
from data.months import missing_months, period_name
from data.published import ASSESSED
from data.releases import Release
from data.schema import month_from_text
from geo.disclosure.wording import MAY_BE_WITHHELD
from geo.page_json import PageJson
from geo.register.claim_comparison import agrees
from geo.register.claim_functions import days_of
from geo.register.claim_paths import value_at

CLOSE: Final = 0.03  # part of the published figure by which a later extract may well differ

UNITS_IN_WORDS: Final = {"%": "percentage points", "GBP": "pounds", "GBP m": "million pounds"}
LATER_EXTRACT: Final = "A later extract: recorded crime is revised every month."
OTHER_RECORDS: Final = "The records of this release are not those that the published figure was counted from."
INVENTED: Final = (
    "The demonstration's records are invented, and nothing that was published makes them meet this figure."
)

Progress = Callable[[str, float], None]


def run_claims(
    release: Release, progress: Progress | None = None, claims: Sequence[Claim] | None = None
) -> list[ClaimResult]:
    """Each claim of the register asked of ``release``, in the register's order; each link is answered once."""
    asked = published_claims() if claims is None else claims
    results = []
    asker = Asker(release)
    for done, claim in enumerate(asked, start=1):
        results.append(result_of(claim, asker))
        if progress:
            progress(f"{claim.id} {claim.says}", done / len(asked))
    return results


def of_the_assessed(release: Release) -> Release:
    """The authority that the figures were published of, where the release has it among others."""
    found = [area.code for area in release.choices.authorities if area.name == ASSESSED]
    return release.within(found[0]) if found else release


class Asker:
    """Answers links of one release, each once, and says what a release lacks for a link."""

    def __init__(self, release: Release) -> None:
        # What others of the store say is not asked; whoever is told protected figures is told of no other anyway.
        alone = release if release.rule.withholds else replace(release, releases=())
        self.release = of_the_assessed(alone)
        self.answer = cache(self._answer)
        self.read = cache(self._read)

    @property
    def choices(self) -> Choices:
        return self.release.choices

    def _answer(self, link: str) -> dict[str, Any]:
        return PageJson(self.release, self.scoped(link))

    def _read(self, link: str) -> LinkRead:
        return read_link(self.scoped(link), self.choices)

    def scoped(self, link: str) -> str:
        """The link as it asks of the authority that was assessed, in a release that has others."""
        return link if not self.release.scope else f"{link}{'&' if '?' in link else '?'}authority={self.release.scope}"

    def question(self, link: str) -> Question:
        return self.choices.resolve(self.read(link).selection)

    def lacks(self, link: str, needs: str) -> str:
        """What the release lacks for a link, in words; empty where it understands and covers all of it."""
        if self.choices.authority != ASSESSED:
            return f"the records of {ASSESSED}"
        dataset = named(link, "dataset") or PAGE_DATASET
        if dataset not in {one.slug for one in self.choices.datasets}:
            return f"{DATASET_WORDS[dataset][1] if dataset in DATASET_WORDS else needs or dataset}, {period_of(link)}"
        question = self.question(link)
        if missing_months(question.first, question.last, question.dataset):
            return f"{question.dataset.noun}, {period_name(question.first, question.last)}"
        left_out = self.read(link).notes
        if not left_out:
            return ""
        types = [name for name in named(link, "type").split(",") if name and name not in question.dataset.type_slugs]
        if types:
            by_type = f"{question.dataset.noun} by type: {', '.join(types).replace('-', ' ')}"
            return f"{by_type}; {needs}" if needs else by_type
        return needs or "what this release does not know: " + " ".join(left_out).rstrip(".")

    def lacks_before(self, link: str) -> str:
        """The period compared with, where the release does not cover it; else empty."""
        question = self.question(link)
        if question.previous is None or not missing_months(*question.previous, question.dataset):
            return ""
        return f"{question.dataset.noun}, {period_name(*question.previous)}"


def named(link: str, key: str) -> str:
    """The value of a key of a link as the register spells it; empty where it is not named."""
    parts = dict(part.partition("=")[::2] for part in link.partition("?")[2].split("&"))
    return parts.get(key, "")


def period_of(link: str) -> str:
    """A link's own months in words, whatever the release covers."""
    return period_name(month_from_text(named(link, "from")), month_from_text(named(link, "to")))


def result_of(claim: Claim, asker: Asker) -> ClaimResult:
    """One claim asked of a release."""
    if claim.kind is Kind.REFERENCE:
        return ClaimResult(claim, State.REFERENCE, why=claim.why)
    lacks = next(filter(None, (asker.lacks(link, claim.needs) for link in claim.links)), "")
    ours = None if lacks or not claim.link else figure(claim, asker)
    if claim.kind is Kind.INCONSISTENT:
        return ClaimResult(claim, State.INCONSISTENT, ours, claim.why)
    if ours is None:
        before = "" if lacks else next(filter(None, (asker.lacks_before(link) for link in claim.links)), "")
        compared = "previous" in claim.path + claim.of_path
        wanted = lacks or (before if compared else "") or wanting(claim)
        if asker.release.rule.withholds and not lacks:
            return ClaimResult(claim, State.NEEDS_DATA, why=MAY_BE_WITHHELD)
        return ClaimResult(claim, State.NEEDS_DATA, why=f"Needs {wanted}.")
    if agrees(claim, ours):
        return ClaimResult(claim, State.HOLDS, ours)
    return ClaimResult(claim, State.DIFFERS, ours, why_different(claim, ours, asker.release))


def figure(claim: Claim, asker: Asker) -> float | str | None:
    """Ours: what stands at the path, divided by the base where there is one, times the scale; None if not known."""
    answer = asker.answer(claim.link)
    value = value_at(claim.path, answer)
    if value is None or isinstance(value, str):
        return value
    if claim.of_link or claim.of_path:
        base = value_at(claim.of_path or claim.path, asker.answer(claim.of_link or claim.link))
        if base is None or isinstance(base, str) or base == 0:
            return None
        value = value / base
    factor = 1 / days_of(answer) if claim.factor is None else claim.factor
    return round(value * factor, DIGITS)


def wanting(claim: Claim) -> str:
    """What a release that has the data set and its months still lacks for a claim."""
    return claim.needs or f"a source that tells {claim.path}"


def why_different(claim: Claim, ours: float | str, release: Release) -> str:
    """By how much ours differs, and the reason: the register's own, or what is known of the release in general."""
    if isinstance(ours, str) or claim.number is None:
        how_much = f"Ours is {ours}"
    else:
        how_much = f"Ours is {apart(ours - claim.number, claim.unit)}"
    return f"{how_much}. {claim.why or general_reason(claim, ours, release)}"


def general_reason(claim: Claim, ours: float | str, release: Release) -> str:
    """Why a release in general differs from what was published."""
    if release.demonstration:
        return INVENTED
    close = not isinstance(ours, str) and claim.number and abs(ours - claim.number) <= CLOSE * abs(claim.number)
    return LATER_EXTRACT if close else OTHER_RECORDS


def apart(value: float, unit: str) -> str:
    """A difference in words, with the digits it needs: ``64 offences higher``, ``0.74 percentage points lower``."""
    size = abs(value)
    digits = 0 if size >= 1000 or size == int(size) else 2 if size >= 0.01 else 4
    return f"{size:,.{digits}f} {UNITS_IN_WORDS.get(unit, unit)} {'higher' if value > 0 else 'lower'}"


def counted_by_state(results: Sequence[ClaimResult]) -> dict[str, int]:
    """How many claims ended in each state, the states in the order of ``State``."""
    return {str(state): sum(result.state is state for result in results) for state in State}
