"""Pages from the web, fetched with care: http and https only, public addresses only, bounded in time and in size.

Each hop of a redirect is tested like the first address, and the connection goes to the very address that was tested,
so that a name which resolves differently the second time leads nowhere else.
"""

from __future__ import annotations

import http.client
import ipaddress
import os
import socket
import ssl
import zlib
from contextlib import closing
from dataclasses import dataclass
from threading import Timer
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from exchange_ledger.faults import LedgerError, fault
from exchange_ledger.settings import load_settings

LARGEST_PAGE = 10_000_000
"""Bytes, both as sent and unpacked."""

MOST_REDIRECTS = 5
LOOPBACK = "EXCHANGE_LEDGER_LOOPBACK"
"""Name of the environment variable that lets tests fetch from this machine; nothing else does."""

_REDIRECTS = (301, 302, 303, 307, 308)
_READ = 65_536
_UNPACKED = {"gzip": 31, "x-gzip": 31, "deflate": 47}


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds: `silence` until a server that says nothing is given up, `whole` for one address with its redirects."""

    silence: float = 15.0
    whole: float = 60.0


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answered: `url` is where the redirects ended, `kind` and `charset` are as it declares them."""

    url: str
    status: int
    kind: str
    charset: str
    data: bytes


def fetch(url: str, timing: Timing = Timing()) -> Response:  # a frozen value
    """Return the page at an address.

    Raises LedgerError with one fault: address refused, no answer in time, too large, too many redirects, or an answer
    other than 200.
    """
    response = request(url, "GET", timing)
    if response.status != 200:
        raise fault(
            url, f"the server answers {response.status}", "check the address, or save the page and add the file"
        )
    return response


def request(url: str, method: str, timing: Timing = Timing()) -> Response:  # a frozen value
    """Return what a server answers to GET or HEAD after its redirects, whatever the status; raises like `fetch`."""
    place = url
    left = timing.whole
    for _ in range(MOST_REDIRECTS + 1):
        with _Exchange(url, place, timing.silence, left) as exchange:
            status, location, response = exchange.ask(method)
            left = exchange.left()
        if status not in _REDIRECTS or not location:
            return response
        place = urljoin(place, location)
    raise fault(url, f"redirects more than {MOST_REDIRECTS} times", "give the address that it ends at")


def refuse(asked: str, url: str) -> tuple[SplitResult, str]:
    """Return an address in parts and the IP address to connect to; `asked` is named in the fault.

    Raises LedgerError for another scheme, a user's name in it, a host without an address, or one that is not public.
    """
    what = "the address" if asked == url else "it redirects to an address that"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise fault(asked, f"{what} cannot be read", "give a full http or https address") from None
    if parts.scheme not in ("http", "https") or not host:
        raise fault(asked, f"{what} is not http or https", "give a full http or https address")
    if parts.username is not None:
        raise fault(asked, f"{what} carries a user's name", "give an address that anyone can open")
    return parts, _public_address(asked, host, port or (443 if parts.scheme == "https" else 80))


def _public_address(asked: str, host: str, port: int) -> str:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise fault(asked, f"no server is known as {host}", "check the address") from None
    addresses = [str(entry[4][0]) for entry in found]
    for address in addresses:
        if not is_public(address):
            raise fault(asked, f"{host} is no public address", "give an address on the public web")
    return addresses[0]


def is_public(address: str) -> bool:
    """Return whether an IP address is one of the public internet; this machine's own only where tests ask for it."""
    found = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    if found.is_loopback:
        return os.environ.get(LOOPBACK) == "1"
    inner = _inner(found)
    return found.is_global and not found.is_multicast and not found.is_reserved and (inner is None or inner.is_global)


def _inner(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that an IPv6 address stands for, if it does (mapped, 6to4, Teredo, NAT64)."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in ipaddress.IPv6Network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


class _Connection(http.client.HTTPConnection):
    """A connection to one IP address on behalf of a host's name, which TLS and the Host header still carry."""

    def __init__(self, parts: SplitResult, address: str, timeout: float) -> None:
        secure = parts.scheme == "https"
        super().__init__(parts.hostname or "", parts.port or (443 if secure else 80), timeout=timeout)
        self._address = address
        self._secure = secure

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        """Stop whatever is under way, from another thread."""
        if self.sock is not None:
            self.sock.shutdown(socket.SHUT_RDWR)


class _Exchange:
    """One request and its answer, cut off when its time is over."""

    def __init__(self, asked: str, place: str, silence: float, whole: float) -> None:
        from time import monotonic

        self._asked = asked
        self._place = place
        self._now = monotonic
        self._end = monotonic() + whole
        self._parts, address = refuse(asked, place)
        self._connection = _Connection(self._parts, address, min(silence, max(whole, 0.01)))
        self._timer = Timer(max(whole, 0.01), self._cut)

    def __enter__(self) -> _Exchange:
        self._timer.daemon = True
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._connection.close()

    def _cut(self) -> None:
        try:
            self._connection.cut()
        except OSError:  # the connection has ended by itself
            return

    def left(self) -> float:
        """Return the seconds that are left for the next hop."""
        return self._end - self._now()

    def ask(self, method: str) -> tuple[int, str, Response]:
        """Return the status, where it redirects to, and the answer; raises LedgerError."""
        try:
            return self._asked_for(method)
        except LedgerError:
            raise
        except ssl.SSLError as error:
            what = f"the secure connection fails ({error.reason or error})"
            raise fault(self._asked, what, "check the address, or save the page and add the file") from None
        except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
            late = self.left() <= 0 or isinstance(error, TimeoutError)
            what = "the server does not answer in time" if late else f"the server breaks off ({_reason(error)})"
            raise fault(self._asked, what, "try again later, or save the page and add the file") from None

    def _asked_for(self, method: str) -> tuple[int, str, Response]:
        target = quote(self._parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
            "?" + quote(self._parts.query, safe="/%:@!$&'()*+,;=~-._?") if self._parts.query else ""
        )
        self._connection.request(method, target, headers=_headers())
        with closing(self._connection.getresponse()) as answer:
            kind = answer.headers.get_content_type() if answer.headers.get("Content-Type") else ""
            charset = str(answer.headers.get_content_charset() or "")
            body = b"" if method == "HEAD" or answer.status != 200 else self._body(answer)
            location = answer.headers.get("Location", "")
            return answer.status, location, Response(self._place, answer.status, kind, charset, body)

    def _body(self, answer: http.client.HTTPResponse) -> bytes:
        if answer.length is not None and answer.length > LARGEST_PAGE:
            raise self._too_large()
        unpack = _unpacker(self._asked, answer.headers.get("Content-Encoding", ""))
        parts: list[bytes] = []
        sent = size = 0
        while chunk := answer.read1(_READ):
            if self.left() <= 0:
                raise TimeoutError
            sent += len(chunk)
            parts.append(unpack.decompress(chunk, LARGEST_PAGE + 1 - size) if unpack else chunk)
            size += len(parts[-1])
            if max(sent, size) > LARGEST_PAGE:
                raise self._too_large()
        if self.left() <= 0:
            raise TimeoutError
        if answer.length or (unpack and sent and not unpack.eof):  # the server has cut it off
            raise http.client.IncompleteRead(b"", answer.length)
        return b"".join(parts)

    def _too_large(self) -> LedgerError:
        return fault(self._asked, f"is larger than {LARGEST_PAGE:,} bytes", "save the article alone and add the file")


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or type(error).__name__


def _unpacker(asked: str, encoding: str) -> zlib._Decompress | None:
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        return None
    if encoding not in _UNPACKED:
        raise fault(asked, f"is packed in a way that is not read here ({encoding})", "save the page and add the file")
    return zlib.decompressobj(_UNPACKED[encoding])


def _headers() -> dict[str, str]:
    settings = load_settings()
    about = settings.repository or settings.site_url
    return {
        "User-Agent": f"ExchangeLedger/1.0 (+{about})" if about else "ExchangeLedger/1.0",
        "Accept": "text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.1",
        "Accept-Encoding": "gzip, identity",
        "Accept-Language": "en, *;q=0.5",
        "Connection": "close",
    }
