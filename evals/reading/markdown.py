"""Owns what the bench writes of itself: tables between the marks of a hand-written document.

A mark is ``<!-- meting: NAAM -->``, and what is generated ends at ``<!-- einde meting -->``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from corpus.errors import EvaluationError

__all__ = ["fill", "table"]

_MARK = re.compile(r"(<!-- meting: (\S+) -->\n).*?(<!-- einde meting -->)", re.DOTALL)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; all columns but the first hold figures, at the right."""
    lines = [head, ["---", *("---:" for _ in head[1:])], *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in lines)


def fill(file: Path, parts: Mapping[str, str]) -> None:
    """Write ``parts`` between their marks in ``file``; the rest stays as it is.

    Raises:
        EvaluationError: the file is not there, or lacks the marks of a part.
    """
    if not file.is_file():
        raise EvaluationError(f"{file} is er niet; noem een document met merktekens van de meting.")
    text = file.read_text("utf-8")
    marks = {match[2] for match in _MARK.finditer(text)}
    if missing := sorted(set(parts) - marks):
        raise EvaluationError(
            f"{file} mist de merktekens voor {', '.join(missing)}; "
            f"zet er '<!-- meting: {missing[0]} -->' en '<!-- einde meting -->' in."
        )

    def own(match: re.Match[str]) -> str:
        return f"{match[1]}\n{parts[match[2]]}\n\n{match[3]}" if match[2] in parts else match[0]

    file.write_text(_MARK.sub(own, text), "utf-8")
