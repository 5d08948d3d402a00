"""Which numbers of an answer the attacker uses, and those that must follow from figures told beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from data.choices import Question
from data.selection import Measure

# Numbers that say nothing of records, or follow from figures beside them, which ``follows`` checks.
SILENT: Final = re.compile(
    r"top\.n|total\.withheld|total\.(low|high)|areas\[\]\.(low|high)|concentration\.areas|"
    r"concentration\.(gini|gini_generalised|gini_by_chance|areas_for_quarter|areas_for_half|areas_below_one_a_day)|"
    r"chance\..*|stability\..*|clusters\..*|series\.(baseline\.months|dispersion)|"
    r"series\.months\[\]\.(per_day|centre|lower|upper)|change\.(false_discovery|higher|lower|unclear|total\..*)|"
    r"change\.(areas|wards)\[\]\.share_of_change|youth\.(cohorts|perceptions)\[\]\.percent|youth\.in_both|"
    r"wards\.profiles\[\]\.(survey\[\]\.percent|rank|small_areas\[\]\.borough_rank|types\[\]\.harm_\w+)|"
    r"wards\.profiles\[\]\.datasets\[\]\.(quotient|share\w*)|wards\.profiles\[\]\.different_here\[\]\.(score|compared)|"
    r"wards\.profiles\[\]\.types\[\]\.(share|base_share|quotient)|wards\.profiles\[\]\.small_areas\[\]\.share|"
    r"wards\.profiles\[\]\.(share|change|change_share)|"
    r"areas\[\]\.(share|rank|change|change_share)|types\[\]\.(share|change|change_share)|top\.\w*share\w*|night\.share"
)
READ: Final = re.compile(
    r"total\.(records|located|unlocated|timed|untimed|value|value_located|previous|change)|areas\[\]\.(value|previous)|"
    r"top\.value|hours\[\]\[\]|night\.value|months\[\]\.(value|previous)|series\.months\[\]\.value|types\[\]\.(value|previous)|"
    r"change\.(areas|wards)\[\]\.difference|wards\.profiles\[\]\.(value|previous|months\[\]|previous_months\[\]|hours\[\]\[\]|night\.\w+)|"
    r"wards\.profiles\[\]\.(types|small_areas|datasets)\[\]\.value|wards\.profiles\[\]\.different_here\[\]\.(value|base)"
)


def numbers(part: Any, path: str = "") -> Iterator[str]:
    """The paths of an answer's numbers, list positions left out."""
    if isinstance(part, Mapping):
        for key, value in part.items():
            yield from numbers(value, f"{path}.{key}" if path else str(key))
    elif isinstance(part, list):
        for value in part:
            yield from numbers(value, f"{path}[]")
    elif isinstance(part, int | float) and not isinstance(part, bool):
        yield path


def more_than_total(told: Mapping[str, Any]) -> list[str]:
    """The numbers of records that an answer about marked records tells beside how many there are."""
    return sorted({path for path in numbers(told) if READ.fullmatch(path) and not path.startswith("total.")})


def follows(question: Question, told: Mapping[str, Any]) -> Iterator[str]:
    """Figures that must follow from others told beside them, and do not: what is withheld must be so altogether."""
    total = told["total"]
    counted = question.selection.measure is Measure.COUNT
    areas = told["areas"]
    withheld = [area for area in areas if area["value"] is None and total["located"] is not None and counted]
    for area in withheld:
        said = [
            key
            for key in ("share", "rank", "change", "change_share", "low", "high", "verdict")
            if area[key] is not None
        ]
        if said:
            yield f"{area['code']} is withheld, but not its {', '.join(said)}"
    if counted:
        for area in areas:
            if area["share"] is not None and (
                not total["located"] or abs(area["share"] - area["value"] / total["located"]) > 1e-9
            ):
                yield f"the share of {area['code']} is of something untold"
            if area["change"] is not None and area["change"] != area["value"] - area["previous"]:
                yield f"the change of {area['code']} is none of figures told"
        values = sorted((area["value"] for area in areas if area["value"] is not None), reverse=True)
        for area in areas:
            if area["rank"] is not None and sum(value > area["value"] for value in values) >= area["rank"]:
                yield f"the rank of {area['code']} counts others than those told"
        top = told["top"]
        by_code = {area["code"]: area["value"] for area in areas}
        if top["value"] is not None and top["value"] != sum(by_code[code] or 0 for code in top["codes"]):
            yield "the top is no sum of areas told"
        yield from top_follows(told)
        if withheld and (told["concentration"]["gini"] is not None or told.get("chance") or told.get("stability")):
            yield "a figure of all areas is told although some are withheld"
    night = told["night"]
    if night["share"] is not None and (
        night["value"] is None or abs(night["share"] - night["value"] / total["timed"]) > 1e-9
    ):
        yield "the night share is of something untold"
    for kind in told.get("types") or []:
        if kind["value"] is None and any(kind[key] is not None for key in ("share", "change", "change_share")):
            yield f"{kind['type']} is withheld, but not its share or change"


def top_follows(told: Mapping[str, Any]) -> Iterator[str]:
    """Shares of the top in the period before that follow from no figures told."""
    top = told["top"]
    before = {area["code"]: area["previous"] for area in told["areas"]}
    fixed, ranked = top["previous_share_fixed"], top["previous_share_ranked"]
    own = [before[code] for code in top["codes"] or ()]
    if fixed is not None and None in own:
        yield "the share that the top had before is told, but not what it had"
    largest = sorted((value for value in before.values() if value is not None), reverse=True)[: top["n"]]
    if fixed is not None and ranked and None not in own and abs(fixed * sum(largest) - ranked * sum(own)) > 1e-6:
        yield "the share of the top before counts others than those told"
