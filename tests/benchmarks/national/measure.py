"""``python -m tests.benchmarks.national.measure STORE``: how fast the newest release answers and what memory it takes.

Prints JSON. Run in a process of its own, as a worker of ``swp serve`` is one; each question is new, so no cache helps.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np

QUESTIONS: Final = 60
AUTHORITIES: Final = 8
SEED: Final = 20_261_120


def main(store: Path) -> None:
    from data.releases import open_release
    from geo.answer import answer_link

    told: dict[str, Any] = {"process before opening, MiB": round(resident())}
    started = time.perf_counter()
    release = open_release(store)
    told["size of the release, MiB"] = round(mebibytes(size_of(release.folder)))
    answer_link("/west-end", release)
    told["opening and first answer, ms"] = milliseconds(time.perf_counter() - started)
    for name, scope in scopes(release):
        times = [timed(f"/west-end?{'&'.join([*scope, *question])}", release) for question in questions(release)]
        told[f"{name}, p50 / p95 ms"] = f"{np.percentile(times, 50) * 1e3:.1f} / {np.percentile(times, 95) * 1e3:.1f}"
    told["worker after all questions, MiB"] = round(resident())
    told["  of it not shared with others, MiB"] = round(resident("RssAnon"))
    print(json.dumps(told))


def scopes(release: Any) -> Iterator[tuple[str, list[str]]]:
    """What is asked about, as parts of a link; a level the release does not have is left out."""
    from data.levels import Level

    areas = release.choices.areas
    for level in Level:
        if areas.get(level):
            yield f"whole, {len(areas[level]):,} areas of level {level}", [f"level={level}"]
    if "authority" in areas:
        codes = [area.code for area in areas[Level("authority")]]
        for code in codes[:: max(len(codes) // AUTHORITIES, 1)][:AUTHORITIES]:
            yield f"one authority ({code})", [f"authority={code}"]


def questions(release: Any) -> Iterator[list[str]]:
    """Random periods, types and hours, each as parts of a link."""
    from data.categories import slug
    from data.schema import month_text

    random = np.random.default_rng(SEED)
    dataset = release.choices.datasets[0]
    majors = sorted({slug(major) for major, _ in dataset.types})
    months = dataset.months
    for _ in range(QUESTIONS):
        length = int(random.integers(1, 13))
        first = int(random.integers(max(len(months) - length, 1)))
        last = min(first + length, len(months)) - 1
        parts = [f"from={month_text(months[first])}", f"to={month_text(months[last])}"]
        if random.random() < 0.7:
            parts.append("type=" + ",".join(random.choice(majors, int(random.integers(1, 4)), replace=False)))
        yield parts


def timed(link: str, release: Any) -> float:
    """Seconds that the five results of one action take: areas, areas before, hours, months, top."""
    from geo.answer import answer_link

    started = time.perf_counter()
    answer = answer_link(link, release)
    _ = answer.values, answer.previous, answer.hours, answer.months, answer.top
    return time.perf_counter() - started


def milliseconds(seconds: float) -> float:
    return round(seconds * 1e3, 1)


def mebibytes(size: float) -> float:
    return size / 2**20


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def resident(name: str = "VmRSS") -> float:
    """Memory of this process in MiB, as the system counts it."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name + ":"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
