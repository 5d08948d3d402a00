"""axe on an open page: WCAG 2.2 A and AA and axe's best practices, no violation allowed."""

from __future__ import annotations

from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")


def violations(page: Page, within: str | None = None) -> list[dict[str, Any]]:
    """What axe finds wrong on the page, or in the part that the CSS selector ``within`` names."""
    options = {"runOnly": {"type": "tag", "values": list(TAGS)}, "resultTypes": ["violations"]}
    found: list[dict[str, Any]] = Axe().run(page, context=within, options=options).response["violations"]
    return found


def axe(page: Page, within: str | None = None) -> None:
    """Fail with every violation, the elements concerned and axe's advice."""
    found = violations(page, within)
    assert not found, f"axe finds {len(found)} violations on {page.url}\n" + "\n".join(map(_report, found))


def _report(violation: dict[str, Any]) -> str:
    lines = [f"* {violation['id']} ({violation['impact']}): {violation['help']}"]
    for node in violation["nodes"]:
        reasons = "; ".join(check["message"] for kind in ("any", "all", "none") for check in node[kind])
        lines.append(f"    {' '.join(map(str, node['target']))}  {node['html'][:160]}\n      {reasons}")
    return "\n".join(lines)
