"""Owns turning the bytes of a text file or web page into text, whatever program wrote them."""

from __future__ import annotations

import codecs
import re

__all__ = ["decode_text"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What says to be Latin-1 is in the encoding of Windows, as every browser takes it.
_LATIN = frozenset({"iso-8859-1", "iso8859-1", "latin-1", "latin1", "ascii", "us-ascii"})
# Those that a file without a byte order mark may say it is in; the rest is seen, not believed.
_BELIEVED = re.compile(
    r"^(?:utf-?8|windows-125\d|cp(?:125\d|437|850|1140)|iso-?8859-\d+|mac-?\w+)$"
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f]")
_MOST_CONTROL = 0.01
_MOST_BAD = 10_000
_BAD_BYTES = "bytes_of_windows"
_SAMPLE = 4096


def decode_text(raw: bytes, declared: str = "") -> str | None:
    """The text of ``raw`` without control characters; ``None`` when it is no text.

    ``declared`` is the encoding that the file says it is in, if any.
    """
    text = _decoded(raw, declared.strip().lower())
    if text is None:
        return None
    control = len(_CONTROL.findall(text))
    if control > len(text) * _MOST_CONTROL:
        return None
    return _CONTROL.sub("", text) if control else text


def _decoded(raw: bytes, declared: str) -> str | None:
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return _strict(raw, encoding) or _strict(raw[:-1], encoding)
    if wide := _wide(raw):
        return _strict(raw, wide) or _strict(raw[:-1], wide)
    if declared in _LATIN:
        declared = "cp1252"
    if _BELIEVED.match(declared) and not declared.startswith("utf"):
        found = _strict(raw, declared)
        if found is not None:
            return found
    return _utf8(raw)


def _wide(raw: bytes) -> str:
    """UTF-16 without a mark shows in its zeros: every other byte of Western text."""
    some = raw[:_SAMPLE]
    even, odd = some[0::2].count(0), some[1::2].count(0)
    half = len(some) / 2
    if len(some) >= 8 and odd > half * 0.7 and even < half * 0.1:
        return "utf-16-le"
    return "utf-16-be" if len(some) >= 8 and even > half * 0.7 and odd < half * 0.1 else ""


def _utf8(raw: bytes) -> str:
    """UTF-8, with bytes of Windows among it where most is UTF-8; else Windows throughout."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    good = raw.decode("utf-8-sig", "ignore")
    beyond = len(good) - len(good.encode("ascii", "ignore"))
    bad = len(raw) - len(good.encode())
    if bad < min(beyond / 2, _MOST_BAD):
        return raw.decode("utf-8-sig", _BAD_BYTES)
    return raw.decode("latin-1").translate(_WINDOWS)


def _strict(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """A byte that is no UTF-8 as Windows writes it, or else as Latin-1."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start]
    return _WINDOWS.get(bad, chr(bad)), error.start + 1


def _windows() -> dict[int, str]:
    """What the bytes 0x80 to 0x9F are in the encoding of Windows; five of them are nothing."""
    found = {}
    for byte in range(0x80, 0xA0):
        text = _strict(bytes([byte]), "cp1252")
        if text is not None:
            found[byte] = text
    return found


_WINDOWS = _windows()
codecs.register_error(_BAD_BYTES, _as_windows)
