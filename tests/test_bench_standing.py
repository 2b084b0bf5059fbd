"""What a build takes from the site and the pages of earlier builds: only what it would make again, byte for byte."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.hostile.project import HEADER, REPORT, ROW, Target, Tree, build, write_seeds

DAY, OTHER = "2024-03-14", "2024-05-05"


def seeds(folder: Path, *days: str) -> Path:
    """Write an input folder with an article of each day."""
    shutil.rmtree(folder, ignore_errors=True)
    made = write_seeds(folder)
    rows = [ROW.format(day=day).replace("report.txt", f"{day}.txt") for day in days]
    for day in days:
        (made / "articles" / f"{day}.txt").write_text(REPORT.format(number=84, day=day), encoding="utf-8")
    (made / "articles" / "report.txt").unlink()
    (made / "sources.csv").write_text(HEADER + "".join(rows), encoding="utf-8")
    return made


def built(target: Target, *days: str) -> tuple[Tree, Tree]:
    done = build(seeds(target.folder.parent / "seeds", *days), target)
    assert (done.returncode, done.stderr) == (0, "")
    return target.trees()


def numbers(folder: Path) -> dict[str, int]:
    """Return the number that the disk gave to each file."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.stat().st_ino for path in files}


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> dict[int, tuple[Tree, Tree]]:
    """What is built where nothing stood, from one and from both articles."""
    folder = tmp_path_factory.mktemp("fresh")
    return {len(days): built(Target(folder / str(len(days))), *days) for days in ((DAY,), (DAY, OTHER))}


@pytest.fixture
def standing(tmp_path: Path, fresh: dict[int, tuple[Tree, Tree]]) -> Target:
    target = Target(tmp_path / "out")
    assert built(target, DAY, OTHER) == fresh[2]
    return target


def spoil(site: Path, docs: Path) -> None:
    """Edit what an earlier build left: pages, downloads, pictures, the theme's files; with the same size or another."""
    for name in (f"exchanges/{DAY}/index.html", "assets/ledger.css", "downloads/claims.csv", "totals/preview.png"):
        path = site / name
        path.write_bytes(path.read_bytes()[:-1] + b"!")
    for name in ("methodology.md", "api/v1/index.json"):
        (docs / name).write_text("mine", encoding="utf-8")
    (site / "data" / "index.html").unlink()
    (site / "checks" / "index.html").unlink()
    (site / "checks" / "index.html").symlink_to(site / "index.html")
    (site / "note.html").write_text("mine", encoding="utf-8")
    (docs / "note.md").write_text("# Mine\n", encoding="utf-8")


def test_nothing_wrong_and_nothing_gone_is_carried_over(standing: Target, fresh: dict[int, tuple[Tree, Tree]]) -> None:
    """Three builds one after the other: the second takes from the first, the third from both."""
    docs = standing.folder / ".scratch" / "docs"
    spoil(standing.site, docs)
    assert built(standing, DAY) == fresh[1]
    gone = [path for folder in (standing.site, docs) for path in folder.rglob(f"*{OTHER}*")]
    assert gone == [], "pages, pictures and files of the article that is gone"
    spoil(standing.site, docs)
    assert built(standing, DAY, OTHER) == fresh[2]


def test_only_what_changed_is_written(standing: Target) -> None:
    """Also in the build after the next, which is made in the folder that stood before the last one."""
    for text in ("The rain stopped.\n", "The rain went on.\n"):
        article = standing.folder.parent / "seeds" / "articles" / f"{DAY}.txt"
        article.write_text(article.read_text(encoding="utf-8") + text, encoding="utf-8")
        before, (_, old) = numbers(standing.site), standing.trees()
        assert build(standing.folder.parent / "seeds", standing).returncode == 0
        after, (_, new) = numbers(standing.site), standing.trees()
        written = {name for name in after if after[name] not in before.values()}
        changed = {name for name in new if new[name] != old.get(name)}
        assert written == changed
        assert len(after) > 3 * len(written)
