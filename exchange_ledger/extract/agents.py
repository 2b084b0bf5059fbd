"""Whose people a count means, by who frees them, brings them home or tells of it."""

from __future__ import annotations

from exchange_ledger.extract.count import OTHER, Count
from exchange_ledger.extract.readings import Sentence
from exchange_ledger.languages.chunks import Chunk


def of_agents(window: list[Chunk], bodies: bool) -> set[str]:
    """Return whose people somebody frees or brings home: "freed by Kyiv" are others, "brought home by Kyiv" its own.

    "Returned by Kyiv" may be either, but for the dead.
    """
    found: set[str] = set()
    verb: Chunk | None = None
    for chunk in window:
        if chunk.kind == "BYSIDE" and chunk.get("side") in OTHER:
            own = verb is not None and verb.get("bias") == "own" and not bodies
            if not own:
                found.add(str(chunk.get("side")))
            elif verb is not None and not verb.get("bodies_bias"):
                found.add(OTHER[str(chunk.get("side"))])
        verb = chunk if "." in chunk.kind else verb
    return found


def by_agent(agent: Chunk, verb: Chunk | None, count: Count) -> None:
    """Set whose people a count means by who does what its verb says: who brings people home, or lets them go."""
    side = agent.get("side")
    bias = (count.bodies and verb.get("bodies_bias")) or verb.get("bias") if verb else None
    if side not in OTHER:
        return
    if bias == "own":
        count.sides = (side,)
    elif bias == "other":
        count.sides = (OTHER[side],)
    elif bias in OTHER:
        count.sides = (str(bias),)


def subject(sentence: Sentence, at: int) -> Chunk:
    """Return the one party named before a verb in its clause, for verbs whose subject stands further off."""
    sides = [chunk for chunk in sentence.chunks[:at] if chunk.kind in {"SIDE", "CLAIMANT", "BOTH"}]
    return sides[0] if len({chunk.get("side") for chunk in sides}) == 1 else Chunk("NONE", 0, 0, "", {})


def _speaks(chunk: Chunk, following: str) -> bool:
    """Whether a chunk names who speaks: an official, or a state right before a verb of saying."""
    return chunk.kind == "CLAIMANT" or (chunk.kind == "SIDE" and following.startswith("SAY."))


def by_speaker(sentence: Sentence, count: Count) -> None:
    """Set whose people a count means by who tells of it."""
    following = ""
    for chunk in reversed(sentence.chunks[: count.at]):
        if _speaks(chunk, following) and chunk.get("side") in OTHER:
            count.sides = (chunk.get("side"),)
            return
        following = chunk.kind
