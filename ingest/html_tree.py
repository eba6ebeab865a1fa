"""Owns the tree of a web page: how it is encoded, what of it is shown, and where its text is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import ReadError, UnsupportedError
from ingest.decode import decode_text

if TYPE_CHECKING:
    from lxml.etree import TreeBuilder, _Element

__all__ = ["HtmlTree", "parse_html"]

_DEEPEST = 400
_ATTRIBUTES = frozenset(
    "alt aria-hidden aria-label aria-level class colspan content hidden height id name property "
    "role rowspan style title width".split()
)
_PARTING = frozenset({"p", "div", "li", "td", "tr", "section", "blockquote"})
_LARGEST = 100 * 1024 * 1024
_MOST_NODES = 5_000_000  # tags and attributes; each takes some 100 bytes, however short
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)""")
# What is never text of the page.
_NEVER = frozenset(
    "script style noscript template head svg button select datalist textarea input iframe object "
    "embed audio video canvas map area dialog progress meter".split()
)
_AROUND = frozenset({"nav", "header", "footer", "aside", "form"})
_AROUND_ROLES = frozenset(
    "navigation banner contentinfo search complementary dialog alertdialog menu menubar toolbar "
    "tablist form".split()
)
_MENU_CLASS = re.compile(
    r"(?:^|[-_ ])(?:nav|navbar|navigation|navigatie|menu|submenu|breadcrumbs?|kruimelpad|kruimel"
    r"|skip-?links?|sidebar|social|share|delen|paginati\w+|paginering|related|gerelateerd|tags)"
    r"(?:$|[-_ ])",
    re.IGNORECASE,
)
_COOKIE_CLASS = re.compile(r"cookie|consent|gdpr", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# A folded panel is hidden until someone opens it: it is text of the page all the same.
_FOLDED_CLASS = re.compile(r"accordion|collaps|uitklap|toggle-?content|tab-?pane", re.IGNORECASE)
_FOLDED_ROLES = frozenset({"region", "tabpanel"})
_MAIN_TAGS = frozenset({"main", "article", "h1"})
_MAIN_NAMES = re.compile(r"^(?:main|content|main-?content|page-?content|inhoud)$", re.IGNORECASE)
_MOSTLY_LINKS, _SOME_LINKS = 0.6, 0.5
_ENOUGH, _NEARLY_ALL = 0.2, 0.5  # of all text, to be the main part of the page


@dataclass(slots=True)
class _Seen:
    """What an element holds: letters, those in links, and whether it holds the main part."""

    letters: int = 0
    linked: int = 0
    main: bool = False

    def add(self, other: _Seen) -> None:
        self.letters += other.letters
        self.linked += other.linked
        self.main = self.main or other.main

    @property
    def in_links(self) -> float:
        return self.linked / self.letters if self.letters else 0.0


@dataclass(slots=True)
class HtmlTree:
    """A parsed page. ``main`` is the part with its text, ``dropped`` what is not text in it."""

    root: _Element
    main: _Element
    dropped: set[_Element] = field(default_factory=set)


def parse_html(path: Path) -> HtmlTree:
    """Parse the page at ``path``; however broken or deep it is, there is a tree.

    Raises:
        UnsupportedError: the contents are not text.
        ReadError: it is too large to parse.
    """
    raw = path.read_bytes()
    if len(raw) > _LARGEST or raw.count(b"<") + raw.count(b"=") > _MOST_NODES:
        raise ReadError(f"{path.name}: is te groot voor een webpagina; splits het bestand.")
    text = _decoded(raw, path)
    root = _parsed(text)
    every, dropped = _look(root)
    return HtmlTree(root, _main_part(root, every, dropped), dropped)


def _decoded(raw: bytes, path: Path) -> str:
    found = _DECLARED.search(raw[:4096]) or _XML_DECLARED.match(raw[:300])
    text = decode_text(raw, found[1].decode("ascii") if found else "")
    if text is None:
        raise UnsupportedError(
            f"{path.name}: heet {path.suffix.lower()} maar bevat geen leesbare tekst (binair); "
            "lever het juiste bestand aan."
        )
    return text


def _parsed(text: str) -> _Element:
    """The tree of a page; below a depth that no page needs, elements stand beside one another."""
    from lxml import etree

    parser = etree.HTMLParser(  # type: ignore[call-overload]  # comments are not to be handled
        target=_Flat(etree.TreeBuilder()), encoding="utf-8", huge_tree=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, AssertionError):  # there was no element and no text at all
        root = None
    return etree.Element("html") if root is None else root


@dataclass(slots=True)
class _Flat:
    """Builds the tree from what the parser meets, never deeper than ``_DEEPEST``."""

    builder: TreeBuilder
    open: list[bool] = field(default_factory=list)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins; of its attributes only those that are looked at are kept."""
        kept = {name: value for name, value in attributes.items() if name in _ATTRIBUTES}
        self.builder.start(tag, kept)
        nests = len(self.open) < _DEEPEST or tag in _NEVER
        self.open.append(nests)
        if not nests:
            self.builder.end(tag)

    def end(self, tag: str) -> None:
        """An element ends; one that was flattened still parts what is before and after it."""
        if self.open.pop():
            self.builder.end(tag)
        else:
            self.builder.start("div" if tag in _PARTING else tag, {})
            self.builder.end("div" if tag in _PARTING else tag)

    def data(self, text: str) -> None:
        """Text, wherever it stands."""
        self.builder.data(text)

    def close(self) -> _Element:
        """The root, when all was met."""
        return self.builder.close()


def _look(root: _Element) -> tuple[dict[_Element, _Seen], set[_Element]]:
    """Look at every element once, without recursion: what it holds, and whether it is dropped."""
    from lxml import etree

    stack: list[_Seen] = [_Seen()]
    links = inside_main = 0
    every: dict[_Element, _Seen] = {}
    dropped: set[_Element] = set()
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = element.tag
        if event == "start":
            if name in _NEVER or _is_hidden(element):
                dropped.add(element)
                stack.append(_Seen())
                continue
            links += name == "a"
            inside_main += name in ("main", "article")
            letters = _letters(element.text)
            stack.append(_Seen(letters, letters if links else 0, name in _MAIN_TAGS))
            continue
        seen = stack.pop()
        if element in dropped:
            seen = _Seen()
        else:
            links -= name == "a"
            inside_main -= name in ("main", "article")
            if _is_around(element, seen, bool(inside_main)):
                dropped.add(element)
                seen = _Seen()
            elif _could_be_main(element):
                every[element] = seen
        stack[-1].add(seen)
        tail = _letters(element.tail)
        stack[-1].letters += tail
        stack[-1].linked += tail if links else 0
    return every, dropped


def _letters(text: str | None) -> int:
    return len(text.strip()) if text else 0


def _is_hidden(element: _Element) -> bool:
    attributes = element.attrib
    if not attributes or element.tag in ("html", "body"):
        return False
    hidden = (
        attributes.get("hidden", "until-found") != "until-found"
        or attributes.get("aria-hidden") == "true"
        or _HIDDEN_STYLE.search(attributes.get("style", ""))
    )
    if not hidden:
        return False
    folded = _FOLDED_CLASS.search(_names(element)) or attributes.get("role") in _FOLDED_ROLES
    return not folded


def _is_around(element: _Element, seen: _Seen, inside_main: bool) -> bool:
    """Whether an element is a menu, bar or the like, around the text of the page."""
    name, role = element.tag, element.get("role", "")
    if name in ("html", "body", "main"):
        return False
    if role in _AROUND_ROLES or name in _AROUND:
        if name == "form" or role == "form":
            return not seen.main and not inside_main
        # A header, footer or box in an article belongs to it, if it does not only link on.
        belongs = inside_main and name != "nav" and role in ("", "complementary")
        return not belongs or seen.in_links > _SOME_LINKS
    if not element.attrib or seen.main:
        return False
    names = _names(element)
    if _COOKIE_CLASS.search(names) and not inside_main:
        return True
    return bool(_MENU_CLASS.search(names)) and seen.in_links > _MOSTLY_LINKS


def _names(element: _Element) -> str:
    return f"{element.get('class', '')} {element.get('id', '')}"


def _could_be_main(element: _Element) -> bool:
    return (
        element.tag in ("main", "article", "body")
        or element.get("role") == "main"
        or bool(_MAIN_NAMES.match(element.get("id", "")))
    )


def _main_part(root: _Element, every: dict[_Element, _Seen], dropped: set[_Element]) -> _Element:
    """The one part that holds the text of the page: what says so and is not nearly empty."""
    body = next((e for e in every if e.tag == "body"), root)
    whole = every[body].letters if body in every else 0
    for wanted, least in ((_says_main, _ENOUGH), (_is_article, _NEARLY_ALL)):
        found = [e for e in every if wanted(e)]
        if wanted is _is_article and sum(e.tag == "article" for e in found) > 1:
            break  # a list of articles: all of them are text of the page
        found = [e for e in found if every[e].letters > whole * least]
        largest = max(found, key=lambda e: every[e].letters, default=None)
        if largest is not None and not _inside(largest, dropped):
            return largest
    return body


def _says_main(element: _Element) -> bool:
    return element.tag == "main" or element.get("role") == "main"


def _is_article(element: _Element) -> bool:
    return element.tag == "article" or bool(_MAIN_NAMES.match(element.get("id", "")))


def _inside(element: _Element, others: set[_Element]) -> bool:
    return any(above in others for above in _above(element))


def _above(element: _Element) -> Iterator[_Element]:
    parent = element.getparent()
    while parent is not None:
        yield parent
        parent = parent.getparent()
