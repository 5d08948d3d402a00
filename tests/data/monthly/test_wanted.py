"""What a monthly job reads is what was configured, and what cannot be meant is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.monthly.taken import Taken, read_taken
from data.monthly.wanted import Source, Wanted, wanted
from data.schema import DataError

CONFIG = """
authority = "all"
largest_mb = 10

[[from]]
url = "https://archive.example/{month}.zip"

[[from]]
folder = "deliveries"
"""


def written(folder: Path, text: str) -> Path:
    (folder / "monthly.toml").write_text(text, encoding="utf-8")
    return folder / "monthly.toml"


def test_a_file_and_the_command_line_add_up(tmp_path: Path) -> None:
    config = written(tmp_path, CONFIG)
    listed = (Source("https://archive.example/{month}.zip"), Source(folder=Path("deliveries")))
    assert wanted(config, []) == Wanted(listed, "all", 10_000_000)
    also = wanted(config, ["http://127.0.0.1:8/a.zip", "more"], "E09000007")
    assert also.sources == (*listed, Source("http://127.0.0.1:8/a.zip"), Source(folder=Path("more")))
    assert also.authority == "E09000007"
    assert wanted(None, ["more"]) == Wanted((Source(folder=Path("more")),))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "nothing to read was named"),
        ("from = 1", "no list of tables"),
        ("[[from]]\n", "one address or one folder"),
        ("[[from]]\nurl = 'https://a.example/a'\nfolder = 'b'", "one address or one folder"),
        ("[[from]]\nurl = 1", "one address or one folder"),
        ("[[from]]\nurl = 'http://a.example/a.zip'", "anybody on the way"),
        ("[[from]]\nurl = 'http://127.0.0.1.a.example/a.zip'", "anybody on the way"),
        ("[[from]]\nurl = 'file:///etc/passwd'", "anybody on the way"),
        ("[[from]]\nurl = 'https://'", "anybody on the way"),
        ("[[from]]\nurl = 'https://[a/'", "is no address"),
        ("[[from]]\nurl = 'https://me:secret@a.example/'", "holds a password"),
        ("[[from]]\nurl = 'https://a.example/'\nsha256 = 'abc'", "no checksum"),
        ("[[from]]\nfolder = 'a'\nsha256 = '" + 64 * "a" + "'", "of one file"),
        ("[[from]]\nurls = 'https://a.example/'", "'urls' means nothing"),
        ("largest = 1", "'largest' means nothing"),
        ("largest_mb = 0", "no number of megabytes"),
        ("largest_mb = true", "no number of megabytes"),
        ("authority = 1", "is no text"),
        ("a =", "is no TOML"),
    ],
)
def test_what_cannot_be_meant(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(DataError, match=says) as caught:
        wanted(written(tmp_path, text), [])
    assert caught.value.mend and "secret" not in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        wanted(tmp_path / "absent.toml", [])


def test_what_was_taken_is_remembered(tmp_path: Path) -> None:
    assert read_taken(tmp_path) == Taken()
    taken = Taken({"ab": {"name": "a.csv", "release": "0001-ab"}}, {"https://a.example/": '"1"'})
    taken.save(tmp_path)
    assert read_taken(tmp_path) == taken
    for rubbish in ("", "[]", "{}", '{"content": 1, "tags": {}}', "\x00"):
        (tmp_path / "taken.json").write_text(rubbish)
        with pytest.raises(DataError, match="Remove it"):
            read_taken(tmp_path)
