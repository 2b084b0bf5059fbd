"""A policy in every page that forbids the browser to ask any other host for anything."""

from __future__ import annotations

import base64
import hashlib
import re

_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/)[^>]*>(.*?)</script>", re.DOTALL)
_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
_PLACE = '<meta charset="utf-8">'


def _hashes(pattern: re.Pattern[str], page: str) -> str:
    digests = {hashlib.sha256(found.encode()).digest() for found in pattern.findall(page)}
    return "".join(f" 'sha256-{base64.b64encode(digest).decode()}'" for digest in sorted(digests))


def policy(page: str) -> str:
    """Return the Content-Security-Policy of a page: only its own host, only the inline scripts of its build."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self'{_hashes(_SCRIPT, page)}",
            f"style-src 'self'{_hashes(_STYLE, page)}",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def sealed(page: str) -> str:
    """Return the page with its policy as the first thing that a browser reads after the character set."""
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(page)}">'
    return page.replace(_PLACE, _PLACE + meta + '<meta name="referrer" content="no-referrer">', 1)
