"""What axe-core, the field's usual checker of accessibility, finds on a page."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

OPTIONS: dict[str, Any] = {
    "resultTypes": ["violations", "incomplete"],
    "rules": {"target-size": {"enabled": True}},  # WCAG 2.2: 24 by 24 px, or as much room around
}

UNDECIDED = {
    "bgOverlap": "a canvas or Plotly's layer for the pointer lies over the text; both are transparent",
    "elmPartiallyObscured": "the column of a table that scrolls is half out of sight",
    "elmPartiallyObscuring": "the same, of what lies over it",
    "shortTextContent": "one character, such as a tick label",
    "nonBmp": "a sign of a formula, such as an arrow",
    "pseudoContent": "the bars on a segment",
    "imgNode": "a word on the picture of the loss along a step, in the colors of the hint below it",
    "bgGradient": "the shade where a table or formula goes on",
}
"""Why axe may leave a contrast undecided, and what it is here. The colors are compared in test_page_theme.py."""


COLORS = {"runOnly": ["color-contrast", "link-in-text-block"]}
"""Only those rules whose answer depends on colors."""
COLORLESS: dict[str, Any] = {"rules": {rule: {"enabled": False} for rule in COLORS["runOnly"]}}
"""All other rules."""


def expect_accessible(page: Page, where: str = "", inside: str | None = None, **options: Any) -> None:
    """Fail with all that axe finds, its best practices included, and with every doubt but those of UNDECIDED.

    ``inside``: a selector of the only part to look at. ``options`` are axe's, beside those of OPTIONS.
    """
    rules = OPTIONS["rules"] | options.pop("rules", {})
    axe = Axe("0" if page.evaluate("'axe' in globalThis") else AXE_SCRIPT)  # a page needs to read the script once
    answer = axe.run(page, inside, OPTIONS | options | {"rules": rules}).response
    found = [_line(rule, node) for rule in answer["violations"] for node in rule["nodes"]]
    for rule in answer["incomplete"]:
        doubts = [node for node in rule["nodes"] if not _explained(rule, node)]
        found += [f"undecided: {_line(rule, node)}" for node in doubts]
    assert not found, f"{where or page.url}\n" + "\n".join(found)


def _explained(rule: dict[str, Any], node: dict[str, Any]) -> bool:
    if rule["id"] == "frame-tested":  # a preview: the frame is looked at on its own
        return True
    reasons = [(check.get("data") or {}).get("messageKey") for check in node["any"]]
    return rule["id"] == "color-contrast" and all(reason in UNDECIDED for reason in reasons)


def _line(rule: dict[str, Any], node: dict[str, Any]) -> str:
    reasons = [check["message"] for check in (*node["any"], *node["all"], *node["none"])]
    return f"{rule['id']} {node['target'][-1]}: {'; '.join(reasons)}"
