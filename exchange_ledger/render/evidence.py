"""What a reader sees of one claim: its words with the number marked, who says it, where, and on what standing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup

from exchange_ledger.records import Claim, Source
from exchange_ledger.render import wording
from exchange_ledger.render.escape import escape, text_fragment, web_address
from exchange_ledger.render.tables import Package


@dataclass(frozen=True, slots=True)
class Card:
    """One claim, ready to be shown.

    `address` is its permalink from the site's root; `role` what it does to the figure (`supports`, `disputes`,
    `superseded` or empty); `first` whether this card is the one that carries the claim's anchor on its page.
    """

    claim: Claim
    source: Source
    basis: str
    address: str
    role: str = ""
    decides: bool = False
    reason: str = ""
    first: bool = True

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
        return marked(self.claim)

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


def _spellings(value: float) -> list[str]:
    """Return patterns of the ways in which a number is printed: `4131`, `4,131`, `4 131`, `61st`, `2.5`."""
    whole, _, rest = wording.number(value).partition(".")
    digits = whole.replace(",", "[,.\\s]?")
    decimal = f"[.,]{rest}" if rest else ""
    return [rf"(?<![\d.,]){digits}{decimal}(?:st|nd|rd|th)?(?!\d|[.,]\d)"]


def _marks(claim: Claim) -> list[str]:
    if claim.text_value:
        return [re.escape(claim.text_value)]
    return _spellings(claim.value) if claim.value is not None else []


def marked(claim: Claim) -> Markup:
    """Return the quote with the claim's value inside `<mark>`, where it is printed in digits or in the same words."""
    for pattern in _marks(claim):
        found = re.search(pattern, claim.quote, re.IGNORECASE)
        if found:
            before, after = claim.quote[: found.start()], claim.quote[found.end() :]
            return escape(before) + Markup("<mark>{}</mark>").format(escape(found.group())) + escape(after)
    return escape(claim.quote)


def address(claim: Claim) -> str:
    """Return the permalink of a claim, from the site's root: the page of its exchange, or the page of totals."""
    page = f"exchanges/{claim.exchange_id}/" if claim.exchange_id else "totals/"
    return f"{page}#claim-{claim.claim_id}"


def card(package: Package, claim: Claim, role: str = "", decides: bool = False, reason: str = "") -> Card:
    """Return the claim as it is shown."""
    return Card(claim, package.source[claim.source_id], basis(claim), address(claim), role, decides, reason)
