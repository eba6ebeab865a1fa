"""Owns docling beside our reader: it runs in an environment of its own, and answers in JSON.

docling needs another PyTorch than the project, so it is no dependency: ``Docling`` is given the
Python of an environment that has it (``pip install docling``). Its tables and headings come from
models that a hub gives; where ``DOCLING_ARTIFACTS_PATH`` names a folder with them the full
pipeline is used, else the one of docling itself that needs none, and gives text only.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from corpus.errors import EvaluationError
from evals.reading.rivals import PageRead, Reading, timed

__all__ = ["Docling"]

_ROOT = Path(__file__).resolve().parents[2]
_MODELS = "DOCLING_ARTIFACTS_PATH"


class Docling:
    """docling in another Python, which stays up until ``close``.

    Raises:
        EvaluationError: that Python is not there, or has no docling.
    """

    def __init__(self, python: Path) -> None:
        if not python.is_file():
            raise EvaluationError(
                f"{python} is er niet; noem de Python van de omgeving met docling."
            )
        self._child = subprocess.Popen(
            [str(python), "-m", "evals.reading.docling_pages"],
            cwd=_ROOT,
            env={**os.environ, "OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.packages = str(self._answer())
        self.name = f"docling, {'met' if os.environ.get(_MODELS) else 'zonder'} modellen"

    def read(self, path: Path) -> Reading:
        if self._child.stdin is not None:
            self._child.stdin.write(f"{path.resolve()}\n")
            self._child.stdin.flush()
        answer = self._answer()
        return Reading(
            pages=tuple(
                PageRead(
                    text=page["text"],
                    tables=None
                    if page["tables"] is None
                    else tuple(tuple(tuple(row) for row in table) for table in page["tables"]),
                    headings=None if page["headings"] is None else tuple(page["headings"]),
                )
                for page in answer["pages"]
            ),
            processor=answer["processor"],
            wall=answer["wall"],
        )

    def close(self) -> None:
        """End the other Python."""
        self._child.communicate()

    def _answer(self) -> Any:
        line = self._child.stdout.readline() if self._child.stdout else ""
        if not line:
            raise EvaluationError("docling geeft geen antwoord; installeer het in die omgeving.")
        return json.loads(line)


def _converter() -> Any:
    from docling.datamodel.base_models import InputFormat
    from docling.datamodel.pipeline_options import NativePdfPipelineOptions, PdfPipelineOptions
    from docling.document_converter import (
        DocumentConverter,
        NativePdfFormatOption,
        PdfFormatOption,
    )

    option: Any = NativePdfFormatOption(pipeline_options=NativePdfPipelineOptions(parser_threads=1))
    if os.environ.get(_MODELS):
        option = PdfFormatOption(pipeline_options=PdfPipelineOptions(do_ocr=False))
    return DocumentConverter(format_options={InputFormat.PDF: option})


def pages_of(document: Any, *, structured: bool) -> Iterator[PageRead]:
    """The pages of a ``DoclingDocument``; without models it has no tables and no headings."""
    from docling_core.types.doc import ContentLayer, TableItem

    texts: dict[int, list[str]] = {number: [] for number in document.pages}
    tables: dict[int, list[tuple[tuple[str, ...], ...]]] = {n: [] for n in document.pages}
    headings: dict[int, list[str]] = {number: [] for number in document.pages}
    layers = {ContentLayer.BODY, ContentLayer.FURNITURE}
    for item, _ in document.iterate_items(included_content_layers=layers):
        page = item.prov[0].page_no if item.prov else 0
        if page not in texts:
            continue
        if isinstance(item, TableItem):
            grid = tuple(tuple(str(cell.text) for cell in row) for row in item.data.grid)
            tables[page].append(grid)
            texts[page] += [" ".join(row) for row in grid]
        elif text := str(getattr(item, "text", "")):
            texts[page].append(text)
            if item.label in ("section_header", "title"):
                headings[page].append(text)
    for number in sorted(texts):
        yield PageRead(
            "\n".join(texts[number]),
            tables=tuple(tables[number]) if structured else None,
            headings=tuple(headings[number]) if structured else None,
        )


def _serve() -> None:
    """Answer each path on standard input with a line of JSON; the first line tells what runs."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what docling prints must not come between
    converter, structured = _converter(), bool(os.environ.get(_MODELS))
    packages = [f"{name} {version(name)}" for name in ("docling", "docling-parse")]
    print(json.dumps(", ".join(packages)), file=answers, flush=True)
    for line in sys.stdin:
        path = line.strip()
        reading = timed(
            lambda path=path: pages_of(  # type: ignore[misc]
                converter.convert(path, raises_on_error=False).document, structured=structured
            )
        )
        print(json.dumps(asdict(reading)), file=answers, flush=True)


if __name__ == "__main__":
    _serve()
