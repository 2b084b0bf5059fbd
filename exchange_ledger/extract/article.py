"""One article, sentence by sentence: which event each count belongs to, and what the sentences say together."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from exchange_ledger.extract.blocks import stretches
from exchange_ledger.extract.counts import OTHER, Count, counts
from exchange_ledger.extract.facts import facts
from exchange_ledger.extract.parts import parts
from exchange_ledger.extract.reading import Reading
from exchange_ledger.extract.readings import Sentence, matches, of_group, sentence
from exchange_ledger.extract.speakers import Speaker, Speakers
from exchange_ledger.extract.times import Reference, Time, of_month, references, segments, time_at
from exchange_ledger.languages.language import Language
from exchange_ledger.stages import Article, Span

_LARGEST_EXCHANGE = 1000
_LONGEST_QUOTE = 500
_NAMING = {"COUNT", "PEOPLE", "HOME", "CLAIMANT", "BODIES"}
_HINTS = {"HOME", "PEOPLE", "COUNT"}
_RECENT = timedelta(days=5)
_SLIP = timedelta(days=2)


@dataclass(slots=True)
class Context:
    """What is known while an article is read: the event spoken of, whose people, who speaks."""

    language: Language
    text: str
    published: date
    main: str = ""
    event: Time | None = None
    paragraph: int = -1
    side: str = ""
    readings: list[Reading] = field(default_factory=list)
    ignored: list[Span] = field(default_factory=list)
    speakers: Speakers = field(default_factory=Speakers)
    group: dict[str, object] = field(default_factory=dict)
    shifts: dict[str, str] = field(default_factory=dict)
    year: int = 0
    sentences: list[Sentence] = field(default_factory=list)
    times: dict[int, list[Reference]] = field(default_factory=dict)
    span: Time | None = None
    told: bool = False
    guessed: bool = False
    legs: int = -1
    before: Time | None = None
    period: Time | None = None
    main_side: str = ""
    both_sides: bool = False
    paragraph_speaker: Speaker | None = None
    value: float = -1.0
    value_start: int = -1


def read(language: Language, article: Article, published: date) -> Context:
    """Return everything that an article's sentences say, each with its event and speaker."""
    context = Context(language, article.text, published, year=published.year)
    sentences = list(_sentences(context, article))
    if not all(re.search(pattern, article.text, re.IGNORECASE) for pattern in language.topic):
        return context
    context.sentences = sentences
    _mark_foreign(sentences)
    _first_look(context, sentences)
    context.main = _main_day(context, sentences)
    for one in sentences:
        _read_sentence(context, one)
    return context


def _sentences(context: Context, article: Article) -> list[Sentence]:
    found = []
    for number, stretch in enumerate(stretches(context.language, article)):
        if stretch.ignored:
            context.ignored.append(Span(stretch.start, stretch.end, stretch.ignored))
        elif context.language.trigger.search(article.text, stretch.start, stretch.end):
            found.append(sentence(context.language, article.text, number, stretch))
    return found


def _main_day(context: Context, sentences: list[Sentence]) -> str:
    """Return the day of the event that the article reports.

    It is the day that the first sentence with a count or an exchange names; a later sentence may name it only if it
    lies close to publication, since older days are background then.
    """
    undated = False
    report = ""
    for one in sentences:
        found = references(one, context.published, context.shifts, context.year)
        about = any(chunk.kind in {"EXCHANGE", "ORDEX"} for chunk in one.chunks)
        spans = [ref.time for ref in found if one.chunks[ref.at].kind == "DAYSPAN" and about]
        if spans and (not undated or spans[0].end >= (context.published - _RECENT).isoformat()):
            context.span = spans[0]
            return spans[0].end
        if not _tells(context, one):
            continue
        days = [ref.time.day for ref in found if ref.role == "event" and len(ref.time.day) == 10]
        near = bool(days) and days[0] >= (context.published - _RECENT).isoformat()
        if days and not _earlier(one) and days[0] <= (context.published + _SLIP).isoformat() and (near or not undated):
            return days[0]
        report = report or next((ref.time.day for ref in found if ref.role == "report" and len(ref.time.day) == 10), "")
        undated = undated or not any(ref.role == "period" for ref in found)
    return report or context.published.isoformat()


def _tells(context: Context, one: Sentence) -> bool:
    """Whether a sentence tells of something done: a count, or an exchange that took place."""
    if _denied(one):
        return False
    if counts(context.language, one):
        return True
    return next(matches(context.language, one.codes, "status"), None) is not None and not any(
        chunk.kind.endswith((".planned", ".neg")) or chunk.kind.startswith("FAIL.") for chunk in one.chunks
    )


def _mark_foreign(sentences: list[Sentence]) -> None:
    """Mark every sentence of an article that names other states before it names Ukraine: it is about their exchange."""
    for one in sentences:
        for chunk in one.chunks:
            if chunk.kind == "OTHERSTATE":
                for other in sentences:
                    other.foreign = True
                return
            if chunk.get("side") == "ukraine" and chunk.kind != "CATEGORY":
                return


def _first_look(context: Context, sentences: list[Sentence]) -> None:
    """Find whose people the article is about, and days that a weekday's name gives wrongly.

    A day is wrong if the same count stands elsewhere beside a printed date less than a week away.
    """
    seen: dict[float, dict[bool, str]] = {}
    hint = ""
    for one in sentences:
        hint = hint or next(
            (str(chunk.get("side")) for chunk in one.chunks if chunk.kind in _HINTS and chunk.get("side") in OTHER), ""
        )
        found = counts(context.language, one)
        own = next((count.sides[0] for count in found if len(count.sides) == 1 and count.sides[0] in OTHER), "")
        context.main_side = context.main_side or own
        context.both_sides |= own in OTHER and own != context.main_side
        days = [
            ref
            for ref in references(one, context.published, {}, context.year)
            if ref.role == "event" and len(ref.time.day) == 10
        ]
        if len(days) == 1:
            chunk = one.chunks[days[0].at]
            printed = bool(chunk.get("exact")) or chunk.get("month") is not None
            for count in found:
                seen.setdefault(count.value, {}).setdefault(printed, days[0].time.day)
    context.guessed = not (context.main_side or hint)
    context.main_side = context.main_side or hint or _default_side(context, sentences)
    _find_shifts(context, seen)


def _default_side(context: Context, sentences: list[Sentence]) -> str:
    """Return whose people an article means that names no people of either side."""
    default = str(context.language.settings.get("default_side", ""))
    other = OTHER.get(default)
    named = any(chunk.get("side") == other for one in sentences for chunk in one.chunks if chunk.kind in _NAMING)
    return "" if named else default


def _find_shifts(context: Context, seen: dict[float, dict[bool, str]]) -> None:
    for days in seen.values():
        if len(days) == 2 and days[True] != days[False]:
            apart = abs((date.fromisoformat(days[True]) - date.fromisoformat(days[False])).days)
            if apart < 7:
                context.shifts[days[False]] = days[True]


def _read_sentence(context: Context, one: Sentence) -> None:
    if any(chunk.kind == "SUPER" for chunk in one.chunks) and context.year < context.published.year:
        one.published = date(context.year, 12, 31)
    day = context.event.day if context.event and context.event.scope == "exchange" else ""
    found = references(one, context.published, context.shifts, context.year, day or context.main)
    context.times[one.number] = found
    speaker = context.speakers.of(one)
    if speaker is None and one.stretch.item:
        speaker = context.speakers.list_speaker
    elif not one.stretch.item:
        context.speakers.list_speaker = speaker if context.text[one.stretch.end - 1 : one.stretch.end] == ":" else None
    for ref in found:
        if ref.role == "period" and ref.time.start.endswith("-01-01"):
            context.year = int(ref.time.start[:4])
    if one.stretch.paragraph != context.paragraph:
        context.paragraph_speaker = None
    context.paragraph_speaker = speaker or context.paragraph_speaker
    _focus(context, one, found)
    read = [] if _denied(one) else counts(context.language, one, context.side, context.value)
    read = [count for count in read if not one.chunks[count.at].get("partitive") and not _of_things(one, count)]
    if any(chunk.kind == "LEG" for chunk in one.chunks):
        context.legs = one.stretch.paragraph
    _quote_repeats(context, one, read)
    for count in read:
        _inherit(context, one, count, read, speaker)
    made = [reading for count in read for reading in _readings(context, one, count, found, speaker=speaker, read=read)]
    taken = {count.at for count in read if not count.relative}
    if _denied(one):
        return
    said, used = facts(context, one, found, speaker, made)
    made += parts(context, one, speaker, taken=taken | used, made=made)
    made += said
    context.readings += made


def _quote_repeats(context: Context, one: Sentence, read: list[Count]) -> None:
    """Let the quote of "the same number" begin at the number that it repeats."""
    for before, count in zip([None, *read], read, strict=False):
        start = one.chunks[before.at].start if before else context.value_start
        if count.repeats and 0 <= start < count.start and count.end - start <= _LONGEST_QUOTE:
            count.start = start


def _of_things(one: Sentence, count: Count) -> bool:
    """Whether a bare number goes on counting things: "received 150 megawatts and returned 60"."""
    before = [chunk.kind for chunk in one.chunks[: count.at]]
    return (
        one.chunks[count.at].kind in {"SMALL", "LARGE", "HNUM"}
        and "QUANTITY" in before
        and not set(before) & {"COUNT", "BODIES"}
    )


def _inherit(context: Context, one: Sentence, count: Count, read: list[Count], speaker: Speaker | None) -> None:
    """Let a bare number, or a line of a list, count what was counted before it."""
    number = one.chunks[count.at]
    bare = number.kind in {"SMALL", "LARGE", "HNUM"} or (bool(number.get("own")) and not number.get("kind"))
    before = [other for other in read if other.at < count.at]
    bodies = any(chunk.kind in {"BODIES", "BODY"} for chunk in one.chunks[: count.at])
    if bare and not count.pair and (bodies or (before[-1].bodies if before else context.group.get("bodies"))):
        count.bodies = True
    group = of_group(one, count.at)
    if group and not count.categories:
        count.categories, count.kind = group, "part"
        owner = next((chunk.get("side") for chunk in one.chunks[1:4] if chunk.get("side")), "")
        count.sides, count.bare = ((owner,) if owner and not count.sides else count.sides), False
    if count.claim.get("listed") and context.main_side:
        count.sides = (context.main_side,)
    if context.legs == one.stretch.paragraph and not count.categories:
        count.conflict = True
    if _on_top(one, count.at):
        count.kind = "part" if count.categories else count.kind
        count.conflict = not count.categories and not count.bodies
        count.extra = _outside(one, count.at)
    _like_those_held(one, count)
    if one.chunks[count.at].get("own") and not count.sides and not count.conflict and speaker and speaker.side in OTHER:
        count.sides = (speaker.side,)
    if not count.sides and not count.bare and not count.conflict and not count.pair and _open_side(context, one, count):
        speaking = _speaking(one, count, speaker)
        going_on = context.paragraph_speaker.side if context.paragraph_speaker else ""
        told = speaking or (going_on if going_on in OTHER else "")
        count.default = told or ("" if context.both_sides and not context.group else context.main_side)
        if context.guessed and not (told or _comes_home(one, count)):
            count.default = ""


def _comes_home(one: Sentence, count: Count) -> bool:
    """Whether people, and not a bare number, are said to come home or to be freed."""
    return (
        one.chunks[count.at].kind in {"COUNT", "BODIES"}
        and count.rule.startswith(("count-", "back-", "home-"))
        and count.value < _LARGEST_EXCHANGE
    )


def _speaking(one: Sentence, count: Count, speaker: Speaker | None) -> str:
    """Return the side of whoever says the clause of a count: named between its semicolons, else in the sentence."""
    _, coarse = segments(one)
    named = {
        str(chunk.get("side"))
        for index, chunk in enumerate(one.chunks)
        if chunk.kind == "CLAIMANT" and coarse[index] == coarse[count.at] and chunk.get("side") in OTHER
    }
    if len(named) == 1:
        return named.pop()
    return speaker.side if speaker and speaker.side in OTHER else ""


def _open_side(context: Context, one: Sentence, count: Count) -> bool:
    """Whether nothing near a count names the other side: then the speaker or the article tells whose it is."""
    if not _other_side(context, one):
        return True
    _, coarse = segments(one)
    near = [chunk for index, chunk in enumerate(one.chunks) if coarse[index] == coarse[count.at]]
    named = {chunk.get("side") for chunk in near if chunk.get("side") in OTHER}
    speaks = any(chunk.kind == "CLAIMANT" and chunk.get("side") in OTHER for chunk in near)
    return (
        len(near) < len(one.chunks) and speaks and len(named) == 1 and not {"BOTH", "EACH"} & {one.kind for one in near}
    )


def _on_top(one: Sentence, at: int) -> bool:
    """Whether a number is said to come on top of the exchange."""
    fine, coarse = segments(one)
    signs = [index for index, chunk in enumerate(one.chunks) if chunk.kind == "ONTOP"]
    return any(fine[index] == fine[at] or (coarse[index] == coarse[at] and index < at) for index in signs)


def _outside(one: Sentence, at: int) -> tuple[tuple[str, str], ...]:
    """Return the channel that a sentence names for those handed over beside the exchange."""
    _, coarse = segments(one)
    return next(
        (
            chunk.get("categories")
            for index, chunk in enumerate(one.chunks)
            if chunk.kind == "ONTOP" and chunk.get("categories") and coarse[index] == coarse[at]
        ),
        (),
    )


def _like_those_held(one: Sentence, count: Count) -> None:
    """Let "168 of them" be of the kind that the sentence counted before."""
    after = [chunk.kind for chunk in one.chunks[count.at + 1 : count.at + 3]]
    if after == ["OF", "THEM"] and not count.categories:
        before = [chunk for chunk in one.chunks[: count.at] if chunk.kind == "COUNT" and chunk.get("kind") == "part"]
        if before:
            count.categories, count.kind = before[-1].get("categories"), "part"
            count.sides = count.sides or ((before[-1].get("side"),) if before[-1].get("side") in OTHER else ())


def _other_side(context: Context, one: Sentence) -> bool:
    other = OTHER.get(context.main_side, "nobody")
    named = [
        chunk
        for index, chunk in enumerate(one.chunks)
        if chunk.kind != "CLAIMANT" and not (chunk.kind == "SIDE" and index and one.chunks[index - 1].kind == "FROM")
    ]
    return any(chunk.get("side") == other for chunk in named) or any(
        chunk.kind in {"BOTH", "EACH"} for chunk in one.chunks
    )


def _denied(one: Sentence) -> bool:
    kinds = [chunk.kind for chunk in one.chunks]
    if {"UNTRUE", "OTHERWISE", "OTHERSTATE"} & set(kinds) or kinds[:1] == ["IF"]:
        return True
    return one.foreign and not any(chunk.get("side") == "ukraine" for chunk in one.chunks)


def _focus(context: Context, one: Sentence, found: list[Reference]) -> None:
    """Set the event that a sentence without a day of its own is about."""
    days = [ref for ref in found if ref.role == "event"]
    new = one.stretch.paragraph != context.paragraph
    context.paragraph = one.stretch.paragraph
    context.before = None if new else context.period
    context.period = None if new else context.period
    context.period = next((ref.time for ref in found if ref.role == "period"), context.period)
    listed = [chunk.kind for chunk in one.chunks[:2]] in (["DATE", "DASH"], ["DATE", "COLON"])
    if new and not one.stretch.item and not listed and not _goes_on(one):
        context.event = context.span or Time("exchange", context.main)
        context.group = {}
    elif context.event is None:
        context.event = context.span or Time("exchange", context.main)
    context.told = bool(days) or (context.told and not new)
    if days and _about(one):
        context.event = next((ref.time for ref in days if len(ref.time.day) == 10), days[0].time)
    elif _earlier(one):
        context.event = None


def _about(one: Sentence) -> bool:
    """Whether a sentence tells of an exchange or of people coming home, so that its day is that of an event."""
    return any(
        chunk.kind in {"EXCHANGE", "ORDEX", "ORDINAL", "COUNT", "BODIES", "BODY", "FORMULA", "TIMES", "BOTH"}
        or chunk.kind.partition(".")[0] in {"BRING", "COME", "SWAP", "LET", "GET", "DO"}
        for chunk in one.chunks
    ) and not any(chunk.kind.startswith("SEIZE.") for chunk in one.chunks)


def _goes_on(one: Sentence) -> bool:
    kinds = [chunk.kind for chunk in one.chunks if chunk.kind != "QUOTE"]
    return kinds[:2] == ["OF", "THEM"] or (
        bool(kinds)
        and (
            kinds[0] in {"THEM", "PRONOUN", "THAT"}
            or (kinds[0] == "PARTOF" and one.chunks[0].text.lower().startswith("among"))
        )
    )


def _earlier(one: Sentence) -> bool:
    """Whether a sentence tells of an exchange before, without its day."""
    for first, second in zip(one.chunks, one.chunks[1:], strict=False):
        if (
            first.kind == "BEFORE"
            and second.kind in {"EXCHANGE"}
            and first.text.lower() not in {"latest", "recent", "similar"}
        ):
            return True
    return False


def _readings(
    context: Context, one: Sentence, count: Count, found: list[Reference], *, speaker: Speaker | None, read: list[Count]
) -> list[Reading]:
    reference = time_at(one, found, count.at)
    time = reference.time if reference else context.event
    if any(chunk.kind == "NIGHT" or (chunk.get("weeks") and reference is None) for chunk in one.chunks):
        time = None
    if reference is None:
        time = _running_tally(context, one, count, found) or time
    if (
        reference is None
        and count.value >= _LARGEST_EXCHANGE
        and time
        and time.scope == "exchange"
        and not count.bodies
    ):
        time = Time("period", end=_tally_end(context, one, count))
    if time and time.scope == "exchange" and count.value > _LARGEST_EXCHANGE and not count.bodies:
        count.conflict = True
    if reference and reference.month and _alone(one, count):
        time = of_month(reference.time.day, context.published)
    base = Reading(
        measure="bodies_returned" if count.bodies else "people_returned",
        time=time,
        start=count.start,
        end=count.end,
        rule=count.rule,
        sentence=one.number,
        value=count.value,
        qualifier=count.qualifier,
        speaker=_named(one, count) or speaker,
        unsure=_unsure(one, count, reference, bool(time and time.scope == "period")),
        dated=reference is not None,
        kind=count.kind,
        bare=count.bare,
        at=count.at,
        pair=count.pair,
        default=count.default,
        relative=count.relative,
    )
    made = [part for side in count.sides or ("",) for part in _with_parts(base, side, count, _set_apart(count, read))]
    _remember(context, one, count, time)
    return made


def _running_tally(context: Context, one: Sentence, count: Count, found: list[Reference]) -> Time | None:
    """Return the period of a count that names none: "of these, 1,702 have been freed", beside those still held."""
    kinds = [chunk.kind for chunk in one.chunks]
    of_them = any(first == "OF" and second == "THEM" for first, second in itertools.pairwise(kinds))
    held = any(kind.startswith("HOLD.") or kind in {"LIST"} for kind in kinds) and not set(kinds) & {
        "EXCHANGE",
        "ORDEX",
        "ORDINAL",
        "TIMES",
    }
    if any(ref.role in {"event", "other"} for ref in found):
        return None
    periods = {ref.time for ref in found if ref.role == "period"}
    if len(periods) == 1 and not any(ref.role == "event" for ref in found):
        return periods.pop()
    if (of_them and context.period and not context.group) or (held and count.rule != "counted-part"):
        return (
            replace(context.period, end=context.published.isoformat())
            if context.period
            else Time("period", end=context.published.isoformat())
        )
    return None


def _unsure(one: Sentence, count: Count, reference: Reference | None, context_period: bool) -> str:
    """Return why a count goes to review, or nothing."""
    if count.conflict:
        return "two readings of whose people they are, or of when"
    if reference is None and any(chunk.kind == "TIMES" for chunk in one.chunks[: count.at]):
        return "a sum over several exchanges without its period" if not context_period else ""
    if _together(one, count.at):
        return "a sum of several events"
    if count.bodies and reference is None and any(chunk.kind == "TOTAL" for chunk in one.chunks):
        return "a sum without its period"
    return ""


def _together(one: Sentence, at: int) -> bool:
    """Whether a clause says what several exchanges did together."""
    _, coarse = segments(one)
    near = [chunk.kind for index, chunk in enumerate(one.chunks) if coarse[index] == coarse[at] and index < at]
    return ("TOTAL", "THEY") in itertools.pairwise(near)


def _tally_end(context: Context, one: Sentence, count: Count) -> str:
    """Return the day on which a tally without a day of its own ends: in a statement about the event, that day."""
    quoted = context.text[one.stretch.start] in '"“«' or "”" in context.text[one.stretch.start : one.stretch.end]
    return context.main if quoted else context.published.isoformat()


def _alone(one: Sentence, count: Count) -> bool:
    """Whether a month is a period here: exchanges were counted before, and this is the one number of people."""
    times = [at for at, chunk in enumerate(one.chunks) if chunk.kind == "TIMES"]
    numbers = [chunk for chunk in one.chunks if chunk.kind in {"COUNT", "BODIES", "SMALL", "LARGE", "HNUM"}]
    return bool(times) and times[0] < count.at and len(numbers) == 1


def _set_apart(count: Count, read: list[Count]) -> tuple[tuple[str, str], ...]:
    """Return what soldiers are beside civilians or foreigners, or Ukrainians beside foreigners: a part."""
    beside = {
        category
        for other in read
        if other is not count
        and not count.whole
        and ((other.group and other.group == count.group) or (other.kind == "part" and other.sides == count.sides))
        for _, category in other.categories
    }
    if count.kind == "soldiers" and beside & {"civilians", "foreigners"}:
        return (("status", "military"),)
    if count.kind == "plain" and "foreigners" in beside and not count.categories:
        return (("status", "ukrainians"),)
    return ()


def _with_parts(base: Reading, side: str, count: Count, apart: tuple[tuple[str, str], ...]) -> list[Reading]:
    """Return a count as claims: of all, of a part, or of both ("93 women came home", nobody else)."""
    whole = replace(base, side=side)
    parts = [whole.with_category(*category) for category in (*count.categories, *count.extra)]
    if apart:
        return [whole.with_category(*apart[0]), *parts]
    branch = any(dimension in {"branch", "unit", "place"} for dimension, _ in count.categories)
    if count.kind == "part" or (branch and count.kind == "soldiers"):
        return parts
    return [whole, *parts]


def _remember(context: Context, one: Sentence, count: Count, time: Time | None) -> None:
    context.value, context.value_start = count.value, one.chunks[count.at].start
    side = count.sides[0] if len(count.sides) == 1 else count.default
    if (time is not None and time.scope == "period") or _on_top(one, count.at):
        return
    if side in OTHER and not count.conflict:
        context.side = side
        context.main_side = context.main_side or side
        context.group = {"side": side, "time": time, "bodies": count.bodies, "sentence": one.number}
    elif "ukraine" in count.sides:
        context.group = {"side": "", "time": time, "bodies": count.bodies, "sentence": one.number}


def _named(one: Sentence, count: Count) -> Speaker | None:
    return None
