"""What users and scripts may rely on is in the README: commands, keys of links, measures, keys of the answer."""

from __future__ import annotations

import argparse
import re

import pytest

from data.categories import REFERENCE
from data.choices import HARM_WEIGHTS
from data.links import KEYS
from data.releases import Release
from data.selection import Measure, Page
from data.settings_checked import known_variables
from geo.page_json import page_json
from tests.conftest import ROOT

LINKS = ("/evidence?measure=harm&type=robbery", "/serious-youth-violence?measure=cost", "/neighbourhoods?type=burglary")


@pytest.fixture(scope="module")
def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def named(text: str) -> set[str]:
    """Names in the first cells of tables: between backticks, before the second bar."""
    first = [line.split("|")[1] for line in text.splitlines() if line.startswith("|")]
    return {name for cell in first for name in re.findall(r"`([^`]+)`", cell)}


def test_every_key_of_a_link(readme: str) -> None:
    assert set(KEYS) - named(readme) == set()


def test_every_measure_page_and_built_in_table(readme: str) -> None:
    assert {str(measure) for measure in Measure} - named(readme) == set()
    assert {str(page) for page in Page} - named(readme) - {Page.ABOUT} == set()
    assert not [name for name in HARM_WEIGHTS if f"`{name}`" not in readme]


def test_every_key_of_the_answer(readme: str, demonstration: Release) -> None:
    told = {name for link in LINKS for name in page_json(demonstration, link)}
    assert told >= {"youth", "wards", "clusters", "harm", "cost"}
    assert told - named(readme) == set()


def test_every_setting_and_nothing_else(readme: str) -> None:
    told = {name for name in named(readme) if name.startswith("SWP_")}
    assert set(known_variables()) - told == set()
    assert set(re.findall(r"SWP_[A-Z_]+", readme)) - set(known_variables()) == set()


def test_every_command(readme: str) -> None:
    from app import parser

    (commands,) = [each for each in parser()._actions if isinstance(each, argparse._SubParsersAction)]
    ready = {name for name, made in commands.choices.items() if made.get_default("name") is None}
    assert ready >= {"serve", "import", "query", "claims", "weights", "populations"}
    assert not [name for name in ready if f"swp {name}" not in readme]


def test_every_reference_table_is_described() -> None:
    described = (REFERENCE / "README.md").read_text(encoding="utf-8")
    titles = "\n".join(line for line in described.splitlines() if line.startswith("## "))
    names = [
        f"{each.name}/" if each.is_dir() else each.name for each in REFERENCE.iterdir() if each.name[0] not in "._"
    ]
    assert len(names) > 10
    assert not [name for name in names if name not in titles and name != "README.md"]
