"""Whether sources still answer: dead, silent and answering addresses of a real server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from exchange_ledger.fetch import LOOPBACK, Timing
from exchange_ledger.links import Link, addresses, as_markdown, check
from tests import web


def only_get(handler: web.Handler) -> None:
    handler.say(405 if handler.command == "HEAD" else 200)


ROUTES: dict[str, web.Answer] = {
    "/page": web.page("x"),
    "/moved": web.redirect("/page"),
    "/get": only_get,
    "/gone": lambda handler: handler.say(410),
    "/forbidden": lambda handler: handler.say(403),
    "/broken": lambda handler: handler.say(503),
    "/silent": web.silent,
}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[web.Server]:
    monkeypatch.setenv(LOOPBACK, "1")
    with web.serving(ROUTES) as server:
        yield server


def test_each_address_has_its_state(server: web.Server) -> None:
    paths = ["/page", "/moved", "/get", "/gone", "/nowhere", "/forbidden", "/broken", "/silent"]
    asked = {server.url + path: "" for path in paths} | {"http://no-such-host.invalid/": ""}
    found = {link.url.removeprefix(server.url): link.state for link in check(asked, Timing(0.3, 0.6), pause=0)}
    assert found == {
        "/page": "answers",
        "/moved": "answers",
        "/get": "answers",
        "/gone": "dead",
        "/nowhere": "dead",
        "http://no-such-host.invalid/": "dead",
        "/forbidden": "silent",
        "/broken": "silent",
        "/silent": "silent",
    }


def test_the_report_names_dead_links_with_their_copies() -> None:
    links = [
        Link("dead", "https://a.example/x|y](javascript:1)`", "answers 404", ""),
        Link("silent", "https://b.example/", "the server | answers", "https://archive.example/b"),
        Link("answers", "https://c.example/", "answers 200", ""),
    ]
    report = as_markdown(links)
    assert report.startswith("1 of 3 source addresses answer.\n")
    assert "<https://a.example/x%7Cy%5D%28javascript:1%29%60> | answers 404 | <https://web.archive.org/web/2/" in report
    assert "| silent | <https://b.example/> | the server   answers | <https://archive.example/b> |" in report
    assert "c.example" not in report


def test_without_dead_links_there_is_no_report() -> None:
    assert as_markdown([Link("silent", "https://b.example/", "answers 403", "")]) == ""


def test_addresses_come_from_the_package(tmp_path: Path) -> None:
    rows = [
        {"url": "https://a.example/", "archive_url": "https://archive.example/a"},
        {"url": "https://a.example/", "archive_url": "https://archive.example/a"},
        {"url": None, "archive_url": None},
        {"url": "https://b.example/", "archive_url": None},
    ]
    (tmp_path / "sources.json").write_text(json.dumps(rows), encoding="utf-8")
    assert addresses(tmp_path) == {"https://a.example/": "https://archive.example/a", "https://b.example/": ""}
