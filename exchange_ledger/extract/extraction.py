"""The stage itself: one article in; its claims, what goes to review, what was ignored and what can be checked, out."""

from __future__ import annotations

from typing import Final

from exchange_ledger.extract.alone import stands_alone
from exchange_ledger.extract.article import read
from exchange_ledger.extract.claims import claimed, states
from exchange_ledger.extract.context import Context
from exchange_ledger.extract.leftover import leftover
from exchange_ledger.extract.mentions import mentions
from exchange_ledger.extract.plausible import weighed
from exchange_ledger.extract.reading import CUT_OUT, Reading
from exchange_ledger.extract.repeats import only_in_titles
from exchange_ledger.extract.settle import grounded, settled, statuses
from exchange_ledger.extract.told import of_freed
from exchange_ledger.extract.when import partial
from exchange_ledger.languages.language import Language, language, languages
from exchange_ledger.languages.tokens import words_in
from exchange_ledger.records import Claim
from exchange_ledger.stages import Article, Extraction
from exchange_ledger.vocabulary import measures

_SAMPLE: Final = 4000
_COMMON: Final = 0.05
_DENSE: Final = 0.2
_DIFFERENT: Final = 8
_EXCHANGES: Final = {"EXCHANGE", "ORDEX", "TIMES", "FORMULA", "EACH", "SWAP"}


def extract(article: Article) -> Extraction:
    """Return what an article says; nothing but the reason if it cannot be read."""
    source_id = article.source.source_id
    reading = read_article(article)
    if reading is None:
        return Extraction(source_id, unread=_obstacle(article))
    context, pairs = reading
    claims = tuple(claim for _, claim in pairs)
    review, ignored = leftover(context, source_id)
    unread = "" if context.sentences else "off_topic"
    return Extraction(source_id, claims, review, ignored, mentions(context, source_id), unread)


def _obstacle(article: Article) -> str:
    """Return the name of what keeps an article from being read."""
    if article.source.unread:
        return article.source.unread
    return "undated" if language_of(article) else "unknown_language"


def read_article(article: Article) -> tuple[Context, list[tuple[Reading, Claim]]] | None:
    """Return everything read from an article and its claims, or None if it cannot be read at all."""
    words = None if article.source.unread else language_of(article)
    published = partial(article.source.published)
    if words is None or published is None:
        return None
    context = read(words, article, published)
    only_in_titles(context.readings, {one.number for one in context.sentences if one.stretch.title})
    context.readings = weighed(
        settled(context.readings, published.isoformat()),
        published,
        words.settings["begun"],
        _freed_in(context).__contains__,
        context.main if context.assumed else "",
    )
    context.readings += statuses(context.readings, _of_exchanges(context))
    context.readings = grounded(context.readings)
    pairs = claimed(article, context.readings)
    for reading, claim in pairs:
        if not states(claim.quote, claim):
            reading.unsure = "the value cannot be read again from its quote"
        elif not _whole(words, article.text, claim):
            reading.unsure = CUT_OUT
    return context, [(reading, claim) for reading, claim in pairs if not reading.unsure]


def _whole(words: Language, text: str, claim: Claim) -> bool:
    """Whether a claim's number stands for itself, and counts in whole people, bodies or exchanges."""
    if claim.value is None:
        return True
    if measures()[claim.measure].kind == "count" and claim.value % 1:
        return False
    return stands_alone(words, text, (claim.quote_start or 0, claim.quote_end or 0), claim.value)


def _freed_in(context: Context) -> set[int]:
    """Return the numbers of the sentences that speak of an exchange or of those freed."""
    return {one.number for one in context.sentences if of_freed(one)}


def _of_exchanges(context: Context) -> bool:
    """Whether an article speaks of an exchange at all."""
    return any(not one.classes.isdisjoint(_EXCHANGES) or one.marked("swap") for one in context.sentences)


def language_of(article: Article) -> Language | None:
    """Return the language of an article: the one that its source names, else the one whose commonest words it uses."""
    name = article.source.language.partition("-")[0].lower()
    if name:
        return language(name) if name in languages() else None
    found = words_in(article.text[:_SAMPLE])
    return next((language(name) for name in languages() if _written_in(language(name), found)), None)


def _written_in(candidate: Language, words: list[str]) -> bool:
    """Whether words are a language's: enough of its commonest, and many different ones or a dense few.

    Other languages share one or two of them (Finnish `on`, Polish `to`); a list of events repeats the same few.
    """
    common = set(candidate.settings["common"])
    found = [word for word in words if word in common]
    different = len(set(found))
    various = different >= max(1, min(_DIFFERENT, len(words) // 8))
    dense = different > 2 and len(found) >= _DENSE * len(words)
    return len(found) >= _COMMON * len(words) and (various or dense)
