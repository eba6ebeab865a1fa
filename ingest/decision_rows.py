"""Owns a decision that is a row of a table: which cell is its title, holder and decision."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from ingest.dates import read_date
from ingest.decision_headings import read_case, read_mark
from ingest.decision_pieces import Piece, tells_decision
from ingest.pages import Cell, TableRow
from ingest.text import collapse

__all__ = ["RowFacts", "row_facts"]

_HEADERS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.I))
    for name, pattern in (
        ("date", r"\bdatum\b"),
        ("holder", r"portefeuille|\bpfh\b|\bpf\b|wethouder|bestuurder|collegelid|gedeputeerde"),
        ("case", r"zaak|registratie|kenmerk|dossier|documentn"),
        ("proposal", r"voorstel|advies|gevraagd|samenvatting|toelichting|opmerking|afdeling|team"),
        ("decision", r"besluit|beslissing|uitkomst|afdoening|resultaat"),
        ("title", r"onderwerp|titel|agendapunt|omschrijving|betreft|voorstel"),
        ("number", r"^(?:nr\.?|nummer|volgnr\.?|#|punt)$"),
    )
)
_HOLDER = re.compile(
    r"^(?:(?:loco-?)?burgemeester|wethouder|wh\.?|bgm\.?|bm\.?|gedeputeerde|heemraad|dijkgraaf"
    r"|portefeuillehouder|college)\b[\w .,/'’&-]{0,60}$"
    r"|^(?:[A-Z]\.\s?){1,3}(?:[a-z]+ ){0,2}[A-Z][\w-]+$",
    re.I,
)
_INFINITIVE = re.compile(r"\bte (?:\w+en|gaan|doen|zien)\b|^\d\.\s")


@dataclass(frozen=True, slots=True)
class RowFacts:
    """What the cells of one row say; ``decided`` as in ``ingest.decision_items.Item``."""

    number: str
    case: str
    title: str
    holder: str
    date: datetime.date | None
    decided: tuple[tuple[int, int, int, str], ...]


def row_facts(piece: Piece) -> RowFacts:
    """Read a row by the headers of its columns, or by what the cells look like."""
    row = piece.row
    if row is None:
        raise ValueError("a piece without a row")
    named = {name: cell for cell in row.cells for name in [_column(cell)] if name}
    ambiguous = len({cell.header for cell in row.cells}) < len(row.cells)
    if ambiguous or "decision" not in named:
        named = _guessed(row)
    number, case, title = _opening(row, named)
    holder = named.get("holder")
    decision = named.get("decision")
    date = named.get("date")
    return RowFacts(
        number,
        case or (collapse(named["case"].text) if "case" in named else ""),
        title,
        collapse(holder.text) if holder else "",
        read_date(date.text) if date else None,
        _run(piece, decision) if decision else (),
    )


def _column(cell: Cell) -> str:
    header = collapse(cell.header)
    return next((name for name, pattern in _HEADERS if pattern.search(header)), "")


def _guessed(row: TableRow) -> dict[str, Cell]:
    """Columns told by their cells, where the headers do not: the decision stands last."""
    named: dict[str, Cell] = {}
    for cell in row.cells:
        text = collapse(cell.text)
        if _HOLDER.match(text):
            named.setdefault("holder", cell)
        elif tells_decision(text) or _INFINITIVE.search(text):
            named["decision"] = cell
        elif re.fullmatch(r"[\d./ -]{8,10}", text) and read_date(text):
            named.setdefault("date", cell)
    if "decision" not in named and row.cells:
        last = row.cells[-1]
        if last is not named.get("holder") and last is not named.get("date"):
            named["decision"] = last
    return named


def _opening(row: TableRow, named: dict[str, Cell]) -> tuple[str, str, str]:
    """Number, case number and title from the label of the row, or from its first cells."""
    label = collapse(row.label)
    mark = read_mark(f"{label} .") if len(label) < 12 else read_mark(label)
    rest = label[mark.rest :].strip(" .") if mark.rest <= len(label) else ""
    case, at = read_case(rest)
    title = rest[at:].strip()
    if not title:
        used = [cell for name, cell in named.items() if name != "title"]
        words = [cell for cell in row.cells if cell not in used]
        title = collapse((named.get("title") or (words[0] if words else Cell("", ""))).text)
    return mark.number, case, title


def _run(piece: Piece, cell: Cell) -> tuple[tuple[int, int, int, str], ...]:
    at = piece.text.rfind(cell.text)
    if at < 0:
        return ()
    start = piece.start + at
    return ((piece.page, start, start + len(cell.text), collapse(cell.text)),)
