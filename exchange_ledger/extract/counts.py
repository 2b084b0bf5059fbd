"""Counts of people and bodies in one sentence: how many, of whom, and whose they are."""

from __future__ import annotations

import itertools
from typing import Final

from exchange_ledger.extract.count import BARE, OTHER, Count, count_at
from exchange_ledger.extract.formulas import formula
from exchange_ledger.extract.lists import broken_down, likewise, sibling, siblings
from exchange_ledger.extract.readings import Match, Sentence, value_of
from exchange_ledger.extract.sides import decide
from exchange_ledger.extract.times import clause
from exchange_ledger.extract.told import to_come
from exchange_ledger.extract.uncounted import uncounted
from exchange_ledger.languages.chunks import Chunk

_KEYS: Final = {"count", "formula"}
_BACK: Final = {"same", "other_way", "like_before"}
_UNSURE: Final = {"MODAL", "IF", "UNTRUE", "CALLEDOFF", "SETFOR", "LIST"}
_TOPIC: Final = {"EXCHANGE", "ORDEX", "TIMES", "FORMULA", "HOME", "RETURNNOUN"}
_TOPIC_VERBS: Final = {"DO", "SWAP", "BRING", "COME", "LET", "GET", "SEND", "ARRIVE"}


def counts(sentence: Sentence, before: str, value: float) -> list[Count]:
    """Return the counts that rows of the phrase file read in a sentence, in the order of the text, to be changed.

    `before` is the side that the sentence before spoke of, for "in return"; `value` the count before, for "the same
    number". Only a sentence that says such a thing is read again.
    """
    own = own_counts(sentence)
    if sentence.looks_back:
        return _kept(sentence, _found(sentence, before), value)
    sentence.counted = None  # whoever asks again reads them again: these may be changed
    return own


def own_counts(sentence: Sentence) -> list[Count]:
    """Return the counts that a sentence gives by its own words, whatever was said before; they are read once."""
    if sentence.rows.keys().isdisjoint(_KEYS):
        return []
    if sentence.counted is None:
        read = _found(sentence, "")
        sentence.looks_back = bool(read) and (_looks_back(sentence) or any(count.value < 0 for count in read))
        sentence.counted = _kept(sentence, read, -1.0)
    return sentence.counted


def _looks_back(sentence: Sentence) -> bool:
    """Whether whose people a sentence counts may hang on what was counted before it."""
    matches = sentence.rows.get("count", ())
    return "INRETURN" in sentence.present or any(not _BACK.isdisjoint(match.row.claim) for match in matches)


def _found(sentence: Sentence, before: str) -> list[Count]:
    found: dict[int, Count] = {}
    for match in sentence.rows.get("count", ()):
        for count in _read(sentence, match, found, before):
            found.setdefault(count.at, count)
    for match in sentence.rows.get("formula", ()):
        formula(sentence, match, found)
    return sorted(found.values(), key=lambda count: count.at)


def _kept(sentence: Sentence, read: list[Count], value: float) -> list[Count]:
    """Return the counts that have a number, with the number that "as many" repeats."""
    for count in read:
        if count.value < 0:
            count.value, count.repeats = value, True
        value = count.value
        count.conflict |= bool(sentence.present & {"RESPECTIVELY"}) and "respective" not in count.claim
        if count.bare and _between_both(sentence, count.at):
            count.sides, count.bare = ("both",), False
    kept = [count for count in read if count.value >= 0 and not count.rest]
    broken_down(sentence, kept)
    return kept


def _between_both(sentence: Sentence, at: int) -> bool:
    """Whether people were exchanged "between the two countries", and a part of them is named as one side's."""
    kinds = [chunk.kind for chunk in sentence.chunks[at:]]
    between = any(pair == ("AMID", "BOTH") for pair in itertools.pairwise(kinds))
    return between and any(_of_a_side(chunk) for chunk in sentence.chunks[at + 1 :] if chunk.kind == "PEOPLE")


def _read(sentence: Sentence, match: Match, found: dict[int, Count], before: str) -> list[Count]:
    at = match.labels[str(match.row.claim["count"])]
    if at in found and "for" in match.row.claim and match.labels["m"] not in found:
        return _in_return(sentence, match, found[at])
    if at in found and "and" in match.row.claim and match.labels["m"] not in found:
        return [sibling(sentence, match, found[at], match.labels["m"])]
    if at in found or not _countable(sentence, at) or not _applies(sentence, match, found, at):
        return []
    if to_come(sentence, at) or uncounted(sentence, at):
        return []
    if {"respective", "likewise"} & match.row.claim.keys():
        return _respective(sentence, match) if "b" in match.labels else likewise(sentence, match, found)
    count = count_at(sentence, match, at, sentence.chunks[at])
    decide(sentence, match, count, found, before)
    count.conflict |= _only_named(sentence, match)
    read = [count]
    if "for" in match.row.claim:
        read += _in_return(sentence, match, count)
    if "and" in match.row.claim:
        read.append(sibling(sentence, match, count, match.labels[str(match.row.claim["and"])]))
    return read + siblings(sentence, match, count)


def _applies(sentence: Sentence, match: Match, found: dict[int, Count], at: int) -> bool:
    """Whether what a row asks for beyond its pattern holds."""
    claim = match.row.claim
    if claim.get("verbless") and _undone(sentence, at):
        return False
    if claim.get("after") and not any(other.at < at and other.sides for other in found.values()):
        return False
    if "summed" in claim and not _sums_up(sentence, at, found):
        return False
    if "grouped" in claim and not sentence.chunks[at].get("grouped"):
        return False
    if "sided" in claim and not _of_a_side(sentence.chunks[match.labels[str(claim["sided"])]]):
        return False
    return not _only_a_place(sentence, match.labels.get("a", 0))


def _sums_up(sentence: Sentence, at: int, found: dict[int, Count]) -> bool:
    """Whether "for a total of 130" is what both sides got together: twice what each got, or the two sides' sum."""
    chunk = sentence.chunks[at]
    before = {count.at: count.value for count in found.values() if count.at < at}
    whole = value_of(chunk) in {sum(before.values()), *(2 * value for value in before.values())}
    return bool(chunk.get("sum")) and not chunk.get("side") and whole


def _only_a_place(sentence: Sentence, at: int) -> bool:
    """Whether a state is only where something happened: "the court in Moscow released 12 people"."""
    return at > 0 and sentence.chunks[at].kind == "SIDE" and bool(sentence.chunks[at - 1].get("inside"))


def _only_named(sentence: Sentence, match: Match) -> bool:
    """Whether people freed before are the subject of what is to come: "the 12 soldiers freed in May will ..."."""
    if not sentence.chunks[match.end - 1].kind.endswith(".either"):
        return False
    for chunk in sentence.chunks[match.end : match.end + 6]:
        if chunk.kind in {"DATE", "COMMA", "DOT", "SEMI", "AND"}:
            return False
        if chunk.kind == "MODAL" or chunk.kind.endswith(".planned"):
            return True
    return False


def _of_a_side(chunk: Chunk) -> bool:
    """Whether a word for people names those of one state, and no part of them."""
    return chunk.get("side") in OTHER and not chunk.get("categories") and not chunk.get("loose")


def _respective(sentence: Sentence, match: Match) -> list[Count]:
    """Read "Russia and Ukraine got 54 and 61 back respectively": the order of the numbers is that of the parties."""
    parties = [part.get("side") for part in sentence.chunks[match.labels["b"]].parts if part.get("side") in OTHER]
    if len(parties) != 2:
        return []
    read = [
        count_at(sentence, match, match.labels[label], sentence.chunks[match.labels[label]]) for label in ("n", "m")
    ]
    for count, party in zip(read, parties, strict=True):
        count.sides = (str(party),)
    return read


def _undone(sentence: Sentence, at: int) -> bool:
    """Whether the clause around a number tells of something planned, denied or still going on, or of something else."""
    kinds = sentence.present
    if not kinds & _TOPIC and not any(kind.partition(".")[0] in _TOPIC_VERBS for kind in kinds):
        return True
    before = [chunk.kind for chunk in sentence.chunks[max(0, at - 3) : at]]
    if before[-2:] in (["DEALWORD", "FOR"], ["AGREEMENT", "FOR"]):
        return True
    if before[:2] in (["AGREEMENT", "FROM"], ["DEALWORD", "FROM"]):  # "the agreement on the release of"
        return True
    near = [kind for index in clause(sentence, at) if (kind := _unless_held(sentence, index))]
    behind = [chunk.kind for chunk in sentence.chunks[at + 1 : at + 4]]
    if behind in (["COMMA", "RELATIVE", "DO.did"], ["RELATIVE", "DO.did"]):  # "..., which took place on Thursday"
        return False
    return any(
        kind.endswith((".planned", ".neg", ".unreal"))
        or kind.startswith(("FAIL.", "PLAN.", "HOLD."))
        or kind in _UNSURE
        for kind in near
    )


def _unless_held(sentence: Sentence, at: int) -> str:
    """Return the kind of a chunk; nothing for the holding of exchanges: "twelve swaps have been held"."""
    kind = sentence.chunks[at].kind
    held = kind.startswith("HOLD.") and at > 0 and sentence.chunks[at - 1].kind in {"EXCHANGE", "ORDEX", "TIMES"}
    return "" if held else kind


def _countable(sentence: Sentence, at: int) -> bool:
    """Whether a number may stand for people: "500 soldiers' uniforms" may not."""
    owned = [one.kind for one in sentence.chunks[at + 1 : at + 3]]
    if len(owned) == 2 and owned[0] in {"APOS", "POSS"} and owned[1] in {"WORD", "UNIT"}:
        return False
    chunk = sentence.chunks[at]
    after = sentence.chunks[at + 1].kind if at + 1 < len(sentence.chunks) else ""
    before = sentence.chunks[at - 1].kind if at else ""
    if before == "OF" and at > 1 and sentence.chunks[at - 2].get("picture"):
        return False  # "released footage of more than a dozen soldiers"
    if before in {"NEGATION", "INSTEAD"}:  # "not one woman came home", "95 rather than 94"
        return False
    named = before in {"TO", "WORD", "NAME", "UNIT"} and not sentence.chunks[at - 1].get("when")
    if after in {"THAN", "MORETHANBEFORE", "FEWERTHAN"} or (chunk.kind in BARE and named):
        return False
    if chunk.get("more") and any(other.kind == "MORETHANBEFORE" for other in sentence.chunks[at:]):
        return False
    return chunk.kind in {"COUNT", "BODIES", "SAME"} or value_of(chunk) is not None


def _in_return(sentence: Sentence, match: Match, count: Count) -> list[Count]:
    at = match.labels["m"]
    given = sentence.chunks[at].get("side")
    if sentence.chunks[at].get("sum"):  # "for a total of 78": what it brings the sum to
        return []
    if count.rest or (count.kind == "part" and sentence.chunks[at].get("kind") != "part"):
        count.sides = count.sides or ((OTHER[given],) if given in OTHER else ())
        return []
    other = count_at(sentence, match, at, sentence.chunks[at])
    if other.value < 0:
        other.value, other.qualifier, other.bodies = count.value, count.qualifier, count.bodies
    side = sentence.chunks[at].get("side")
    if len(count.sides) != 1 and side in OTHER:
        count.sides = (OTHER[side],)
        count.bare = count.conflict = False
    if len(count.sides) == 1 and count.sides[0] in OTHER:
        other.sides = (OTHER[count.sides[0]],)
    elif other.value == count.value:
        count.sides = other.sides = ("ukraine", "russia")
    return [other]
