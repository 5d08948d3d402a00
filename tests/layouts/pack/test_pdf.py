"""The pack as PDF: tagged as PDF/UA-1 asks, and every figure in it is the answer's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from typing import Any, Final

import pytest
from pypdf import PdfReader

from data.releases import Release
from geo.page_json import page_json
from layouts.numbers import MINUS
from layouts.pack.pdf import pack_pdf, page_pictures
from tests.layouts.pack.pdf_rules import RULES, children, elements, everything_is_tagged_or_ornament, named

DAY = date(2026, 11, 20)
LINKS = ("/", "/evidence", "/west-end?type=robbery&measure=change&n=5", "/neighbourhoods?ward=church-street&time=night")
ADDRESS = "https://dashboard.example"


@pytest.fixture(scope="module")
def reader(demonstration: Release) -> PdfReader:
    return PdfReader(BytesIO(pack_pdf(demonstration, LINKS, DAY, ADDRESS)))


@pytest.fixture(scope="module")
def pages(reader: PdfReader) -> list[str]:
    return [flat(page.extract_text()) for page in reader.pages]


@pytest.fixture(scope="module")
def text(pages: list[str]) -> str:
    return " ".join(pages)


def flat(text: str) -> str:
    """Words one space apart, however the lines were broken."""
    return re.sub(r"\s+", " ", text.replace("\u00ad", ""))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_it_follows_pdf_ua(reader: PdfReader, rule: Callable[[PdfReader], Iterator[str]]) -> None:
    assert list(rule(reader)) == []


def test_the_rules_can_fail() -> None:
    import typst

    plain = typst.compile(b"#set page(width: 5cm, height: 5cm)\n== Hello\n#image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><rect width='9' height='9'/></svg>\"))\n#table(columns: 2)[a][b]")  # fmt: skip
    reader = PdfReader(BytesIO(plain))
    broken = {rule.__name__ for rule in RULES if list(rule(reader))}
    assert {"says_what_it_is", "figures_have_words", "tables_have_heads"} <= broken


@pytest.fixture(scope="module")
def rows(reader: PdfReader) -> list[list[str]]:
    return rows_of(reader)


def rows_of(reader: PdfReader) -> list[list[str]]:
    """The text of every table row, read back through its tags."""
    pages = {page.indirect_reference.idnum: page for page in reader.pages if page.indirect_reference}
    texts: dict[tuple[int, int], str] = {}
    for number, page in pages.items():
        for mark, words in marked_text(page, reader):
            texts[number, mark] = texts.get((number, mark), "") + words

    def told(node: Any, page: int | None) -> str:
        if isinstance(node, int):
            return texts.get((page or 0, node), "")
        here = node["/Pg"].indirect_reference.idnum if "/Pg" in node else page
        if "/MCID" in node:
            return texts.get((here or 0, node["/MCID"]), "")
        return "".join(told(child, here) for child in children(node))

    return [[flat(told(cell, None)).strip() for cell in children(row)] for row in named(reader, "/TR")]


def marked_text(page: Any, reader: PdfReader) -> Iterator[tuple[int, str]]:
    """The text of each piece of marked content of a page."""
    from pypdf.generic import ContentStream

    maps = {name: to_unicode(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}
    stack: list[int | None] = []
    font = ""
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator in (b"BDC", b"BMC"):
            stack.append(operands[1]["/MCID"] if len(operands) > 1 and "/MCID" in operands[1] else None)
        elif operator == b"EMC":
            stack.pop()
        elif operator == b"Tf":
            font = operands[0]
        elif operator in (b"Tj", b"TJ"):
            mark = next((one for one in reversed(stack) if one is not None), None)
            pieces = operands[0] if operator == b"TJ" else [operands[0]]
            if mark is not None:
                for piece in pieces:
                    if isinstance(piece, bytes | str):
                        raw = piece if isinstance(piece, bytes) else piece.original_bytes  # type: ignore[attr-defined]
                        yield int(mark), "".join(maps[font].get(raw[at : at + 2], "?") for at in range(0, len(raw), 2))


def to_unicode(font: Any) -> dict[bytes, str]:
    """Two-byte codes of a font and the letters they are."""
    found: dict[bytes, str] = {}
    told = font["/ToUnicode"].get_object().get_data().decode("latin-1")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", told, flags=re.DOTALL):
        for code, letters in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[bytes.fromhex(code)] = bytes.fromhex(letters).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", told, flags=re.DOTALL):
        for low, high, start in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            for offset in range(int(high, 16) - int(low, 16) + 1):
                found[(int(low, 16) + offset).to_bytes(2, "big")] = chr(int(start, 16) + offset)
    return found


def number_of(text: str) -> float:
    return float(text.replace(",", "").replace(MINUS, "-").replace("+", "").rstrip("%"))


@pytest.mark.parametrize(
    ("link", "view", "head"),
    [
        ("/", "we", "Small area"),
        ("/", "syv", "Small area"),
        ("/", "nb", "Ward"),
        ("/west-end?type=robbery&measure=change&n=5", None, "Small area"),
        ("/neighbourhoods?ward=church-street&time=night", None, "Ward"),
    ],
)
def test_every_row_of_a_ranking_is_the_answers(
    rows: list[list[str]], demonstration: Release, link: str, view: str | None, head: str
) -> None:
    """The rows printed, found by the leading area's value, equal the answer row by row and figure by figure."""
    plain = link.replace("ward=church-street&", "")  # the ranking shows all wards and marks the chosen one
    told = page_json(demonstration, plain, view)
    areas = sorted(told["areas"], key=lambda area: (area["rank"] is None, area["rank"]))
    change = told["measure"] == "change"
    expected = [row_of(area, change) for area in areas]
    printed = [[cell.removesuffix(" (chosen)") for cell in row] for row in rows]
    tables = split_tables(printed)
    found = [table for table in tables if table[0][1] == head and row_values(table[1], table[0]) == expected[0]]
    assert len(found) == 1
    told_rows = [row_values(row, found[0][0]) for row in found[0][1:]]
    assert told_rows == expected[: len(told_rows)] and len(told_rows) >= 10


def split_tables(rows: list[list[str]]) -> list[list[list[str]]]:
    tables: list[list[list[str]]] = []
    for row in rows:
        if row[0] in ("Rank", "Measure", "Among the top", "Ward", "Small area"):
            tables.append([])
        tables[-1].append(row)
    return [table for table in tables if table[0][0] == "Rank"]


def row_of(area: dict[str, Any], change: bool) -> dict[str, Any]:
    few = 0 < area["value"] < 10 and not change
    parts = {
        "name": area["name"].removeprefix("Westminster "),
        "rank": area["rank"],
        "value": area["change"] if change else area["value"],
        "previous": area["previous"],
    }
    if not change:
        parts["share"] = None if few else round(100 * area["share"], 1)
        parts["change"] = None if area["change_share"] is None else round(100 * area["change_share"])
    arrow = {"higher": "↑", "lower": "↓"}.get(area["verdict"], "w")
    return parts | {"verdict": arrow}


def row_values(row: list[str], heads: list[str]) -> dict[str, Any]:
    cells = dict(zip(heads, row, strict=True))
    value = next(cells[head] for head in heads if head in ("Offences", "Difference"))
    parts = {
        "name": row[1],
        "rank": int(cells["Rank"]),
        "value": number_of(value),
        "previous": number_of(cells["A year earlier"]),
    }
    if "Share" in cells:
        parts["share"] = None if cells["Share"] == "–" else number_of(cells["Share"])
        parts["change"] = None if "was" in cells["Change"] else number_of(cells["Change"])
    return parts | {"verdict": cells["Against chance"][:1]}


@pytest.mark.parametrize("view", ["we", "syv", "nb"])
def test_sentences_bases_and_months_are_the_answers(
    reader: PdfReader, text: str, demonstration: Release, view: str
) -> None:
    told = page_json(demonstration, "/", view)
    assert f"{told['total']['located']:,} with a known place" in text
    assert f"{ADDRESS}{told['link']}" in text.replace(" ", "")
    alts = [str(figure["/Alt"]) for figure in elements(reader) if figure["/S"] == "/Figure"]
    assert any(told["says"] in alt for alt in alts)
    if view == "syv":  # its months are those of the whole borough
        assert any(all(f"{month['value']:,}" in alt for month in told["months"]) for alt in alts)


def test_the_shared_finding_and_the_evidence_are_told(text: str, demonstration: Release) -> None:
    told, found = page_json(demonstration, "/"), page_json(demonstration, "/evidence")
    assert flat(told["says"]) in text
    for sentence in (found["chance"]["says"], found["stability"]["says"], found["change"]["says"]):
        assert flat(sentence) in text


def test_every_page_says_what_the_data_are(pages: list[str]) -> None:
    for page in pages:
        assert "Demonstration data" in page and "demonstration-2023-09" in page


def test_the_cover_names_title_period_release_and_date(pages: list[str]) -> None:
    cover = pages[0]
    for told in ("Where and when crime concentrates", "October 2022 to September 2023", "20 November 2026",
                 "demonstration-2023-09, of 1 October 2023", "no row is a real event"):  # fmt: skip
        assert told in cover


def test_the_same_pack_gives_the_same_bytes(tiny: Release) -> None:
    assert pack_pdf(tiny, ["/west-end"], DAY) == pack_pdf(tiny, ["/west-end"], DAY)
    assert pack_pdf(tiny, ["/west-end"], DAY) != pack_pdf(tiny, ["/west-end"], date(2026, 11, 21))


def test_links_open_the_dashboard_only_where_its_address_is_known(reader: PdfReader, tiny: Release) -> None:
    def opened(found: PdfReader) -> set[str]:
        links = (one.get_object() for page in found.pages for one in page.get("/Annots", []))
        return {link["/A"]["/URI"] for link in links if "/URI" in link.get("/A", {})}

    assert f"{ADDRESS}/west-end?type=robbery&measure=change&n=5" in opened(reader)
    plain = PdfReader(BytesIO(pack_pdf(tiny, ["/west-end"], DAY)))
    assert opened(plain) == set()
    assert "Add /west-end to the address of your dashboard" in flat("".join(p.extract_text() for p in plain.pages))


ODD: Final = (
    "/west-end?from=2015-01&to=2015-12", "/west-end?compare=none", "/west-end?type=arson&time=04-05&days=mon",
    "/west-end?measure=quotient&type=robbery", "/west-end?measure=harm", "/west-end?measure=rate&level=ward",
    "/evidence?compare=none", "/neighbourhoods?dataset=noise", "/west-end?n=50", "/west-end?from=2020-10&to=2023-09",
)  # fmt: skip


def test_any_question_makes_a_pack(demonstration: Release) -> None:
    reader = PdfReader(BytesIO(pack_pdf(demonstration, ODD, DAY)))
    quick = [rule for rule in RULES if rule is not everything_is_tagged_or_ornament]  # which takes a second a map
    assert [broken for rule in quick for broken in rule(reader)] == []
    told = flat(" ".join(page.extract_text() for page in reader.pages))
    for link in ODD:
        page = page_json(demonstration, link)
        assert page["link"] in told.replace(" ", "")
    assert told.count("There are no offences for January 2015 to December 2015") == 2  # on its page and in short


def test_a_view_with_nothing_to_show_is_still_a_page(tiny: Release) -> None:
    """No part and no caveat, as over records of one's own: nothing has a heading but where the figures come from."""
    told = flat(PdfReader(BytesIO(pack_pdf(tiny, ["/west-end?from=2030-01&to=2030-12"], DAY))).pages[2].extract_text())
    assert "There are no offences for January 2030 to December 2030" in told
    assert "Where these figures come from" in told


def test_pages_can_be_looked_at(tiny: Release) -> None:
    from geo.files.pack_answers import pack_answers
    from layouts.pack.making import pack_of

    pages = page_pictures(pack_of(pack_answers(tiny, ["/west-end"]), DAY), ppi=20)
    assert len(pages) > 3 and all(page.startswith(b"\x89PNG") for page in pages)
