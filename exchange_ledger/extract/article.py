"""One article, sentence by sentence: which event each count belongs to, and what the sentences say together."""

from __future__ import annotations

from datetime import date
from typing import Final

from exchange_ledger.extract.blocks import Stretch, stretches
from exchange_ledger.extract.chronology import remember, times_told, written, years_told
from exchange_ledger.extract.context import Context
from exchange_ledger.extract.count import Count
from exchange_ledger.extract.counted import counted
from exchange_ledger.extract.counts import counts
from exchange_ledger.extract.divided import divided
from exchange_ledger.extract.elsewhere import mark_foreign
from exchange_ledger.extract.everyone import everyone
from exchange_ledger.extract.facts import facts
from exchange_ledger.extract.focus import denied, focus
from exchange_ledger.extract.moments import NEVER, UNCLEAR, Reference
from exchange_ledger.extract.news import main_day
from exchange_ledger.extract.older import older
from exchange_ledger.extract.owners import heed_the_dead, inherit, of_things, quote_repeats, remember_things
from exchange_ledger.extract.parts import parts
from exchange_ledger.extract.reading import Reading
from exchange_ledger.extract.readings import Sentence, sentence
from exchange_ledger.extract.survey import day_headings, first_look
from exchange_ledger.extract.tallies import covered
from exchange_ledger.extract.told import of_captives
from exchange_ledger.extract.voices import Spoken, voices
from exchange_ledger.languages.language import Language
from exchange_ledger.languages.spotter import folded
from exchange_ledger.stages import Article, Span

_DATES: Final = {NEVER: "a date that there cannot have been", UNCLEAR: "a date of no year that is known"}


def read(language: Language, article: Article, published: date) -> Context:
    """Return everything that an article's sentences say, each with its event and speaker."""
    context = Context(language, article.text, published, year=published.year)
    plain = folded(article.text)
    found = _stretches(context, article, plain)
    if not all(topic.finds(plain) for topic in language.topic) or _elsewhere(language, plain):
        return context
    sentences = [sentence(language, article.text, number, stretch) for number, stretch in found]
    context.sentences = sentences
    context.spoken = voices(language, article.text, sentences)
    mark_foreign(language, sentences)
    context.written = written(sentences, published)
    first_look(context, sentences)
    context.main = main_day(context, sentences)
    context.years = years_told(context, sentences)
    context.headings = day_headings(context, sentences)
    for one in sentences:
        _read_sentence(context, one)
    covered(context)
    return context


def _elsewhere(language: Language, plain: str) -> bool:
    """Whether an article is of a field that speaks of exchanges and returns in its own sense."""
    return any(not unless.finds(plain) and words.finds(plain) for words, unless in language.elsewhere)


def _stretches(context: Context, article: Article, plain: str) -> list[tuple[int, Stretch]]:
    """Return the sentences that may say something, each with its number; note those that are ignored by a rule."""
    found = []
    for number, stretch in enumerate(stretches(context.language, article, plain)):
        if stretch.ignored:
            context.ignored.append(Span(stretch.start, stretch.end, stretch.ignored))
        elif context.language.trigger.finds(plain, stretch.start, stretch.end):
            found.append((number, stretch))
    return found


def _read_sentence(context: Context, one: Sentence) -> None:
    found = times_told(context, one)
    context.times[one.number] = found
    remember(context, one, found)
    spoken = context.spoken[one.number]
    if one.stretch.paragraph != context.paragraph:
        context.paragraph_speaker = None
    context.paragraph_speaker = spoken.main or context.paragraph_speaker
    focus(context, one, found)
    refused = denied(one)
    read = _counts(context, one) if one.rows and not refused else []
    _heed(context, one, read)
    if refused:
        context.denied = one.stretch.paragraph
        return
    if one.rows:
        context.keep(_said(context, one, found, spoken, read))
    if context.text[one.stretch.end - 1] == "?":
        context.asked = one.number + 1  # the number of the sentence that answers


def _counts(context: Context, one: Sentence) -> list[Count]:
    """Return the counts of a sentence that are of people or bodies."""
    read = counts(one, context.side, context.value)
    return [count for count in read if not one.chunks[count.at].get("partitive") and not of_things(one, count)]


def _heed(context: Context, one: Sentence, read: list[Count]) -> None:
    """Remember what a sentence tells of the numbers that follow: of captives, of things, of the dead."""
    if "LEG" in one.present:
        context.legs = one.stretch.paragraph
    if read:
        quote_repeats(context, one, read)
    else:
        remember_things(context, one)
        context.captives = one.stretch.paragraph if of_captives(one) else context.captives
    heed_the_dead(context, one)


def _said(context: Context, one: Sentence, found: list[Reference], spoken: Spoken, read: list[Count]) -> list[Reading]:
    """Return the statements of a sentence, each with who makes it."""
    speaker = spoken.main
    for count in read:
        inherit(context, one, count, read, spoken.at(count.at))
    made = counted(context, one, read) if read else []
    taken = {count.at for count in read if not count.relative}
    said, used = facts(context, one, found, speaker, made)
    totals = [reading for reading in said if reading.measure == "people_returned" and not reading.dimension]
    made += parts(context, one, speaker, taken=taken | used, made=made + totals)
    if "OLDER" in one.present:
        said = [reading for reading in said if reading.measure != "status"]
    made = divided(one, made) + said + everyone(context, one)
    made += older(context, one, made, speaker)
    doubted = next((_DATES[reference.role] for reference in found if reference.role in _DATES), "")
    for reading in made:
        reading.unsure = doubted or reading.unsure
        reading.speaker = spoken.at(reading.at) if reading.at >= 0 else spoken.around(reading.end)
    return made
