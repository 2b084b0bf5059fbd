"""Articles to sentences: lines, what kind of line each is, and the sentences in them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from exchange_ledger.languages.language import Language
from exchange_ledger.languages.spotter import Spotter, branches, folded, folding, openings
from exchange_ledger.stages import Article, Span

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_BEGINS = r"(?=\s++[\"“«‘(\[]?[A-Z0-9À-ÞА-Я])"
# Nothing here is read again from each of its signs: a line may consist of a million of them. One of a few signs comes
# first, and what stands before it is looked at behind it: then all other characters are passed over at once.
_END = re.compile(
    rf"[.!?…\"”»](?:(?<=[.!?…])(?<![.!?…][.!?…])[.!?…]*+[\"”’»)\]]*+{_BEGINS}"
    rf"|(?<=[\"”»])(?<!,[\"”»])(?:{_BEGINS}\s*(?=\s)|\s*+\.{_BEGINS}))"
)
_ITEM = re.compile(r"[•·●▪*>◦➡️✅🔹▫️]|[-–—]\s")
_WORD = re.compile(r"[\w.]+$")
_VISIBLE = re.compile(r"\S")
_LONGEST = 1500
_NO_KIND = 400  # a longer line is a paragraph
_LONGEST_ITEM = 160  # beyond it, a line behind a bullet is a paragraph of a digest
_PLATFORM = " on x"  # the name of a site, no initial
_TITLE = 3  # words
_LONGEST_TITLE = 90  # characters
_AROUND = 400  # characters
_SHORT = 12  # "Wednesday." opens an entry of a digest


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


def stretches(language: Language, article: Article) -> Iterator[Stretch]:
    """Yield every sentence of an article, in order; those that say nothing carry the name of the rule as `ignored`."""
    related = False
    prose = False
    plain = folded(article.text)
    begun = [span.start for span in article.furniture]
    rules = _rules(language.name).within(plain)
    for paragraph, match in enumerate(_LINE.finditer(article.text)):
        line = match[0].strip()
        if not line:
            continue
        start = article.text.index(line, match.start())
        end = start + len(line)
        item = _ITEM.match(line) is not None and len(line) <= _LONGEST_ITEM
        kind = rules.kind(line, plain[start:end])
        ended = line[-1] in '.!?…”"»:;' or len(line) > 140
        if kind == "related":
            related = not _linked(line)
        elif related and ended and len(line) > 60 and not item:
            related = False
        prose = prose or (ended and len(line) > 60)
        alone = prose and not ended and not item
        title = alone and _stamped(language, plain, match.end())
        between = alone and _apart(article.text, match.start(), match.end())
        reason = kind or ("related" if related or title else "")
        for first, last in _sentences(language, article.text, start, end):
            covered = _covered(article.furniture, begun, first, last) if begun else ""
            yield Stretch(first, last, paragraph, item, not prose and not ended, covered or reason, between)


def _stamped(language: Language, plain: str, end: int) -> bool:
    """Whether the next line holds nothing but a day and an hour: then this one is the title of another article."""
    following = _LINE.search(plain, end)
    while following and not following[0].strip():
        following = _LINE.search(plain, following.end())
    return following is not None and re.fullmatch(language.blocks["stamp"], following[0].strip()) is not None


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
    """Rules in their order; `opening` fits whatever one of those does that look at a folded line's beginning.

    `others` are those of them that look at more than the beginning.
    """

    rules: tuple[_Rule, ...]
    opening: re.Pattern[str]
    others: tuple[_Rule, ...]

    def within(self, plain: str) -> _Rules:
        """Return the rules that may fit a line of a folded text."""
        rules = [rule for rule in self.rules if not rule.begins or any(map(plain.__contains__, rule.begins))]
        return _Rules(tuple(rules), self.opening, tuple([rule for rule in rules if rule.case or not rule.opens]))

    def kind(self, line: str, plain: str) -> str:
        """Return the name of the rule by which a line is passed over, or nothing; `plain` is the line, folded."""
        if len(line) > _NO_KIND:
            return ""
        for name, fits, case, _, _ in self.rules if self.opening.match(plain) else self.others:
            if fits(line if case else plain):
                return name
        return ""


@cache
def _rules(name: str) -> _Rules:
    from exchange_ledger.languages.language import language

    rows = language(name).blocks["lines"]
    rules = tuple(_rule(row["rule"], row["match"], bool(row.get("case"))) for row in rows)
    opening = "|".join(f"(?:{row['match']})" for row, rule in zip(rows, rules, strict=True) if rule.opens)
    return _Rules(rules, re.compile(opening, folding(opening)), rules)


def _rule(name: str, match: str, case: bool) -> _Rule:
    opens = match.startswith("^") and len(list(branches(match))) == 1
    if opens or case:
        pattern = re.compile(match, folding(match, case))
        return _Rule(name, pattern.match if opens else pattern.search, case, opens, ())
    return _Rule(name, Spotter(match).finds, case, opens, openings(match))


def _sentences(language: Language, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where each sentence of a line begins and ends; one that is too long to read comes in pieces."""
    for match in _END.finditer(text, start, end):
        if not _abbreviated(language, text, start, match.start()):
            yield from _pieces(start, match.end())
            following = _VISIBLE.search(text, match.end(), end)
            start = following.start() if following else end
    if start < end:
        yield from _pieces(start, end)


def _pieces(start: int, end: int) -> Iterable[tuple[int, int]]:
    """Return a sentence in pieces that are not too long to read; nearly all of them are one."""
    if end - start <= _LONGEST:
        return ((start, end),)
    return [(first, min(first + _LONGEST, end)) for first in range(start, end, _LONGEST)]


def _abbreviated(language: Language, text: str, start: int, stop: int) -> bool:
    if stop - start <= _SHORT and " " not in text[start:stop]:
        return True
    word = _WORD.search(text[max(start, stop - 12) : stop])
    if not word:
        return False
    name = word.group().lower()
    initial = len(name) == 1 and name.isalpha() and not text[start:stop].lower().endswith(_PLATFORM)
    return name in language.blocks["abbreviations"] or initial


def _covered(furniture: tuple[Span, ...], begun: list[int], start: int, end: int) -> str:
    """Return the reason of the furniture that most of the stretch lies in, or nothing; `begun`: where each begins."""
    index = bisect_right(begun, start)
    for span in furniture[max(0, index - 1) : index + 1]:
        if span.start < end and start < span.end and min(end, span.end) - max(start, span.start) > (end - start) / 2:
            return span.reason
    return ""
