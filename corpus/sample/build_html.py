"""Owns the web pages of the sample: a page as the website gives it, with the facts filled in."""

from __future__ import annotations

from pathlib import Path

from corpus.sample.facts import fill

__all__ = ["render_html"]


def render_html(source: Path) -> bytes:
    """The page of one template."""
    return fill(source, escape=True).encode("utf-8")
