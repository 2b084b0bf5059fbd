"""Fetching, against a real server: what is refused, what is bounded, what comes back."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Iterator

import pytest

from exchange_ledger.faults import LedgerError
from exchange_ledger.fetch import LARGEST_PAGE, LOOPBACK, Timing, fetch, is_public, request
from tests import web

QUICK = Timing(silence=0.5, whole=1.0)
PAGE = "<html><body><p>Київ</p></body></html>"
REDIRECTS = {f"/hop{n}": web.redirect(f"/hop{n + 1}") for n in range(9)}
ROUTES: dict[str, web.Answer] = REDIRECTS | {
    "/page": web.page(PAGE),
    "/packed": web.page(gzip.compress(PAGE.encode()), Content_Encoding="gzip"),
    "/deflated": web.page(zlib.compress(PAGE.encode()), Content_Encoding="deflate"),
    "/brotli": web.page(b"\x0b", Content_Encoding="br"),
    "/moved": web.redirect("/page?a=b c&d=é#part"),
    "/to-file": web.redirect("file:///etc/passwd"),
    "/to-script": web.redirect("javascript:alert(1)"),
    "/to-private": web.redirect("http://192.168.0.1/"),
    "/to-metadata": web.redirect("http://169.254.169.254/latest/meta-data/"),
    "/to-six": web.redirect("http://[fe80::1]/"),
    "/to-user": web.redirect("http://user:word@127.0.0.1/"),
    "/to-itself": web.redirect("/to-itself"),
    "/silent": web.silent,
    "/slow": web.slow,
    "/slow-chunk": web.slow_chunk,
    "/slow-headers": web.slow_headers,
    "/huge": web.stream(500, announced=True),
    "/endless": web.stream(500, announced=False),
    "/bomb": web.bomb(200),
    "/cut-off": web.cut_off,
    "/broken-gzip": web.page(b"\x1f\x8bnothing", Content_Encoding="gzip"),
    "/gone": lambda handler: handler.say(410),
    "/nonsense": lambda handler: handler.wfile.write(b"this is not HTTP\r\n\r\n") and None,
}


@pytest.fixture(scope="module")
def server() -> Iterator[web.Server]:
    with web.serving(ROUTES) as server:
        yield server


@pytest.fixture(autouse=True)
def _loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LOOPBACK, "1")


@pytest.mark.parametrize("path", ["/page", "/packed", "/deflated", "/moved"])
def test_a_page_comes_back_unpacked(server: web.Server, path: str) -> None:
    response = fetch(server.url + path, QUICK)
    assert response.data.decode() == PAGE
    assert (response.kind, response.charset, response.status) == ("text/html", "utf-8", 200)
    assert response.url.startswith(f"{server.url}/")


def test_a_redirect_keeps_its_query_and_names_its_end(server: web.Server) -> None:
    assert fetch(f"{server.url}/moved", QUICK).url == f"{server.url}/page?a=b c&d=é#part"
    assert ("GET", "/page?a=b%20c&d=%C3%A9") in [asked[:2] for asked in server.asked]


def test_the_server_learns_who_asks(server: web.Server) -> None:
    fetch(f"{server.url}/page", QUICK)
    headers = server.asked[-1][2]
    assert headers["User-Agent"].startswith("ExchangeLedger/")
    assert headers["Host"] == server.url.removeprefix("http://")


BAD = [
    ("/gone", "the server answers 410; "),
    ("/nowhere", "the server answers 404; "),
    ("/to-file", "it redirects to an address that is not http or https; "),
    ("/to-script", "it redirects to an address that is not http or https; "),
    ("/to-private", "192.168.0.1 is no public address; "),
    ("/to-metadata", "169.254.169.254 is no public address; "),
    ("/to-six", "fe80::1 is no public address; "),
    ("/to-user", "carries a user's name; "),
    ("/to-itself", "redirects more than 5 times; "),
    ("/hop0", "redirects more than 5 times; "),
    ("/silent", "does not answer in time; "),
    ("/slow", "does not answer in time; "),
    ("/slow-chunk", "does not answer in time; "),
    ("/slow-headers", "does not answer in time; "),
    ("/huge", f"is larger than {LARGEST_PAGE:,} bytes; "),
    ("/endless", f"is larger than {LARGEST_PAGE:,} bytes; "),
    ("/bomb", f"is larger than {LARGEST_PAGE:,} bytes; "),
    ("/brotli", "is packed in a way that is not read here (br); "),
    ("/broken-gzip", "breaks off"),
    ("/cut-off", "breaks off"),
    ("/nonsense", "breaks off"),
]


@pytest.mark.parametrize(("path", "said"), BAD)
def test_a_bad_answer_is_one_fault_in_time(server: web.Server, path: str, said: str) -> None:
    start = time.monotonic()
    with pytest.raises(LedgerError) as raised:
        fetch(server.url + path, QUICK)
    (line,) = str(raised.value).splitlines()
    assert line.startswith(f"{server.url}{path}: ")
    assert said in line
    assert time.monotonic() - start < 5


REFUSED = [
    ("file:///etc/passwd", "not http or https"),
    ("ftp://example.org/", "not http or https"),
    ("javascript:alert(1)", "not http or https"),
    ("gopher://127.0.0.1:6379/_x", "not http or https"),
    ("https://", "not http or https"),
    ("http://[::1", "cannot be read"),
    ("http://a:b@127.0.0.1/", "carries a user's name"),
    ("http://127.0.0.1:99999/", "cannot be read"),
    ("http://10.0.0.1/", "no public address"),
    ("http://0x0a000001/", "no public address"),
    ("http://[::ffff:10.0.0.1]/", "no public address"),
    ("http://no-such-host.invalid/", "no server is known"),
    ("http://" + "a" * 300 + "/", "no server is known"),
]


@pytest.mark.parametrize(("url", "said"), REFUSED)
def test_an_address_is_refused_before_anything_is_sent(url: str, said: str) -> None:
    with pytest.raises(LedgerError, match=said):
        fetch(url, QUICK)


def test_this_machine_is_refused_unless_tests_ask_for_it(server: web.Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(LOOPBACK)
    count = len(server.asked)
    for url in (server.url, server.url.replace("127.0.0.1", "localhost"), "http://[::1]/", "http://127.1/"):
        with pytest.raises(LedgerError, match=r"no public address|no server is known"):
            fetch(f"{url}/page", QUICK)
    assert len(server.asked) == count


def test_a_closed_port_is_one_fault() -> None:
    with web.serving({}) as server:
        url = server.url
    with pytest.raises(LedgerError, match="breaks off"):
        fetch(url, QUICK)


ADDRESSES = [
    ("93.184.216.34", True),
    ("2606:2800:220:1:248:1893:25c8:1946", True),
    ("10.1.2.3", False),
    ("172.16.0.1", False),
    ("100.64.0.1", False),
    ("169.254.169.254", False),
    ("0.0.0.0", False),  # noqa: S104
    ("224.0.0.1", False),
    ("255.255.255.255", False),
    ("240.0.0.1", False),
    ("fc00::1", False),
    ("fe80::1%eth0", False),
    ("ff02::1", False),
    ("::", False),
    ("::ffff:192.168.1.1", False),
    ("64:ff9b::a00:1", False),
    ("2002:a00:1::1", False),
]


@pytest.mark.parametrize(("address", "public"), ADDRESSES)
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_head_asks_for_no_body(server: web.Server) -> None:
    assert request(f"{server.url}/huge", "HEAD", QUICK).status == 200
    assert request(f"{server.url}/gone", "HEAD", QUICK).status == 410
