"""The picture that a page shows where its address is shared: PNG, since no crawler takes SVG.

Pillow draws it with the font that comes in its own package, so that nothing is asked of a network or of the machine.
Colours are few and known, so that a picture is a palette and a row of masks: about 2 ms and 9 kB.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from exchange_ledger.cache import Store
from exchange_ledger.tree import Tree

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

NAME = "preview.png"
"""Name of a page's picture, in the page's own folder."""

SIZE = (1200, 630)
_MARGIN = 64
_WIDTH = SIZE[0] - 2 * _MARGIN
_COLUMN = SIZE[0] // 2 - _MARGIN // 2
_PAPER, _INK, _GREY = "#fdfcf9", "#1c1e21", "#565a60"
_SHADES = 3
"""With five inks and the paper, as many colours as four bits of a picture tell apart: half the time and the size."""
_INKS = ("ink", "grey", "accent", "ukraine", "russia")

Colours = Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Preview:
    """What the picture of a page says: heading, figures (value, what it counts, colour), and a text below."""

    heading: str
    text: str = ""
    figures: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Style:
    """How a line is written; `size` and `bold` (the strength of its outline) in pixels."""

    size: int
    ink: str
    bold: int = 0


@cache
def _font(size: int) -> FreeTypeFont:
    from PIL import ImageFont

    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)  # noqa: S101 (its wheels all have FreeType)
    return font


@cache
def _missing() -> bytes:
    return bytes(_font(24).getmask("\uffff"))


@cache
def _is_drawable(letter: str) -> bool:
    return letter == " " or bytes(_font(24).getmask(letter)) != _missing()


def drawable(text: str) -> str:
    """Return the text in letters that the font has, without accents if need be; empty if it has not all of them."""
    spaced = " ".join(text.split()).replace("–", "-").replace("−", "-")
    if not all(map(_is_drawable, spaced)):
        spaced = "".join(
            letter for letter in unicodedata.normalize("NFKD", spaced) if not unicodedata.combining(letter)
        )
    return spaced if all(map(_is_drawable, spaced)) else ""


@lru_cache(maxsize=4096)
def _width(word: str, size: int) -> float:
    """Return how far a word moves the pen, in pixels."""
    return _font(size).getlength(word)


def _lines(text: str, size: int, width: int, most: int) -> list[str]:
    """Return the text in lines no wider than `width` pixels; what is beyond the last of `most` becomes `…`."""
    lines: list[str] = []
    used, space = 0.0, _width(" ", size)
    for word in text.split():
        if lines and used + space + _width(word, size) <= width:
            lines[-1] += f" {word}"
            used += space + _width(word, size)
        else:
            lines.append(word)
            used = _width(word, size)
    return lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1] + "…"]


@lru_cache(maxsize=1024)
def _mask(word: str, style: _Style) -> Image:
    """Return a word as numbers of the palette, on paper; most words come in many pictures."""
    from PIL import Image, ImageDraw

    font, bold, first = _font(style.size), style.bold, 1 + _SHADES * _INKS.index(style.ink)
    _, _, right, bottom = font.getbbox(word, stroke_width=bold)
    mask = Image.new("L", (int(right) + 2 * bold, int(bottom) + 2 * bold), 0)
    ImageDraw.Draw(mask).text((bold, bold), word, fill=255, font=font, stroke_width=bold)
    return mask.point([0 if not value else first + value * _SHADES // 256 for value in range(256)]).convert("P")


@cache
def _palette(accent: str, ukraine: str, russia: str) -> list[int]:
    """Return the palette: paper, then each ink from paper to full."""
    found = list(_channels(_PAPER))
    for name in (_INK, _GREY, accent, ukraine, russia):
        for shade in range(1, _SHADES + 1):
            pairs = zip(_channels(_PAPER), _channels(name), strict=True)
            found += [round(paper + (ink - paper) * shade / _SHADES) for paper, ink in pairs]
    return found


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def drawn(preview: Preview, name: str, colours: Colours) -> bytes:
    """Return the picture as PNG; `name` is the site's. The same words give the same bytes."""
    from PIL import Image

    image = Image.new("P", SIZE, 0)
    image.putpalette(_palette(*(colours[name][0] for name in _INKS[2:])))
    image.paste(_SHADES * (1 + _INKS.index("accent")), (0, 0, SIZE[0], 14))
    _write(image, [drawable(name)], _Style(34, "grey"), (_MARGIN, 52))
    y = _heading(image, drawable(preview.heading))
    for place, figure in enumerate(preview.figures[:2]):
        _figure(image, figure, _MARGIN + place * _COLUMN, _WIDTH if len(preview.figures) == 1 else _COLUMN - _MARGIN)
    lines = _lines(drawable(preview.text), 34, _WIDTH, 2 if preview.figures else 6)
    top = SIZE[1] - 40 - 48 * len(lines) if preview.figures else y + 24
    _write(image, lines, _Style(34, "grey"), (_MARGIN, top))
    packed = BytesIO()
    image.save(packed, "PNG", compress_level=2)
    return packed.getvalue()


def _write(image: Image, lines: Iterable[str], style: _Style, place: tuple[int, int]) -> int:
    """Write lines from a place on, and return where the next would begin."""
    y = place[1]
    for line in lines:
        x = float(place[0])
        for word in line.split():
            image.paste(_mask(word, style), (round(x), y))
            x += _width(word, style.size) + _width(" ", style.size)
        y += round(style.size * 1.4) if line else 0
    return y


def _heading(image: Image, text: str) -> int:
    """Write the heading as large as it fits on one line, else on two, and return where it ends."""
    size = next((size for size in (84, 64) if len(_lines(text, size, _WIDTH, 9)) == 1), 52)
    return _write(image, _lines(text, size, _WIDTH, 2), _Style(size, "ink", 2 if size > 64 else 1), (_MARGIN, 112))


def _figure(image: Image, figure: tuple[str, str, str], x: int, width: int) -> None:
    value, label, ink = figure
    size = 112 if len(value) < 8 else 56
    _write(image, [drawable(value)], _Style(size, ink, 2 if size > 64 else 1), (x, 374 - size))
    _write(image, _lines(drawable(label), 34, width, 2), _Style(34, "ink"), (x, 398))


def file_of(address: str) -> str:
    """Return the file of a page's picture, by the page's address."""
    return f"{address}{NAME}"


def write_previews(docs: Path, previews: Mapping[str, Preview], name: str, colours: Colours, store: Store) -> None:
    """Write the picture of each page, by its address, into its folder in `docs`; those that `store` keeps stay."""
    keys = {address: store.key(name, repr(colours), repr(preview)) for address, preview in previews.items()}
    known = store.known(list(dict.fromkeys(keys.values())))
    new = {
        keys[address]: drawn(preview, name, colours)
        for address, preview in previews.items()
        if keys[address] not in known
    }
    store.keep(new, keys.values())
    tree = Tree(docs)
    for address, key in keys.items():
        tree.write(file_of(address), known.get(key) or new[key])
