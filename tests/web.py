"""A real web server for the tests, with pages that behave badly on purpose."""

from __future__ import annotations

import gzip
import io
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers with what the server's `routes` hold for the path."""

    server: Server

    def do_GET(self) -> None:
        self.server.asked.append((self.command, self.path, dict(self.headers)))
        answer = self.server.routes.get(self.path.split("?")[0], missing)
        with suppress(OSError):  # the client may leave at any time
            answer(self)

    do_HEAD = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass

    def say(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


class Server(ThreadingHTTPServer):
    """A server on a free port of this machine."""

    daemon_threads = True

    def __init__(self, routes: dict[str, Answer]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.routes = routes
        self.asked: list[tuple[str, str, dict[str, str]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, *_: object) -> None:
        pass


@contextmanager
def serving(routes: dict[str, Answer]) -> Iterator[Server]:
    """Serve the routes until the block ends."""
    server = Server(routes)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def missing(handler: Handler) -> None:
    handler.say(404, b"not here")


def page(body: bytes | str, kind: str = "text/html; charset=utf-8", **headers: str) -> Answer:
    """Return an answer with this body."""
    data = body.encode() if isinstance(body, str) else body
    return lambda handler: handler.say(200, data, Content_Type=kind, **headers)


def redirect(location: str, status: int = 302) -> Answer:
    return lambda handler: handler.say(status, Location=location)


def silent(handler: Handler) -> None:
    time.sleep(20)


def slow(handler: Handler) -> None:
    """Send a byte now and then, for ever: never silent, never done."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    for _ in range(1_000):
        handler.wfile.write(b".")
        handler.wfile.flush()
        time.sleep(0.05)


def slow_chunk(handler: Handler) -> None:
    """Announce one large chunk and send it a byte at a time."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\n100000\r\n")
    for _ in range(1_000):
        handler.wfile.write(b".")
        handler.wfile.flush()
        time.sleep(0.05)


def slow_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    for _ in range(1_000):
        handler.wfile.write(b"a")
        handler.wfile.flush()
        time.sleep(0.05)


def stream(megabytes: int, *, announced: bool) -> Answer:
    """Return an answer of this size, with or without its length in the header."""

    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        if announced:
            handler.send_header("Content-Length", str(megabytes * 1_000_000))
        handler.end_headers()
        for _ in range(megabytes):
            handler.wfile.write(b"x" * 1_000_000)

    return answer


def bomb(megabytes: int) -> Answer:
    """Return a small answer that unpacks to this size."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as file:
        for _ in range(megabytes):
            file.write(b"\0" * 1_000_000)
    return page(packed.getvalue(), Content_Encoding="gzip")


def cut_off(handler: Handler) -> None:
    handler.say(200, b"<p>half of it", Content_Type="text/html", Content_Length="9999")
    handler.wfile.flush()
    handler.close_connection = True
