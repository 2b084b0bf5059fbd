"""What a build does again and what it does not: counted in articles extracted and files written, never in seconds."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.articles import written
from benchmarks.generate import write_seeds
from exchange_ledger import contents, fingerprint, line, stamps, workers
from exchange_ledger.cache import Articles, Extractions, Store
from exchange_ledger.faults import LedgerError
from exchange_ledger.means import Means
from exchange_ledger.read import articles, read_seeds
from exchange_ledger.read.furniture import furniture
from exchange_ledger.stages import Article, Extraction, Span
from exchange_ledger.workers import extracted

ARTICLES = 6


def tree(folder: Path) -> dict[str, str]:
    """Return the hash of every file below a folder, by its path in it."""
    return {name: hashlib.sha256(Path(path).read_bytes()).hexdigest() for path, name in contents.files_below(folder)}


class Project:
    """An input folder, where its package goes, and how many articles each build extracted."""

    def __init__(self, folder: Path, extractions: list[int]) -> None:
        self.seeds = folder / "seeds"
        self.package = folder / "datapackage"
        self.scratch = folder / ".scratch"
        self.extractions = extractions

    @property
    def articles(self) -> list[Path]:
        return sorted((self.seeds / "articles").iterdir())

    def build(self) -> tuple[bool, int]:
        """Build the package; return whether anything was done and how many articles were extracted."""
        self.extractions.clear()
        built = line.build(self.seeds, self.package, None, scratch=self.scratch)
        assert built.counts["sources"] == len(self.articles)
        return built.fresh, sum(self.extractions)


PROGRAM = "the program as it is now"


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that was built once, and a copy of it beside."""
    folder = tmp_path_factory.mktemp("built") / "project"
    made = Project(folder, [])
    write_seeds(written(ARTICLES, 2, seed=4), made.seeds)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fingerprint, "program", lambda: PROGRAM)  # others may be editing it
        assert made.build()[0]
    shutil.copytree(folder, folder.with_name("copy"))
    return folder


@pytest.fixture
def project(pristine: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The project as it was built, and every extraction from now on counted."""
    counted: list[int] = []

    def counting(articles: Sequence[Article], means: Means) -> list[Extraction]:
        counted.append(len(articles))
        return extracted(articles, means)

    monkeypatch.setattr(workers, "extracted", counting)
    monkeypatch.setattr(fingerprint, "program", lambda: PROGRAM)
    shutil.rmtree(pristine)
    shutil.copytree(pristine.with_name("copy"), pristine)
    return Project(pristine, counted)


def more_text(project: Project) -> None:
    path = project.articles[3]
    path.write_text(path.read_text(encoding="utf-8") + "\nThe rain stopped.\n", encoding="utf-8")


def other_row(project: Project) -> None:
    sources = project.seeds / "sources.csv"
    lines = sources.read_text(encoding="utf-8").splitlines()
    lines[5] = lines[5].replace("Dispatch", "Gazette").replace(".example/", ".example/x/")
    sources.write_text("\n".join(lines) + "\n", encoding="utf-8")


def touched(project: Project) -> None:
    for path in project.articles:
        os.utime(path, (1, 1))


def copied(project: Project) -> None:
    shutil.move(project.seeds, project.seeds.with_name("moved"))
    shutil.copytree(project.seeds.with_name("moved"), project.seeds)


def same_size(project: Project) -> None:
    """Change a letter and put the old times back, as a clock that was set or a careless copy would."""
    path = project.articles[0]
    times = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace("the", "thy", 1), encoding="utf-8")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def package_edited(project: Project) -> None:
    path = project.package / "claims.csv"
    path.write_bytes(path.read_bytes() + b"\n")


def package_file_removed(project: Project) -> None:
    (project.package / "review.json").unlink()


def package_file_added(project: Project) -> None:
    (project.package / "note.txt").write_text("mine", encoding="utf-8")


def record_removed(project: Project) -> None:
    for path in project.scratch.glob("built-*.json"):
        path.unlink()


def record_damaged(project: Project) -> None:
    for path in project.scratch.glob("built-*.json"):
        path.write_text(path.read_text(encoding="utf-8")[:40], encoding="utf-8")


def record_of_nonsense(project: Project) -> None:
    for path in project.scratch.glob("built-*.json"):
        path.write_text("[]", encoding="utf-8")


def scratch_removed(project: Project) -> None:
    shutil.rmtree(project.scratch)


def cache_cut(project: Project) -> None:
    record_removed(project)
    path = project.scratch / "extractions.sqlite"
    path.write_bytes(path.read_bytes()[:5000])


def cache_of_noise(project: Project) -> None:
    record_removed(project)
    (project.scratch / "extractions.sqlite").write_bytes(b"no database at all" * 1000)


def entry_damaged(project: Project) -> None:
    record_removed(project)
    with sqlite3.connect(project.scratch / "extractions.sqlite") as database:
        key, content = database.execute("SELECT key, content FROM entries ORDER BY key").fetchone()
        database.execute("UPDATE entries SET content = ? WHERE key = ?", (content.replace(b"1", b"2"), key))
    database.close()


def entry_of_nonsense(project: Project) -> None:
    record_removed(project)
    digest = hashlib.sha256(b"{}").hexdigest()
    with sqlite3.connect(project.scratch / "extractions.sqlite") as database:
        database.execute("UPDATE entries SET content = ?, digest = ?", (b"{}", digest))
    database.close()


def new_article(project: Project) -> None:
    name = "2024-03-14-more.txt"
    (project.seeds / "articles" / name).write_text("Ukraine brought 84 soldiers home on 14 March.\n", encoding="utf-8")


CHANGES: list[tuple[Callable[[Project], None], bool, int]] = [
    (touched, False, 0),
    (copied, False, 0),
    (more_text, True, 1),
    (same_size, True, 1),
    (other_row, True, 1),
    (new_article, True, 1),
    (package_edited, True, 0),
    (package_file_removed, True, 0),
    (package_file_added, True, 0),
    (record_removed, True, 0),
    (record_damaged, True, 0),
    (record_of_nonsense, True, 0),
    (scratch_removed, True, ARTICLES),
    (cache_cut, True, ARTICLES),
    (cache_of_noise, True, ARTICLES),
    (entry_damaged, True, 1),
    (entry_of_nonsense, True, ARTICLES),
]


@pytest.mark.parametrize(("change", "fresh", "articles"), CHANGES, ids=lambda value: getattr(value, "__name__", ""))
def test_what_is_done_again_after_a_change(
    project: Project, change: Callable[[Project], None], fresh: bool, articles: int
) -> None:
    before, seeds = tree(project.package), tree(project.seeds)
    change(project)
    assert project.build() == (fresh, articles)
    after = tree(project.package)
    assert project.build() == (False, 0)
    if tree(project.seeds) == seeds:
        assert after == before
        return
    assert after != before
    shutil.rmtree(project.scratch)
    assert project.build() == (True, len(project.articles))
    assert tree(project.package) == after, "the same bytes as from nothing"


def test_nothing_is_kept_for_another_program(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprint, "program", lambda: "another program")
    assert project.build() == (True, ARTICLES)
    with sqlite3.connect(project.scratch / "extractions.sqlite") as database:
        assert database.execute("SELECT count(*), count(DISTINCT program) FROM entries").fetchone() == (ARTICLES, 1)
    database.close()


def test_nothing_is_kept_if_the_program_changes_meanwhile(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    (record,) = project.scratch.glob("built-*.json")
    before = record.read_bytes()
    versions = iter(range(1000))
    monkeypatch.setattr(fingerprint, "program", lambda: f"version {next(versions)}")
    assert project.build() == (True, ARTICLES)
    assert project.build() == (True, ARTICLES)
    assert record.read_bytes() == before


def test_a_store_keeps_nothing_of_a_program_that_is_another_by_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fingerprint, "program", lambda: "one")
    store = Store(tmp_path / "one.sqlite", "one")
    store.keep({"a": b"1"})
    monkeypatch.setattr(fingerprint, "program", lambda: "another")
    store.keep({"b": b"2"}, used=[])
    assert store.known(["a", "b"]) == {"a": b"1"}


def test_a_failed_build_leaves_the_record_of_what_stands(project: Project) -> None:
    text = project.articles[0].read_bytes()
    project.articles[0].write_bytes(b"\xff\xfe")
    with pytest.raises(LedgerError):
        project.build()
    project.articles[0].write_bytes(text)
    assert project.build() == (False, 0)


def test_a_folder_that_cannot_hold_a_cache_stops_no_build(project: Project) -> None:
    shutil.rmtree(project.scratch)
    (project.scratch / "extractions.sqlite").mkdir(parents=True)
    assert project.build() == (True, ARTICLES)
    assert project.build() == (False, 0)


def test_the_work_grows_with_the_articles_alone(project: Project) -> None:
    shutil.rmtree(project.seeds)
    write_seeds(written(3 * ARTICLES, 2, seed=4), project.seeds)
    fresh, articles = project.build()
    assert fresh
    assert 2 * ARTICLES <= articles <= 3 * ARTICLES


def test_articles_are_read_again_only_where_file_or_row_changed(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def counting(text: str) -> tuple[Span, ...]:
        read.append(text)
        return furniture(text)

    monkeypatch.setattr(articles, "furniture", counting)
    kept = Articles(Store(project.scratch / "one.sqlite", PROGRAM))
    for change, again in [(touched, ARTICLES), (touched, 0), (more_text, 1), (other_row, 1)]:
        change(project)
        read.clear()
        found = read_seeds(project.seeds, kept)
        assert len(read) == again
        assert found == read_seeds(project.seeds)


def test_an_article_with_a_fault_is_not_kept(project: Project) -> None:
    project.articles[0].write_bytes(b"\xff")
    kept = Articles(Store(project.scratch / "one.sqlite", PROGRAM))
    for _ in range(2):
        with pytest.raises(LedgerError, match="is not UTF-8"):
            read_seeds(project.seeds, kept)


def test_every_extraction_comes_back_as_it_was(project: Project) -> None:
    several = read_seeds(project.seeds).articles
    found = extracted(several, Means())
    assert sum(len(one.claims) for one in found) > ARTICLES
    kept = Extractions(Store(project.scratch / "one.sqlite", PROGRAM))
    keys = [kept.key(article) for article in several]
    kept.keep(dict(zip(keys, found, strict=True)))
    assert list(kept.known(keys).values()) and [kept.known(keys)[key] for key in keys] == found
    assert [type(claim.value) for one in kept.known(keys).values() for claim in one.claims].count(int) == 0


def test_the_key_knows_every_part_of_an_article(project: Project) -> None:
    article = read_seeds(project.seeds).articles[0]
    others = [
        replace(article, text=article.text + " "),
        replace(article, furniture=(Span(0, 1, "x"),)),
        replace(article, source=replace(article.source, published="2020-01-01")),
    ]
    kept = Extractions(Store(project.scratch / "one.sqlite", PROGRAM))
    other = Extractions(Store(project.scratch / "one.sqlite", "program 2"))
    assert len({kept.key(article), other.key(article), *(kept.key(one) for one in others)}) == 5


def test_rings_of_links_have_an_end(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "file").write_text("x", encoding="utf-8")
    (tmp_path / "a" / "ring").symlink_to(tmp_path / "a")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "back").symlink_to(tmp_path)
    names = [name for _, name in contents.files_below(tmp_path)]
    assert len(names) == 3
    assert {"a/file", "b/back/a/file"} < set(names)


def test_a_folder_and_what_was_left_out_of_it_are_the_whole(tmp_path: Path) -> None:
    for name in ("a/x", "a/b/x", "b/x", "b/y", "b/a/x", "x"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    names = {name for _, name in contents.files_below(tmp_path)}
    assert len(names) == 6
    assert stamps.largest(tmp_path) == "b"
    assert {name for _, name in contents.files_below(tmp_path, "b")} == {"a/x", "a/b/x", "x"}
    assert {f"b/{name}" for _, name in contents.files_below(tmp_path / "b")} == {"b/x", "b/y", "b/a/x"}
    assert stamps.largest(tmp_path / "a" / "b") == ""


def test_what_a_link_leads_to_counts_once(tmp_path: Path) -> None:
    for name in ("elsewhere", "below"):
        (tmp_path / name).mkdir()
    (tmp_path / "elsewhere" / "file").write_text("x", encoding="utf-8")
    for name in ("one", "two"):
        (tmp_path / "below" / name).symlink_to(tmp_path / "elsewhere")
    ((_, name),) = contents.files_below(tmp_path / "below")
    assert name in ("one/file", "two/file")


def test_the_program_is_all_that_the_output_follows_from() -> None:
    names = {name for _, name in contents.files_below(fingerprint.ROOT / "exchange_ledger")}
    assert "line.py" in names
    assert "languages/en/verbs.yaml" in names
    assert not any("__pycache__" in name for name in names)
    assert fingerprint.program() == fingerprint.program()


def test_an_unreadable_input_has_no_fingerprint(tmp_path: Path) -> None:
    assert fingerprint.inputs(tmp_path / "nothing") == ""


def test_the_record_holds_no_more_than_hashes_and_counts(project: Project) -> None:
    (record,) = project.scratch.glob("built-*.json")
    known = json.loads(record.read_text(encoding="utf-8"))
    assert set(known) == {"format", "inputs", "program", "outputs", "counts", "apart", "stamps"}
    assert [set(marks) for marks in known["stamps"]] == [{"noted", "young"}] * 2


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every file that is read for its hash from now on."""
    found: list[str] = []
    digest = contents.content_of

    def counting(path: str) -> str:
        found.append(path)
        return digest(path)

    for module in (contents, fingerprint, stamps):
        monkeypatch.setattr(module, "content_of", counting)
    return found


def later(project: Project) -> None:
    """Wait for the next tick of the disk's clock."""
    before = stamps.now(project.scratch)
    while stamps.now(project.scratch) == before:
        pass


def test_what_was_not_touched_is_not_read(project: Project, reads: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    files = len(tree(project.seeds)) + len(tree(project.package))
    later(project)
    monkeypatch.setattr(stamps, "TICK", 0)  # nothing is young
    assert project.build() == (False, 0)
    assert len(reads) == files, "it is a copy, with times of its own"
    reads.clear()
    assert project.build() == (False, 0)
    assert reads == []
    path = project.package / "claims.csv"
    os.utime(path, (1, 1))
    assert project.build() == (False, 0)
    assert len(reads) == files, "touched, and all the same"
    assert line.build(project.seeds, project.package, None, scratch=project.scratch, recheck=True).fresh is False
    assert len(reads) == 2 * files


def test_no_time_hides_a_change(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    later(project)
    monkeypatch.setattr(stamps, "TICK", 0)
    assert project.build() == (False, 0)
    later(project)
    path = project.package / "claims.csv"
    before, times = path.read_bytes(), path.stat()
    path.write_bytes(before.replace(b"1", b"2"))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert path.stat().st_size == times.st_size
    assert project.build() == (True, 0)
    assert path.read_bytes() == before


def test_young_files_count_by_their_content(
    project: Project, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tick = stamps.now(project.scratch)  # in which all that follows happens
    monkeypatch.setattr(stamps, "_noted", lambda state: (tick, state.st_size, 0, 0))
    assert project.build() == (False, 0)
    reads.clear()
    assert project.build() == (False, 0)
    assert len(reads) == len(tree(project.seeds)) + len(tree(project.package))
    path = project.package / "claims.csv"
    before = path.read_bytes()
    path.write_bytes(before.replace(b"1", b"2"))
    assert project.build() == (True, 0)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("tick", "age", "young"), [(1, 0.05, True), (1, 0.5, False), (10**9, 0.5, True), (10**9, 5, False)]
)
def test_how_long_a_file_is_young_hangs_on_the_clock_of_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tick: int, age: float, young: bool
) -> None:
    (tmp_path / "one").write_bytes(b"1")
    before = 1_700_000_000_123_456_789
    changed = int(before - age * 10**9) // tick * tick
    monkeypatch.setattr(stamps, "_noted", lambda state: (changed, 1, 0, 0))
    found = stamps.stamps(tmp_path, "", before)
    assert found and set(found.young) == ({"one"} if young else set())


def test_a_recheck_trusts_no_stamp(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "_noted", lambda state: (0, 0, 0, 0))  # a disk that notes nothing
    assert project.build() == (False, 0)
    path = project.package / "claims.csv"
    before = path.read_bytes()
    path.write_bytes(before + b"\n")
    assert project.build() == (False, 0)
    assert line.build(project.seeds, project.package, None, scratch=project.scratch, recheck=True).fresh
    assert path.read_bytes() == before
