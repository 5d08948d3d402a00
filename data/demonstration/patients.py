"""Ages and sexes of ambulance and hospital patients."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from data.demonstration.raking import assigned
from data.demonstration.shares import shares_for

_AGES: Final = (
    (8, 1, 15),
    (18, 16, 20),
    (23, 21, 24),
    (28, 25, 30),
    (33, 31, 35),
    (42, 36, 50),
    (58, 51, 65),
    (74, 66, 90),
)
_WEIGHTS: Final = (0.02, 0.11, 0.13, 0.24, 0.16, 0.2, 0.1, 0.04)


def with_patients(frame: pd.DataFrame, dataset: str, year: str, rng: np.random.Generator) -> pd.DataFrame:
    """``frame`` with victim_age (whole years) and victim_sex: the patient's."""
    classes = pd.DataFrame(
        [(float(age), sex) for age, _, _ in _AGES for sex in ("F", "M")], columns=["victim_age", "victim_sex"]
    )
    seed = np.outer(_WEIGHTS, (0.34, 0.66)).reshape(1, -1)
    dealt = assigned(frame, ["minor"], classes, seed, shares_for(dataset, "patient", year), rng)
    bounds = np.array(_AGES)[dealt // 2]
    ages = bounds[:, 1] + np.floor((bounds[:, 2] - bounds[:, 1] + 1) * rng.random(len(frame)))
    return frame.assign(victim_age=ages, victim_sex=pd.Categorical(classes["victim_sex"].to_numpy()[dealt]))
