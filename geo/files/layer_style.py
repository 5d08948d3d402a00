"""A map's classes as the style that a geographical information system opens a layer with: QML for QGIS, and SLD.

Both hold one rule for each class, in the order of the legend, and one for areas whose value is not known.
Formats: QGIS style files (QML, 3.28 and later), OGC Styled Layer Descriptor 1.1.0 with Symbology Encoding 1.1.0.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from data.two_counts import Verdict

UNKNOWN: Final = "Not known"
INK: Final = "#16202A"
LINE_MM: Final = 0.18  # of the thin line between areas
HATCH_MM: Final = 1.6
PIXELS_PER_MM: Final = 96 / 25.4
FIELD: Final = "value"
VERDICT: Final = "verdict"
CLEAR: Final = (Verdict.HIGHER, Verdict.LOWER)
NAMESPACES: Final = {
    "sld": "http://www.opengis.net/sld",
    "se": "http://www.opengis.net/se",
    "ogc": "http://www.opengis.net/ogc",
}


@dataclass(frozen=True)
class MapClasses:
    """Classes of ``value`` in its own unit, from the least to the most.

    Attributes
    ----------
    bounds : lower bounds of all classes but the first, ascending.
    labels, colours : one for each class; colours as ``#RRGGBB``.
    unclear : where only clear changes are shown: the class of all other areas, whatever their value. The classes
        beside it then hold clear rises and falls however small.
    """

    title: str
    bounds: tuple[float, ...]
    labels: tuple[str, ...]
    colours: tuple[str, ...]
    unclear: int | None = None

    def __post_init__(self) -> None:
        if not len(self.bounds) + 1 == len(self.labels) == len(self.colours):
            raise ValueError(f"{len(self.bounds)} bounds need one more label and colour")

    def rules(self) -> Iterator[Rule]:
        """What each class asks of an area."""
        ranges = zip((None, *self.bounds), (*self.bounds, None), strict=True)
        for place, (low, high) in enumerate(ranges):
            if self.unclear is None:
                yield Rule(low, high)
            elif place == self.unclear:
                yield Rule(None, None, (), True)
            elif place > self.unclear:
                yield Rule(None if place == self.unclear + 1 else low, high, (Verdict.HIGHER,))
            else:
                yield Rule(low, None if place == self.unclear - 1 else high, (Verdict.LOWER,))


@dataclass(frozen=True)
class Rule:
    """From (included) and to (not included), open where None; one of ``verdicts``, or a verdict that is not clear."""

    low: float | None
    high: float | None
    verdicts: tuple[Verdict, ...] = ()
    not_clear: bool = False


def qml(classes: MapClasses) -> str:
    """A rule-based QGIS style of polygons."""
    root = ET.Element("qgis", {"version": "3.28.0", "styleCategories": "Symbology"})
    renderer = ET.SubElement(root, "renderer-v2", {"type": "RuleRenderer", "symbollevels": "0", "forceraster": "0"})
    rules = ET.SubElement(renderer, "rules", {"key": "rules"})
    symbols = ET.SubElement(renderer, "symbols")
    for place, (label, colour, rule) in enumerate(zip(classes.labels, classes.colours, classes.rules(), strict=True)):
        _rule(rules, place, label, _expression(rule))
        _fill(_symbol(symbols, place), colour)
    last = len(classes.labels)
    _rule(rules, last, UNKNOWN, f'"{FIELD}" IS NULL')
    hatched = _symbol(symbols, last)
    _fill(hatched, "#FFFFFF")
    _hatch(hatched, last)
    ET.SubElement(root, "layerGeometryType").text = "2"
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + _text(root)


def _rule(rules: ET.Element, place: int, label: str, expression: str) -> None:
    attributes = {"key": f"rule-{place}", "symbol": str(place), "label": label, "filter": expression}
    ET.SubElement(rules, "rule", attributes)


def _expression(rule: Rule) -> str:
    """A rule in the language of QGIS."""
    parts = [f'"{FIELD}" IS NOT NULL']
    parts += [] if rule.low is None else [f'"{FIELD}" >= {number(rule.low)}']
    parts += [] if rule.high is None else [f'"{FIELD}" < {number(rule.high)}']
    parts += [f"\"{VERDICT}\" = '{verdict}'" for verdict in rule.verdicts]
    if rule.not_clear:
        parts.append(f"coalesce(\"{VERDICT}\", '') NOT IN ({', '.join(repr(str(one)) for one in CLEAR)})")
    return " AND ".join(parts)


def _symbol(symbols: ET.Element, place: int) -> ET.Element:
    attributes = {"type": "fill", "name": str(place), "alpha": "1", "clip_to_extent": "1", "force_rhr": "0"}
    return ET.SubElement(symbols, "symbol", attributes)


def _fill(symbol: ET.Element, colour: str) -> None:
    options = {
        "color": _rgba(colour),
        "joinstyle": "round",
        "outline_color": _rgba("#FFFFFF"),
        "outline_style": "solid",
        "outline_width": str(LINE_MM),
        "outline_width_unit": "MM",
        "style": "solid",
    }
    _layer(symbol, "SimpleFill", options)


def _hatch(symbol: ET.Element, place: int) -> None:
    options = {"angle": "45", "color": _rgba(INK), "distance": str(HATCH_MM), "distance_unit": "MM"}
    layer = _layer(symbol, "LinePatternFill", options | {"line_width": str(LINE_MM), "line_width_unit": "MM"})
    line = {"type": "line", "name": f"@{place}@1", "alpha": "1", "clip_to_extent": "1", "force_rhr": "0"}
    sub = ET.SubElement(layer, "symbol", line)
    stroke = {"line_color": _rgba(INK), "line_style": "solid", "line_width": str(LINE_MM), "line_width_unit": "MM"}
    _layer(sub, "SimpleLine", stroke)


def _layer(symbol: ET.Element, kind: str, options: dict[str, str]) -> ET.Element:
    layer = ET.SubElement(symbol, "layer", {"class": kind, "enabled": "1", "locked": "0", "pass": "0"})
    listed = ET.SubElement(layer, "Option", {"type": "Map"})
    for name, value in options.items():
        ET.SubElement(listed, "Option", {"type": "QString", "name": name, "value": value})
    return layer


def _rgba(colour: str) -> str:
    """``#16202A`` as QGIS writes it: ``22,32,42,255``."""
    return ",".join([*(str(int(colour[start : start + 2], 16)) for start in (1, 3, 5)), "255"])


def sld(classes: MapClasses, layer: str) -> str:
    """The same rules as an SLD of the layer of that name."""
    for prefix, uri in NAMESPACES.items():
        ET.register_namespace(prefix, uri)
    root = ET.Element(_name("sld", "StyledLayerDescriptor"), {"version": "1.1.0"})
    named = ET.SubElement(root, _name("sld", "NamedLayer"))
    ET.SubElement(named, _name("se", "Name")).text = layer
    style = ET.SubElement(named, _name("sld", "UserStyle"))
    ET.SubElement(style, _name("se", "Name")).text = layer
    kinds = ET.SubElement(style, _name("se", "FeatureTypeStyle"))
    for label, colour, rule in zip(classes.labels, classes.colours, classes.rules(), strict=True):
        written = _sld_rule(kinds, label)
        _sld_filter(ET.SubElement(written, _name("ogc", "Filter")), rule)
        _sld_fill(written, colour)
    written = _sld_rule(kinds, UNKNOWN)
    _null(ET.SubElement(written, _name("ogc", "Filter")))
    _sld_fill(written, "#FFFFFF")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + _text(root)


def _sld_rule(kinds: ET.Element, label: str) -> ET.Element:
    rule = ET.SubElement(kinds, _name("se", "Rule"))
    ET.SubElement(rule, _name("se", "Name")).text = label
    described = ET.SubElement(rule, _name("se", "Description"))
    ET.SubElement(described, _name("se", "Title")).text = label
    return rule


def _sld_filter(holder: ET.Element, rule: Rule) -> None:
    """A rule in the language of OGC filters: always of two parts or more, as their And must be."""
    parts = ET.SubElement(holder, _name("ogc", "And"))
    _null(ET.SubElement(parts, _name("ogc", "Not")))
    for name, bound in (("PropertyIsGreaterThanOrEqualTo", rule.low), ("PropertyIsLessThan", rule.high)):
        if bound is not None:
            _compare(parts, name, FIELD, number(bound))
    for verdict in rule.verdicts:
        _compare(parts, "PropertyIsEqualTo", VERDICT, verdict)
    for verdict in CLEAR if rule.not_clear else ():
        _compare(ET.SubElement(parts, _name("ogc", "Not")), "PropertyIsEqualTo", VERDICT, verdict)


def _null(parent: ET.Element) -> None:
    null = ET.SubElement(parent, _name("ogc", "PropertyIsNull"))
    ET.SubElement(null, _name("ogc", "PropertyName")).text = FIELD


def _compare(parent: ET.Element, name: str, field: str, literal: str) -> None:
    compared = ET.SubElement(parent, _name("ogc", name))
    ET.SubElement(compared, _name("ogc", "PropertyName")).text = field
    ET.SubElement(compared, _name("ogc", "Literal")).text = literal


def _sld_fill(rule: ET.Element, colour: str) -> None:
    symbolizer = ET.SubElement(rule, _name("se", "PolygonSymbolizer"))
    parameters = {
        "Fill": {"fill": colour},
        "Stroke": {"stroke": "#FFFFFF", "stroke-width": f"{LINE_MM * PIXELS_PER_MM:.2f}"},
    }
    for part, values in parameters.items():
        parent = ET.SubElement(symbolizer, _name("se", part))
        for name, value in values.items():
            ET.SubElement(parent, _name("se", "SvgParameter"), {"name": name}).text = value


def _name(prefix: str, tag: str) -> str:
    return f"{{{NAMESPACES[prefix]}}}{tag}"


def number(value: float) -> str:
    """A bound in full, without an exponent."""
    return f"{value:.10f}".rstrip("0").rstrip(".") or "0"


def _text(root: ET.Element) -> str:
    ET.indent(root, " ")
    return ET.tostring(root, encoding="unicode") + "\n"
