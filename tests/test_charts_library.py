"""The small plotly.js that is shipped: of the version the plotly package carries, whole as it was built, and enough."""

from __future__ import annotations

import ast
import hashlib
import json
import re

import plotly.graph_objects as go
import pytest
from plotly.basedatatypes import BaseTraceType
from plotly.offline import get_plotlyjs_version

from tests.conftest import ROOT

FOLDER = ROOT / "assets" / "vendor" / "plotly"
BUILD = ROOT / ".ci" / "plotly"


@pytest.fixture(scope="module")
def library() -> str:
    return (FOLDER / "plotly-scatter.min.js").read_text(encoding="utf-8")


def test_it_is_of_the_version_that_the_package_carries(library: str) -> None:
    version = get_plotlyjs_version()
    assert library.startswith(f"/* plotly.js {version}, scatter only")
    assert f'version="{version}"' in library
    lock = json.loads((BUILD / "package-lock.json").read_text(encoding="utf-8"))
    assert lock["packages"]["node_modules/plotly.js"]["version"] == version
    assert json.loads((BUILD / "package.json").read_text(encoding="utf-8"))["dependencies"]["plotly.js"] == version
    assert f"plotly.js {version}" in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_it_is_as_it_was_built(library: str) -> None:
    found = re.search(r"sha256: `(\w{64})`", (FOLDER / "README.md").read_text(encoding="utf-8"))
    assert found
    assert hashlib.sha256(library.encode()).hexdigest() == found[1]


def test_every_package_of_the_lock_is_pinned_by_content_and_names_no_registry() -> None:
    text = (BUILD / "package-lock.json").read_text(encoding="utf-8")
    packages = {name: package for name, package in json.loads(text)["packages"].items() if name}
    assert all("integrity" in package for package in packages.values())
    assert "://" not in re.sub(r'"(?:funding|url)": .*', "", text)


def test_its_licence_and_those_of_what_is_in_it_are_shipped() -> None:
    text = (FOLDER / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith(f"plotly.js {get_plotlyjs_version()}\n")
    assert "Permission is hereby granted" in text
    assert {"@plotly/d3", "culori", "d3-format"} <= set(re.findall(r"^(\S+) \d[\d.]+$", text, flags=re.MULTILINE))


def test_a_strict_policy_lets_it_run(library: str) -> None:
    assert not re.search(r"new Function\(|[^.\w$]Function\(|[^.\w$]eval\(", library)


def test_no_chart_needs_another_kind_of_trace() -> None:
    kinds = {
        name for name in dir(go) if isinstance(getattr(go, name), type) and issubclass(getattr(go, name), BaseTraceType)
    }
    assert {"Scatter", "Bar", "Heatmap"} <= kinds
    named = {f"add_{kind.lower()}" for kind in kinds} | kinds
    used = {
        node.attr
        for path in (ROOT / "layouts" / "figures").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
    }
    assert used & named == {"add_scatter"}
