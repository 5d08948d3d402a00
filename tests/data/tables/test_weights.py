"""Harm weights: the built-in tables, coarse categories, and a table of the partnership's own."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from data.categories import taxonomy
from data.choices import HARM_WEIGHTS
from data.releases import Release, open_release
from data.schema import DataError
from data.store import RELEASES
from data.tables.headed_tables import load_headed_table
from data.tables.registered import WEIGHTS, keep_table, registered_names
from data.tables.registering import register_weights
from data.tables.weights import (
    BUILT_IN,
    days_by_type,
    harm_table,
    mix_caveat,
    proactive_minors,
    why_no_harm,
)
from tests.data.tables.test_costs import dataset
from tests.tiny_world import tiny_release

ROBBERY, RAPE = ("Robbery", "Robbery of Personal Property"), ("Sexual Offences", "Rape")
POSSESSION = ("Drug Offences", "Possession of Drugs")


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with one release."""
    folder = tmp_path / "store" / RELEASES / "0001-0000tiny"
    folder.mkdir(parents=True)
    tiny_release(folder)
    return tmp_path / "store"


def test_the_tables_a_link_may_name_are_there() -> None:
    assert {path.stem for path in BUILT_IN.glob("*.csv")} == set(HARM_WEIGHTS)


@pytest.mark.parametrize("name", HARM_WEIGHTS)
def test_a_built_in_table_says_what_it_is_and_weighs_known_categories(name: str) -> None:
    table = harm_table(None, name)
    assert all((table.title, table.version, table.source, table.licence, table.status))
    assert set(table.days) <= set(taxonomy()["minor"])
    assert min(table.days.values()) > 0
    without = set(taxonomy()["minor"]) - set(table.days)
    assert without == {"Other Drugs", "Historical Fraud and Forgery"}


def test_the_two_tables_differ_where_the_assessment_needs_it() -> None:
    calibrated, median = (harm_table(None, name).days for name in HARM_WEIGHTS)
    apart = {minor: (calibrated[minor], median[minor]) for minor in median if median[minor] != calibrated[minor]}
    assert apart == {
        "Rape": (1825, 2555),
        "Violence with Injury": (115, 365),
        "Domestic Burglary": (60, 273.5),
        "Burglary Business and Community": (40, 183.5),
    }
    assert calibrated["Robbery of Personal Property"] == 365


def test_days_by_type_with_and_without_what_is_found_by_searching() -> None:
    table = harm_table(None)
    types = (ROBBERY, RAPE, POSSESSION, ("Robbery", "Unheard of"), ("Theft", "Rape"), ("Soup", ""))
    np.testing.assert_array_equal(days_by_type(table, types), [365, 1825, 3, np.nan, np.nan, np.nan])
    np.testing.assert_array_equal(days_by_type(table, types, False), [365, 1825, np.nan, np.nan, np.nan, np.nan])


def test_proactive_are_drugs_and_weapons() -> None:
    table = taxonomy()
    assert set(table.loc[table["minor"].isin(proactive_minors()), "major"]) == {
        "Drug Offences",
        "Possession of Weapons",
    }


def test_coarse_types_weigh_the_mean_of_their_minors() -> None:
    table = harm_table(None)
    violence = (4160 * 115 + 7445 * 10 + 431 * 1825 + 1162 * 182.25 + 3 * 5475) / (4160 + 7445 + 431 + 1162 + 3)
    drugs = (2649 * 3 + 389 * 5) / (2649 + 389)
    types = (("Violence and sexual offences", ""), ("Robbery", ""), ("Shoplifting", ""), ("Drugs", ""))
    np.testing.assert_allclose(days_by_type(table, types), [violence, 365, 1, drugs])
    assert np.isnan(days_by_type(table, types, False)[3])
    assert "Burglary count at the mean" in mix_caveat((("Burglary", ""),))
    assert mix_caveat((ROBBERY, ("Shoplifting", ""))) == ""


def test_what_is_no_offence_has_no_harm() -> None:
    table = harm_table(None)
    assert why_no_harm(dataset("offences", ROBBERY), table) == ""
    assert "call-outs have no such weight" in why_no_harm(dataset("fire", ("Fire", "Primary Fire")), table)
    assert "searches have no such weight" in why_no_harm(dataset("stop-search", ("Robbery", "")), table)
    assert "no weight for any category" in why_no_harm(dataset("offences", ("Soup", "")), table)


def test_a_table_of_our_own(store: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "ours.csv", "Offence Type;Harm days\nRAPE;2,555\nTheft from person;0.5\nOther Sexual;9\n")
    made = register_weights(store, file, "Board 2024")
    assert dict(made.days) == {"Rape": 2555.0, "Theft from Person": 0.5, "Other Sexual Offences": 9.0}
    release = open_release(store)
    assert release.choices.weights == (*HARM_WEIGHTS, "board-2024")
    assert harm_table(release, "board-2024") == made
    types = (RAPE, ROBBERY, ("Theft from the person", ""), ("Violence and sexual offences", ""))
    np.testing.assert_array_equal(days_by_type(made, types), [2555, np.nan, 0.5, np.nan])


def test_an_open_store_sees_a_table_that_came_later(store: Path, tmp_path: Path) -> None:
    assert open_release(store).choices.weights == HARM_WEIGHTS
    register_weights(store, write(tmp_path / "a.csv", "minor,days\nRape,1\n"), "later")
    assert "later" in open_release(store).choices.weights


def test_the_demonstration_has_only_those_built_in() -> None:
    assert open_release(None).choices.weights == HARM_WEIGHTS
    with pytest.raises(DataError, match="there is no harm weight table 'ours'"):
        harm_table(open_release(None), "ours")


def test_a_name_keeps_its_content(store: Path, tmp_path: Path) -> None:
    first = write(tmp_path / "a.csv", "minor,days\nRape,1\nRobbery of Personal Property,2\n")
    register_weights(store, first, "ours")
    kept = (store / WEIGHTS / "ours.csv").read_bytes()
    same = write(tmp_path / "b.csv", "days\tcategory\n2\tROBBERY OF PERSONAL PROPERTY\n1.0\trape\n")
    register_weights(store, same, "Ours")  # the same weights, written otherwise
    with pytest.raises(DataError, match="Choose another name: links that use it must keep giving the same figures"):
        register_weights(store, write(tmp_path / "c.csv", "minor,days\nRape,3\n"), "ours")
    assert (store / WEIGHTS / "ours.csv").read_bytes() == kept
    assert sorted(path.name for path in (store / WEIGHTS).iterdir()) == ["ours.csv"]
    assert not (store / "staging").exists()


BAD = [
    ("minor,days\nRape,many\n", "line 2: column 'days': 'many' is not a number"),
    ("minor,days\nRape,1e400\n", "line 2: column 'days': '1e400' is not a number"),
    ("minor,days\nRape,-5\n", "line 2: column 'days': '-5' is negative"),
    ("minor,days\nRape,\n", "line 2: column 'days': '' is empty"),
    ("minor,days\n,5\n", "line 2: column 'minor': '' is empty"),
    ("minor,days\nRape,nan\n", "'nan' is not a number"),
    ("minor,days\nRape,1,5\n", "line 2: more cells than the header has columns"),
    ("minor,days\nHomicide,1\n\nRapes,1\n", r"line 4: column 'minor': 'Rapes' is no category .* Did you mean 'Rape'?"),
    ("minor,days\nWitchcraft,1\n", "'Witchcraft' is no category of offence we know. Use the Metropolitan"),
    ("minor,days\nRobbery,1\n", "'Robbery' is no category of offence we know"),
    ("minor,days\nRape,1\nHomicide,2\nRAPE,1\n", "line 4: column 'minor': 'RAPE' stands in line 2 already, as Rape"),
    ("minor,days\n", "the table has a header and no rows"),
    ("", "the file is empty"),
    ("minor,points\nRape,1\n", "there is no column 'days' among minor, points"),
    ("minor,offence,days\nRape,Rape,1\n", "both hold the minor"),
    ("%PDF-1.4 x,y", "a PDF document"),
]


@pytest.mark.parametrize(("text", "says"), BAD)
def test_a_bad_file_is_told_where_it_is_bad(text: str, says: str, tmp_path: Path) -> None:
    file = write(tmp_path / "bad.csv", text)
    with pytest.raises(DataError, match=says) as caught:
        register_weights(tmp_path / "store", file, "bad")
    assert str(caught.value).startswith("bad.csv") and "\n" not in str(caught.value)
    assert registered_names(tmp_path / "store", WEIGHTS) == ()


@pytest.mark.parametrize("name", ["", "!!", "x" * 61, "CCHI days calibrated", "../.."])
def test_a_name_must_stand_in_a_link(name: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="--name"):
        register_weights(tmp_path / "store", write(tmp_path / "a.csv", "minor,days\nRape,1\n"), name)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="does not exist"):
        register_weights(tmp_path, tmp_path / "none.csv", "ours")


def test_a_table_spoilt_in_the_store_is_told(store: Path, tmp_path: Path) -> None:
    register_weights(store, write(tmp_path / "a.csv", "minor,days\nRape,1\n"), "ours")
    for text in ("minor,days\nRape,x\n", "minor,days\nRape\n", "other\n1\n"):
        (store / WEIGHTS / "ours.csv").write_text(text, encoding="utf-8")
        with pytest.raises(DataError, match="the table cannot be read"):
            harm_table(open_release(store), "ours")


def test_a_disk_that_refuses_leaves_nothing(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.rename", refuse)
    with pytest.raises(DataError, match="the store cannot be written"):
        keep_table(store, WEIGHTS, "ours", "minor,days\n")
    assert registered_names(store, WEIGHTS) == ()


def test_a_copied_store_gives_the_same_figures(store: Path, tmp_path: Path) -> None:
    register_weights(store, write(tmp_path / "a.csv", "minor,days\nRape,1\n"), "ours")
    copied = Path(shutil.copytree(store, tmp_path / "copy"))
    ours, theirs = (harm_table(open_release(place), "ours") for place in (store, copied))
    assert ours == theirs


def test_headed_tables_read_a_file_anew_when_it_changed(tmp_path: Path) -> None:
    import os

    path = write(tmp_path / "t.csv", "# title: One\na,b\n1,2\n")
    assert load_headed_table(path).facts == {"title": "One"}
    write(path, "# title: Two\na,b\n1,2\n")
    os.utime(path, ns=(1, 1))
    assert load_headed_table(path).facts == {"title": "Two"}


def test_the_tiny_world_outside_a_store_has_no_tables(tiny: Release) -> None:
    assert (tiny.store, tiny.choices.weights) == (None, HARM_WEIGHTS)
