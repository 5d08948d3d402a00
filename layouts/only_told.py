"""What the controls still offer to a reader under a rule of disclosure control: nothing whose answer would be withheld."""

from __future__ import annotations

from typing import Any, Final

from data.choices import DatasetChoice
from data.selection import ANY_TIME, WEIGHED, Measure
from layouts.question_options import TIME_NAMES, Options

MARK: Final = "/told"  # ends the name of the options fixed by release and data set: others than those of all


def only_told(shown: dict[str, Any], dataset: DatasetChoice) -> dict[str, Any]:
    """The controls without exact types, marks, days, single hours, weights and spread hours; what the link holds of
    them stays, so that it is seen and can be taken out."""
    options, values, hidden = dict(shown["options"]), shown["values"], dict(shown["hidden"])
    slugs = {name: slug for slug, name in dataset.type_names.items()}
    told = {
        "type": {slugs[major] for major, _ in dataset.types},
        "time": set(TIME_NAMES),
        "measure": {option["value"] for option in options["measure"] if not is_weighed(option["value"])},
    }
    for key in options:
        wanted = told.get(key.rpartition(".")[2])
        if wanted is not None:
            options[key] = kept(options[key], wanted, values[key])
    hidden["timing"] = "switch unused"
    hidden |= {key: "word unused" for key in ("flag", "days") if not values[key]}
    if values["syv"] or values["flag"]:
        hidden |= total_alone(values)
    if values.get("syv.time") == ANY_TIME:
        hidden["syv.time"] = "word unused"
    return {**shown, "options": options, "hidden": hidden, "bar_for": shown["bar_for"] + MARK}


def total_alone(values: dict[str, Any]) -> dict[str, str]:
    """What does nothing for records of which only a total is told: places, times and types, and how areas are shown."""
    unused = {key: "word unused" for key in ("type", "ward") if not values[key]}
    unused |= {"time": "word unused"} if values["time"] == ANY_TIME else {}
    return unused | ({"shown": "sentence unused"} if values["measure"] == Measure.COUNT else {})


def is_weighed(measure: str) -> bool:
    """Whether a choice of the list of measures weighs each record by its exact type."""
    return measure.partition("&")[0] in WEIGHED


def kept(options: Options, told: set[str], chosen: Any) -> Options:
    """The options that are answered, and the chosen ones."""
    held = set(chosen) if isinstance(chosen, list) else {chosen}
    return [option for option in options if option["value"] in told | held]
