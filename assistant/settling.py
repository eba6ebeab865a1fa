"""Owns telling which facts of documents are in doubt, and what to write to settle them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from ingest.doubts import Doubt
from ingest.manifest import Entry

__all__ = ["doubts_dicts", "doubts_text"]


def doubts_dicts(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """Every doubt: file, fact, question, candidates with where each was read, and the remedy.

    ``register`` is the file to write in, ``yaml`` the lines for its list ``documents``.
    """
    usual = _usual_municipalities(entries)
    return [
        {
            "file": entry.document.file,
            "fact": doubt.fact,
            "question": doubt.question,
            "candidates": [{"value": c.value, "read_from": c.read_from} for c in doubt.candidates],
            "register": doubt.register_of(source, is_folder=not _is_file(entry)),
            "yaml": doubt.yaml(entry.document.file),
        }
        for entry in entries
        for source in [entry.document.source]
        for doubt in _with_example(entry.doubts, usual.get(source))
    ]


def doubts_text(found: Iterable[dict[str, Any]]) -> list[str]:
    """The doubts as lines to read, one register at a time."""
    by_register: dict[str, list[dict[str, Any]]] = {}
    for doubt in found:
        by_register.setdefault(doubt["register"], []).append(doubt)
    lines: list[str] = []
    for register, doubts in by_register.items():
        count = "1 feit" if len(doubts) == 1 else f"{len(doubts)} feiten"
        lines += ["", f"Twijfel over {count}. Leg vast wat klopt in {register}"]
        lines += ["(haal het # voor een voorbeeld weg en vul in):", "", "  documents:"]
        by_file: dict[str, list[dict[str, Any]]] = {}
        for doubt in doubts:
            by_file.setdefault(doubt["file"], []).append(doubt)
        for group in by_file.values():
            first, *_ = group[0]["yaml"].splitlines()
            lines.append(f"  {first}")
            for doubt in group:
                lines.append(f"    # {doubt['question']}{_read(doubt)}")
                lines += [f"  {line}" for line in doubt["yaml"].splitlines()[1:]]
    return lines


def _read(doubt: dict[str, Any]) -> str:
    told = [f"{c['value']} ({c['read_from']})" for c in doubt["candidates"]]
    return f" Gelezen: {'; '.join(told)}." if told else ""


def _with_example(doubts: Sequence[Doubt], municipality: str | None) -> Sequence[Doubt]:
    """The municipality of the other documents of the source, as the example to write."""
    if municipality is None:
        return doubts
    return [replace(d, example=municipality) if d.fact == "municipality" else d for d in doubts]


def _usual_municipalities(entries: Iterable[Entry]) -> dict[str, str]:
    named: dict[str, Counter[str]] = {}
    for entry in entries:
        if entry.document.municipality:
            source = named.setdefault(entry.document.source, Counter())
            source[entry.document.municipality] += 1
    return {source: counts.most_common(1)[0][0] for source, counts in named.items()}


def _is_file(entry: Entry) -> bool:
    """Whether the source is this one file, not a folder."""
    return PurePosixPath(entry.document.source).name == entry.document.file
