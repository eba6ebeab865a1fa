"""Owns the making of the sample documents: Typst sources in, the same PDF bytes out.

python -m corpus.sample.build            makes every document
python -m corpus.sample.build --check    exits 1 and names each file that differs
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from corpus.sample import DOCUMENTS

__all__ = ["SOURCES", "build", "main", "missing_or_different", "render", "sources"]

SOURCES: Path = Path(__file__).resolve().parent / "source"
# 1 November 2026 00:00 UTC, so that a document does not depend on the day it is made.
CREATED = 1_793_491_200


def sources() -> list[Path]:
    """The Typst source of every document; what they share stands in the folder ``delen``."""
    return sorted(SOURCES.glob("*.typ"))


def target(source: Path, folder: Path = DOCUMENTS) -> Path:
    """Where the document made from ``source`` belongs."""
    return folder / f"{source.stem}.pdf"


def render(source: Path) -> bytes:
    """The PDF of one source, with the typesetter's own fonts only: the same on every machine."""
    import typst

    made = typst.compile(
        source,
        root=SOURCES,
        font_paths=[],
        ignore_system_fonts=True,
        format="pdf",
        timestamp=CREATED,
    )
    if not isinstance(made, bytes):
        raise TypeError(f"{source.name}: de zetter gaf geen PDF terug.")
    return made


def build(folder: Path = DOCUMENTS) -> list[Path]:
    """Make every document in ``folder``; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for source in sources():
        path = target(source, folder)
        path.write_bytes(render(source))
        made.append(path)
    return made


def missing_or_different(folder: Path = DOCUMENTS) -> list[str]:
    """The names of the documents that are not what their sources say, or have no source."""
    wrong = []
    expected = {target(source, folder): source for source in sources()}
    for path, source in expected.items():
        if not path.is_file() or path.read_bytes() != render(source):
            wrong.append(path.name)
    wrong += [path.name for path in sorted(folder.glob("*.pdf")) if path not in expected]
    return wrong


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 when all is well, 1 when ``--check`` found a difference."""
    parser = argparse.ArgumentParser(
        prog="python -m corpus.sample.build",
        description="Maakt de voorbeelddocumenten van de gemeente Wilgenwaard uit hun bronnen.",
    )
    parser.add_argument(
        "--check", action="store_true", help="schrijf niets; meld welke bestanden afwijken"
    )
    if parser.parse_args(arguments).check:
        wrong = missing_or_different()
        for name in wrong:
            print(f"{name} wijkt af van zijn bron; voer `make sample` uit.", file=sys.stderr)
        return 1 if wrong else 0
    for path in build():
        print(path.name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
