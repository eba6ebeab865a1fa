"""Owns tables in PDF."""
from __future__ import annotations
from dataclasses import dataclass, field
from ingest.compose import Draft
@dataclass
class Table:
    top: float
    used: set[int]
    drafts: list[Draft] = field(default_factory=list)
class Tables:
    def find(self, sheet, lines): return []
    def name(self, drafted): pass
