"""Owns reading web pages: the main text in the order in which it is shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import NoTextError, ReadError
from ingest.compose import Draft, compose
from ingest.html_tables import caption_of, grid_of, is_data
from ingest.html_tree import HtmlTree, parse_html
from ingest.looks import StyledText, is_caption, mark_by_looks, table_title
from ingest.not_read import NotRead, centimetres
from ingest.pages import BlockKind, ReadDocument
from ingest.text import collapse
from ingest.wordtables import grid_drafts

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["read_html"]

_BLOCKS = frozenset(
    "p h1 h2 h3 h4 h5 h6 li table div section article main ul ol dl dt dd blockquote pre center "
    "figure figcaption details summary address hr tr td th caption body html header footer aside "
    "fieldset legend form thead tbody tfoot hgroup search menu".split()
)
_BOLD = frozenset({"b", "strong"})
_HEADING_TAG = re.compile(r"^h([1-6])$")
_HEADING_CLASS = re.compile(
    r"(?:^|[-_ ])(?:heading|kop|titel|title|h)[-_ ]?([1-6])(?:$|[-_ ])", re.IGNORECASE
)
_SUBHEADING_CLASS = re.compile(r"(?:^|[-_ ])(?:tussen|sub)kop(?:je)?(?:$|[-_ ])", re.IGNORECASE)
_CAPTION_CLASS = re.compile(r"(?:^|[-_ ])(?:bijschrift|caption|onderschrift)(?:$|[-_ ])", re.I)
_NUMBER = re.compile(r"^\s*\d+(?:\.\d+)*\.?\s*$")
_BULLET = re.compile(r"^(?:[•◦●○■▪–-]|\(?\d{1,2}[.)]|\(?[a-z][.)])$")
_NUMBER_CLASS = re.compile(r"(?:^|[-_ ])(?:nummer|number|num|nr)(?:$|[-_ ])", re.IGNORECASE)
_FIGURE_CLASS = re.compile(r"figu(?:re|ur)|infograph|grafiek|chart", re.IGNORECASE)
_PERCENT = re.compile(r"^\s*([0-9]{1,3})%\s*$")
_WIDE = 40  # percent
_FIGURE_SIZE = 10.0  # centimetres, when nothing tells how large it is
_DATES = (
    "dcterms.issued",
    "dcterms.modified",
    "dcterms.date",
    "date",
    "article:published_time",
)
_LONGEST_HEADING = 160
_LONGEST_TERM = 100
_MOST_LEVELS = 6


def read_html(path: Path, *, max_characters: int) -> ReadDocument:
    """Read the main contents of a web page.

    Raises:
        UnsupportedError: the contents are not text.
        NoTextError: there is no text in it.
        ReadError: it is longer than allowed.
    """
    tree = parse_html(path)
    walk = _Walk(tree)
    drafts = list(_with_bullets(walk.drafts()))
    mark_by_looks(drafts)
    page = compose(drafts, unread=walk.unread.found())
    if not page.text.strip():
        raise NoTextError(f"{path.name}: er staat geen tekst in; lever het juiste bestand aan.")
    if len(page.text) > max_characters:
        raise ReadError(f"{path.name}: meer dan {max_characters} tekens tekst; splits het bestand.")
    return ReadDocument((page,), title=_title(tree.root), created=_created(tree.root))


def _title(root: _Element) -> str:
    title = next(root.iter("title"), None)
    return collapse(title.text or "") if title is not None else ""


def _created(root: _Element) -> str:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").lower()
        day = re.match(r"\d{4}-\d{2}-\d{2}", meta.get("content", ""))
        if name in _DATES and day:
            found.setdefault(name, day[0])
    return next((found[name] for name in _DATES if name in found), "")


def _with_bullets(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Join a bullet that stands in an element of its own with the text that follows."""
    bullet = ""
    for draft in drafts:
        if bullet:
            draft.text = f"{bullet} {draft.text}"
            draft.kind = BlockKind.LIST_ITEM if draft.row is None else draft.kind
        bullet = draft.text if draft.row is None and _BULLET.match(draft.text) else ""
        if not bullet:
            yield draft


@dataclass(slots=True)
class _Block:
    """A block element that is open, and what its own text is."""

    element: _Element
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0


@dataclass(slots=True)
class _Walk:
    """Goes through the tree once, without recursion, and gives its blocks."""

    tree: HtmlTree
    unread: NotRead = field(default_factory=NotRead)
    run: StyledText = field(default_factory=StyledText)
    open: list[_Block] = field(default_factory=list)
    term: str = ""  # of a definition list, waiting for what it means
    level: int = 0
    tables: int = 0
    bold: int = 0
    broken: bool = False  # a line was just broken: a second break ends the paragraph
    caption: str = ""

    def drafts(self) -> Iterator[Draft]:
        """The blocks of the main part."""
        from lxml import etree

        walker = etree.iterwalk(self.tree.main, events=("start", "end"))
        for event, element in walker:
            if element in self.tree.dropped:
                if event == "start":
                    self._note(element)
                    walker.skip_subtree()
                else:
                    self._add(element.tail)
            elif event == "start":
                if element.tag == "table" and is_data(element):
                    yield from self._flush()
                    yield from self._table(element)
                    walker.skip_subtree()
                else:
                    yield from self._start(element)
            else:
                yield from self._end(element)
        yield from self._flush()
        yield from self._lone_term()

    def _start(self, element: _Element) -> Iterator[Draft]:
        name = element.tag
        if name in _BLOCKS:
            yield from self._flush()
            if name in ("dt", "dl"):
                yield from self._lone_term()
            self.open.append(self._block(element))
        elif name == "br":
            if self.broken:
                yield from self._flush()
            self.run.add(" ", 0.0, bool(self.bold))
            self.broken = True
        elif name == "img":
            self._picture(element)
        self.bold += name in _BOLD
        self._add(element.text)

    def _end(self, element: _Element) -> Iterator[Draft]:
        name = element.tag
        self.bold -= name in _BOLD
        if name in _BLOCKS and self.open:
            yield from self._flush()
            self.open.pop()
        elif _is_number(element) and self.run.text == collapse(element.text or ""):
            self.run.add(" ", 0.0, bool(self.bold))  # "1.2" stands apart from its heading
        if element is not self.tree.main:
            self._add(element.tail)

    def _add(self, text: str | None) -> None:
        if text:
            self.broken = self.broken and not text.strip()
            self.run.add(text, 0.0, bool(self.bold))

    def _block(self, element: _Element) -> _Block:
        name = element.tag
        parent = self.open[-1] if self.open else None
        level = self._heading_level(element)
        if level:
            return _Block(element, BlockKind.HEADING, level)
        if name == "li":
            return _Block(element, BlockKind.LIST_ITEM)
        if name in ("figcaption", "caption") or _CAPTION_CLASS.search(element.get("class", "")):
            return _Block(element, BlockKind.CAPTION)
        if parent is not None and parent.kind in (BlockKind.LIST_ITEM, BlockKind.CAPTION):
            return _Block(element, parent.kind)
        if parent is not None and parent.kind is BlockKind.HEADING:
            return _Block(element, parent.kind, parent.level)
        return _Block(element)

    def _heading_level(self, element: _Element) -> int:
        """1..6 for a heading, by its name, its role or a class that says so."""
        found = _HEADING_TAG.match(str(element.tag))
        if found:
            return int(found[1])
        if element.get("role") == "heading":
            level = element.get("aria-level", "2")
            return min(int(level), _MOST_LEVELS) if level in set("123456789") else 2
        if element.tag in ("p", "div") and not _holds_block(element):
            classes = element.get("class", "")
            found = _HEADING_CLASS.search(classes)
            if found:
                return int(found[1])
            if _SUBHEADING_CLASS.search(classes):
                return min(self.level + 1, _MOST_LEVELS)
        return 0

    def _flush(self) -> Iterator[Draft]:
        """The text gathered so far as a block of the kind of the element that it stands in."""
        text, style = self.run.text, self.run.style
        self.run, self.broken = StyledText(), False
        if not text:
            return
        block = self.open[-1] if self.open else _Block(self.tree.main)
        draft = Draft(block.kind, text, level=block.level, style=style)
        name = block.element.tag
        if name == "dt" and len(self.term) + len(text) <= _LONGEST_TERM:
            self.term = f"{self.term} {text}".strip()
            return
        if self.term:
            draft.text, self.term = f"{self.term} {text}", ""
            draft.kind, draft.level = BlockKind.LIST_ITEM, 0
        if draft.kind is BlockKind.HEADING and len(text) > _LONGEST_HEADING:
            draft.kind, draft.level = BlockKind.PARAGRAPH, 0
        elif draft.kind is BlockKind.HEADING and not _by_looks(block.element):
            self.level = draft.level
        elif draft.kind is BlockKind.LIST_ITEM:
            block.kind = self._within_item(block)
        elif draft.kind is BlockKind.PARAGRAPH and is_caption(text):
            draft.kind = BlockKind.CAPTION
        self.caption = table_title(draft)
        yield draft

    def _within_item(self, block: _Block) -> BlockKind:
        """What comes after the first text of a list item is text below it."""
        for above in reversed(self.open):
            if above.kind is BlockKind.LIST_ITEM:
                above.kind = BlockKind.PARAGRAPH
            if above.element.tag == "li":
                break
        return BlockKind.PARAGRAPH

    def _lone_term(self) -> Iterator[Draft]:
        if self.term:
            yield Draft(BlockKind.LIST_ITEM, self.term)
            self.term = ""

    def _table(self, table: _Element) -> Iterator[Draft]:
        caption = caption_of(table)
        if caption is not None:
            self.caption = self._text(caption)
            yield Draft(BlockKind.CAPTION, self.caption)
        rows, heads = grid_of(table, self._text)
        if len(rows) > 1 and max(map(len, rows)) > 1:
            yield from grid_drafts(rows, heads, self.tables, self.caption)
            self.tables += 1
        else:
            own = (slot.text for row in rows for slot in row if not slot.from_left)
            yield from (Draft(BlockKind.PARAGRAPH, text) for text in own)
        self.caption = ""

    def _text(self, element: _Element) -> str:
        """The text of a cell or caption, with a space where a block or a break ends."""
        from lxml import etree

        parts: list[str] = []
        walker = etree.iterwalk(element, events=("start", "end"))
        for event, inner in walker:
            if event == "start":
                if inner in self.tree.dropped:
                    self._note(inner)
                    walker.skip_subtree()
                    continue
                if inner.tag == "img":
                    self._picture(inner)
                parts.append(inner.text or "")
                continue
            if inner.tag in _BLOCKS or inner.tag == "br":
                parts.append(" ")
            if inner is not element:
                parts.append(inner.tail or "")
        return collapse("".join(parts))

    def _note(self, element: _Element) -> None:
        if element.tag in ("iframe", "object", "embed") and element.get("title"):
            self.unread.thing("ingesloten pagina", element.get("title", ""))
        elif element.tag == "svg" and element.get("role") == "img":
            self.unread.picture(element.get("aria-label", "") or element.findtext("title") or "")

    def _picture(self, image: _Element) -> None:
        if image.get("role") not in ("presentation", "none"):
            width, height = (centimetres(image.get(name, "")) for name in ("width", "height"))
            if not width and not height and (_is_figure(image) or _is_wide(image)):
                width = height = _FIGURE_SIZE
            self.unread.picture(image.get("alt", ""), width, height)


def _is_number(element: _Element) -> bool:
    if element.tag != "span" or len(element):
        return False
    numbered = _NUMBER_CLASS.search(element.get("class", ""))
    return bool(numbered or _NUMBER.match(element.text or ""))


def _is_wide(image: _Element) -> bool:
    found = _PERCENT.match(image.get("width", ""))
    return found is not None and int(found[1]) >= _WIDE


def _is_figure(image: _Element) -> bool:
    """Whether a picture stands where pages put what must be looked at, not only decoration."""
    parent = image.getparent()
    around = (image, parent) if parent is not None else (image,)
    return any(e.tag == "figure" or _FIGURE_CLASS.search(e.get("class", "")) for e in around)


def _by_looks(element: _Element) -> bool:
    return bool(_SUBHEADING_CLASS.search(element.get("class", "")))


def _holds_block(element: _Element) -> bool:
    inner = element.iter(*_BLOCKS)
    next(inner)
    return next(inner, None) is not None
