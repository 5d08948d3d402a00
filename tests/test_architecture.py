"""The tree keeps its rules, and each rule can be broken: a small tree that breaks it is told so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import architecture as rules
from tests.architecture import Tree
from tests.conftest import ROOT

Rule = Callable[[Tree], Iterator[str]]


@pytest.fixture(scope="module")
def project() -> Tree:
    return Tree(ROOT)


def write(root: Path, files: dict[str, str]) -> Tree:
    for name, text in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return Tree(root)


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_the_project_keeps(rule: Rule, project: Tree) -> None:
    broken = list(rule(project))
    assert not broken, f"{rule.__doc__}\n" + "\n".join(broken)


def test_the_whole_project_was_read(project: Tree) -> None:
    assert {module.layer for module in project.modules} == set(rules.LAYERS)
    assert {"LICENSE", "uv.lock", ".ci/setup"} <= set(map(str, project.files))


BREAKS = [
    # (rule, file, text)
    (rules.imports_go_one_way, "data/a.py", "import geo.answer"),
    (rules.imports_go_one_way, "data/a.py", "from layouts import ids"),
    (rules.imports_go_one_way, "geo/a.py", "def f():\n    import callbacks.west_end"),
    (rules.imports_go_one_way, "geo/a.py", "import app"),
    (rules.imports_go_one_way, "layouts/a.py", "from callbacks.west_end import update_map"),
    (rules.imports_go_one_way, "callbacks/a.py", "from app import server"),
    (rules.imports_go_one_way, "data/a.py", "from importlib import import_module\nimport_module('geo.answer')"),
    (rules.imports_go_one_way, "data/a.py", "if TYPE_CHECKING:\n    from geo.answer import Answer"),
    (rules.callback_modules_are_strangers, "callbacks/a.py", "from callbacks.b import update_map"),
    (rules.callback_modules_are_strangers, "callbacks/a.py", "from . import b"),
    (rules.callback_modules_are_strangers, "callbacks/a.py", "from .b import update_map"),
    (rules.callback_modules_are_strangers, "callbacks/a.py", "from callbacks.commands import serving"),
    (rules.callback_modules_are_strangers, "callbacks/access/a.py", "from callbacks.b import update_map"),
    (rules.callback_modules_are_strangers, "callbacks/access/a.py", "from callbacks import b"),
    (rules.layers_use_their_own_libraries, "data/a.py", "import geopandas as gpd"),
    (rules.layers_use_their_own_libraries, "data/formats/a.py", "from shapely.geometry import Point"),
    (rules.layers_use_their_own_libraries, "data/a.py", "import plotly.graph_objects as go"),
    (rules.layers_use_their_own_libraries, "geo/a.py", "from dash import html"),
    (rules.layers_use_their_own_libraries, "callbacks/a.py", "import pandas as pd"),
    (rules.layers_use_their_own_libraries, "callbacks/a.py", "from dash import html"),
    (rules.layers_use_their_own_libraries, "callbacks/a.py", "import dash.html as h"),
    (rules.layouts_take_names_and_values, "layouts/a.py", "from geo.answer import answer_to"),
    (rules.layouts_take_names_and_values, "layouts/a.py", "import geo.answer"),
    (rules.layouts_take_names_and_values, "layouts/a.py", "from data.query import value_by_area"),
    (rules.layouts_take_names_and_values, "layouts/a.py", "from data import query"),
    (rules.names_say_what, "geo/utils.py", ""),
    (rules.names_say_what, "tests/helpers.py", ""),
    (rules.names_say_what, "data/common/areas.py", ""),
    (rules.names_say_what, "layouts/filter.py", ""),
    (rules.names_say_what, "callbacks/map_callbacks.py", ""),
    (rules.names_say_what, "calendar.py", ""),
    (rules.modules_are_short, "geo/a.py", "x = 1\n" * 301),
    (rules.public_functions_say_what_they_do, "geo/a.py", '"""Areas."""\ndef area(): ...'),
    (rules.public_functions_say_what_they_do, "data/a.py", "x = 1"),
    (rules.top_level_is_tidy, "scripts/run.sh", ""),
    (rules.top_level_is_tidy, "requirements.txt", ""),
    (rules.graphs_come_from_one_helper, "layouts/a.py", "dcc.Graph(id='map')"),
    (rules.graphs_come_from_one_helper, "callbacks/a.py", "Graph(id='map')"),
    (rules.no_theme_from_a_cdn, "app.py", "Dash(external_stylesheets=[dbc.themes.BOOTSTRAP])"),
    (rules.no_theme_from_a_cdn, "app.py", "from dash_bootstrap_components import icons"),
    (rules.no_foreign_host_in_code, "layouts/a.py", "SOURCE = 'https://cdn.jsdelivr.net/npm/x.css'"),
    (rules.no_foreign_host_in_code, "layouts/a.py", "def f(z):\n    return f'https://tile.openstreetmap.org/{z}.png'"),
    (rules.no_foreign_host_in_code, "assets/a.css", "@import url('//fonts.googleapis.com/css');"),
    (rules.no_foreign_host_in_code, "assets/a.js", "/* a\nb */\nfetch('https://unpkg.com/leaflet')"),
    (rules.no_inline_style, "layouts/a.py", "html.Div(style={'color': 'red'})"),
    (rules.no_inline_style, "layouts/a.py", "html.Div(style={'--part': 1, 'width': 2})"),
    (rules.no_inline_style, "layouts/a.py", "html.Div(style=looks)"),
    (rules.no_path_of_a_machine, "README.md", "cd /" + "home/ann/dashboard"),
    (rules.no_path_of_a_machine, "tests/test_a.py", "FOLDER = '/" + "root/x'"),
    (rules.no_loop_over_rows, "geo/a.py", "for _, row in frame.iterrows(): pass"),
]


@pytest.mark.parametrize(("rule", "file", "text"), BREAKS)
def test_a_rule_can_be_broken(rule: Rule, file: str, text: str, tmp_path: Path) -> None:
    broken = list(rule(write(tmp_path, {file: text})))
    assert len(broken) == 1, broken
    assert broken[0].startswith(file.split("/")[0] if rule is rules.top_level_is_tidy else file)


def test_every_rule_is_shown_broken() -> None:
    assert {rule for rule, _, _ in BREAKS} == set(rules.RULES)


def test_a_good_tree_breaks_nothing(tmp_path: Path) -> None:
    good = {
        "app.py": '"""Commands."""\nfrom callbacks import west_end\nfrom layouts import PAGES',
        "callbacks/__init__.py": '"""All."""\nfrom callbacks import west_end',
        "callbacks/access/gate.py": "from callbacks.access.session import held\nfrom callbacks.access import session",
        "callbacks/commands/serving.py": "from callbacks.commands.options import command\n"
        "def run():\n    from callbacks.workers import serve",
        "callbacks/west_end.py": "from dash import Input, dcc\nfrom geo.answer import answer_to",
        "layouts/figures/ranking.py": "from data.selection import Selection\nfrom geo.answer import Answer\n"
        "from ..components import card\nbar = html.Div(style={'--part': '40.2'})",
        "layouts/components.py": "from dash import dcc\ndef graph():\n    return dcc.Graph(config={})",
        "geo/answer.py": '"""Answers, see https://example.org/method."""\nfrom data.selection import Selection\n'
        "# after https://example.org/paper\nOGL = 'https://www.nationalarchives.gov.uk/doc/'\ndef _f(): ...",
        "data/formats/__init__.py": "",
        "assets/a.css": "/* after https://example.org */\n.a { color: red }",
        "assets/a.js": "// see https://example.org\nconst a = 'http://www.w3.org/2000/svg'",
        "data/README.md": "From https://example.org, see ../" + "home/x",
    }
    tree = write(tmp_path, good)
    assert [broken for rule in rules.RULES for broken in rule(tree)] == []


def test_without_git_the_files_are_listed_all_the_same(tmp_path: Path) -> None:
    tree = write(tmp_path, {"app.py": "", ".venv/lib/a.py": "", "data/__pycache__/a.pyc": "", ".ci/run": ""})
    assert list(map(str, tree.files)) == [".ci/run", "app.py"]
