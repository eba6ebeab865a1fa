"""Owns the making of the sample documents: sources in, the same bytes out on every machine.

python -m corpus.sample.build            makes every document
python -m corpus.sample.build --check    exits 1 and names each file that differs
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from corpus.sample import DOCUMENTS
from corpus.sample.facts import SOURCES

__all__ = ["SOURCES", "build", "main", "missing_or_different", "render", "sources", "target"]

# How the name of a source ends, and how that of its document does.
KINDS = {".typ": ".pdf", ".docx.yaml": ".docx", ".html.j2": ".html"}


def sources() -> list[Path]:
    """The source of every document; what they share stands in the folder ``delen``."""
    return sorted(path for path in SOURCES.iterdir() if _ending(path))


def target(source: Path, folder: Path = DOCUMENTS) -> Path:
    """Where the document made from ``source`` belongs."""
    ending = _ending(source)
    return folder / f"{source.name.removesuffix(ending)}{KINDS[ending]}"


def _ending(source: Path) -> str:
    """How the name of a source ends; empty for a file that is no source."""
    return next((ending for ending in KINDS if source.name.endswith(ending)), "")


def render(source: Path) -> bytes:
    """The document of one source; what makes it loads when it is needed."""
    kind = KINDS[_ending(source)]
    if kind == ".docx":
        from corpus.sample.build_docx import render_docx

        return render_docx(source)
    if kind == ".html":
        from corpus.sample.build_html import render_html

        return render_html(source)
    from corpus.sample.build_pdf import render_pdf

    return render_pdf(source)


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
    made = sorted(path for path in folder.iterdir() if path.suffix in KINDS.values())
    wrong += [path.name for path in made if path not in expected]
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
