"""The download: paging, patience, mistakes in disguise; against a local server that behaves like the publisher's."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from data.levels import PLACED, Level
from data.schema import DataError
from geo.shapes.arcgis import Patience
from geo.shapes.boundaries import boundaries_for
from geo.shapes.download import BASE_VARIABLE, LAYERS, download_boundaries, fetch_level
from tests.geo.arcgis_server import FakeArcgis, Service, always, error, once, slow
from tests.geo.squares import small_areas, wards

HURRIED = Patience(answer_s=2, all_s=10, tries=3, pause_s=0.01)
SMALL = LAYERS[Level.LSOA].services[0]
LATER = LAYERS[Level.LSOA21].services[0]
WARDS = LAYERS[Level.WARD].services[0]
BLOB = b'{"count": 1, "features": [{"properties": {"LSOA11CD": "E01004734"}, "geometry": {"type": "Blob"}}]}'


def fetch(service: Service, **options: object) -> object:
    with FakeArcgis({SMALL: service}) as server:
        return fetch_level(Level.LSOA, base=server.base, patience=HURRIED, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("flag", ["properties", "top"])
@pytest.mark.parametrize("out_sr", [27700, 4326])
@pytest.mark.parametrize("crs_member", [True, False])
def test_pages_are_put_together(flag: str, out_sr: int, crs_member: bool) -> None:
    service = Service(small_areas(), cap=2, flag=flag, crs_member=crs_member)
    found = fetch(service, out_sr=out_sr)
    assert found.areas["code"].tolist() == ["E01004734", "E01004736", "E01004763", "E01033595"]  # type: ignore[attr-defined]
    assert found.areas.area.to_numpy() == pytest.approx([10_000] * 4, rel=1e-3)  # type: ignore[attr-defined]
    assert not found.approximate  # type: ignore[attr-defined]
    assert [query.get("resultOffset") for query in service.asked] == [None, "0", "2"]
    assert {query["where"] for query in service.asked} == {"LSOA11NM LIKE 'Westminster %'"}


def test_all_authorities_and_property_names_in_lower_case() -> None:
    found = fetch(Service(small_areas(), cap=100, lower_case=True), authority="all")
    assert len(found.areas) == 5  # type: ignore[attr-defined]
    assert found.areas["authority_name"].tolist()[0] == "Camden"  # type: ignore[attr-defined]


def test_wards_are_asked_for_by_authority_code() -> None:
    with FakeArcgis({WARDS: Service(wards(with_authority=True))}) as server:
        found = fetch_level(Level.WARD, "E09000007", base=server.base, patience=HURRIED)
    assert found.areas[["code", "authority_code"]].to_numpy().tolist() == [["E05099999", "E09000007"]]


def test_the_second_name_of_a_service_is_tried() -> None:
    with FakeArcgis({LAYERS[Level.LSOA].services[1]: Service(small_areas())}) as server:
        found = fetch_level(Level.LSOA, base=server.base, patience=HURRIED)
    assert len(found.areas) == 4
    assert LAYERS[Level.LSOA].services[1] in found.source


def test_a_page_that_fails_once_is_asked_for_again() -> None:
    second = lambda query: query.get("resultOffset") == "2"  # noqa: E731
    for trouble in ((503, b"busy"), (200, b"<html>rubbish"), (200, json.dumps(error(500, "Unable")).encode())):
        service = Service(small_areas(), trouble=once(trouble, on=second))
        assert len(fetch(service).areas) == 4  # type: ignore[attr-defined]
        assert [query.get("resultOffset") for query in service.asked] == [None, "0", "2", "2"]


@pytest.mark.parametrize(
    ("service", "says"),
    [
        (Service(small_areas(), miscount=1), "counted 5 areas and sent 4"),
        (Service(small_areas(), miscount=-1), "counted 3 areas and sent 4"),
        (Service(small_areas(), trouble=always(200, b"rubbish")), "cannot be used"),
        (Service(small_areas(), trouble=always(200, b"[1, 2]")), "not an object"),
        (Service(small_areas(), trouble=always(200, b"{}")), "how many areas"),
        (Service(small_areas(), trouble=always(500, b"")), "500"),
        (Service(small_areas(), trouble=always(200, json.dumps(error(400, "Invalid")).encode())), "refused.*Invalid"),
        (Service(small_areas(), trouble=always(404, b"")), "refused.*404"),
        (Service(small_areas(), trouble=always(200, b'{"count": 1}')), "page without areas"),
        (Service(small_areas().drop(columns="LSOA11NM").assign(LSOA11NM="Nowhere 001A")), "no area of this authority"),
        (
            Service(small_areas(), trouble=always(200, b'{"count": 1, "features": [{"properties": {}}]}')),
            "without LSOA11CD",
        ),
        (Service(small_areas(), trouble=always(200, BLOB)), "shapes that cannot be read"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_line(service: Service, says: str) -> None:
    with pytest.raises(DataError, match=says) as caught:
        fetch(service)
    assert "\n" not in str(caught.value)


def test_repeated_areas_that_never_end_are_noticed() -> None:
    """A server that ignores the offset and always says there is more."""
    whole = json.loads(small_areas().to_json(drop_id=True))
    whole["features"] = whole["features"][:2]
    whole["exceededTransferLimit"] = True

    def trouble(query: dict[str, str]) -> tuple[int, bytes] | None:
        return None if "returnCountOnly" in query else (200, json.dumps(whole).encode())

    with pytest.raises(DataError, match="counted 4 areas and sent 2"):
        fetch(Service(small_areas(), trouble=trouble))


def test_slow_answers_end_within_the_time_given() -> None:
    patience = Patience(answer_s=0.2, all_s=0.6, tries=10, pause_s=0.01)
    start = time.monotonic()
    with FakeArcgis({SMALL: Service(small_areas(), trouble=slow(2))}) as server, pytest.raises(DataError):
        fetch_level(Level.LSOA, base=server.base, patience=patience)
    assert time.monotonic() - start < 2


def test_nobody_there_is_said_in_one_line() -> None:
    with pytest.raises(DataError, match="cannot be used"):
        fetch_level(Level.LSOA, base="http://127.0.0.1:9/rest/services", patience=HURRIED)


def test_only_the_web_is_asked() -> None:
    with pytest.raises(DataError, match="not one of the web"):
        fetch_level(Level.LSOA, base="file:///etc/passwd", patience=HURRIED)


def test_small_areas_of_an_authority_without_a_known_name_cannot_be_asked_for() -> None:
    with pytest.raises(DataError, match="name of the authority E08000003"):
        fetch_level(Level.LSOA, "E08000003", base="http://127.0.0.1:9", patience=HURRIED)


def services() -> dict[str, Service]:
    return {
        SMALL: Service(small_areas()),
        LATER: Service(small_areas("LSOA21CD", "LSOA21NM")),
        WARDS: Service(wards(with_authority=True)),
    }


def test_a_download_fills_the_store_and_tells_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    with FakeArcgis(services()) as server:
        monkeypatch.setenv(BASE_VARIABLE, server.base)
        kept = download_boundaries(tmp_path, progress=told.append, patience=HURRIED)
    assert [(each.level, len(each.areas)) for each in kept] == [(Level.LSOA, 4), (Level.LSOA21, 4), (Level.WARD, 2)]
    assert told[:2] == ["small area (2011 census): 2 of 4", "small area (2011 census): 4 of 4"]
    assert all(not boundaries_for(tmp_path, level).approximate for level in PLACED)
    assert "Open Government Licence" in boundaries_for(tmp_path, Level.WARD).licence


def test_a_download_keeps_all_levels_or_none(tmp_path: Path) -> None:
    broken = services() | {WARDS: Service(wards(with_authority=True), miscount=1)}
    with FakeArcgis(broken) as server, pytest.raises(DataError):
        download_boundaries(tmp_path / "store", base=server.base, patience=HURRIED)
    assert not (tmp_path / "store").exists()
