"""Files in the input folder that say nothing here: no claim, no crash, the build goes on, and each is listed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from exchange_ledger import vocabulary
from exchange_ledger.explain import explain
from exchange_ledger.extract import extract
from exchange_ledger.read import read_seeds
from exchange_ledger.read.articles import LONGEST_TEXT
from exchange_ledger.read.html import MOST_TAGS
from exchange_ledger.stages import Article
from tests.hostile.project import ROOT, Target, command, environment

EXCHANGE = "Ukraine brought 84 of its servicemen home on 14 March 2024 in a prisoner exchange with Russia. "
FOOTBALL = (
    "The Harbour Rovers drew two all on Saturday before 41,000 spectators. Their keeper, who has been with the club "
    "for nine years, saved a penalty that was given after an hour of play. It is the third draw in four matches. "
)
OTHER_WAR = (
    "Armenia and Azerbaijan exchanged 32 captives on 13 December 2023. Azerbaijan handed over 30 Armenian soldiers, "
    "Armenia two Azerbaijani ones, and both sides spoke of a first step towards peace. "
)
FINNISH = "Kaupunki avasi torstaina uuden kirjaston, jossa on 84 paikkaa ja 12 huonetta lukijoille. "
NOISE = "var seen = [84, 12, 95]; "


def page(*parts: str) -> str:
    return f"<!DOCTYPE html><html><head><title>A page</title></head><body>{''.join(parts)}</body></html>"


def paragraphs(text: str, size: int) -> str:
    return f"<p>{text * 4}</p>\n" * (size // (4 * len(text) + 8))


SILENT: dict[str, tuple[str, str, str]] = {
    "another war": ("report.txt", OTHER_WAR, ""),
    "a football score": ("report.txt", FOOTBALL, "off_topic"),
    "an empty text": ("report.txt", "", "no_text"),
    "only marks": ("report.txt", "\u200b\u202e\n…", "no_text"),
    "an empty page": ("report.html", "", "no_text"),
    "a page without a text": ("report.html", page(), "no_text"),
    "a text in another language": ("report.txt", FINNISH * 9, "unknown_language"),
    "a page in another language": ("report.html", page(paragraphs(FINNISH, 3_000)), "unknown_language"),
    "a text of 5 MB": ("report.txt", (FOOTBALL + "\n") * 50_000, "too_large"),
    "a page of 5 MB that is an article": ("report.html", page(paragraphs(FOOTBALL, 5_000_000)), "too_large"),
    "a page with too many tags": ("report.html", page("<i>84</i>" * (MOST_TAGS // 2)), "too_large"),
    "a page of 5 MB about something else": (
        "report.html", page(f"<script>{NOISE * 200_000}</script>", paragraphs(FOOTBALL, 9_000)), "off_topic",
    ),
}  # fmt: skip


def seeds(folder: Path, name: str, text: str, rows: str = "") -> Path:
    """Write an input folder with one article beside a sound one."""
    (folder / "articles").mkdir(parents=True)
    (folder / "articles" / name).write_text(text, encoding="utf-8")
    (folder / "articles" / "sound-2024-03-15.txt").write_text(EXCHANGE, encoding="utf-8")
    table = rows or f"{name},2024-03-15\nsound-2024-03-15.txt,2024-03-15\n"
    (folder / "sources.csv").write_text(f"file,published\n{table}", encoding="utf-8")
    return folder


def odd(folder: Path) -> Article:
    """Return the article that is not the sound one."""
    (found,) = (one for one in read_seeds(folder).articles if not one.source.source_id.startswith("sound"))
    return found


FOREIGN = {
    "Dutch": "De burgemeester opende donderdag de nieuwe bibliotheek in het centrum van de stad, met 84 plaatsen en "
    "een zaal voor lezers. Het is in 2019 ontworpen en was volgens de stad te duur. Wie wil, kan er tot tien in.",
    "Danish": "Borgmesteren indviede torsdag det nye bibliotek i midten af byen, og det er stort nok til at rumme 84 "
    "mennesker. De har to sale for børn, og der er plads til at have et møde. Vi har ventet på det i to år, siger hun.",
    "German": "Der Bürgermeister eröffnete am Donnerstag die Bibliothek in der Stadt. Was an ihr gefällt, ist das "
    "Licht in den Sälen. In ihr haben 84 Leser Platz, so die Stadt, und im Keller noch so viele Bücher wie bisher.",
    "Polish": "Miasto otworzyło w czwartek nową bibliotekę, która ma 84 miejsca. To dobry dzień, a nawet bardzo dobry, "
    "a i tak za krótki. To jest to, na co czekaliśmy, i to od lat. A dzieci to już nawet o tym nie pamiętają.",
}  # fmt: skip


@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN)
def test_words_that_other_languages_share_do_not_make_a_text_english(tmp_path: Path, text: str) -> None:
    assert extract(odd(seeds(tmp_path / "seeds", "report.txt", text))).unread == "unknown_language"


def test_a_list_that_repeats_its_few_words_is_english_all_the_same(tmp_path: Path) -> None:
    events = [f"Ukraine brought {20 + day} people home in an exchange on {day} February 2024." for day in range(1, 29)]
    found = extract(odd(seeds(tmp_path / "seeds", "report.txt", "\n\n".join(events))))
    assert len([claim for claim in found.claims if claim.measure == "people_returned"]) == len(events)


@pytest.mark.parametrize("name", SILENT)
def test_what_says_nothing_yields_no_claim_and_says_why(tmp_path: Path, name: str) -> None:
    file, text, reason = SILENT[name]
    article = odd(seeds(tmp_path / "seeds", file, text))
    found = extract(article)
    assert found.claims == ()
    assert found.unread == reason
    if reason:
        assert vocabulary.unread()[reason].description in explain(article)


def test_a_page_of_5_mb_with_an_article_in_it_is_read(tmp_path: Path) -> None:
    text = page(f"<script>{NOISE * 200_000}</script>", f"<p>{EXCHANGE}</p>", paragraphs(FOOTBALL, 4_000))
    assert len(text) > 5_000_000
    found = extract(odd(seeds(tmp_path / "seeds", "report.html", text)))
    assert [(claim.measure, claim.value) for claim in found.claims if claim.value] == [("people_returned", 84)]
    assert found.unread == ""


def test_a_long_text_is_read_to_its_end(tmp_path: Path) -> None:
    text = (FOOTBALL + "\n") * ((LONGEST_TEXT - 200) // (len(FOOTBALL) + 1)) + "\n" + EXCHANGE
    found = extract(odd(seeds(tmp_path / "seeds", "report.txt", text)))
    assert [claim.value for claim in found.claims if claim.value] == [84]


def test_an_article_without_a_day_is_listed_and_not_read(tmp_path: Path) -> None:
    article = odd(seeds(tmp_path / "seeds", "report.txt", EXCHANGE, rows="sound-2024-03-15.txt,2024-03-15\n"))
    assert extract(article).unread == "undated"
    assert "sources.csv" in explain(article), "says what to do"


def test_the_build_goes_on_and_package_and_site_list_what_was_not_read(tmp_path: Path) -> None:
    folder = seeds(tmp_path / "seeds", "big.html", page(paragraphs(FOOTBALL, 5_000_000)))
    (folder / "articles" / "empty-2024-03-16.txt").write_text("", encoding="utf-8")
    (folder / "articles" / "undated.txt").write_text(EXCHANGE, encoding="utf-8")
    target = Target(tmp_path / "target")
    build = [part for part in command(folder, target) if part != "--quiet"]
    done = subprocess.run(build, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    rows = json.loads((target.package / "sources.json").read_text(encoding="utf-8"))
    listed = {row["file"]: row["unread"] for row in rows if row["unread"]}
    assert listed == {"big.html": "too_large", "empty-2024-03-16.txt": "no_text", "undated.txt": "undated"}
    said = [line for line in done.stdout.splitlines() if "not read" in line]
    assert [line.partition(":")[0] for line in said] == [str(folder / "articles" / name) for name in sorted(listed)]
    for row in rows:
        shown = (target.site / "sources" / row["source_id"] / "index.html").read_text(encoding="utf-8")
        assert ("It was not read" in shown) == bool(row["unread"])
    claims = json.loads((target.package / "claims.json").read_text(encoding="utf-8"))
    assert {claim["source_id"] for claim in claims} == {"sound-2024-03-15"}
    verify = [sys.executable, str(ROOT / "tests" / "verify_package.py"), str(target.package), str(folder)]
    assert subprocess.run(verify, check=False, capture_output=True).returncode == 0
