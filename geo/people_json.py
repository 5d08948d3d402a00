"""Who the people of an answer's records are, what the records are marked with, and what else is known of them, as JSON.

Of searches, the person searched stands under ``suspects``; of ambulance calls and hospital visits, the patient under
``victims``. Single years of age, ethnicities and home boroughs are told of the whole area, or of the two West End
wards together, and of at least ``FEWEST_KNOWN`` people: not of single wards and small areas, where they could point
to one person. Unknown is null.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

import numpy as np

from data.attributes.features import FEATURES
from data.attributes.flags import HATE, HATE_CRIME, NO_ACTION, flag_slug
from data.attributes.people import AGE_BANDS, HOMES, INJURY_DEGREES, SEXES
from data.attributes.people_tally import FlagCounts, PeopleTally, Persons, Share, people_of
from data.attributes.person_details import PersonDetails, by_name, person_details, repeats, young
from data.audience import Audience
from data.categories import slug
from data.choices import WEST_END_WARDS, DatasetChoice
from data.matching import Matching, matching
from data.schema import FLAGS
from data.selection import Selection
from geo.answer import Answer

FEWEST_KNOWN: Final = (
    100  # people of whom a thing is known, under which single years, ethnicities, boroughs are not told
)
PLURALS: Final = {"victim": "victims", "suspect": "suspects", "accused": "accused"}
YOUNG: Final = (18, 25)
WHO: Final = {
    "stop-search": "The people searched stand under suspects.",
    "ambulance": "The patients stand under victims.",
    "hospital": "The patients stand under victims.",
}
LISTS: Final = {
    "years": "Single years of age",
    "ethnicities": "Ethnicities",
    "boroughs": "Home boroughs",
    "years_without_action": "Single years of age without further action",
    "ethnicities_without_action": "Ethnicities without further action",
}
OF_AREAS: Final = (
    "Single years of age, ethnicities and home boroughs are told of the whole area only, or of the two West End wards"
    " together."
)
FOR_ANALYSTS: Final = "Single years of age, ethnicities and home boroughs are told to signed-in analysts only."


def people_sections(answer: Answer) -> dict[str, Callable[[], Any]]:
    """The sections ``people``, ``flags`` and ``features``, each a function; null where it cannot be answered, or told."""
    counts = answer.now is not None and not answer.release.rule.withholds

    @cache
    def counted() -> tuple[Matching, PeopleTally]:
        question, release = answer.question, answer.release
        period = (question.first, question.last)
        found = matching(release.index(question.dataset.slug), question, release.choices, period)
        return found, people_of(found)

    def people() -> dict[str, Any] | None:
        return people_json(*counted(), answer) if counts and counted()[1].persons else None

    def flags() -> dict[str, Any] | None:
        return (flags_json(*counted(), answer.dataset) or None) if counts else None

    def features() -> dict[str, Any] | None:
        return features_json(*counted()) if counts else None

    return {"people": people, "flags": flags, "features": features}


def share_json(share: Share | None) -> dict[str, Any] | None:
    """A share with the number of records it is known of."""
    return None if share is None else {"value": share.value, "known": share.base, "share": share.share}


def named(names: tuple[str, ...], values: np.ndarray) -> dict[str, int]:
    """Numbers by their names."""
    return {name: int(value) for name, value in zip(names, values, strict=True)}


def people_json(found: Matching, tally: PeopleTally, answer: Answer) -> dict[str, Any]:
    """Victims, suspects and accused; a kind of person the source does not tell of is null."""
    left_out: list[str] = []
    whole = tells_of_persons(answer.selection) and answer.release.audience is Audience.ANALYST
    persons: dict[str, dict[str, Any] | None] = {}
    for person, plural in PLURALS.items():
        told = tally.persons.get(person)
        persons[plural] = None
        if told is not None:
            details = person_details(found, person)
            persons[plural] = (
                person_json(told)
                | groups_json(told, details, [major for major, _ in found.index.types])
                | details_json(details, plural, whole, left_out)
            )
    searched = WHO.get(answer.dataset.slug)
    return {
        "records": tally.records,
        **persons,
        "young": {f"under_{years}": vars(young(found, years)) for years in YOUNG},
        "injury": injury_json(tally),
        "flags": None if tally.flags is None else old_flags_json(tally.flags),
        "notes": [*([searched] if searched else []), *([] if whole else [why_no_lists(answer)]), *left_out],
    }


def tells_of_persons(selection: Selection) -> bool:
    """Whether the answer is of the whole area, or of the two West End wards as one: large enough to tell more."""
    return not selection.lsoa and selection.ward in ((), WEST_END_WARDS)


def why_no_lists(answer: Answer) -> str:
    """Why lists that could point to one person are not told."""
    return OF_AREAS if answer.release.audience is Audience.ANALYST else FOR_ANALYSTS


def person_json(persons: Persons) -> dict[str, Any]:
    """Ages in bands, sexes and homes."""
    return {
        "ages": {"known": persons.age_known, **named(AGE_BANDS, persons.ages)},
        "sexes": {"known": persons.sex_known, **named(SEXES, persons.sexes)},
        "homes": homes_json(persons),
    }


def homes_json(persons: Persons) -> dict[str, int]:
    """Where people live, by ``HOMES``."""
    return {"known": persons.home_known, **named(HOMES, persons.homes)}


def groups_json(persons: Persons, details: PersonDetails, majors: list[str]) -> dict[str, Any]:
    """Ages of each sex, types by sex, and homes of those under 18; ``majors`` of every type of the index."""
    by_sex, slugs = details.sexes_by_type, [slug(major) for major in majors]
    types = {
        sex: {"known": int(by_sex[:, number].sum())}
        | {major: int(by_sex[[kind == major for kind in slugs], number].sum()) for major in dict.fromkeys(slugs)}
        for number, sex in enumerate(SEXES)
    }
    ages = persons.counts.sum(axis=2)
    known = int(ages[:-1, : len(SEXES)].sum())
    return {
        "ages_by_sex": {"known": known}
        | {sex: named(AGE_BANDS, ages[: len(AGE_BANDS), number]) for number, sex in enumerate(SEXES)},
        "types_by_sex": types,
        "under_18": {"homes": homes_json(persons.younger(18))},
    }


def details_json(details: PersonDetails, plural: str, whole: bool, left_out: list[str]) -> dict[str, Any]:
    """What is told of many people only; notes why something that is known is left out."""
    years = None if details.years is None else years_json(details.years)
    idle = None if details.years_without_action is None else years_json(details.years_without_action)
    lists = {  # the names of LISTS
        "years": years,
        "ethnicities": with_known(details.ethnicities),
        "boroughs": with_known(details.boroughs),
        "years_without_action": idle,
        "ethnicities_without_action": with_known(details.ethnicities_without_action),
    }
    for name, told in lists.items():
        if told is not None and (not whole or told["known"] < FEWEST_KNOWN):
            if whole:
                left_out.append(f"{LISTS[name]} of {plural} are left out: known of fewer than {FEWEST_KNOWN}.")
            lists[name] = None
    return lists


def years_json(counts: np.ndarray) -> dict[str, int]:
    """People by whole years, from 0 to the oldest."""
    oldest = int(np.flatnonzero(counts)[-1]) + 1 if counts.any() else 0
    return {"known": int(counts.sum()), **{str(age): int(counts[age]) for age in range(oldest)}}


def with_known(counts: Mapping[str, int] | None) -> dict[str, int] | None:
    """Counts by name after the number they add up to."""
    return None if counts is None else {"known": sum(counts.values()), **counts}


def injury_json(tally: PeopleTally) -> dict[str, int] | None:
    """Records by the degree of injury."""
    if tally.injuries is None:
        return None
    return {"known": tally.injury_known, **named(INJURY_DEGREES, tally.injuries)}


def old_flags_json(flags: FlagCounts) -> dict[str, Any]:
    """Flags as ``people`` has had them from the beginning, by the names of their columns."""
    singles = {name: share_json(flags.all_of(name)) for name in FLAGS}
    return singles | {
        "knife_injury": share_json(flags.all_of("knife", "injury")),
        "hate": share_json(flags.any_of(*HATE)),
    }


def flags_json(found: Matching, tally: PeopleTally, dataset: DatasetChoice) -> dict[str, Any]:
    """Every flag of the data set by its name in links: records that carry it, and of how many it is known."""
    columns = {flag_slug(name): name for name in FLAGS}
    told: dict[str, Any] = {}
    for flag in dataset.flags:
        if flag in columns and tally.flags is not None:
            share = tally.flags.all_of(columns[flag])
        elif flag == HATE_CRIME and tally.flags is not None:
            share = tally.flags.any_of(*HATE)
        else:
            base = known_outcomes(found) if flag == NO_ACTION else tally.records
            share = Share(found.only(found.carrying(flag)).records, base)
        told[flag] = share_json(share)
    return told


def known_outcomes(found: Matching) -> int:
    """Records with a known outcome."""
    return sum((by_name(found, "outcome") or {}).values())


def features_json(found: Matching, tally: PeopleTally) -> dict[str, Any]:
    """Injury, relationship, outcome, place and law by name, and how often the same place comes again."""
    again = repeats(found)
    return {
        "injury": injury_json(tally),
        **{name: with_known(by_name(found, name)) for name in FEATURES},
        "repeats": None
        if again is None
        else {
            "known": again.known,
            "places": len(again.by_place),
            **{f"records_from_{fewest}_or_more": again.records_from(fewest) for fewest in (3, 10)},
            **{f"places_over_{number}": again.places_over(number) for number in (20, 50)},
        },
    }
