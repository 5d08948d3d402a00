"""``swp weights`` and ``swp populations`` as users see them: what they say, what they refuse, what links then know."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.releases import open_release
from tests import worlds
from tests.command import done, swp
from tests.worlds import write_csv


@pytest.fixture
def published(store: Path, tmp_path: Path) -> Path:
    """A store with a release."""
    done("import", write_csv(tmp_path / "e.csv", worlds.extract()), "--store", store)
    return store


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_registered_tables_are_legal_in_links(published: Path, tmp_path: Path) -> None:
    weights = write(tmp_path / "w.csv", "offence,days\nRobbery of Personal Property,365\nRape,1825\n")
    people = write(tmp_path / "p.csv", "code,number\nE05013808,151000\n")
    said = done("weights", weights, "--name", "Board 2024", "--store", published)
    assert said == "weights=board-2024: 2 of 59 categories have a weight\n"
    assert done("populations", people, "--name", "workday", "--store", published) == "per=workday: 1 area\n"
    choices = open_release(published).choices
    assert "board-2024" in choices.weights and "workday" in choices.populations
    link = "/neighbourhoods?measure=harm&weights=board-2024&per=workday"
    assert '"link": "' + link + '"' in done("query", link, "--store", published)
    assert "weights=board-2024" not in done("query", link, "--format", "json")  # the demonstration knows it not


@pytest.mark.parametrize(
    ("command", "text", "says"),
    [
        ("weights", "minor,days\nRape,x\n", "bad.csv, line 2: column 'days': 'x' is not a number"),
        ("weights", "minor,days\nRape,1\nRape,1\n", "bad.csv, line 3: column 'minor': 'Rape' stands in line 2 already"),
        ("populations", "code,number\nSoho,1\n", "bad.csv, line 2: column 'code': 'Soho' is no code"),
        ("populations", "", "bad.csv: the file is empty"),
    ],
)
def test_a_refusal_is_one_line_and_leaves_nothing(command: str, text: str, says: str, tmp_path: Path) -> None:
    run = swp(command, write(tmp_path / "bad.csv", text), "--name", "bad", "--store", tmp_path / "store")
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith(f"swp: {says}") and run.stderr.count("\n") == 1
    assert not (tmp_path / "store").exists()


def test_a_name_is_asked_for(tmp_path: Path) -> None:
    assert swp("weights", tmp_path / "a.csv", "--store", tmp_path).returncode == 2
    assert swp("populations", tmp_path / "a.csv", "--name", "a").returncode == 2
