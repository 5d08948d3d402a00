"""Rules of PDF/UA-1 that a machine can check with pypdf: each a function from a reader to what breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject, IndirectObject

PAINTS: Final = frozenset(
    {b"Tj", b"TJ", b"'", b'"', b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"Do", b"sh"}
)
HEADINGS: Final = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")


def root_of(reader: PdfReader) -> Any:
    return reader.trailer["/Root"]


def elements(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every element of the structure tree, in reading order."""

    def walk(node: Any) -> Iterator[DictionaryObject]:
        found = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(found, list):
            for child in found:
                yield from walk(child)
        elif isinstance(found, dict):
            if "/S" in found:
                yield found  # type: ignore[misc]
            if "/K" in found:
                yield from walk(found["/K"])

    yield from walk(root_of(reader)["/StructTreeRoot"])


def named(reader: PdfReader, *names: str) -> list[DictionaryObject]:
    return [element for element in elements(reader) if element["/S"] in names]


def children(element: DictionaryObject) -> list[Any]:
    kids = element.get("/K", [])
    kids = kids.get_object() if isinstance(kids, IndirectObject) else kids
    kids = kids if isinstance(kids, list) else [kids]
    return [kid.get_object() if isinstance(kid, IndirectObject) else kid for kid in kids]


def says_what_it_is(reader: PdfReader) -> Iterator[str]:
    """Marked, with language, title shown, and the identifier of PDF/UA-1."""
    root = root_of(reader)
    if root.get("/MarkInfo", {}).get("/Marked") is not True and str(root.get("/MarkInfo", {}).get("/Marked")) != "True":
        yield "not marked"
    if not str(root.get("/Lang", "")).startswith("en"):
        yield "no language"
    if str(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle")) != "True":
        yield "its title is not shown"
    if not (reader.metadata and reader.metadata.title):
        yield "no title"
    told = root["/Metadata"].get_data().decode()
    if "<pdfuaid:part>1</pdfuaid:part>" not in told:
        yield "does not say that it is PDF/UA-1"


def everything_is_tagged_or_ornament(reader: PdfReader) -> Iterator[str]:
    """Whatever is painted lies within marked content: of the structure tree, or an artifact."""
    for place, page in enumerate(reader.pages, start=1):
        contents = page.get_contents()
        assert contents is not None
        depth: list[bool] = []
        for operands, operator in ContentStream(contents, reader).operations:
            if operator in (b"BDC", b"BMC"):
                tagged = operands[0] == "/Artifact" or (len(operands) > 1 and "/MCID" in operands[1])
                depth.append(tagged)
            elif operator == b"EMC":
                depth.pop()
            elif operator in PAINTS and not any(depth):
                yield f"page {place}: {operator.decode()} lies in no marked content"
        if page.get("/StructParents") is None or (page.get("/Annots") and page.get("/Tabs") != "/S"):
            yield f"page {place}: is not tied to the structure"


def figures_have_words(reader: PdfReader) -> Iterator[str]:
    for figure in named(reader, "/Figure"):
        if len(str(figure.get("/Alt", ""))) < 10:
            yield f"a figure without alternative: {figure.get('/Alt')}"


def tables_have_heads(reader: PdfReader) -> Iterator[str]:
    """A head row whose cells say their scope; every row has as many cells."""
    for table in named(reader, "/Table"):
        rows = [row for part in children(table) for row in children(part) if row.get("/S") == "/TR"]
        widths = {len(children(row)) for row in rows}
        if len(widths) != 1 or not all(cell["/S"] == "/TH" for cell in children(rows[0])):
            yield f"a table without head or with ragged rows: {widths}"
    for head in named(reader, "/TH"):
        told = head.get("/A", [])
        told = told if isinstance(told, list) else [told]
        if not any(one.get_object().get("/Scope") for one in told):
            yield "a head without scope"


def headings_follow(reader: PdfReader) -> Iterator[str]:
    """The first is of the first rank, none is left out on the way down, none is empty."""
    last = 0
    for heading in named(reader, *HEADINGS):
        rank = HEADINGS.index(str(heading["/S"])) + 1
        if rank > last + 1:
            yield f"H{last} is followed by H{rank}"
        if not children(heading):
            yield f"an empty H{rank}"
        last = rank


def fonts_are_inside(reader: PdfReader) -> Iterator[str]:
    """Every font is embedded and tells which letters its glyphs are."""
    for place, page in enumerate(reader.pages, start=1):
        resources: Any = page["/Resources"]
        fonts = resources.get("/Font", {})
        for name, font in fonts.items():
            found = font.get_object()
            inner = found["/DescendantFonts"][0].get_object() if "/DescendantFonts" in found else found
            descriptor = inner["/FontDescriptor"].get_object()
            if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                yield f"page {place}: {name} is not embedded"
            if "/ToUnicode" not in found:
                yield f"page {place}: {name} tells no letters"


def links_say_where(reader: PdfReader) -> Iterator[str]:
    for place, page in enumerate(reader.pages, start=1):
        for annotation in page.get("/Annots", []):
            if not annotation.get_object().get("/Contents"):
                yield f"page {place}: a link without words"


RULES: Final = (
    says_what_it_is,
    everything_is_tagged_or_ornament,
    figures_have_words,
    tables_have_heads,
    headings_follow,
    fonts_are_inside,
    links_say_where,
)
