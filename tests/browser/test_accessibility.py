"""axe-core looks at every kind of page, by day and by night, on a small screen and a large one."""

from __future__ import annotations

import os
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, ViewportSize

from tests.browser.conftest import Site
from tests.browser.test_reading import KINDS


def _faults(result: dict[str, Any]) -> list[str]:
    return [f"{rule['id']}: {node['html'][:160]}" for rule in result["violations"] for node in rule["nodes"]]


_SHORTEN = """() => {
  for (const many of ["tbody tr", ".check", ".tally", ".publishers li", ".linked div"])
    document.querySelectorAll(`article ${many}:nth-of-type(n + 12)`).forEach((one) => one.remove());
  document.querySelectorAll("article details").forEach((fold, i) => { fold.open = i < 6 });
}"""
"""What repeats on a page is looked at a dozen times, not hundreds; some folds are open, some are not."""

LOOKS = [("light", 1280), ("dark", 320)]
"""Colours and width; the other two pairs are looked at where time is no matter."""

if os.environ.get("CI"):
    LOOKS += [("dark", 1280), ("light", 320)]


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_axe_finds_no_violation(site: Site, chromium: Browser, scheme: Literal["light", "dark"], width: int) -> None:
    from axe_playwright_python.base import AXE_FILE_PATH  # type: ignore[import-untyped]

    script = AXE_FILE_PATH.read_text(encoding="utf-8")
    size: ViewportSize = {"width": width, "height": 900}
    context = chromium.new_context(color_scheme=scheme, viewport=size, bypass_csp=True)
    page, found = context.new_page(), {}
    for kind in KINDS:
        page.goto(site.address + kind)
        page.evaluate(_SHORTEN)
        page.evaluate(script)
        found[kind] = _faults(page.evaluate("axe.run(document, {resultTypes: ['violations']})"))
    context.close()
    assert {kind: faults for kind, faults in found.items() if faults} == {}
