"""The package as a whole: validated by others, the same bytes each time, put in place at once or not at all."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from frictionless import Resource

from exchange_ledger import fingerprint
from exchange_ledger.cache import Store
from exchange_ledger.faults import LedgerError
from exchange_ledger.package import load_ledger, package_files, write_package
from exchange_ledger.package.quotes import limit_quotes
from exchange_ledger.package.release import Release
from exchange_ledger.package.sound import frictionless_faults
from exchange_ledger.package.tables import read_tables
from exchange_ledger.package.validate import csv_faults, hash_faults, profile_faults, read_back, tools_faults
from exchange_ledger.package.versions import versioned
from exchange_ledger.records import TABLES
from exchange_ledger.schema import foreign_keys
from exchange_ledger.settings import Settings
from tests.package_sample import Sample, sample
from tests.verify_package import page_holds, side_faults

ROOT = Path(__file__).parent.parent
VERIFY = ROOT / "tests" / "verify_package.py"
EMPTY = Settings(site_url="", contact="", repository="", citation="", doi="")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Sample]:
    """The sample with its package, written once."""
    folder = tmp_path_factory.mktemp("template")
    found = sample(folder)
    write_package(found.ledger, found.seeds, folder / "datapackage", EMPTY)
    return folder, found


@pytest.fixture
def made(template: tuple[Path, Sample], tmp_path: Path) -> Sample:
    """The sample with its package in `tmp_path/datapackage`, to be spoilt at will."""
    folder, found = template
    shutil.copytree(folder / "seeds", tmp_path / "seeds")
    shutil.copytree(folder / "datapackage", tmp_path / "datapackage")
    return found


def verify(folder: Path) -> tuple[int, str]:
    """Run the independent verification as its readers do."""
    command = [sys.executable, "-I", str(VERIFY), str(folder / "datapackage"), str(folder / "seeds")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def descriptor(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "datapackage" / "datapackage.json").read_text(encoding="utf-8"))
    return found


def test_the_package_passes_every_validation(made: Sample, tmp_path: Path) -> None:
    package = tmp_path / "datapackage"
    assert tools_faults(package) == []
    assert load_ledger(package) == versioned(limit_quotes(made.ledger), Release())[0]
    code, said = verify(tmp_path)
    assert code == 0, said
    assert "8 of 8 quotes verified" in said


def test_the_package_says_what_it_is(made: Sample, tmp_path: Path) -> None:
    found = descriptor(tmp_path)
    assert [row["name"] for row in found["resources"] if row["format"] == "csv"] == [table.table for table in TABLES]
    assert found["licenses"][0]["name"] == "CC-BY-4.0"
    assert found["created"] == "2024-03-20T00:00:00Z", "the last day that the data know of"
    assert "homepage" not in found, "no address yet"
    assert len(found["sources"]) == len(made.ledger.sources)
    assert {path.name for path in (tmp_path / "datapackage").iterdir()} == {
        "datapackage.json", *(row["path"] for row in found["resources"])
    }  # fmt: skip


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    rows = limit_quotes(sample(tmp_path).ledger)
    assert dict(package_files(rows, EMPTY, "1.0.0")) == dict(package_files(rows, EMPTY, "1.0.0"))


@pytest.mark.parametrize(
    ("settings", "name", "expected"),
    [
        (Settings(contact="a@b.example"), "contributors", "a@b.example"),
        (Settings(contact="https://b.example/"), "contributors", "https://b.example/"),
        (Settings(doi="10.5281/zenodo.1"), "id", "https://doi.org/10.5281/zenodo.1"),
        (Settings(site_url="https://b.example"), "homepage", "https://b.example/"),
    ],
)
def test_what_a_fork_says_of_itself_is_in_the_package(
    tmp_path: Path, settings: Settings, name: str, expected: str
) -> None:
    found = sample(tmp_path)
    write_package(found.ledger, found.seeds, tmp_path / "datapackage", settings)
    assert expected in json.dumps(descriptor(tmp_path)[name])


def change_cell(package: Path) -> None:
    path = package / "claims.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("people_returned", "people"), encoding="utf-8")


def drop_license(package: Path) -> None:
    edit_descriptor(package, lambda found: found.update(licenses=[]))


def drop_resources(package: Path) -> None:
    edit_descriptor(package, lambda found: found.pop("resources"))


def edit_descriptor(package: Path, edit: Callable[[dict[str, Any]], object]) -> None:
    path = package / "datapackage.json"
    found = json.loads(path.read_text(encoding="utf-8"))
    edit(found)
    path.write_text(json.dumps(found), encoding="utf-8")


def other_note(package: Path) -> None:
    lines = (package / "claims.csv").read_text(encoding="utf-8").split("\n")
    lines[1] = lines[1].replace("exact", "about")
    (package / "claims.csv").write_text("\n".join(lines), encoding="utf-8")
    mend_hashes(package)


def without_an_exchange(package: Path) -> None:
    lines = (package / "exchanges.csv").read_text(encoding="utf-8").split("\n")
    (package / "exchanges.csv").write_text("\n".join([lines[0], *lines[2:]]), encoding="utf-8")
    mend_hashes(package)


@pytest.mark.parametrize(
    ("change", "asked", "sound"),
    [
        (lambda package: None, set(), True),
        (other_note, {"claims"}, True),
        (change_cell, {"claims"}, False),
        (
            without_an_exchange,
            {"exchanges"}
            | {table.table for table in TABLES if any(key[1] == "exchanges" for key in foreign_keys(table))},
            False,
        ),
        (lambda package: (package / "claims.csv").unlink(), {"all"}, False),
    ],
)
def test_frictionless_is_asked_only_of_what_may_have_become_unsound(
    made: Sample,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    change: Callable[[Path], None],
    asked: set[str],
    sound: bool,
) -> None:
    validate, names = Resource.validate, []

    def counting(self: Resource, *arguments: Any, **named: Any) -> Any:
        names.append(str(self.name))
        return validate(self, *arguments, **named)

    monkeypatch.setattr(Resource, "validate", counting)
    monkeypatch.setattr(fingerprint, "program", lambda: "program")
    package, everything = tmp_path / "datapackage", {one["name"] for one in descriptor(tmp_path)["resources"]}
    store = Store(tmp_path / "sound.sqlite", "program")
    assert list(frictionless_faults(package, store)) == []
    assert set(names) == everything
    names.clear()
    change(package)
    alone = list(frictionless_faults(package))
    names.clear()
    assert list(frictionless_faults(package, store)) == alone
    assert bool(alone) is not sound
    assert set(names) == (everything if asked == {"all"} else asked)
    names.clear()
    assert list(frictionless_faults(package, Store(store.path, "another program"))) == alone
    assert set(names) == everything


def test_each_validation_finds_faults_of_its_own(made: Sample, tmp_path: Path) -> None:
    package = tmp_path / "datapackage"
    change_cell(package)
    assert any("people" in str(fault) for fault in frictionless_faults(package))
    assert [fault.where for fault in hash_faults(package)] == ["claims.csv"]
    drop_license(package)
    assert any("licenses" in fault.where for fault in profile_faults(package))


def test_what_stood_before_stands_when_a_build_fails(made: Sample, tmp_path: Path) -> None:
    package = tmp_path / "datapackage"
    before = {path.name: path.read_bytes() for path in package.iterdir()}
    claims = tuple(replace(claim, claimant="") for claim in made.ledger.claims)
    with pytest.raises(LedgerError) as caught:
        write_package(replace(made.ledger, claims=claims), made.seeds, package, EMPTY)
    assert len(str(caught.value).splitlines()) == len(claims), "every fault in one run"
    assert {path.name: path.read_bytes() for path in package.iterdir()} == before
    assert not list(tmp_path.glob(".*.new")) and not list(tmp_path.glob(".*.old"))


def test_a_folder_of_somebody_else_is_not_replaced(tmp_path: Path) -> None:
    found = sample(tmp_path)
    target = tmp_path / "home"
    target.mkdir()
    (target / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(LedgerError, match="something else"):
        write_package(found.ledger, found.seeds, target, EMPTY)
    assert (target / "letter.txt").read_text(encoding="utf-8") == "mine"


def test_frictionless_passes_it_from_the_command_line(made: Sample, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json"]
    done = subprocess.run(command, cwd=tmp_path / "datapackage", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def swap(name: str, old: str, new: str) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        for suffix in ("csv", "json"):
            path = folder / "datapackage" / f"{name}.{suffix}"
            text = path.read_text(encoding="utf-8")
            assert old in text or suffix == "json"
            path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")
        mend_hashes(folder / "datapackage")

    return edit


def mend_hashes(package: Path) -> None:
    """Make the descriptor fit the files again, so that only the verification itself can find the change."""

    def mend(found: dict[str, Any]) -> None:
        for resource in found["resources"]:
            content = (package / resource["path"]).read_bytes()
            resource |= {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}

    edit_descriptor(package, mend)


def article(folder: Path) -> None:
    path = folder / "seeds" / "articles" / "report.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("84", "48"), encoding="utf-8")


def only_csv(folder: Path) -> None:
    path = folder / "datapackage" / "exchanges.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("84", "85"), encoding="utf-8", newline="\n")


TAMPERED: list[tuple[Callable[[Path], None], str]] = [
    (swap("claims", "brought 84 servicemen home", "brought 94 servicemen home"), "are not its quote"),
    (swap("claims", ",84,,exact,2024-03-14,,,Coordination", ",85,,exact,2024-03-14,,,Coordination"),
     "returned_to_ukraine is '84', its claim"),
    (swap("exchanges", "2024-03-14,2024-03-14,prisoners,completed,52", "2024-03-14,2024-03-14,prisoners,completed,53"),
     "sequence_number"),
    (swap("sources", ",500,", ",100,"), "the limit is 100"),
    (swap("sources", ",299,", ",298,"), "characters quoted, not 298"),
    (swap("breakdowns", "officers,12", "officers,13"), "is not what the claim says"),
    (swap("checks", ",-68.5,", ",-68,"), "is not -68"),
    (swap("evidence", "2024-03-14,returned_to_ukraine", "2024-05-14,returned_to_ukraine"), "is not in exchanges"),
    (article, "is not the file that was read"),
    (only_csv, "its bytes are not those"),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "words"), TAMPERED, ids=[words for _, words in TAMPERED])
def test_the_independent_verification_finds_what_was_changed(
    made: Sample, tmp_path: Path, spoil: Callable[[Path], None], words: str
) -> None:
    spoil(tmp_path)
    code, said = verify(tmp_path)
    assert code == 1
    assert words in said, said
    assert "Traceback" not in said


def count(claim_id: str, value: str, claimant_side: str, checked: str = "confirmed") -> dict[str, str]:
    row = dict.fromkeys(("decision", "dimension", "category"), "") | {"evidence": "link", "checked": checked}
    group = {"exchange_id": "2024-03-14", "measure": "people_returned", "side": "ukraine", "claimant": claim_id}
    return row | group | {"claim_id": claim_id, "value": value, "claimant_side": claimant_side}


@pytest.mark.parametrize(
    ("other", "faults"),
    [
        (count("hq", "84", "ukraine"), 1),
        (count("hq", "84", "ukraine", checked=""), 0),
        (count("hq", "", "ukraine"), 0),
        (count("ministry", "83", "russia"), 0),
    ],
)
def test_the_side_that_receives_people_counts_them(other: dict[str, str], faults: int) -> None:
    decides = {"exchange_id": "2024-03-14", "field": "returned_to_ukraine", "claim_id": "medium", "decides": "true"}
    tables = {"claims": [count("medium", "85", "third"), other], "evidence": [decides]}
    assert len(list(side_faults(tables))) == faults


@pytest.mark.parametrize(
    ("quote", "held"), [("84 servicemen & women home", True), ("84\nservicemen", True), ("85 servicemen", False)]
)
def test_quotes_of_saved_pages_are_looked_up_in_their_words(tmp_path: Path, quote: str, held: bool) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p>brought <b>84</b> service<wbr>men &amp;\n women home</p>", encoding="utf-8")
    assert page_holds(page, quote) is held


def test_the_independent_verification_says_when_there_is_nothing_to_verify(tmp_path: Path) -> None:
    sample(tmp_path)
    code, said = verify(tmp_path)
    assert code == 1
    assert "datapackage.json" in said
    assert "Traceback" not in said


def test_the_committed_package_is_verified_independently() -> None:
    if not (ROOT / "datapackage").is_dir():
        pytest.fail("datapackage/ is missing; run python build.py")
    done = subprocess.run(
        [sys.executable, "-I", str(VERIFY), "datapackage", "seeds"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_profile_is_used_without_a_network(made: Sample, tmp_path: Path) -> None:
    shutil.copytree(tmp_path / "datapackage", tmp_path / "copy")
    drop_resources(tmp_path / "copy")
    assert [fault.where for fault in profile_faults(tmp_path / "copy")] == ["datapackage.json: $"]


def turned_csv(package: Path) -> str:
    lines = (package / "claims.csv").read_text(encoding="utf-8").splitlines()
    (package / "claims.csv").write_text("\n".join([lines[0], *lines[:0:-1]]) + "\n", encoding="utf-8")
    return "claims.csv"


def other_header(package: Path) -> str:
    path = package / "mediators.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("mediator,", "by,", 1), encoding="utf-8")
    return "mediators.csv"


def one_row_less(package: Path) -> str:
    path = package / "mediators.csv"
    path.write_text("\n".join(path.read_text(encoding="utf-8").splitlines()[:-1]) + "\n", encoding="utf-8")
    return "mediators.csv"


def edit_rows(package: Path, name: str, edit: Callable[[list[dict[str, Any]]], object]) -> str:
    rows = json.loads((package / name).read_text(encoding="utf-8"))
    edit(rows)
    (package / name).write_text(json.dumps(rows), encoding="utf-8")
    return name


@pytest.mark.parametrize("change", [turned_csv, other_header, one_row_less])
def test_csv_holds_what_json_holds(made: Sample, tmp_path: Path, change: Callable[[Path], str]) -> None:
    package = tmp_path / "datapackage"
    cells = read_tables(package)
    assert list(csv_faults(package, cells)) == []
    name = change(package)
    assert [fault.where for fault in csv_faults(package, cells)] == [name]
    assert name in {fault.where for fault in tools_faults(package)}


WRITTEN_OTHERWISE: list[Callable[[Path], str]] = [
    lambda package: edit_rows(package, "claims.json", lambda rows: rows.pop()),
    lambda package: edit_rows(package, "claims.json", lambda rows: rows[0].update(quote="other words")),
    lambda package: edit_rows(package, "exchanges.json", lambda rows: rows[0].update(disputed=None)),
]


@pytest.mark.parametrize("change", WRITTEN_OTHERWISE)
def test_what_is_read_back_is_what_was_to_be_written(
    made: Sample, tmp_path: Path, change: Callable[[Path], str]
) -> None:
    package = tmp_path / "datapackage"
    cells = read_tables(package)
    read_back(package, cells)
    name = change(package)
    with pytest.raises(LedgerError, match="read back, it is not what was written") as caught:
        read_back(package, cells)
    assert [fault.where for fault in caught.value.faults] == [name]
    assert tools_faults(package)
