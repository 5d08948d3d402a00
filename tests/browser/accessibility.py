"""axe on an open page: WCAG 2.2 A and AA and axe's best practices, no violation allowed; what axe leaves to people.

What axe cannot decide ("incomplete") is held against ``needs_review.toml``: rule, axe's reason and the elements it is
about, each with a decision and its reason. An item that no entry covers fails the sweep, and so does an idle entry; with
``measured`` the contrast is worked out here, and has to hold.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
COLOUR_RULES: Final = ("color-contrast", "link-in-text-block")
REVIEWED: Final = Path(__file__).with_name("needs_review.toml")
RUN: Final = """([within, options]) => axe.run(within || document, options)
    .then(({ violations, incomplete }) => ({ violations, incomplete }))"""
# For each item: the first entry about it, and the contrast of its words with the ground of its ancestors, where that is to
# be measured: what axe would do, could it see that nothing else lies between.
MATCHED: Final = """([found, reviewed]) => {
    const read = colour => {
        const parts = colour.match(/[\\d.]+/g).map(Number);
        const scale = colour.startsWith('color(') ? 255 : 1;
        return { rgb: parts.slice(0, 3).map(part => part * scale), alpha: parts.length > 3 ? parts[3] : 1 };
    };
    const over = ({ rgb, alpha }, ground) => rgb.map((part, i) => alpha * part + (1 - alpha) * ground[i]);
    const groundOf = element => {
        if (!element) return [255, 255, 255];
        const own = read(getComputedStyle(element).backgroundColor);
        return own.alpha === 1 ? own.rgb : over(own, groundOf(element.parentElement));
    };
    const luminance = rgb => rgb.map(part => part / 255)
        .map(part => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
        .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
    const measured = element => {
        const style = getComputedStyle(element), ground = groundOf(element);
        const words = read(element.matches('svg *') ? style.fill : style.color);
        const [low, high] = [luminance(over(words, ground)), luminance(ground)].sort((a, b) => a - b);
        const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
        return { ratio: (high + 0.05) / (low + 0.05), needed: large ? 3 : 4.5 };
    };
    return found.map(({ rule, why, target }) => {
        const element = document.querySelector(target);
        const place = reviewed.findIndex(one =>
            one.rule === rule && one.why.includes(why) && element && element.matches(one.elements));
        return { place, gone: !element, ...(place >= 0 && reviewed[place].measured ? measured(element) : { ratio: 21, needed: 0 }) };
    });
}"""


def violations(page: Page, within: str | None = None) -> list[dict[str, Any]]:
    """What axe finds wrong on the page, or in the part that the CSS selector ``within`` names."""
    options = {"runOnly": {"type": "tag", "values": list(TAGS)}, "resultTypes": ["violations"]}
    found: list[dict[str, Any]] = _run(page, within, options)["violations"]
    return found


def axe(page: Page, within: str | None = None) -> None:
    """Fail with every violation, the elements concerned and axe's advice."""
    _none(page, violations(page, within))


@dataclass
class Sweep:
    """axe over many states: no violation in any, and every item left to people is one already decided on."""

    reviewed: list[dict[str, Any]] = field(
        default_factory=lambda: tomllib.loads(REVIEWED.read_text(encoding="utf-8"))["item"]
    )
    used: set[int] = field(default_factory=set)
    new: list[str] = field(default_factory=list)

    def axe(self, page: Page, state: str, within: str | None = None, *, colours: bool | None = None) -> None:
        """Every rule; with ``colours`` those of colour alone (a scheme changes nothing else), without all others."""
        only = {"type": "rule", "values": list(COLOUR_RULES)} if colours else {"type": "tag", "values": list(TAGS)}
        off = {rule: {"enabled": False} for rule in COLOUR_RULES} if colours is False else {}
        options = {"runOnly": only, "rules": off, "resultTypes": ["violations", "incomplete"]}
        if not self._swept(page, state, within, options, final=False):  # something was drawn anew meanwhile: once more
            self._swept(page, state, within, options, final=True)

    def _swept(self, page: Page, state: str, within: str | None, options: dict[str, Any], *, final: bool) -> bool:
        """Whether all that axe named was still there to be held against the decisions."""
        result = _run(page, within, options)
        _none(page, result["violations"], state)
        found = [
            {"rule": item["id"], "why": _key(node), "target": node["target"][0], "html": node["html"][:140]}
            for item in result["incomplete"]
            for node in item["nodes"]
        ]
        told = page.evaluate(MATCHED, [found, self.reviewed])
        if not final and any(one["gone"] for one in told):
            return False
        self.used |= {one["place"] for one in told if one["place"] >= 0}
        for item, one in zip(found, told, strict=True):
            about = f"{state}: {item['rule']}, {item['why']}: {item['target']}\n    {item['html']}"
            if one["place"] < 0:
                self.new.append(about)
            elif one["ratio"] < one["needed"]:
                self.new.append(f"{about}\n    measured {one['ratio']:.2f}, needed {one['needed']}")
        return True

    @property
    def idle(self) -> list[dict[str, Any]]:
        """Entries that were about nothing met in the sweep."""
        return [item for place, item in enumerate(self.reviewed) if place not in self.used]


def _run(page: Page, within: str | None, options: dict[str, Any]) -> dict[str, Any]:
    """Both lists of what axe says; the script, half a megabyte, is handed over once a page."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: dict[str, Any] = page.evaluate(RUN, [within, options])
    return found


def _key(node: dict[str, Any]) -> str:
    """axe's reason for leaving it to people, by its short name where it gives one."""
    checks = [check for kind in ("any", "all", "none") for check in node[kind]]
    return " ".join(str((check.get("data") or {}).get("messageKey") or check["id"]) for check in checks)


def _none(page: Page, found: list[dict[str, Any]], state: str = "") -> None:
    head = f"axe finds {len(found)} violations on {page.url} {state}\n"
    assert not found, head + "\n".join(map(_report, found))


def _report(violation: dict[str, Any]) -> str:
    lines = [f"* {violation['id']} ({violation['impact']}): {violation['help']}"]
    for node in violation["nodes"]:
        reasons = "; ".join(check["message"] for kind in ("any", "all", "none") for check in node[kind])
        lines.append(f"    {' '.join(map(str, node['target']))}  {node['html'][:160]}\n      {reasons}")
    return "\n".join(lines)
