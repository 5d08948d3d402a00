"""What axe cannot see: 400 % zoom, text spacing, forced colours, reduced motion, size of targets, pictures in words."""

from __future__ import annotations

from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Serve
from tests.browser.journey import overflow, settled
from tests.browser.test_accessibility import COMPLETE, OPEN_ALL, PAGES, shown

ZOOMED: Final[dict[str, Any]] = {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4}
# WCAG 1.4.12: lines 1.5, paragraphs 2, letters 0.12, words 0.16 times the size of the font.
SPACING: Final = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }"""
# As a reader's own style sheet comes, which the page's content-security policy has no say in.
ADOPT: Final = """css => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
# Text cut off: its box is smaller than what it holds and hides the rest, and is no scroller and none read out only.
CUT: Final = """() => [...document.querySelectorAll(
        'main p, main a, main button, main summary, main label, main th, main td, main dt, main dd, main li, main h1, '
        + 'main h2, main h3, header a, footer span, aside div')].filter(part => {
    if (!part.checkVisibility() || part.closest('.vh, .js-plotly-plot, .leaflet-container, .heat') || !part.textContent.trim())
        return false;
    if (part.querySelector('.vh') || getComputedStyle(part).clipPath !== 'none') return false;
    for (let box = part; box && box.localName !== 'body'; box = box.parentElement) {
        const style = getComputedStyle(box);
        if (['auto', 'scroll'].includes(style.overflowX)) return false;
        if (box !== part && style.overflowX === 'visible' && style.overflowY === 'visible') continue;
        const outer = box.getBoundingClientRect(), range = document.createRange();
        if (style.overflowX === 'visible' && style.overflowY === 'visible') continue;
        range.selectNodeContents(part);
        const inner = range.getBoundingClientRect();
        if (inner.width && (inner.right > outer.right + 1 || inner.bottom > outer.bottom + 1)) return true;
    }
    return false;
}).map(part => part.outerHTML.slice(0, 120))"""
# Words over words: lines of text of two blocks that share more than a hair of ground.
OVER: Final = """() => {
    const parts = [...document.querySelectorAll('main :is(p, a, button, summary, label, th, td, dt, dd, li, h1, h2, h3, select)')]
        .filter(part => part.checkVisibility() && !part.closest('.vh, .js-plotly-plot, .map, .map-figure, .heat')
            && ![...part.children].some(child => child.matches('p, a, button, summary, ul, select, table, div, .vh'))
            && part.textContent.trim() && !part.querySelector('.vh'));
    const boxes = parts.map(part => [...part.getClientRects()]);  // a link over two lines has two
    const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 4
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 6;
    const found = [];
    for (let i = 0; i < parts.length; i += 1)
        for (let j = i + 1; j < Math.min(parts.length, i + 40); j += 1) {
            if (parts[i].contains(parts[j]) || parts[j].contains(parts[i])) continue;
            if (boxes[i].some(a => boxes[j].some(b => meet(a, b))))
                found.push(`${parts[i].outerHTML.slice(0, 80)} / ${parts[j].outerHTML.slice(0, 80)}`);
        }
    return found;
}"""
# WCAG 2.5.8: targets under 24 px whose circle of 24 px meets another target or its circle; links in a sentence are free.
SMALL: Final = """() => {
    const all = [...document.querySelectorAll('a[href], button, select, summary, input, [role=application]')]
        .filter(part => part.checkVisibility() && !part.disabled && !part.closest('.vh') && !part.matches('.skip'));
    const boxes = all.map(part => (part.matches('.form-check-input') ? part.closest('.form-check') : part).getBoundingClientRect());
    const inSentence = part => {
        const block = part.closest('p, li, dd, td, th, figcaption, div');
        return part.matches('a') && getComputedStyle(part).display === 'inline'
            && block.textContent.trim().length > part.textContent.trim().length + 1;
    };
    const middle = box => [box.x + box.width / 2, box.y + box.height / 2];
    return all.filter((part, i) => {
        const box = boxes[i];
        if (box.width < 2 || (box.width >= 24 && box.height >= 24) || inSentence(part)) return false;
        const [x, y] = middle(box);
        return all.some((other, j) => {
            if (j === i || other.contains(part) || part.contains(other)) return false;
            const near = boxes[j], [left, top] = middle(near);
            if (near.width >= 24 && near.height >= 24)
                return Math.hypot(Math.max(near.left - x, 0, x - near.right), Math.max(near.top - y, 0, y - near.bottom)) < 12;
            return Math.hypot(left - x, top - y) < 24;
        });
    }).map(part => part.outerHTML.slice(0, 120));
}"""
# Pictures: each has a name, and in its part of the page words and a table (or a list of figures) that say the same.
PICTURES: Final = """() => [...document.querySelectorAll('main :is(.map, .dash-graph, .heat-figure, .hrs, .bar-of-areas, svg.spark)')]
    .filter(picture => picture.checkVisibility() && picture.textContent.trim() + picture.innerHTML !== '')
    .map(picture => {
        const named = picture.closest('[aria-label], [aria-labelledby], [role=img], table');
        const inner = picture.querySelector('[aria-label], [aria-labelledby], caption');
        const part = picture.closest('section, article, .two-maps, .views > *, .columns > *, .split') || picture.parentElement;
        const around = part.parentElement.closest('section, main, #_pages_content') || part;
        return {
            picture: picture.id || picture.outerHTML.slice(0, 80),
            name: Boolean(named || inner),
            told: Boolean(part.querySelector('table, dl') || around.querySelector('table')),
            words: Boolean(part.querySelector('p, figcaption, caption') || around.querySelector('p.finding, p.sub, .stand')),
        };
    })
    .filter(found => !found.name || !found.told || !found.words)"""
MOVING: Final = """() => [
    ...document.getAnimations().map(one => one.constructor.name),
    ...[...document.querySelectorAll('main *')].filter(part => {
        const style = getComputedStyle(part);
        return style.transitionDuration.split(', ').some(time => parseFloat(time) > 0) && style.transitionProperty !== 'none';
    }).map(part => part.outerHTML.slice(0, 80)),
]"""


@pytest.mark.parametrize("name", PAGES)
def test_at_400_per_cent_with_text_spacing_and_without_motion(open_page: OpenPage, serve: Serve, name: str) -> None:
    """One visit: 320 CSS px at four times the density; spacing; targets; pictures in words; nothing moves."""
    page = open_page(serve(None), **ZOOMED, reduced_motion="reduce")
    shown(page, PAGES[name])
    page.evaluate(OPEN_ALL)
    settled(page, COMPLETE)
    assert "user-scalable" not in (page.get_attribute("meta[name=viewport]", "content") or "")
    assert "maximum-scale" not in (page.get_attribute("meta[name=viewport]", "content") or "")
    assert overflow(page) == 0
    assert page.evaluate(CUT) == []
    assert page.evaluate(SMALL) == []
    assert page.evaluate(PICTURES) == []
    assert page.evaluate(MOVING) == []
    page.evaluate(ADOPT, SPACING)
    settled(page, COMPLETE)
    assert overflow(page) == 0
    assert page.evaluate(CUT) == []
    assert page.evaluate(OVER) == []


@pytest.mark.parametrize("name", PAGES)
def test_on_a_desktop_with_text_spacing(page: Page, name: str) -> None:
    shown(page, PAGES[name])
    page.evaluate(OPEN_ALL)
    settled(page, COMPLETE)
    assert page.evaluate(SMALL) == []
    page.evaluate(ADOPT, SPACING)
    settled(page, COMPLETE)
    assert overflow(page) == 0
    assert page.evaluate(CUT) == []
    assert page.evaluate(OVER) == []


def test_forced_colours_keep_focus_choice_and_classes(open_page: OpenPage, serve: Serve) -> None:
    page = open_page(serve(None), forced_colors="active")
    shown(page, "/west-end?lsoa=westminster-018a")
    page.locator("#time").focus()
    style = "part => { const s = getComputedStyle(part); return [s.outlineStyle, parseFloat(s.outlineWidth)]; }"
    assert page.locator("#time").evaluate(style) == ["solid", 3]
    fills = page.eval_on_selector_all(
        "#map path.area", "all => [...new Set(all.map(one => getComputedStyle(one).fill))]"
    )
    assert len(fills) >= 5
    keys = page.eval_on_selector_all(
        "#map-legend li i", "all => [...new Set(all.map(one => getComputedStyle(one).backgroundColor))]"
    )
    assert len(keys) == page.locator("#map-legend li").count()
    chosen = page.locator("#map path.mark.chosen").first.evaluate("part => getComputedStyle(part).stroke")
    assert chosen not in fills
    bar = page.locator("#ranking .bar span").first.evaluate("part => getComputedStyle(part).backgroundColor")
    assert bar != page.locator("body").evaluate("part => getComputedStyle(part).backgroundColor")
    switch = page.locator("#show input:checked + label").evaluate("part => getComputedStyle(part).backgroundColor")
    other = page.locator("#show input:not(:checked) + label").first.evaluate(
        "part => getComputedStyle(part).backgroundColor"
    )
    assert switch != other
    current = page.locator("nav [aria-current=page]").evaluate("part => getComputedStyle(part).borderBottomStyle")
    assert current == "solid"
    assert (
        page.locator("nav a:not([aria-current])").first.evaluate("part => getComputedStyle(part).borderBottomStyle")
        == "none"
    )


def test_nothing_is_told_by_colour_alone(page: Page) -> None:
    """A clear change has an arrow and a word, a line its name, a class its bounds, links in sentences their line."""
    shown(page, "/west-end?measure=count")
    for style, arrow in (("higher", "↑"), ("lower", "↓")):
        texts = page.locator(f"#ranking .{style}").all_inner_texts()
        assert all(arrow in text for text in texts)
    assert page.locator("#ranking :is(.higher, .lower)").count() > 0
    labels = page.locator("#map-legend li").all_inner_texts()
    assert all(any(letter.isdigit() for letter in label) for label in labels)
    named = page.locator("#trend text").all_text_contents()
    assert sum("/" in name or "20" in name for name in named) >= 2  # each line says its period
    lines = page.eval_on_selector_all(
        "main p a", "all => all.filter(one => !getComputedStyle(one).textDecorationLine.includes('underline')).length"
    )
    assert lines == 0
    expect(page.locator("#ranking tr.in-top .rank").first).to_contain_text("1")
    shown(page, "/evidence")
    states = page.locator("#ev-claims .state")
    expect(states.first).to_be_visible(timeout=COMPLETE)
    assert all(states.all_inner_texts())
