"""What the fuzzer found or was started from: each input is read or refused in lines, and what follows is true."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.check import KINDS, check

INPUTS: list[tuple[str, bytes]] = [
    ("articles/report.txt", b"\xef\xbb\xbf\r\n\r"),
    ("articles/report.txt", b"\xff\xfe8\x004\x00"),
    ("articles/report.txt", b"\xed\xa0\x80 is half of a pair"),
    ("articles/report.txt", b"Ukraine brought 84\x00 servicemen home on 14 March 2024."),
    # A control character in the headline was taken for the title, which no table may hold.
    ("articles/report.txt", b"Eighty-four \x08 servicemen are home\n\nUkraine brought 84 servicemen home."),
    ("articles/report.txt", "Ukraine brought ٨٤ servicemen home on 14 March 2024 and Ⅻ officers.".encode()),
    ("articles/report.txt", b"Ukraine brought " + b"9" * 400 + b" servicemen home on 14 March 2024."),
    ("articles/report.txt", b"The 0th exchange on 31 February 2024 of 0 for 0, 0 each."),
    ("articles/report.html", b"<!DOCTYPE html [<!ENTITY a '&a;'>]><p>&a;&#0;&#xD800;&#x110000;"),
    ("articles/report.html", b"<meta charset=utf-7><p>+ADw-script+AD4-"),
    ("articles/report.html", b"<meta charset=no-such-thing><p>text"),
    ("articles/report.html", b"\xfe\xff\x00<\x00p\x00>"),
    ("sources.csv", b'file,published\n"report.txt,2025-01-15\n'),
    ("sources.csv", b"file,published\nreport.txt,2025-01-15\nreport.txt,2025-01-15\n"),
    ("sources.csv", b"file,published\n../../etc/passwd,2025-01-15\n"),
    ("sources.csv", "file,published,quote_limit\nreport.txt,2025-01-15,٥٠٠\n".encode()),
    ("sources.csv", "file,published,quote_limit\nreport.txt,2025-01-15,²\n".encode()),
    ("statements.csv", b"scope,measure\n\x00,\x00\n"),
    ("corrections.csv", b"claim_id,decision,column,now,reason,decided_by,decided_on\n,,,,,,\n"),
]


@pytest.mark.parametrize(("name", "content"), INPUTS, ids=lambda value: ascii(value)[:40])
def test_an_input_that_was_once_a_finding_or_a_start(tmp_path: Path, name: str, content: bytes) -> None:
    check(bytes([KINDS.index(name)]) + content, tmp_path)
