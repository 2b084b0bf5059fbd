"""An exchange in words: its name and the one sentence that says what is known of it."""

from __future__ import annotations

from collections.abc import Sequence

from exchange_ledger.records import Exchange
from exchange_ledger.render import wording


def title(exchange: Exchange) -> str:
    """Return the exchange's name in words: `31 January 2024`, `14 September 2024 (2)`."""
    suffix = exchange.exchange_id.removeprefix(exchange.date).lstrip("-")
    return wording.date(exchange.date) + (f" ({suffix})" if suffix else "")


def lead(exchange: Exchange, mediators: Sequence[str] = ()) -> str:
    """Return one sentence about the exchange: what is known and nothing that is not."""
    ukraine = wording.hedged(exchange.returned_to_ukraine, exchange.returned_to_ukraine_qualifier)
    russia = wording.hedged(exchange.returned_to_russia, exchange.returned_to_russia_qualifier)
    known = [f"{ukraine} people returned to Ukraine"] if exchange.returned_to_ukraine is not None else []
    known += [f"{russia} to Russia"] if known and exchange.returned_to_russia is not None else []
    if not known and exchange.returned_to_russia is not None:
        known = [f"{russia} people returned to Russia"]
    for count, side in ((exchange.bodies_to_ukraine, "Ukraine"), (exchange.bodies_to_russia, "Russia")):
        if count is not None:
            known.append(f"{wording.number(count)} bodies of the fallen to {side}")
    if exchange.status == "disrupted":
        return "The exchange planned for this day was called off."
    sentence = " and ".join(known) if known else _without_number(exchange)
    number = ""
    if exchange.sequence_number is not None:
        number = f" It was the {wording.ordinal(exchange.sequence_number)} exchange by Ukraine’s count."
    helped = f" Mediator{'s' if len(mediators) > 1 else ''}: {_listed(mediators)}." if mediators else ""
    return sentence[:1].upper() + sentence[1:] + "." + number + helped


def _without_number(exchange: Exchange) -> str:
    withheld = "withheld" in (exchange.returned_to_ukraine_qualifier, exchange.returned_to_russia_qualifier)
    if withheld:
        return "the number of people returned was withheld"
    if exchange.status == "announced":
        return "an exchange was announced for this day"
    return "no source gives a number of people returned"


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
