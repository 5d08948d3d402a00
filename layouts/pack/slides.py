"""The pack as slides: native tables, charts and shapes that stay editable, with the words and numbers of the PDF."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from geo.files.office_files import with_fixed_dates
from layouts.pack.colours import INK, INK_2
from layouts.pack.model import Pack
from layouts.pack.slides_figures import DEMONSTRATION, foot_of, view_slides
from layouts.pack.slides_master import COVER, DRAWING, LIST, child, empty_slides
from layouts.pack.slides_parts import TEXT, add_foot, add_notes, parts_of, set_title, write

MOST_LETTERS: Final = 1500  # of a list on one slide
LANGUAGE: Final = "en-GB"


def slides_bytes(pack: Pack) -> bytes:
    """The pack as a PowerPoint file (Office Open XML); the same pack gives the same bytes."""
    book = empty_slides()
    cover(book, pack)
    headlines(book, pack)
    for view in pack.views:
        view_slides(book, view)
    for title, lines in closing(pack):
        for part, rows in enumerate(by_length(lines, MOST_LETTERS)):
            listed(book, title, part, rows, foot_of(pack))
    told = book.core_properties
    told.title, told.author, told.language = pack.title, "Safer Westminster", LANGUAGE
    told.subject = f"{pack.authority}, {pack.period}"
    told.comments = DEMONSTRATION if pack.demonstration else ""
    told.last_modified_by, told.revision = "", 1
    for slide in book.slides:
        speak_english(slide._element)
        if slide.has_notes_slide:
            speak_english(slide.notes_slide._element)
    stream = io.BytesIO()
    book.save(stream)
    return with_fixed_dates(stream.getvalue(), datetime.fromisoformat(pack.made_iso).replace(tzinfo=UTC))


def speak_english(element: Any) -> None:
    """Every run of words says which language it is in."""
    from pptx.oxml.xmlchemy import OxmlElement

    for run in element.iter(f"{DRAWING}r", f"{DRAWING}fld"):
        properties = run.find(f"{DRAWING}rPr")
        if properties is None:
            properties = OxmlElement("a:rPr")
            run.insert(0, properties)
    for properties in element.iter(f"{DRAWING}rPr", f"{DRAWING}endParaRPr", f"{DRAWING}defRPr"):
        properties.set("lang", LANGUAGE)


def cover(book: Any, pack: Pack) -> None:
    """Title, period, release and dates."""
    slide = book.slides.add_slide(book.slide_layouts[COVER])
    slide.shapes.title.text = pack.title
    lines = [
        f"{pack.authority}, {pack.period}",
        f"Release {pack.release}, of {pack.created}",
        f"Made on {pack.made}",
        f"{DEMONSTRATION}: illustrative records fitted to published totals, not real events"
        if pack.demonstration
        else "",
    ]
    slide.placeholders[1].text_frame.text = "\n".join(filter(None, lines))
    add_foot(slide, foot_of(pack))
    add_notes(slide, [*lines, f"Shapes: {pack.boundaries}."])


def headlines(book: Any, pack: Pack) -> None:
    """One sentence for each view."""
    for number, part in enumerate(parts_of(pack.headlines, 5)):
        slide = book.slides.add_slide(book.slide_layouts[LIST])
        set_title(slide, "In short", number)
        frame = slide.placeholders[1].text_frame
        for place, headline in enumerate(part):
            paragraph = frame.paragraphs[0] if not place else frame.add_paragraph()
            no_bullet(paragraph)
            write(paragraph, f"{headline.title}. ", 18, INK, bold=True)
            write(paragraph, headline.says, 18, INK)
        add_foot(slide, foot_of(pack))
        add_notes(slide, [f"{headline.title}: {headline.says} {headline.link}" for headline in part])


def no_bullet(paragraph: Any) -> None:
    from pptx.util import Pt

    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", "0")
    properties.set("indent", "0")
    paragraph.space_after = Pt(12)
    child(properties, "a:buNone")


def listed(book: Any, title: str, part: int, lines: Sequence[str], foot: str) -> None:
    """A slide of short paragraphs."""
    slide = book.slides.add_slide(book.slide_layouts[LIST])
    set_title(slide, title, part)
    frame = slide.placeholders[1].text_frame
    for place, words in enumerate(lines):
        paragraph = frame.paragraphs[0] if not place else frame.add_paragraph()
        no_bullet(paragraph)
        write(paragraph, words, TEXT, INK_2)
    add_foot(slide, foot)


def closing(pack: Pack) -> Iterator[tuple[str, list[str]]]:
    """Sources, what words mean, what to keep in mind."""
    shapes = f"Shapes: {pack.boundaries}."
    yield "Sources", [*pack.sources, f"Release {pack.release}, of {pack.created}.", shapes]
    yield (
        "What the words mean",
        [
            f"{one.title}{'' if one.title.endswith('?') else ':'} {one.definition} {one.base}"
            for one in pack.definitions
        ],
    )
    kept = [*pack.caveats, *(f"Not understood: {words}" for words in pack.left_out)]
    if kept:
        yield "To keep in mind", kept


def by_length(lines: Sequence[str], most: int) -> Iterator[list[str]]:
    """Paragraphs in parts of at most so many letters, a paragraph never in two."""
    part: list[str] = []
    for line in lines:
        if part and sum(map(len, [*part, line])) > most:
            yield part
            part = []
        part.append(line)
    yield part
