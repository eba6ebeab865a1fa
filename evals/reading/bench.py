"""Owns the bench of reading: figures against labels made by eye, and other readers beside ours.

``python -m evals.reading.bench`` reads the real documents that the labels are of (they are no
part of the project; ``--data`` tells where they are) and prints the figures of our own reader.
``--rivals`` puts the same documents through other readers (``pip install 'piketpaal[bench]'``,
and ``--docling PYTHON`` for docling, which needs an environment of its own). ``--markdown FILE``
writes the tables between the marks of a document, ``--faults`` lists what was read wrongly.
``--split develop`` looks at the half that may be tuned on.
"""

from __future__ import annotations

import argparse
import datetime
import logging
import os
import platform
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError
from pathlib import Path

from corpus.errors import EvaluationError
from evals.labels import share
from evals.reading import decided, ours, told, unseen
from evals.reading.beside import Compared, compare, longest
from evals.reading.docling_pages import Docling
from evals.reading.documents import Documents
from evals.reading.figures import Figure
from evals.reading.labels import labelled
from evals.reading.lost import Layer, layers_of
from evals.reading.markdown import fill
from evals.reading.rivals import LangChain, OurReader, Pdfium, PdfPlumber, Rival
from evals.reading.speed import over_processes
from evals.reading.tables import (
    cell_table,
    fault_list,
    own_table,
    process_table,
    speed_table,
    text_table,
)

__all__ = ["figures", "main"]

_KINDS = ("cells_budget", "cells_accounts", "headings", "order", "decisions", "facts", "unread")
_PROCESSES = (1, 2)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 with one line when the documents or the other readers are not there."""
    given = _parser().parse_args(arguments)
    try:
        _run(given)
    except EvaluationError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.reading.bench", description=__doc__)
    real = Path(os.environ.get("PIKETPAAL_REAL_DATA", "../shared/data"))
    parser.add_argument("--data", type=Path, default=real / "documents")
    parser.add_argument("--split", choices=("develop", "test"))
    parser.add_argument("--faults", action="store_true", help="list what was read wrongly")
    parser.add_argument("--rivals", action="store_true", help="other readers beside ours")
    parser.add_argument("--docling", type=Path, help="the Python of an environment with docling")
    parser.add_argument("--markdown", type=Path, help="document to write the tables in")
    return parser


def _run(given: argparse.Namespace) -> None:
    files = _files(given.data)
    documents = Documents(given.data)
    own = list(figures(documents, given.split))
    for figure in own:
        print(f"{figure.what}: {figure.right} van {figure.total} = {share(figure.share)}")
        for fault in figure.faults if given.faults else ():
            print(f"    {fault}")
    if not decided.can_measure():
        print("besluitenlijsten: deze versie leest er geen losse besluiten uit")
    parts = _own_parts(documents, own) if given.markdown else {}
    if given.rivals:
        parts |= _beside(given, [file for file in files if file.endswith(".pdf")], documents)
    if given.markdown:
        fill(given.markdown, parts)


def _files(folder: Path) -> list[str]:
    """The labelled documents, which must all be there."""
    files = sorted({str(entry["file"]) for kind in _KINDS for entry in labelled(kind)})
    if missing := [file for file in files if not (folder / file).is_file()]:
        raise EvaluationError(
            f"{folder}: {len(missing)} van de {len(files)} gelabelde documenten zijn er niet "
            f"({missing[0]} ...); noem hun map met --data of PIKETPAAL_REAL_DATA."
        )
    return files


def figures(documents: Documents, split: str | None = None) -> Iterator[Figure]:
    """Every figure of our own reader; labels without halves count only when no half is asked.

    Reading with OCR belongs here, as figures beside these, once ``ingest`` can read images: the
    cells in a picture and all of the accounts come back with it only.
    """
    yield from ours.measure(documents, split)
    if split is None:
        yield from unseen.measure(documents)
        yield from told.measure(documents)
        if decided.can_measure():
            yield from decided.measure(documents)


def _own_parts(documents: Documents, own: Sequence[Figure]) -> dict[str, str]:
    halves = {half: list(figures(documents, half)) for half in ("develop", "test")}
    readable = [f for f in own if "onleesbare" not in f.what]
    refused = "\n".join(f"- {line}" for line in documents.refused.values())
    return {
        "eigen-lezer": own_table({"all": own, **halves}),
        "fouten": f"{fault_list(readable)}\n\n**geweigerd**\n\n{refused or '- niets'}",
    }


def _beside(
    given: argparse.Namespace, files: Sequence[str], documents: Documents
) -> dict[str, str]:
    """The tables of all readers, in one run."""
    for noisy in ("pypdf", "pdfminer"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    load = os.getloadavg()[0]
    layers = {
        file: layers_of(given.data / file) if documents.document(file).pages else ()
        for file in files
    }
    compared = [_compared(rival, given.data, layers) for rival in _rivals(given.docling)]
    large = [given.data / file for file in longest(layers)]
    small = min((given.data / file for file in files), key=lambda path: path.stat().st_size)
    speeds = {count: over_processes(large, small, count) for count in _PROCESSES}
    parts = {
        "cellen": cell_table(compared),
        "tekst": text_table(compared),
        "snelheid": speed_table(compared),
        "processen": process_table(speeds),
    }
    for part in parts.values():
        print(f"\n{part}")
    return {**parts, "omstandigheden": _circumstances(compared, large, layers, load)}


def _compared(rival: Rival, folder: Path, layers: Mapping[str, Sequence[Layer]]) -> Compared:
    print(f"{rival.name} ...", file=sys.stderr)
    found = compare(rival, folder, layers)
    if isinstance(rival, Docling):
        rival.close()
    return found


def _rivals(docling: Path | None) -> list[Rival]:
    try:
        found: list[Rival] = [
            OurReader(),
            LangChain(),
            PdfPlumber(),
            PdfPlumber(by_words=True),
            Pdfium(),
        ]
    except PackageNotFoundError as error:
        raise EvaluationError(
            f"{error.name} is niet geïnstalleerd; installeer de andere lezers met "
            "pip install 'piketpaal[bench]'."
        ) from error
    return [*found, Docling(docling)] if docling else found


def _circumstances(
    compared: Sequence[Compared],
    large: Sequence[Path],
    layers: Mapping[str, Sequence[Layer]],
    load: float,
) -> str:
    """When, where and with what was measured; a shared machine shows in its load."""
    pages = sum(len(own) for own in layers.values())
    unread = ", ".join(file for file, own in layers.items() if not own)
    lines = [
        f"datum: {datetime.date.today().isoformat()}",
        f"machine: {_processor()}, {os.cpu_count()} kernen, Python {platform.python_version()}; "
        f"belasting bij het begin {load:.1f} (de machine werd gedeeld), nice {os.nice(0)}",
        f"documenten: {len(layers)} pdf's; {pages} pagina's daarvan hebben een tekstlaag",
        f"zonder leesbare tekstlaag, dus niet in woorden en snelheid: {unread or 'geen'}",
        f"snelheid over: {', '.join(path.name for path in large)}",
        *(f"{one.name}: {one.packages}" for one in compared),
    ]
    return "\n".join(f"- {line}" for line in lines)


def _processor() -> str:
    """The name of the processor, where the system tells it."""
    told = Path("/proc/cpuinfo")
    if told.is_file():
        for line in told.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


if __name__ == "__main__":
    sys.exit(main())
