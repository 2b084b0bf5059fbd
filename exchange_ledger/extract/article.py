"""One article, sentence by sentence: which event each count belongs to, and what the sentences say together."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from exchange_ledger.extract.blocks import stretches
from exchange_ledger.extract.counts import OTHER, Count, counts
from exchange_ledger.extract.facts import facts
from exchange_ledger.extract.parts import parts
from exchange_ledger.extract.reading import Reading
from exchange_ledger.extract.readings import Sentence, sentence
from exchange_ledger.extract.speakers import Speaker, Speakers
from exchange_ledger.extract.times import Reference, Time, of_month, references, time_at
from exchange_ledger.languages.language import Language
from exchange_ledger.stages import Article, Span

_LARGEST_EXCHANGE = 1000


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
    period: Time | None = None
    main_side: str = ""
    value: float = -1.0


def read(language: Language, article: Article, published: date) -> Context:
    """Return everything that an article's sentences say, each with its event and speaker."""
    context = Context(language, article.text, published, year=published.year)
    sentences = list(_sentences(context, article))
    _find_shifts(context, sentences)
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
    """Return the day of the event that the article reports: the first that a sentence about an exchange names."""
    report = ""
    for one in sentences:
        kinds = {chunk.kind for chunk in one.chunks}
        found = references(one, context.published, context.shifts, context.year)
        about = kinds & {"EXCHANGE", "ORDEX", "COUNT", "BODIES", "HOME", "FORMULA"} or any(
            "SWAP." in kind or "BRING." in kind for kind in kinds
        )
        if not about or (any(kind.endswith(".planned") for kind in kinds) and not counts(context.language, one)):
            continue
        old = any(
            chunk.kind == "BEFORE" and chunk.text.lower() not in {"latest", "last", "recent", "similar"}
            for chunk in one.chunks
        )
        days = [ref for ref in found if ref.role == "event" and len(ref.time.day) == 10]
        if days and not old and days[0].time.day <= context.published.isoformat():
            return days[0].time.day
        if not report:
            report = next((ref.time.day for ref in found if ref.role == "report" and len(ref.time.day) == 10), "")
    return report or context.published.isoformat()


def _find_shifts(context: Context, sentences: list[Sentence]) -> None:
    """Find days that a weekday's name gives wrongly: the same count stands elsewhere beside a printed date."""
    seen: dict[float, dict[bool, str]] = {}
    for one in sentences:
        days = [
            ref
            for ref in references(one, context.published, {}, context.year)
            if ref.role == "event" and len(ref.time.day) == 10
        ]
        if len(days) != 1:
            continue
        printed = bool(one.chunks[days[0].at].get("exact")) or one.chunks[days[0].at].get("month") is not None
        for count in counts(context.language, one):
            seen.setdefault(count.value, {}).setdefault(printed, days[0].time.day)
    for days_of in seen.values():
        if len(days_of) == 2 and days_of[True] != days_of[False]:
            apart = abs((date.fromisoformat(days_of[True]) - date.fromisoformat(days_of[False])).days)
            if apart < 7:
                context.shifts[days_of[False]] = days_of[True]


def _read_sentence(context: Context, one: Sentence) -> None:
    day = context.event.day if context.event and context.event.scope == "exchange" else ""
    found = references(one, context.published, context.shifts, context.year, day or context.main)
    speaker = context.speakers.of(one)
    if speaker is None and one.stretch.item:
        speaker = context.speakers.list_speaker
    elif not one.stretch.item:
        context.speakers.list_speaker = speaker if context.text[one.stretch.end - 1 : one.stretch.end] == ":" else None
    for ref in found:
        if ref.role == "period" and ref.time.start.endswith("-01-01"):
            context.year = int(ref.time.start[:4])
    _focus(context, one, found)
    read = [] if _denied(one) else counts(context.language, one, context.side, context.value)
    read = [count for count in read if not one.chunks[count.at].get("partitive")]
    for count in read:
        _inherit(context, one, count)
    made = [reading for count in read for reading in _readings(context, one, count, found, speaker, read)]
    taken = {count.at for count in read}
    said, used = facts(context, one, found, speaker)
    made += parts(context, one, found, speaker, taken | used, made)
    made += said
    context.readings += made


def _inherit(context: Context, one: Sentence, count: Count) -> None:
    """Let a bare number, or a line of a list, count what was counted before it."""
    bare = one.chunks[count.at].kind in {"SMALL", "LARGE", "HNUM"}
    if bare and context.group.get("bodies") and not count.pair:
        count.bodies = True
    if count.claim.get("listed") and context.group.get("side"):
        count.sides = (str(context.group["side"]),)
    if not count.sides and not count.bare and not count.conflict and not count.pair and not _other_side(context, one):
        count.default = context.main_side


def _other_side(context: Context, one: Sentence) -> bool:
    other = OTHER.get(context.main_side)
    return any(chunk.get("side") == other for chunk in one.chunks if chunk.kind != "CLAIMANT") or any(chunk.kind in {"BOTH", "EACH"} for chunk in one.chunks)


def _denied(one: Sentence) -> bool:
    kinds = [chunk.kind for chunk in one.chunks]
    return "UNTRUE" in kinds or kinds[:1] == ["IF"] or "OTHERSTATE" in kinds


def _focus(context: Context, one: Sentence, found: list[Reference]) -> None:
    """Set the event that a sentence without a day of its own is about."""
    days = [ref for ref in found if ref.role == "event"]
    new = one.stretch.paragraph != context.paragraph
    context.paragraph = one.stretch.paragraph
    context.period = None if new else context.period
    context.period = next((ref.time for ref in found if ref.role == "period"), context.period)
    if new and not one.stretch.item and not _goes_on(one):
        context.event = Time("exchange", context.main)
        context.group = {}
    elif context.event is None:
        context.event = Time("exchange", context.main)
    if days:
        context.event = days[0].time
    elif _earlier(one):
        context.event = None


def _goes_on(one: Sentence) -> bool:
    kinds = [chunk.kind for chunk in one.chunks if chunk.kind != "QUOTE"]
    return bool(kinds) and (
        kinds[0] in {"THEM", "PRONOUN", "THAT"}
        or (kinds[0] == "PARTOF" and one.chunks[0].text.lower().startswith("among"))
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
    context: Context, one: Sentence, count: Count, found: list[Reference], speaker: Speaker | None, read: list[Count]
) -> list[Reading]:
    reference = time_at(one, found, count.at)
    time = reference.time if reference else context.event
    if any(chunk.kind == "NIGHT" for chunk in one.chunks):
        time = None
    if reference is None and count.value > _LARGEST_EXCHANGE and time and time.scope == "exchange" and not count.bodies:
        time = Time("period", end=_tally_end(context, one, count))
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
        unsure="two readings of whose people they are" if count.conflict else "",
        dated=reference is not None,
        kind=count.kind,
        bare=count.bare,
        at=count.at,
        pair=count.pair,
        default=count.default,
    )
    made = [part for side in count.sides or ("",) for part in _with_parts(base, side, count, _beside_civilians(count, read))]
    _remember(context, count, time)
    return made


def _tally_end(context: Context, one: Sentence, count: Count) -> str:
    """Return the day on which a tally without a day of its own ends: in a statement about the event, that day."""
    quoted = context.text[one.stretch.start] in "\"“«" or "”" in context.text[one.stretch.start : one.stretch.end]
    return context.main if quoted else context.published.isoformat()


def _alone(one: Sentence, count: Count) -> bool:
    """Whether a month is a period here: exchanges were counted before, and this is the one number of people."""
    times = [at for at, chunk in enumerate(one.chunks) if chunk.kind == "TIMES"]
    numbers = [chunk for chunk in one.chunks if chunk.kind in {"COUNT", "BODIES", "SMALL", "LARGE", "HNUM"}]
    return bool(times) and times[0] < count.at and len(numbers) == 1


def _beside_civilians(count: Count, read: list[Count]) -> bool:
    """Whether soldiers are set beside civilians or foreigners, so that they are a part."""
    beside = [other for other in read if other.group and other.group == count.group and other is not count]
    return count.kind == "soldiers" and any(
        category in {"civilians", "foreigners"} for other in beside for _, category in other.categories
    )


def _with_parts(base: Reading, side: str, count: Count, military: bool) -> list[Reading]:
    """Return a count as claims: of all, of a part, or of both ("93 women came home", nobody else)."""
    whole = replace(base, side=side)
    parts = [whole.with_category(*category) for category in (*count.categories, *count.extra)]
    if military:
        return [whole.with_category("status", "military"), *parts]
    branch = any(dimension in {"branch", "unit", "place"} for dimension, _ in count.categories)
    if count.kind == "part" or (branch and count.kind == "soldiers"):
        return parts
    return [whole, *parts]


def _remember(context: Context, count: Count, time: Time | None) -> None:
    context.value = count.value
    if len(count.sides) == 1 and count.sides[0] in OTHER and not count.conflict:
        context.side = count.sides[0]
        context.main_side = context.main_side or count.sides[0]
        context.group = {"side": count.sides[0], "time": time, "bodies": count.bodies}


def _named(one: Sentence, count: Count) -> Speaker | None:
    return None
