"""Owns how texts name who is responsible: office holders, principals, functions.

Office holders are named in their public role. Civil servants are told by function: what
looks like their name is left out.
"""

from __future__ import annotations

import re

from ingest.text import collapse

__all__ = ["HOLDER", "NAME", "OFFICE_HOLDER", "find_principal", "function_of", "role_of"]

NAME = (
    r"(?:(?:mevrouw|mw\.|de heer|dhr\.|drs\.|mr\.|ir\.|dr\.)\s+)*(?:[A-Z]\.\s?){0,4}"
    r"(?:(?:van|de|der|den|ter|ten|el|'t|’t)\s+){0,2}[A-Z][\w'’-]+"
    r"(?:\s+(?:(?:van|de|der|den|el)\s+){0,2}[A-Z][\w'’-]+){0,2}"
)
HOLDER = rf"(?:[Ww]ethouder|[Bb]urgemeester|[Ll]ocoburgemeester)\s+{NAME}"
OFFICE_HOLDER = re.compile(rf"\b({HOLDER})")
_FUNCTION = re.compile(
    r"\b((?:concern|programma|project|proces|gemeente|afdelings?|team|opgave)?"
    r"(?:directeur|manager|hoofd|teamleider|leider|secretaris|regisseur|coördinator)\w*"
    r"(?:\s+(?:van\s+)?(?:de\s+|het\s+)?[A-Z][\w-]+(?:\s+en\s+[A-Z][\w-]+|\s+[A-Z][\w-]+)?)?)"
)
_PRINCIPAL_AFTER = re.compile(
    rf"[Bb]estuurlijk\s+(?:opdrachtgever|trekker)\s*(?::|is|wordt|,|–|-)?\s*(?:de\s+)?({HOLDER})"
)
_PRINCIPAL_BEFORE = re.compile(
    rf"({HOLDER})\s+(?:\w+\s+){{0,4}}(?:als|is|wordt)\s+(?:de\s+)?bestuurlijk\s+(?:opdrachtgever|trekker)"
)


def find_principal(text: str) -> re.Match[str] | None:
    """Where ``text`` names the bestuurlijk opdrachtgever; group 1 is the office holder."""
    return _PRINCIPAL_AFTER.search(text) or _PRINCIPAL_BEFORE.search(text)


def role_of(role: str, text: str) -> str | None:
    """The function that holds a role such as "ambtelijk opdrachtgever", in either order."""
    after = re.search(rf"{role}\s*(?::|is|wordt|,)\s*([^.;\n]{{3,80}})", text, re.I)
    if after and (function := function_of(after[1])):
        return function
    before = re.search(
        rf"([^.;,\n]{{3,90}}?)\s+(?:aan te wijzen\s+)?als\s+(?:de\s+)?{role}", text, re.I
    )
    return function_of(before[1].rsplit(" en de ", 1)[-1]) if before else None


def function_of(text: str) -> str | None:
    """The function that ``text`` names ("directeur Ruimte"), without any person's name."""
    found = _FUNCTION.search(text)
    return collapse(found[1]) if found else None
