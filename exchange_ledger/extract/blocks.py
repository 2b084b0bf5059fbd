"""Articles to sentences: lines, what kind of line each is, and the sentences in them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Final, NamedTuple

from exchange_ledger.languages.language import Language
from exchange_ledger.languages.spotter import Spotter, branches, folding, openings
from exchange_ledger.stages import Article, Span

_LINE: Final = re.compile(r".+")
_BREAKS: Final = "\r\u2028\u2029"  # and the line feed
_FOLLOWING: Final = re.compile(rf"\S[^\n{_BREAKS}]*")
_BEGINS: Final = r"(?=[\"“«‘(\[]?[A-Z0-9À-ÞА-Я])"
# Nothing here is read again from each of its signs: a line may consist of a million of them. One of a few signs comes
# first, and what stands before it is looked at behind it: then all other characters are passed over at once. The group
# is what ends a sentence; the blanks before the next one follow it.
_END: Final = re.compile(
    r"([.!?…\"”»](?:(?<=[.!?…])(?<![.!?…][.!?…])[.!?…]*+[\"”’»)\]]*+"
    rf"|(?<=[\"”»])(?<!,[\"”»])(?:(?>\s*(?=\s))|\s*+\.)))\s++{_BEGINS}"
)
_ITEM: Final = re.compile(r"[•·●▪*>◦➡️✅🔹▫️]|[-–—]\s")
_WORD: Final = re.compile(r"[\w.]+$")
_LONGEST: Final = 1500
_NO_KIND: Final = 400  # a longer line is a paragraph
_LONGEST_ITEM: Final = 160  # beyond it, a line behind a bullet is a paragraph of a digest
_PLATFORM: Final = " on x"  # the name of a site, no initial
_TITLE: Final = 3  # words
_LONGEST_TITLE: Final = 90  # characters
_AROUND: Final = 400  # characters
_SHORT: Final = 12  # "Wednesday." opens an entry of a digest


class Stretch(NamedTuple):
    """One sentence or line: its offsets, its paragraph's number, whether it is a list item, why it is passed over.

    `headline`: it stands before the text. `title`: between its paragraphs, a sub-heading or another report's headline.
    """

    start: int
    end: int
    paragraph: int
    item: bool = False
    headline: bool = False
    ignored: str = ""
    title: bool = False


def stretches(language: Language, article: Article, plain: str) -> Iterator[Stretch]:
    """Yield every sentence of an article, in order; those that say nothing carry the name of the rule as `ignored`.

    `plain` is the article's text, folded.
    """
    related = False
    prose = False
    text = article.text
    begun = [span.start for span in article.furniture]
    rules = _rules(language.name).within(plain)
    for paragraph, match in enumerate(_lines(text)):
        line = match[0].strip()
        if not line:
            continue
        start = text.index(line, match.start())
        end = start + len(line)
        item = _ITEM.match(line) is not None and len(line) <= _LONGEST_ITEM
        kind = rules.kind(text, plain, start, end)
        ended = line[-1] in '.!?…”"»:;' or len(line) > 140
        if kind == "related":
            related = not _linked(line)
        elif related and ended and len(line) > 60 and not item:
            related = False
        prose = prose or (ended and len(line) > 60)
        alone = prose and not ended and not item
        title = alone and _stamped(language, plain, match.end())
        between = alone and _apart(text, match.start(), match.end())
        reason = kind or ("related" if related or title else "")
        near = _touched(article.furniture, begun, start, end)
        for first, last in _sentences(language, text, start, end):
            covered = _covered(near, first, last) if near else ""
            yield Stretch(first, last, paragraph, item, not prose and not ended, covered or reason, between)


def _lines(text: str) -> Iterator[re.Match[str]]:
    """Return the lines of a text that are not empty, whichever sign ends them."""
    for sign in _BREAKS:
        text = text.replace(sign, "\n")
    return _LINE.finditer(text)


def _stamped(language: Language, plain: str, end: int) -> bool:
    """Whether the next line holds nothing but a day and an hour: then this one is the title of another article."""
    following = _FOLLOWING.search(plain, end)
    return following is not None and re.fullmatch(language.blocks["stamp"], following[0].rstrip()) is not None


def _apart(text: str, start: int, end: int) -> bool:
    """Whether a line is short and stands for itself between two paragraphs, and is no part of a wrapped one."""
    if end - start > _LONGEST_TITLE:
        return False
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    wrapped = "\n\n" in before and after[:1] == "\n" and after[1:2] not in {"", "\n"}
    following = after.lstrip()[:1]
    whole = before.rstrip()[-1:] in '.!?…”"»' and not following.islower() and not text[start:end].lstrip()[:1].islower()
    return whole and not wrapped


def _linked(line: str) -> bool:
    """Whether a line names the one article that it links to, so that none follows: "Read also: ..."."""
    return len(line.partition(":")[2].split()) >= _TITLE


class _Rule(NamedTuple):
    """A rule by which lines are passed over: its name, what a line is asked, and whether case counts.

    `opens`: it only fits the beginning of a line. `begins`: what it fits begins with one of these, if any are known.
    """

    name: str
    fits: Callable[[str], object]
    case: bool
    opens: bool
    begins: tuple[str, ...]


class _Rules(NamedTuple):
    """Rules in their order; `opening` fits, at a line's beginning, whatever one of those does that only look there.

    `others` are those of them that look at more than the beginning, `area` where in the text what they fit may begin.
    """

    rules: tuple[_Rule, ...]
    opening: re.Pattern[str]
    others: tuple[_Rule, ...]
    area: tuple[int, int]

    def within(self, plain: str) -> _Rules:
        """Return the rules that may fit a line of a folded text."""
        held = {begin for rule in self.others for begin in rule.begins if begin in plain}
        rules = [rule for rule in self.rules if not rule.begins or not held.isdisjoint(rule.begins)]
        others = [rule for rule in rules if rule.case or not rule.opens]
        area = (min(map(plain.find, held), default=0), max(map(plain.rfind, held), default=-1) + 1)
        known = all(rule.begins for rule in others)
        return _Rules(tuple(rules), self.opening, tuple(others), area if known else (0, len(plain)))

    def kind(self, text: str, plain: str, start: int, end: int) -> str:
        """Return the name of the rule by which a line is passed over, or nothing; `plain` is the text, folded."""
        opened = self.opening.match(plain, start, end)
        if not (opened or (start < self.area[1] and self.area[0] < end)) or end - start > _NO_KIND:
            return ""
        line, folded = text[start:end], plain[start:end]
        for name, fits, case, _, _ in self.rules if opened else self.others:
            if fits(line if case else folded):
                return name
        return ""


@cache
def _rules(name: str) -> _Rules:
    from exchange_ledger.languages.language import language

    rows = language(name).blocks["lines"]
    rules = tuple(_rule(row["rule"], row["match"], bool(row.get("case"))) for row in rows)
    opening = "|".join(row["match"].removeprefix("^") for row, rule in zip(rows, rules, strict=True) if rule.opens)
    return _Rules(rules, re.compile(opening, folding(opening)), rules, (0, 0))


def _rule(name: str, match: str, case: bool) -> _Rule:
    opens = match.startswith("^") and len(list(branches(match))) == 1
    if opens or case:
        pattern = re.compile(match, folding(match, case))
        return _Rule(name, pattern.match if opens else pattern.search, case, opens, ())
    return _Rule(name, Spotter(match).finds, case, opens, openings(match))


def _sentences(language: Language, text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    """Return where each sentence of a line begins and ends; one that is too long to read comes in pieces."""
    whole = _whole(language, text, start, end)
    if end - start <= _LONGEST:
        return whole
    return ((at, min(at + _LONGEST, last)) for first, last in whole for at in range(first, last, _LONGEST))


def _whole(language: Language, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _END.finditer(text, start, end):
        if not _abbreviated(language, text, start, match.start()):
            yield start, match.end(1)
            start = match.end()
    yield start, end


def _abbreviated(language: Language, text: str, start: int, stop: int) -> bool:
    if stop - start <= _SHORT and " " not in text[start:stop]:
        return True
    word = _WORD.search(text[max(start, stop - 12) : stop])
    if not word:
        return False
    name = word.group().lower()
    initial = len(name) == 1 and name.isalpha() and not text[start:stop].lower().endswith(_PLATFORM)
    return name in language.blocks["abbreviations"] or initial


def _touched(furniture: tuple[Span, ...], begun: list[int], start: int, end: int) -> tuple[Span, ...]:
    """Return the furniture that lies in a line in part or as a whole; `begun`: where each begins, in order."""
    last = bisect_left(begun, end)
    if not last or furniture[last - 1].end <= start:
        return ()
    return furniture[max(0, bisect_right(begun, start) - 1) : last]


def _covered(furniture: tuple[Span, ...], start: int, end: int) -> str:
    """Return the reason of the furniture that most of the stretch lies in, or nothing."""
    for span in furniture:
        if span.start < end and start < span.end and min(end, span.end) - max(start, span.start) > (end - start) / 2:
            return span.reason
    return ""
