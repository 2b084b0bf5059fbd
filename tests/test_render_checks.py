"""The tests of the figures as pages: each rule has one, each test an address; silence is no contradiction."""

from __future__ import annotations

from typing import Any

from exchange_ledger import vocabulary
from exchange_ledger.reconcile.checks import RULES
from exchange_ledger.records import Check, CheckClaim, Ledger
from exchange_ledger.render import check_page, wording
from exchange_ledger.render.tables import Package
from tests.test_render_site import ledger


def check(check_id: str, rule: str, outcome: str, **given: Any) -> Check:
    return Check(check_id=check_id, rule=rule, outcome=outcome, explanation="Compared.", **given)


def package(*checks: Check, used: dict[str, tuple[str, ...]]) -> Package:
    base = ledger()
    rows = tuple(CheckClaim(check_id=name, claim_id=claim) for name, claims in used.items() for claim in claims)
    return Package(
        Ledger(sources=base.sources, claims=base.claims, exchanges=base.exchanges, checks=checks, check_claims=rows), {}
    )


def test_one_number_alone_is_silence_and_a_sum_without_its_total_is_open() -> None:
    silent = check("c1", "sides_agree", "open", expression="150 = ?", left=150.0)
    open_sum = check("c2", "parts_sum_to_total", "open", expression="150 + 22 = 172", left=172.0)
    views = check_page.checks(package(silent, open_sum, used={"c1": ("a1",), "c2": ("a1", "a4")}))
    assert {view.check.check_id: view.silent for view in views} == {"c1": True, "c2": False}
    sums, sides = check_page.rule_pages(views)
    assert (sums.name, len(sums.of("open")), sums.silent) == ("parts_sum_to_total", 1, [])
    assert (sides.name, sides.of("open"), len(sides.silent)) == ("sides_agree", [], 1)


def test_an_address_hangs_on_the_rule_and_the_test_never_on_its_outcome() -> None:
    found = {check_page.address(check("c1", "sides_agree", outcome)) for outcome in ("holds", "open", "fails")}
    assert found == {"checks/sides-agree/#check-c1"}


def test_a_failing_equation_is_not_printed_as_true() -> None:
    given = {"expression": "60 - 11 = 48"}
    assert wording.equation(check("c", "exchanges_held", "fails", **given)) == "60 − 11 ≠ 48"
    assert wording.equation(check("c", "exchanges_held", "open", **given)) == "60 − 11 = 48"


def test_the_failing_come_first_and_a_rule_without_words_comes_last() -> None:
    rows = (check("c1", "weekday", "holds"), check("c2", "weekday", "fails"), check("c3", "a_new_rule", "holds"))
    pages = check_page.rule_pages(check_page.checks(package(*rows, used={})))
    assert [(page.slug, page.title, page.question) for page in pages][1:] == [("a-new-rule", "A new rule", "")]
    assert [view.check.check_id for view in pages[0].views] == ["c2", "c1"]


def test_every_rule_has_a_title_and_a_question() -> None:
    known = vocabulary.check_rules()
    assert {rule.__name__ for rule in RULES} <= known.keys()
    assert all(rule.title and rule.question.endswith("?") for rule in known.values())
