"""An issue's form as data: which fields are read, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from exchange_ledger.add import Given
from exchange_ledger.add.issue import fields, main, request
from exchange_ledger.faults import LedgerError

BODIES = [
    (
        "### Address of the article\n\nhttps://a.example/1\n\n### Publisher\n\n_No response_",
        {"address": "https://a.example/1"},
    ),
    ("### Address of the article\r\n\r\n https://a.example/1 \r\n", {"address": "https://a.example/1"}),
    ("### Publisher\n\nThe\nLedger\n\n### Publisher\n\nAnother", {"publisher": "The Ledger"}),
    ("### Something else\n\nx\n\n#### Publisher\n\ny", {}),
    ("", {}),
    ("text before\n### Publisher   \nLedger", {"publisher": "Ledger"}),
    ("### Publisher\n\n" + "x" * 9_999, {"publisher": "x" * 2_000}),
]


@pytest.mark.parametrize(("body", "found"), BODIES)
def test_fields(body: str, found: dict[str, str]) -> None:
    assert fields(body) == found


def body(address: str, published: str = "2024-03-14", archive: str = "_No response_") -> str:
    return (
        f"### Address of the article\n\n{address}\n\n### Publisher\n\nLedger\n\n"
        f"### Date of publication\n\n{published}\n\n### Address of an archived copy\n\n{archive}\n"
    )


def test_a_form_is_an_address_and_what_is_known() -> None:
    found = request({"issue": {"body": body("https://a.example/1", archive="https://archive.example/1")}})
    assert found == ("https://a.example/1", Given("Ledger", "2024-03-14", "", "https://archive.example/1"))


BAD = [
    body("javascript:alert(1)"),
    body("/etc/passwd"),
    body("--dry-run"),
    body("https://a.example/1 https://a.example/2"),
    body("https://a.example/1", published="yesterday"),
    body("https://a.example/1", archive="file:///etc/passwd"),
    "",
]


@pytest.mark.parametrize("text", BAD)
def test_a_wrong_field_is_one_fault(text: str) -> None:
    with pytest.raises(LedgerError) as raised:
        request({"issue": {"body": text}})
    assert len(raised.value.faults) == 1


EVENTS = ["", "[]", "{}", '{"issue": null}', '{"issue": {"body": null}}', "{", json.dumps({"issue": {"body": 5}})]


@pytest.mark.parametrize("event", EVENTS)
def test_an_odd_event_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str], event: str) -> None:
    (tmp_path / "event.json").write_text(event, encoding="utf-8")
    assert main([str(tmp_path / "event.json"), str(tmp_path / "seeds")]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not (tmp_path / "seeds").exists()
