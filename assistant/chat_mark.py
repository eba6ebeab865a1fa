"""Owns finding a quote in the text of a page and marking it there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from assistant.chat_html import Html, element, joined
from ingest.pages import ROW_SEPARATOR
from ingest.text import collapse

__all__ = ["marked"]

_INVISIBLE = "[\u200b\u200c\u200d\u2060\ufeff]"
_BROKEN = f"(?:[\u00ad\u0002\ufffe][ \t]*(?:\r?\n)?|{_INVISIBLE})*"
_GAP = f"(?:\\s|{_INVISIBLE})+"
_AROUND = 6000
"""Characters of a page that are shown before and after the quote: a file without pages is long."""


def marked(texts: tuple[str, ...], quote: str) -> Html:
    """The first of ``texts`` in which all of ``quote`` stands, with the quote marked.

    When it stands in none, the first text without a mark.
    """
    readings = [unicodedata.normalize("NFC", text) for text in texts]
    for text in readings:
        if found := _places(text, quote):
            return _with_marks(text, found)
    return _with_marks(readings[0], [])


def _places(text: str, quote: str) -> list[tuple[int, int]]:
    """Where the parts of ``quote`` stand: the first, then the others as near to it as can be."""
    places: list[tuple[int, int]] = []
    for part in quote.split(ROW_SEPARATOR):
        found = list(_occurrences(text, part))
        if not found:
            return []
        anchor = places[0][0] if places else 0
        places.append(min(found, key=lambda place: abs(place[0] - anchor)))
    return places


def _occurrences(text: str, part: str) -> Iterator[tuple[int, int]]:
    words = [word for word in collapse(part).split(" ") if word]
    if words:
        pattern = _GAP.join(_BROKEN.join(re.escape(c) for c in word) for word in words)
        yield from ((m.start(), m.end()) for m in re.finditer(pattern, text))


def _with_marks(text: str, places: list[tuple[int, int]]) -> Html:
    first = min((start for start, _ in places), default=0)
    last = max((end for _, end in places), default=0)
    begin, stop = max(0, first - _AROUND), min(len(text), last + _AROUND)
    parts: list[object] = [element("em", "(begin weggelaten) ") if begin else None]
    at = begin
    for start, end in sorted(places):
        if start < at:
            continue
        parts += [text[at:start], element("mark", text[start:end])]
        at = end
    parts.append(text[at:stop])
    parts.append(element("em", " (rest weggelaten)") if stop < len(text) else None)
    return joined(parts)
