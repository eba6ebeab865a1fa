"""Owns ``Html``: text that may reach a page as it is. The only place where text is escaped.

Whatever is not ``Html`` is data and is escaped on its way in, so a document title, a quote or a
question can never be more than text. ``element`` and ``trusted`` are the only makers of ``Html``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

__all__ = ["Html", "element", "escaped", "joined", "trusted"]

# Besides what HTML itself needs: the marks of Markdown, LaTeX and templates, so that nothing
# downstream can read the text as more than text either.
_MARKS = {ord(c): f"&#{ord(c)};" for c in "`*_{}[]()$\\~|"}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_VOID = frozenset({"br", "hr", "img"})
_FORBIDDEN = frozenset({"script", "style", "iframe", "object", "embed", "form", "base", "link"})
_LINKS = frozenset({"href", "src"})
_SAFE_LINK = re.compile(r"#[\w-]*|data:image/png;base64,[A-Za-z0-9+/=]*")


class Html(str):
    """Text in which everything that came from outside is escaped already."""

    __slots__ = ()


def escaped(text: object) -> Html:
    """``text`` as it must stand in a page to be read as that very text."""
    if isinstance(text, Html):
        return text
    plain = _CONTROL.sub("", str(text))
    return Html(html.escape(plain, quote=True).translate(_MARKS))


def element(
    name: str,
    *children: object,
    class_: str = "",
    **attributes: str | int | bool | None,
) -> Html:
    """One element; children that are no ``Html`` are escaped, and so are attributes.

    ``None`` and ``False`` leave an attribute out, ``True`` writes it bare; ``aria_label`` is
    written ``aria-label``. Links may go to a place on the page or hold a PNG, nothing else.
    """
    if not _NAME.fullmatch(name) or name in _FORBIDDEN:
        raise ValueError(f"<{name}> is not written here")
    written = "".join(
        _attribute(key.rstrip("_").replace("_", "-"), value)
        for key, value in {"class": class_ or None, **attributes}.items()
        if value is not None and value is not False
    )
    if name in _VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{joined(children)}</{name}>")


def joined(children: Iterable[object], between: str = "") -> Html:
    """``children`` one after another; ``None`` and empty text are left out."""
    kept = [escaped(child) for child in children if child is not None and child != ""]
    return Html(escaped(between).join(kept))


def trusted(text: str) -> Html:
    """A constant of this program as ``Html``; never call it on anything that was read."""
    return Html(text)


def _attribute(name: str, value: str | int | bool) -> str:
    if not _NAME.fullmatch(name) or name.startswith("on"):
        raise ValueError(f"attribute {name} is not written here")
    if value is True:
        return f" {name}"
    if name in _LINKS and not _SAFE_LINK.fullmatch(str(value)):
        raise ValueError(f"{name} may not go there")
    return f' {name}="{escaped(str(value))}"'
