"""Owns what the command line prints: progress, status, hits, answers and the map, as text."""

from __future__ import annotations

import re
import sys
import textwrap
from collections import Counter
from typing import Any

from assistant.answer import Answer
from assistant.citations import Citation
from assistant.gapmap import GapMap
from assistant.retrieve import Hit
from assistant.settling import doubts_dicts, doubts_text
from assistant.unread import unread_note, unread_places
from assistant.word import STATUS_WORDS
from corpus.documents import Document
from corpus.status import Status
from ingest.manifest import Entry
from ingest.store import Store

__all__ = [
    "answer_text",
    "hits_dict",
    "hits_text",
    "map_text",
    "status_dict",
    "status_text",
]

_WIDTH = 96


def status_dict(store: Store, groups: frozenset[str]) -> dict[str, Any]:
    """What is in the store, for readers in ``groups``."""
    entries = [e for e in store.manifest.entries if e.document.readable_by(groups)]
    return {
        "generation": store.manifest.generation,
        "embedding": store.stamp.get("embedding"),
        "documents": [_entry_dict(e) for e in entries],
        "doubts": doubts_dicts(entries),
        "refused": [{"file": r.file, "reason": r.reason} for r in store.manifest.refused],
        "pages": sum(e.document.page_count for e in entries),
        "passages": sum(e.passages for e in entries),
    }


def status_text(store: Store, groups: frozenset[str]) -> str:
    """What is in the store as a table, with what is in doubt and what could not be read."""
    found = status_dict(store, groups)
    lines = [
        f"{len(found['documents'])} documenten, {found['pages']} pagina's, "
        f"{found['passages']} passages; embedding: {found['embedding']}",
        "",
    ]
    for d in found["documents"]:
        past = f" (vervangen door {d['superseded_by']})" if d["superseded_by"] else ""
        facts = ", ".join(
            str(f) for f in (d["type"], d["municipality"], d["status"], d["date"]) if f
        )
        lines.append(f"{d['file']}\n    {d['title']} [{facts}]{past}")
        if count := d["unread_pages"]:
            pages = "1 pagina is" if count == 1 else f"{count} pagina's zijn"
            named = ", ".join(str(u["page"]) for u in d["unread"][:8])
            more = ", ..." if count > 8 else ""
            lines.append(f"    ! {pages} niet geheel gelezen: p. {named}{more}")
    lines += doubts_text(found["doubts"])
    if found["refused"]:
        lines += ["", "Geweigerd:"]
        lines += [f"  {r['file']}: {r['reason']}" for r in found["refused"]]
    return "\n".join(lines)


def hits_dict(hits: list[Hit]) -> dict[str, Any]:
    """Search results in the form of the contract."""
    return {
        "hits": [
            {
                "file": hit.document.file,
                "document": hit.document.title,
                "page": hit.passage.page,
                "page_label": hit.passage.page_label,
                "section": hit.passage.section,
                "text": hit.passage.text,
                "score": round(hit.score, 6),
            }
            for hit in hits
        ]
    }


def hits_text(hits: list[Hit]) -> str:
    """Search results to read."""
    if not hits:
        return "Niets gevonden. Probeer andere woorden, of kijk met 'piketpaal status' wat er is."
    parts = []
    for number, hit in enumerate(hits, start=1):
        head = f"{number}. {hit.document.title}, {_page(hit.passage.page, hit.passage.page_label)}"
        body = textwrap.shorten(hit.passage.text, 300, placeholder=" ...")
        parts.append(f"{head}\n" + textwrap.indent(textwrap.fill(body, _WIDTH - 3), "   "))
    return "\n".join(parts)


def answer_text(answer: Answer) -> str:
    """An answer to read on a terminal: the text, then the sources with their quotes."""
    text = re.sub(r"\*\*(.+?)\*\*", _bold, answer.text)
    text = re.sub(r"(?m)^_(.+)_$|(?<=\s)_(.+?)_$", lambda m: m[1] or m[2], text)
    wrapped = [_wrap(line) for line in text.splitlines()]
    used = sorted({int(n) for n in re.findall(r"\[(\d+)\]", answer.text)})
    sources = [_source(answer.citations[n - 1]) for n in used]
    parts = [f"Vraag: {answer.question}", "", *wrapped]
    if sources:
        parts += ["", _bold_text("Bronnen"), *sources]
    return "\n".join(parts)


def map_text(found: GapMap) -> str:
    """The gap map as a list per status, with the place where it was found."""
    by_status: dict[str, list[str]] = {}
    for item in found.instruments:
        place = ""
        if item["citations"]:
            first = item["citations"][0]
            place = f" — {first['title']}, {_page(first['page'], first['page_label'])}"
        local = f" ({item['local_name']})" if item["local_name"] else ""
        by_status.setdefault(item["status"], []).append(f"  {item['name']}{local}{place}")
    whose = f" van {found.municipality}" if found.municipality else ""
    lines = [f"Gatenkaart{whose}, stand per {found.as_of.isoformat()}"]
    for status in Status:
        if status.value in by_status:
            names = by_status[status.value]
            lines += ["", _bold_text(f"{STATUS_WORDS[status].capitalize()} ({len(names)})"), *names]
    searched = Counter(i["searched"]["documents"] for i in found.instruments).most_common(1)
    if searched:
        lines += [
            "",
            f"Gezocht in {searched[0][0]} documenten die voor de gemeente spreken. Niet "
            "aangetroffen is niet hetzelfde als: bestaat niet.",
        ]
    if note := unread_note(found.unread):
        lines.append(note)
    lines += [
        "",
        f"Harde toezeggingen in het coalitieakkoord: {len(found.ambitions)} "
        "(met --json staan ze er alle in).",
    ]
    return "\n".join(lines)


def _entry_dict(entry: Entry) -> dict[str, Any]:
    places = unread_places([entry])
    return _document_dict(entry.document) | {
        "passages": entry.passages,
        "ocr": bool(entry.ocr),
        "unread_pages": len(places),
        "unread": [{"page": p.page.page, "what": p.page.what} for p in places],
    }


def _document_dict(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "file": document.file,
        "title": document.title,
        "type": document.type,
        "authority": document.authority.value,
        "municipality": document.municipality,
        "adopted_by": document.adopted_by,
        "status": document.status.value,
        "date": str(document.date) if document.date else None,
        "valid_from": str(document.valid_from) if document.valid_from else None,
        "valid_until": str(document.valid_until) if document.valid_until else None,
        "period": list(document.period) if document.period else None,
        "budget_year": document.budget_year,
        "superseded_by": document.superseded_by,
        "pages": document.page_count,
        "read_from": dict(document.read_from),
    }


def _source(citation: Citation) -> str:
    past = "; inmiddels vervangen" if citation.document.superseded_by else ""
    head = f"[{citation.number}] {citation.document.title}, "
    head += _page(citation.page, citation.page_label) + (" (OCR)" if citation.ocr else "") + past
    quote = textwrap.shorten(citation.quote, 220, placeholder=" ...")
    body = textwrap.fill(f"“{quote}”", _WIDTH - 4)
    return f"{head}\n{textwrap.indent(body, '    ')}"


def _page(number: int, label: str) -> str:
    return f"p. {label} (pagina {number})" if label and label != str(number) else f"p. {number}"


def _wrap(line: str) -> str:
    hanging = "  " if line.startswith("- ") else ""
    return textwrap.fill(line, _WIDTH, subsequent_indent=hanging, break_long_words=False)


def _bold(match: re.Match[str]) -> str:
    return _bold_text(match[1])


def _bold_text(text: str) -> str:
    return f"\033[1m{text}\033[0m" if sys.stdout.isatty() else text
