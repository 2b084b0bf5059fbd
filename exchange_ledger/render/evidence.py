"""What a reader sees of one claim: its words with the number marked, who says it, where, and on what standing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup

from exchange_ledger.languages.language import language, languages
from exchange_ledger.languages.numbers import number_at
from exchange_ledger.languages.tokens import tokenise
from exchange_ledger.records import Claim, Source
from exchange_ledger.render import wording
from exchange_ledger.render.escape import escape, text_fragment, web_address
from exchange_ledger.render.tables import Package


@dataclass(frozen=True, slots=True)
class Card:
    """One claim, ready to be shown.

    `role` is what it does to the figure (`supports`, `disputes`, `superseded` or empty); `first` whether this card is
    the one that carries the claim's anchor on its page.
    """

    claim: Claim
    source: Source
    role: str = ""
    decides: bool = False
    reason: str = ""
    first: bool = True

    @property
    def basis(self) -> str:
        """The standing of the claim: see `basis`."""
        return basis(self.claim)

    @property
    def address(self) -> str:
        """Permalink of the claim, from the site's root."""
        return address(self.claim)

    @property
    def anchor(self) -> str:
        """Name of the claim's anchor."""
        return f"claim-{self.claim.claim_id}"

    @property
    def value(self) -> str:
        """What the claim states."""
        return wording.value_of(self.claim)

    @property
    def subject(self) -> str:
        """What the claim is about."""
        return wording.subject(self.claim)

    @property
    def quote(self) -> Markup:
        """The quote, safe in Markdown and HTML, with the number inside `<mark>`."""
        return marked(self.claim, self.source.language)

    @property
    def article(self) -> str:
        """Address of the sentence in the article, or of the page; empty if none is known."""
        address = web_address(self.source.url)
        return address + text_fragment(self.claim.quote) if address and "#" not in address else address

    @property
    def archived(self) -> str:
        """Address of the archived copy; empty if none is known."""
        return web_address(self.source.archive_url)

    @property
    def checked(self) -> str:
        """For a link: what was found on the page."""
        return wording.CHECKED.get(self.claim.checked, "")


def basis(claim: Claim) -> str:
    """Return the standing of a claim: `quoted`, `linked`, `unconfirmed` or `withdrawn`."""
    if claim.decision == "rejected":
        return "withdrawn"
    if claim.evidence == "quote":
        return "quoted"
    return "linked" if claim.checked in ("confirmed", "") else "unconfirmed"


def _in_digits(value: float) -> str:
    """Return a pattern of the ways in which a number is printed: `4131`, `4,131`, `4 131`, `61st`, `2.5`."""
    whole, _, rest = wording.number(value).partition(".")
    digits = whole.replace(",", "[,.\\s]?")
    decimal = f"[.,]{rest}" if rest else ""
    return rf"(?<![\d.,]){digits}{decimal}(?:st|nd|rd|th)?(?!\d|[.,]\d)"


def _span(claim: Claim, language_name: str) -> tuple[int, int] | None:
    """Return where the claim's value stands in its quote: start and end in code points; None if it is not printed."""
    if claim.text_value or claim.value is not None:
        pattern = re.escape(claim.text_value) if claim.text_value else _in_digits(claim.value or 0)
        found = re.search(pattern, claim.quote, re.IGNORECASE)
        if found:
            return found.span()
    if claim.value is None or language_name not in languages():
        return None
    return _in_words(claim, language_name)


def _in_words(claim: Claim, language_name: str) -> tuple[int, int] | None:
    """Return where the value is spelled out (`twenty-five`, `one`)."""
    words, tokens = language(language_name).numbers, tokenise(claim.quote)
    for index, token in enumerate(tokens):
        number = number_at(words, tokens, index)
        if number and number[2] == claim.value:
            return token.start, tokens[index + number[0] - 1].end
    return None


def marked(claim: Claim, language_name: str) -> Markup:
    """Return the quote with the claim's value inside `<mark>`, where it is printed in digits or words."""
    span = _span(claim, language_name)
    if span is None:
        return escape(claim.quote)
    before, value, after = claim.quote[: span[0]], claim.quote[span[0] : span[1]], claim.quote[span[1] :]
    return escape(before) + Markup("<mark>{}</mark>").format(escape(value)) + escape(after)


def address(claim: Claim) -> str:
    """Return the permalink of a claim, from the site's root: the page of its exchange, or the page of totals."""
    page = f"exchanges/{claim.exchange_id}/" if claim.exchange_id else "totals/"
    return f"{page}#claim-{claim.claim_id}"


def card(package: Package, claim: Claim, role: str = "", decides: bool = False, reason: str = "") -> Card:
    """Return the claim as it is shown."""
    return Card(claim, package.source[claim.source_id], role, decides, reason)
