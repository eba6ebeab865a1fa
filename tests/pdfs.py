"""Owns making small PDFs for tests, and looking at what was read of them."""

from __future__ import annotations

from pathlib import Path

import typst

from ingest.pages import BlockKind, Page, ReadDocument, TableRow


def make(folder: Path, source: str, name: str = "stuk.pdf") -> Path:
    """A PDF of typst ``source``, hyphenated and set as Dutch."""
    path = folder / name
    head = '#set text(lang: "nl", size: 10pt, font: "Libertinus Serif")\n'
    path.write_bytes(typst.compile((head + source).encode()))
    return path


def kinds(page: Page, kind: BlockKind) -> list[str]:
    return [block.text for block in page.blocks if block.kind is kind]


def rows(document: ReadDocument) -> list[TableRow]:
    return [block.row for page in document.pages for block in page.blocks if block.row]


def values(row: TableRow) -> dict[str, str]:
    return {cell.header: cell.text for cell in row.cells}


def check_slices(document: ReadDocument) -> None:
    for page in document.pages:
        assert page.text == "\n".join(block.text for block in page.blocks)
        for block in page.blocks:
            assert page.text[block.start : block.end] == block.text
            assert all(box.x0 < box.x1 and box.y0 < box.y1 for box in block.boxes)
