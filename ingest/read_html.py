"""Owns reading web pages: the main text, without menus, scripts and what is hidden."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import NoTextError, ReadError
from ingest.compose import Draft, compose
from ingest.pages import BlockKind, ReadDocument
from ingest.text import collapse
from ingest.wordtables import Slot, grid_drafts

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

__all__ = ["read_html"]

_DROPPED = (
    "script style noscript template nav header footer aside form button svg iframe object "
    "select dialog head"
).split()
_DROPPED_ROLES = {"navigation", "banner", "contentinfo", "search", "complementary", "dialog"}
_BLOCKS = frozenset(
    "p h1 h2 h3 h4 h5 h6 li table div section article main ul ol dl dt dd blockquote pre "
    "figure figcaption details summary address hr tr td th caption body html".split()
)
_HEADING_CLASS = re.compile(r"(?:^|[-_ ])(?:heading|kop|titel|title|h)[-_ ]?([1-6])(?:$|[-_ ])")
_BULLETS = frozenset("•◦●○■▪–-")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")


def read_html(path: Path, *, max_characters: int) -> ReadDocument:
    """Read the main contents of a web page.

    Raises:
        NoTextError: there is no text in it.
        ReadError: it is longer than allowed.
    """
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(path.read_bytes(), "lxml")
    title = collapse(soup.title.get_text()) if soup.title else ""
    created = _created(soup)
    _drop(soup)
    main = soup.find("main") or soup.find("article") or soup.find(id="content") or soup.body
    drafts = list(_with_bullets(_Walk().blocks(main))) if main is not None else []
    page = compose(drafts)
    if not page.text.strip():
        raise NoTextError(f"{path.name}: er staat geen tekst in; lever het juiste bestand aan.")
    if len(page.text) > max_characters:
        raise ReadError(f"{path.name}: meer dan {max_characters} tekens tekst; splits het bestand.")
    return ReadDocument((page,), title=title, created=created)


def _with_bullets(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Join a bullet that stands in an element of its own with the text that follows."""
    bullet = ""
    for draft in drafts:
        if bullet:
            draft.text = f"{bullet} {draft.text}"
            draft.kind = BlockKind.LIST_ITEM if draft.row is None else draft.kind
        bullet = draft.text if draft.text in _BULLETS else ""
        if not bullet:
            yield draft


def _created(soup: BeautifulSoup) -> str:
    for name in ("DCTERMS.issued", "DCTERMS.modified", "date", "article:published_time"):
        for key in ("name", "property"):
            meta = soup.find("meta", attrs={key: re.compile(f"^{re.escape(name)}$", re.IGNORECASE)})
            found = re.match(r"\d{4}-\d{2}-\d{2}", str(meta.get("content", ""))) if meta else None
            if found:
                return found[0]
    return ""


def _drop(soup: BeautifulSoup) -> None:
    from bs4 import Comment

    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for tag in soup.find_all(True):
        if tag.decomposed or tag.name in ("html", "body"):
            continue
        hidden = (
            tag.has_attr("hidden")
            or tag.get("aria-hidden") == "true"
            or _HIDDEN.search(str(tag.get("style", "")))
        )
        # A header inside an article heads its text; one on the page is a menu.
        heads_text = tag.name == "header" and tag.find_parent(["article", "main", "section"])
        menu = tag.name in _DROPPED and not heads_text
        if hidden or menu or tag.get("role") in _DROPPED_ROLES:
            tag.decompose()


class _Walk:
    """Walks the tree and gives the blocks in it."""

    def __init__(self) -> None:
        self._tables = 0
        self._heading = ""

    def blocks(self, tag: Tag) -> Iterator[Draft]:
        """The blocks in ``tag``; text directly in it is a paragraph of its own."""
        from bs4.element import NavigableString
        from bs4.element import Tag as AnyTag

        loose: list[str] = []
        for child in tag.children:
            if isinstance(child, AnyTag) and (child.name in _BLOCKS or _holds_blocks(child)):
                yield from self._paragraph(loose)
                yield from self._block(child)
            elif isinstance(child, AnyTag):
                loose.append("\n" if child.name == "br" else child.get_text())
            elif isinstance(child, NavigableString):
                loose.append(str(child))
        yield from self._paragraph(loose)

    def _paragraph(self, loose: list[str]) -> Iterator[Draft]:
        text = collapse("".join(loose))
        loose.clear()
        if text:
            yield Draft(BlockKind.PARAGRAPH, text)

    def _block(self, tag: Tag) -> Iterator[Draft]:
        level = _heading_level(tag)
        if level:
            text = _text(tag)
            self._heading = text or self._heading
            yield Draft(BlockKind.HEADING, text, level=level)
        elif tag.name == "table":
            yield from self._table(tag)
        elif tag.name == "li" and not _holds_blocks(tag):
            yield Draft(BlockKind.LIST_ITEM, _text(tag))
        elif tag.name == "li":
            yield from self._item(tag)
        elif tag.name == "figcaption":
            yield Draft(BlockKind.CAPTION, _text(tag))
        elif _holds_blocks(tag):
            yield from self.blocks(tag)
        else:
            yield from self._paragraph([_spaced(tag)])

    def _item(self, tag: Tag) -> Iterator[Draft]:
        for index, draft in enumerate(self.blocks(tag)):
            if index == 0 and draft.kind is BlockKind.PARAGRAPH:
                draft.kind = BlockKind.LIST_ITEM
            yield draft

    def _table(self, tag: Tag) -> Iterator[Draft]:
        rows: list[list[Slot]] = []
        heads = 0
        for tr in tag.find_all("tr"):
            if tr.find_parent("table") is not tag:
                continue
            cells = tr.find_all(["td", "th"], recursive=False)
            row: list[Slot] = []
            for cell in cells:
                text = _text(cell)
                row.append(Slot(text))
                row += [Slot(text, from_left=True)] * (_span(cell) - 1)
            if row and len(rows) == heads and all(cell.name == "th" for cell in cells):
                heads += 1
            if row:
                rows.append(row)
        caption = tag.find("caption")
        title = _text(caption) if caption else self._heading
        if caption:
            yield Draft(BlockKind.CAPTION, title)
        drafts = list(grid_drafts(rows, heads, self._tables, title))
        if len(rows) > 1 and max(map(len, rows)) > 1:
            self._tables += 1
            yield from drafts
        else:
            yield from (Draft(BlockKind.PARAGRAPH, cell.text) for row in rows for cell in row)


def _span(cell: Tag) -> int:
    text = str(cell.get("colspan", "1"))
    return min(int(text), 50) if text.isdigit() and int(text) > 0 else 1


def _holds_blocks(tag: Tag) -> bool:
    return tag.find(lambda inner: inner.name in _BLOCKS) is not None


def _heading_level(tag: Tag) -> int:
    """1..6 for a heading, by its name or by a class that says so."""
    if re.fullmatch(r"h[1-6]", tag.name):
        return int(tag.name[1])
    if tag.name in ("p", "div") and not _holds_blocks(tag):
        classes = tag.get("class")
        found = _HEADING_CLASS.search(" ".join(classes) if isinstance(classes, list) else "")
        if found:
            return int(found[1])
    return 0


def _text(tag: Tag) -> str:
    return collapse(_spaced(tag))


def _spaced(tag: Tag) -> str:
    """The text of ``tag`` with a space where a block, a break or a number span ends."""
    from bs4.element import NavigableString
    from bs4.element import Tag as AnyTag

    parts: list[str] = []
    for child in tag.children:
        if isinstance(child, AnyTag):
            apart = child.name in _BLOCKS or child.name == "br" or _is_number(child)
            parts.append(_spaced(child) + (" " if apart else ""))
        elif isinstance(child, NavigableString):
            parts.append(str(child))
    return "".join(parts)


def _is_number(tag: Tag) -> bool:
    return (
        tag.name == "span" and re.fullmatch(r"\s*\d+(?:\.\d+)*\.?\s*", tag.get_text()) is not None
    )
