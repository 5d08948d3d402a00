"""The benchmark's own arithmetic: what it would say, and that it can fail. Nothing is timed here."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import shapely
from PIL import Image

from tests.benchmarks import __main__ as command
from tests.benchmarks.browsing import BLOCK, Region, repainted
from tests.benchmarks.coverage import AREAS, invented_coverage, snapped_points
from tests.benchmarks.five_results import by_pandas, by_the_product, check_equal, frame_of
from tests.benchmarks.options import Options
from tests.benchmarks.report import Report, amount, table
from tests.benchmarks.results import Row, Skip, Unit, row_of_pairs
from tests.benchmarks.synthetic import FIRST, Size, actions, choices_of, opened_index
from tests.benchmarks.targets import LIMITS, TARGETS, target_of
from tests.benchmarks.timing import Pairs, in_turn


def row(key: str, value: float, unit: Unit = Unit.SHARE) -> Row:
    return Row(key, "what", unit, value, (value,))


def test_the_quotient_is_of_medians_and_the_spread_of_pairs() -> None:
    pairs = Pairs(ours=[0.1, 0.2, 0.9], theirs=[2.0, 1.0, 3.0])
    found = row_of_pairs("answers/90k", "what", pairs)
    assert found.value == pytest.approx(0.2 / 2.0)
    assert sorted(found.samples) == pytest.approx([0.05, 0.2, 0.3])
    assert found.spread == pytest.approx((0.065, 0.29))
    assert row_of_pairs("points/once", "what", pairs, Unit.FASTER).value == pytest.approx(10.0)


def test_a_target_is_met_at_its_edge_and_missed_beyond() -> None:
    assert row("answers/90k", 1 / 9).met and not row("answers/90k", 1 / 8.9).met
    assert row("points/once", 8.0, Unit.FASTER).met and not row("points/once", 7.9, Unit.FASTER).met
    assert row("page/overview", 99.0).met is None
    assert row("load/128-evidence", 1.2, Unit.MEGABYTES).met is False
    assert row("answers/90k", math.nan).met is False


def test_the_short_form_fails_on_a_regression_and_on_a_failure_alone() -> None:
    good, bad = row("answers/1M", LIMITS["answers/1M"] * 0.99), row("answers/1M", LIMITS["answers/1M"] * 1.01)
    slow = row("points/once", LIMITS["points/once"] * 0.9, Unit.FASTER)
    assert command.status(Report([good]), short=True) == 0
    assert command.status(Report([good, bad]), short=True) == 1
    assert command.status(Report([slow]), short=True) == 1
    assert command.status(Report([bad]), short=False) == 0
    assert command.status(Report(skipped={"click": "no peers"}), short=True) == 0
    assert command.status(Report(failed={"page": "ValueError"}), short=True) == 1


def test_the_short_form_goes_by_processor_time() -> None:
    pairs = Pairs(ours=[1.0], theirs=[1.0], our_processor=[0.1], their_processor=[1.0])
    busy = row_of_pairs("answers/1M", "what", pairs)
    assert busy.processor == pytest.approx(0.1)
    assert not busy.regressed and not busy.met
    assert row_of_pairs("answers/1M", "what", Pairs([0.1], [1.0], [1.0], [1.0])).regressed
    assert row_of_pairs("points/once", "what", pairs, Unit.FASTER).processor == pytest.approx(10.0)


def test_limits_are_more_generous_than_targets() -> None:
    for key, limit in LIMITS.items():
        target = target_of(key)
        assert target is not None
        assert limit < target if key.startswith("points") else limit > target
    assert {key.split("/")[0] for key in TARGETS} >= {"answers", "scan", "page", "click", "bytes", "load", "memory"}


def test_sides_take_turns_and_must_agree() -> None:
    order: list[str] = []
    pairs = in_turn(range(3), lambda _: order.append("ours"), lambda _: order.append("theirs"))
    assert order == ["theirs", "ours", "ours", "theirs", "theirs", "ours"]
    assert len(pairs.ours) == len(pairs.theirs) == 3

    def differ(_: object, __: object) -> None:
        raise AssertionError("they differ")

    with pytest.raises(AssertionError, match="they differ"):
        in_turn([1], str, repr, differ)


def test_one_line_that_fails_or_is_skipped_leaves_the_others(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fails(_: Options) -> Iterator[Row]:
        yield row("answers/90k", 0.1)
        raise ValueError("broken")

    def skips(_: Options) -> Iterator[Row]:
        raise Skip("not here")

    lines = {"whole_page": fails, "placing": skips, "wire": lambda _: iter([row("bytes/128", 0.9, Unit.KILOBYTES)])}
    monkeypatch.setattr(command, "import_module", lambda name: SimpleNamespace(run=lines[name.split(".")[-1]]))
    report = command.measured(["page", "points", "wire"], Options(work=tmp_path))
    assert [found.key for found in report.rows] == ["answers/90k", "bytes/128"]
    assert report.skipped == {"points": "not here"}
    assert report.failed == {"page": "ValueError: broken"}
    printed = table(report, short=False)
    assert "1/10" in printed and "at most 1/9" in printed and "0.9 kB" in printed
    assert printed.splitlines()[-2:] == ["Skipped: points: not here", "Failed: page: ValueError: broken"]


def test_the_machine_readable_result_has_every_sample_and_no_nan(tmp_path: Path) -> None:
    report = Report(
        [row_of_pairs("scan/10M", "what", Pairs([0.1, 0.3], [0.2, 0.2])), row("server-borough/all", math.nan)]
    )
    report.save(tmp_path / "result.json", {"machine": {"cores": 2}})
    read = json.loads((tmp_path / "result.json").read_text())
    assert read["machine"] == {"cores": 2}
    assert read["rows"][0]["raw"]["ours_ms"] == pytest.approx([100.0, 300.0])
    assert read["rows"][0]["met"] is True
    assert read["rows"][1]["value"] is None


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [(1 / 52, Unit.SHARE, "1/52"), (2.4, Unit.SHARE, "2.4x"), (8.1, Unit.FASTER, "8.1x faster"), (1.9, Unit.KILOBYTES, "1.9 kB"), (math.nan, Unit.SHARE, "not known")],
)  # fmt: skip
def test_amounts(value: float, unit: Unit, told: str) -> None:
    assert amount(value, unit) == told


def frame(shade: int) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(np.full((8 * BLOCK, 8 * BLOCK, 3), shade, dtype=np.uint8)).save(buffer, "JPEG")
    return buffer.getvalue()


def test_repainted_is_when_the_region_comes_to_stay() -> None:
    region = Region(BLOCK, BLOCK, 4 * BLOCK, 4 * BLOCK)
    old, passing, new = frame(10), frame(90), frame(200)
    assert repainted([(0.0, old), (20.0, new), (30.0, passing), (50.0, new), (60.0, new)], region, 5.0) == 45.0
    assert repainted([(0.0, old), (20.0, old)], region, 5.0) is None
    assert repainted([], region, 5.0) is None


def test_both_ways_to_the_five_results_agree(tmp_path: Path) -> None:
    size = Size(records=4_000, areas=30, wards=6, months=24)
    index, choices = opened_index(size, tmp_path / "index"), choices_of(size)
    table_of_rows = frame_of(index, choices)
    asked = list(actions(size, 60))
    assert len(set(asked)) > 40
    for selection in asked:
        ours, theirs = by_the_product(index, choices, selection), by_pandas(table_of_rows, choices, selection, FIRST)
        check_equal(ours, theirs)
    with pytest.raises(AssertionError, match="differ in"):
        check_equal(ours, by_pandas(table_of_rows.iloc[1:], choices, asked[0].without("first"), FIRST))


def test_the_invented_areas_are_a_coverage_and_points_repeat() -> None:
    boundaries = invented_coverage()
    shapes = boundaries.areas.geometry.to_numpy()
    assert len(shapes) == AREAS and not boundaries.notes
    assert shapely.coverage_is_valid(shapes)
    x, y = snapped_points(boundaries, 5_000, 100)
    assert len(x) == 5_000 and len(set(zip(x.tolist(), y.tolist(), strict=True))) <= 50
