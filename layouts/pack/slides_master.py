"""The slides' master: 16:9, the dashboard's fonts and colours, two layouts; figures and words follow it when edited."""

from __future__ import annotations

from typing import Any, Final

from layouts.pack.colours import BAR, DIVERGING, INK, INK_2, LINK, PANEL, PREVIOUS, SEQUENTIAL

FONT: Final = "Source Sans 3"
PANOSE: Final = "020B0503030403020204"  # a humanist sans serif: what stands in where the font is not installed
WIDTH, HEIGHT = 13.333, 7.5  # inches
LEFT: Final = 0.6
ACROSS: Final = WIDTH - 2 * LEFT
TITLE_TOP, TITLE_HEIGHT = 0.4, 1.0
BODY_TOP: Final = 1.75
FOOT_TOP: Final = 7.0
OWN_LAYOUTS: Final = (0, 1, 5)  # of the library's own template: title, title and list, title only
COVER, LIST, FIGURE = 0, 1, 2  # their places among those kept
COLOURS: Final = {
    "dk1": INK, "lt1": "#FFFFFF", "dk2": INK_2, "lt2": PANEL, "accent1": BAR, "accent2": PREVIOUS,
    "accent3": SEQUENTIAL[1], "accent4": SEQUENTIAL[4], "accent5": DIVERGING[5], "accent6": SEQUENTIAL[5],
    "hlink": LINK, "folHlink": LINK,
}  # fmt: skip
THEME: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
TITLE_SIZE, BODY_SIZE, FOOT_SIZE = 26, 18, 10  # points


def empty_slides() -> Any:
    """A presentation without slides, its master made ours."""
    from pptx import Presentation
    from pptx.util import Inches

    made = Presentation()
    made.slide_width, made.slide_height = Inches(WIDTH), Inches(HEIGHT)
    kept = [made.slide_layouts[place] for place in OWN_LAYOUTS]
    for layout in list(made.slide_layouts):
        if layout not in kept:
            made.slide_layouts.remove(layout)
    dress_theme(made.slide_master)
    place_parts(made.slide_master)
    for layout in kept:
        place_parts(layout)
    place_cover(kept[0])
    return made


def dress_theme(master: Any) -> None:
    """Fonts and colours of the theme."""
    from pptx.opc.oxml import serialize_part_xml
    from pptx.oxml import parse_xml

    part = master.part.part_related_by(THEME)
    theme = parse_xml(part.blob)
    for kind in ("majorFont", "minorFont"):
        latin = theme.find(f".//{DRAWING}{kind}/{DRAWING}latin")
        latin.attrib.clear()
        latin.attrib.update({"typeface": FONT, "panose": PANOSE, "pitchFamily": "34", "charset": "0"})
    scheme = theme.find(f".//{DRAWING}clrScheme")
    scheme.set("name", "Safer Westminster")
    for name, colour in COLOURS.items():
        entry = scheme.find(f"{DRAWING}{name}")
        for old in list(entry):
            entry.remove(old)
        child(entry, "a:srgbClr", val=colour.lstrip("#"))
    part._blob = serialize_part_xml(theme)


def child(parent: Any, tag: str, **attributes: str) -> Any:
    """A new last element of another: ``child(entry, "a:srgbClr", val="16202A")``."""
    from pptx.oxml.xmlchemy import OxmlElement

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(name, value)
    parent.append(made)
    return made


def place_parts(layout: Any) -> None:
    """Title, body and foot where every slide has them."""
    from pptx.enum.shapes import PP_PLACEHOLDER as KIND
    from pptx.util import Inches

    places = {
        KIND.TITLE: (LEFT, TITLE_TOP, ACROSS, TITLE_HEIGHT),
        KIND.BODY: (LEFT, BODY_TOP, ACROSS, FOOT_TOP - BODY_TOP - 0.15),
        KIND.OBJECT: (LEFT, BODY_TOP, ACROSS, FOOT_TOP - BODY_TOP - 0.15),
        KIND.FOOTER: (LEFT, FOOT_TOP, ACROSS - 1.2, 0.3),
        KIND.SLIDE_NUMBER: (WIDTH - LEFT - 1, FOOT_TOP, 1, 0.3),
    }
    for shape in list(layout.placeholders):
        kind = shape.placeholder_format.type
        if kind == KIND.DATE:
            shape._element.getparent().remove(shape._element)
        elif kind in places:
            shape.left, shape.top, shape.width, shape.height = (Inches(number) for number in places[kind])
            style_part(shape, kind)


def style_part(shape: Any, kind: Any) -> None:
    """The looks of one placeholder: slides inherit them."""
    from pptx.enum.shapes import PP_PLACEHOLDER as KIND
    from pptx.enum.text import MSO_ANCHOR

    frame = shape.text_frame
    frame.margin_left = frame.margin_right = 0
    if kind == KIND.TITLE:
        frame.vertical_anchor = MSO_ANCHOR.BOTTOM
        list_style(shape, TITLE_SIZE, bold=True, align="l")
    elif kind in (KIND.FOOTER, KIND.SLIDE_NUMBER):
        list_style(shape, FOOT_SIZE, bold=False, align="l" if kind == KIND.FOOTER else "r")


def list_style(shape: Any, size: int, *, bold: bool, align: str) -> None:
    """Size, weight and side of a placeholder's text, as the style that its slides inherit."""
    body = shape._element.find(f".//{DRAWING}lstStyle")
    if body is None:
        return
    for old in list(body):
        body.remove(old)
    level = child(body, "a:lvl1pPr", algn=align, marL="0", indent="0")
    child(level, "a:buNone")
    run = child(level, "a:defRPr", sz=str(size * 100), b="1" if bold else "0")
    fill = child(run, "a:solidFill")
    child(fill, "a:schemeClr", val="tx1" if bold else "tx2")


def place_cover(layout: Any) -> None:
    """The cover's title and the lines under it."""
    from pptx.enum.shapes import PP_PLACEHOLDER as KIND
    from pptx.util import Inches

    places = {KIND.CENTER_TITLE: (LEFT, 2.0, ACROSS, 1.5), KIND.SUBTITLE: (LEFT, 3.7, ACROSS, 2.6)}
    for shape in layout.placeholders:
        kind = shape.placeholder_format.type
        if kind in places:
            shape.left, shape.top, shape.width, shape.height = (Inches(number) for number in places[kind])
            list_style(shape, 40 if kind == KIND.CENTER_TITLE else 20, bold=kind == KIND.CENTER_TITLE, align="l")
