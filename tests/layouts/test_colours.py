"""The colours of assets/theme.css: contrast of words and parts, classes told apart by every kind of eye and in grey.

Contrast as WCAG 2.2 defines it. Colour-vision deficiencies after Machado, Oliveira and Fernandes (2009), "A
physiologically-based model for simulation of color vision deficiency", severity 1.0, applied to linear RGB.
Differences are CIE 1976 distances in L*a*b* (D65): about 2.3 is just noticeable side by side.
"""

from __future__ import annotations

import itertools
import re
from typing import Final

import numpy as np
import pytest

from tests.conftest import ROOT

SCHEMES: Final = ("light", "dark")
SEQUENTIAL: Final = tuple(f"s{place}" for place in range(6))
DIVERGING: Final = tuple(f"d{place}" for place in range(7))
APART: Final = 10.0  # between classes that follow each other, for every eye
APART_GREY: Final = 11.0  # of lightness alone
ENDS_APART: Final = 30.0  # the strongest fall and the strongest rise, for every eye that sees any colour
EYES: Final = {
    "all three cones": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TO_XYZ: Final = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE: Final = TO_XYZ @ np.ones(3)
LUMINANCE: Final = np.array([0.2126, 0.7152, 0.0722])


def colours() -> dict[str, dict[str, np.ndarray]]:
    """Every ``light-dark()`` of the style sheet as linear RGB, by scheme and name."""
    text = (ROOT / "assets" / "theme.css").read_text(encoding="utf-8")
    found = re.findall(r"--([\w-]+): light-dark\((#[0-9A-F]{6}), (#[0-9A-F]{6})\)", text)
    assert len(found) > 30
    return {scheme: {row[0]: linear(row[1 + place]) for row in found} for place, scheme in enumerate(SCHEMES)}


def linear(code: str) -> np.ndarray:
    coded = np.array([int(code[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)


def contrast(first: np.ndarray, second: np.ndarray) -> float:
    low, high = sorted((float(LUMINANCE @ first), float(LUMINANCE @ second)))
    return (high + 0.05) / (low + 0.05)


def lab(seen: np.ndarray) -> np.ndarray:
    ratio = (TO_XYZ @ np.clip(seen, 0, 1)) / WHITE
    root = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def apart(first: np.ndarray, second: np.ndarray, eye: np.ndarray) -> float:
    return float(np.linalg.norm(lab(eye @ first) - lab(eye @ second)))


def grey_apart(first: np.ndarray, second: np.ndarray) -> float:
    return abs(float(lab(first)[0] - lab(second)[0]))


COLOURS: Final = colours()


def test_the_measures_of_contrast_and_difference() -> None:
    black, white = linear("#000000"), linear("#FFFFFF")
    assert contrast(black, white) == pytest.approx(21)
    assert contrast(linear("#767676"), white) == pytest.approx(4.54, abs=0.01)
    assert lab(linear("#FF0000")) == pytest.approx([53.24, 80.09, 67.20], abs=0.05)
    for eye in EYES.values():
        assert eye @ white == pytest.approx(white, abs=1e-3)  # white stays white
    red, green = linear("#B04040"), linear("#707020")
    assert apart(red, green, EYES["deuteranopia"]) < apart(red, green, EYES["all three cones"]) / 2


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("scale", [SEQUENTIAL, DIVERGING], ids=["sequential", "diverging"])
def test_neighbouring_classes_are_told_apart(scale: tuple[str, ...], eye: str, scheme: str) -> None:
    known = COLOURS[scheme]
    found = {f"{one}/{next_}": apart(known[one], known[next_], EYES[eye]) for one, next_ in itertools.pairwise(scale)}
    assert min(found.values()) >= APART, found


@pytest.mark.parametrize("scheme", SCHEMES)
def test_classes_are_told_apart_in_grey(scheme: str) -> None:
    known = COLOURS[scheme]
    lightness = [float(lab(known[name])[0]) for name in SEQUENTIAL]
    assert lightness == sorted(lightness, reverse=scheme == "light")
    for scale in (SEQUENTIAL, DIVERGING):
        found = {f"{a}/{b}": grey_apart(known[a], known[b]) for a, b in itertools.pairwise(scale)}
        assert min(found.values()) >= APART_GREY, found


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("eye", EYES)
def test_fall_and_rise_are_told_apart(eye: str, scheme: str) -> None:
    known = COLOURS[scheme]
    for fall, rise in (("d0", "d6"), ("d1", "d5"), ("d2", "d4"), ("lower", "higher")):
        assert apart(known[fall], known[rise], EYES[eye]) >= ENDS_APART, (fall, rise)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("ground", ["paper", "panel"])
@pytest.mark.parametrize("words", ["ink", "ink-2", "ink-3", "link", "selected", "higher", "lower"])
def test_words_on_page_and_panel(words: str, ground: str, scheme: str) -> None:
    assert contrast(COLOURS[scheme][words], COLOURS[scheme][ground]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
def test_words_on_classes_night_and_water(scheme: str) -> None:
    known = COLOURS[scheme]
    pairs = [("ink", name) for name in ("s0", "s1", "s2", "d2", "d3", "d4", "night", "water")]
    pairs += [("on", name) for name in ("s3", "s4", "s5", "d0", "d6")]
    pairs += [("night-ink", "night"), ("water-ink", "water"), ("paper", "ink")]
    found = {pair: round(contrast(known[pair[0]], known[pair[1]]), 2) for pair in pairs}
    assert min(found.values()) >= 4.5, found


def under_halo(halo: np.ndarray, part: float, ground: np.ndarray) -> np.ndarray:
    """The ground of a word on the map: a halo, of which ``part`` covers, over the class; browsers mix coded colours."""

    def coded(colour: np.ndarray) -> np.ndarray:
        return np.where(colour <= 0.0031308, 12.92 * colour, 1.055 * colour ** (1 / 2.4) - 0.055)

    mixed = part * coded(halo) + (1 - part) * coded(ground)
    return np.where(mixed <= 0.04045, mixed / 12.92, ((mixed + 0.055) / 1.055) ** 2.4)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_words_on_the_map_with_their_halo(scheme: str) -> None:
    """As assets/map.css draws them: dark words on a halo of paper, 92 %; light ones on one of ink, 45 %."""
    css = (ROOT / "assets" / "map.css").read_text(encoding="utf-8")
    assert "3px color-mix(in srgb, var(--paper) 92%, transparent)" in css
    assert "3px color-mix(in srgb, var(--on-halo) 45%, transparent)" in css
    strong = re.findall(r"'(\w+)'", re.findall(r"DARK = new Set\(\[(.*?)\]", labels_script())[0])
    known = COLOURS[scheme]
    for name in (*SEQUENTIAL, *DIVERGING):
        halo, part, words = ("on-halo", 0.45, ("on",)) if name in strong else ("paper", 0.92, ("ink", "ink-2"))
        ground = under_halo(known[halo], part, known[name])
        for word in words:
            assert contrast(known[word], ground) >= 4.5, (word, name)


def labels_script() -> str:
    return (ROOT / "assets" / "map_labels.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("part", ["rule-strong", "link", "bar", "previous", "night-bar", "selected", "ink"])
def test_parts_that_must_be_seen(part: str, scheme: str) -> None:
    """Edges of controls, bars, lines of charts, the focus ring and marks: 3:1 against what they stand on."""
    known = COLOURS[scheme]
    ground = "night" if part == "night-bar" else "paper"
    assert contrast(known[part], known[ground]) >= 3
