"""Who says a clause: every place of a sentence that names a voice, and how far that voice reaches."""

from __future__ import annotations

from collections.abc import Set
from typing import Final, NamedTuple

from exchange_ledger.extract.readings import Sentence
from exchange_ledger.languages.chunks import Chunk

_SAYING: Final = ("SAY.", "COUNTV.")
_FIGURES: Final = {"FIGUREV", "FIGURE", "WITHHOLD", "OLDER"}
_SIGNS: Final = _FIGURES | {"ACCORDING", "SOURCELINE", "COLON", "DASH"}
_NAMING: Final = _SIGNS | {"SAY", "COUNTV"}
_STOPS: Final = {"COUNT", "BODIES", "TIMES", "SEMI", "COLON", "QUOTE", "BUT", "VOICE"}
_BESIDE: Final = {"WORD", "NAME", "SIDEADJ", "DET", "HYPHEN"}
_OWNERS: Final = {"OF", "FOR", "BYWORD", "UNTIL", "TO"}
_PHRASE: Final = _BESIDE | {"OF", "FROM", "ADV", "DATE", "CLAIMANT", "SIDE"}
_AFTER: Final = _PHRASE | {"POSS", "APOS", "FROMWORD"}
_TAIL: Final = _PHRASE | {"TO", "DOT", "QUOTE", "COMMA", "THEIRS", "DAYPART", "CLOSE", "PERIOD", "SELF"}
_FORWARD, _BACKWARD, _BOTH = 1, -1, 0
_REACH: Final = 8
_INSERT: Final = 14


class Speaker(NamedTuple):
    """A claimant as the ledger names it; `rank` 1 is an official body, 2 a person, 3 a party, 4 the publisher."""

    name: str
    side: str
    rank: int


class Naming(NamedTuple):
    """A place that names a voice: the chunk of the saying and of the voice (-1: a voice that no table knows)."""

    says: int
    voice: int
    reach: int


def namings(one: Sentence) -> list[Naming]:
    """Return every place of a sentence that names a voice, in the order of the text."""
    found: list[Naming] = []
    chunks = [] if one.classes.isdisjoint(_NAMING) else one.chunks
    for at, chunk in enumerate(chunks):
        kind = chunk.kind
        if "." not in kind and kind not in _SIGNS:
            continue
        if kind.startswith(_SAYING) or kind in _FIGURES:
            voice = _voice(chunks, at)
        elif kind in {"ACCORDING", "SOURCELINE"}:
            voice = _after(chunks, at)
        elif kind == "COLON" or _signed(chunks, at):
            voice = _before_colon(chunks, at) if kind == "COLON" else at + 1
        else:
            continue
        if voice is not None:
            found.append(Naming(at, voice, _reach(chunks, at, voice)))
    return found


def _voice(chunks: list[Chunk], at: int) -> int | None:
    """Return the subject of a verb of saying: before it, or behind it where a quotation or a comma comes first."""
    if chunks[at].kind.endswith(".neg") or (chunks[at].kind.endswith(".ing") and " " not in chunks[at].text):
        return None
    if chunks[at].kind.endswith(".done"):
        passive = next((index for index in (at + 1, at + 2) if _is(chunks, index, {"UNTIL", "BYWORD"})), None)
        return None if passive is None else _after(chunks, passive)
    before = _before(chunks, at)
    if before is None and at and chunks[at - 1].kind in {"COMMA", "QUOTE", "DASH"}:
        return _after(chunks, at)
    return before


def _is(chunks: list[Chunk], index: int, kinds: Set[str]) -> bool:
    return 0 <= index < len(chunks) and chunks[index].kind in kinds


def _before(chunks: list[Chunk], at: int) -> int | None:
    """Return the chunk that names the subject before a verb, -1 for one that no table knows, None for none."""
    subject = _subject_phrase(chunks, at)
    head = _head(chunks, at, subject)
    kind = "" if head is None else chunks[head].kind
    if kind in {"PRONOUN", "SELF"}:
        return head if kind == "PRONOUN" else None
    voice = head
    if kind != "SIDE":
        named = [index for index in subject if chunks[index].kind == "CLAIMANT"]
        voice = _subject(chunks, _relative_subject(chunks, at) or named)
        if voice is not None:
            return voice
    unknown = any(chunks[index].kind in {"NAME", "VOICE"} for index in subject if head is None or index > head)
    return -1 if unknown else voice


def _subject_phrase(chunks: list[Chunk], at: int) -> list[int]:
    """Return the places before a verb that may name its subject, the nearest first."""
    phrase: list[int] = []
    named = False
    for index in range(at - 1, -1, -1):
        kind = chunks[index].kind
        joined = kind == "AND" and named
        ends = kind in _STOPS or ("." in kind and not kind.startswith("BE"))
        if joined or (ends and not (kind == "VOICE" and named)):
            return [*phrase, index] if kind == "VOICE" else phrase
        phrase.append(index)
        named = named or kind == "CLAIMANT"
    return phrase


def _head(chunks: list[Chunk], at: int, subject: list[int]) -> int | None:
    """Return the first word before a verb that can say something: a claimant, a pronoun, a state without a comma."""
    for index in subject:
        kind = chunks[index].kind
        if kind in {"CLAIMANT", "PRONOUN", "SELF"}:
            return index
        apart = kind == "SIDE" and any(chunks[place].kind == "COMMA" for place in range(index, at))
        if kind == "SIDE" and not apart and not _is(chunks, index + 1, {"POSS"}):
            return index
    return None


def _relative_subject(chunks: list[Chunk], at: int) -> list[int]:
    """Return the subject of "Petro Yatsenko, who speaks for the Headquarters, said"."""
    if not _is(chunks, at - 1, {"COMMA"}):
        return []
    for index in range(at - 2, max(0, at - _INSERT), -1):
        if chunks[index].kind == "RELATIVE":
            subject = index - 2 if _is(chunks, index - 1, {"COMMA"}) else index - 1
            return [subject] if _is(chunks, subject, {"CLAIMANT"}) else []
    return []


def _subject(chunks: list[Chunk], named: list[int]) -> int | None:
    """Return which of the names in a subject speaks: the person, and nobody who only owns what speaks."""
    free = [index for index in named if not _is(chunks, index + 1, {"POSS", "APOS"})]
    free = free or [index for index in named if chunks[index].get("order") == 1]
    own = [index for index in free if not _owned(chunks, index)] or free
    persons = [index for index in own if chunks[index].get("order") == 2]
    return next(iter(persons or own), None)


def _owned(chunks: list[Chunk], index: int) -> bool:
    before = index - 1
    while _is(chunks, before, _BESIDE):
        before -= 1
    return _is(chunks, before, _OWNERS)


def _after(chunks: list[Chunk], at: int) -> int | None:
    """Return the first name behind a verb, "according to" or "by", and before any comma."""
    named: list[int] = []
    for index in range(at + 1, min(len(chunks), at + 1 + _REACH)):
        if chunks[index].kind == "PRONOUN" and not named:
            return index
        if index == at + 1 and _a_state_alone(chunks, at, index):
            return index
        if chunks[index].kind == "CLAIMANT":
            named.insert(0, index)
        elif chunks[index].kind not in _AFTER:
            break
    return _subject(chunks, named)


def _a_state_alone(chunks: list[Chunk], at: int, index: int) -> bool:
    """Whether a sentence begins or ends with "according to" a state: "According to Kyiv, 95 are home"."""
    if chunks[at].kind != "ACCORDING" or chunks[index].kind != "SIDE":
        return False
    return _is(chunks, index + 1, {"COMMA"}) if at == 0 else not chunks[index + 1 :] or _is(chunks, index + 1, {"DOT"})


def _before_colon(chunks: list[Chunk], at: int) -> int | None:
    """Return the voice of "Zelensky: ..." and of "The Headquarters corrects its count: ..."."""
    first = next(
        (
            index
            for index in range(at)
            if chunks[index].kind
            not in {"QUANTITY", "DASH", "DATE", "NAME", "FROMWORD", "QUOTE", "WORD", "DET", "FROM", "COMMA", "DAYPART"}
        ),
        at,
    )
    return first if _is(chunks, first, {"CLAIMANT"}) and not _is(chunks, first + 1, {"POSS", "APOS"}) else None


def _signed(chunks: list[Chunk], at: int) -> bool:
    """Whether a headline names its voice behind a dash: "95 defenders are home – Coordination Headquarters"."""
    return chunks[at].kind == "DASH" and at + 2 == len(chunks) and _is(chunks, at + 1, {"CLAIMANT"})


def _reach(chunks: list[Chunk], at: int, voice: int) -> int:
    """Return whether a voice says what follows, what goes before, or both."""
    first, last = min(at, voice) if voice >= 0 else at, max(at, voice)
    if chunks[at].kind in {"COLON", "SOURCELINE"}:
        return _FORWARD
    if chunks[at].kind in _FIGURES:
        return _FORWARD
    behind = [chunk.kind for chunk in chunks[last + 1 :]]
    behind = behind[: behind.index("SEMI")] if "SEMI" in behind else behind
    if _TAIL.issuperset(behind):
        return _BACKWARD
    opens = first == 0 or chunks[first - 1].kind in {"SEMI", "COLON", "AND", "BUT", "DOT"}
    if chunks[at].kind == "ACCORDING":
        return _FORWARD if opens else _BOTH
    inserted = _is(chunks, first - 1, {"COMMA"}) and _is(chunks, last + 1, {"COMMA"})
    return _BOTH if inserted and not opens else _FORWARD


def spoken_by(chunks: list[Chunk], found: list[Naming], at: int) -> Naming | None:
    """Return the naming whose voice says the chunk at `at`: of its own clause, the nearest; None if none reaches it."""
    first, last = _clause(chunks, at)
    near = [one for one in found if first <= one.says < last and not _aside(chunks, one, at)]
    reaching = [
        one for one in near if one.reach == _BOTH or (one.says < at) == (one.reach == _FORWARD) or one.says == at
    ]
    return min(reaching, key=lambda one: abs(one.says - at), default=None)


def says_only_what_follows(chunks: list[Chunk], found: list[Naming], at: int) -> bool:
    """Whether a sentence's voices begin behind a chunk: "Ukraine got 130 home, and Russia said 90 were back"."""
    if not found or found[0].says < at or found[0].reach != _FORWARD:
        return False
    first = min(found[0].says, found[0].voice) if found[0].voice >= 0 else found[0].says
    return any(_is(chunks, index, {"AND", "BUT"}) for index in (first - 1, first - 2)) and first > at


def _clause(chunks: list[Chunk], at: int) -> tuple[int, int]:
    """Return first and last (excluded) chunk between semicolons around a chunk."""
    breaks = [index for index, chunk in enumerate(chunks) if chunk.kind == "SEMI"]
    first = max((index + 1 for index in breaks if index < at), default=0)
    return first, min((index for index in breaks if index > at), default=len(chunks))


def _aside(chunks: list[Chunk], one: Naming, at: int) -> bool:
    """Whether a voice only says a relative clause that the chunk lies outside of: "bodies, which Russia says are"."""
    if not in_relative_clause(chunks, one):
        return False
    first = _first(chunks, one)
    end = next(
        (index for index in range(one.says, len(chunks)) if chunks[index].kind in {"COMMA", "SEMI", "DASH"}),
        len(chunks),
    )
    return not first <= at < end


def in_relative_clause(chunks: list[Chunk], one: Naming) -> bool:
    """Whether a voice is named within a relative clause, so that it does not speak on: "a plane which Moscow said"."""
    return _is(chunks, _first(chunks, one) - 1, {"RELATIVE"})


def _first(chunks: list[Chunk], one: Naming) -> int:
    """Return the first chunk of what names a voice."""
    first = min(one.says, one.voice) if one.voice >= 0 else one.says
    while _is(chunks, first - 1, _BESIDE):
        first -= 1
    return first
