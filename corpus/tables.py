"""Owns reading one vocabulary file: YAML in, checked rows out, or one Dutch line of complaint."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import BeforeValidator, ConfigDict, TypeAdapter, ValidationError

from corpus.errors import CatalogueError

__all__ = ["STRICT", "Cue", "Words", "read_table", "wrong"]

STRICT = ConfigDict(extra="forbid")

_Row = TypeVar("_Row")
_BLANK = re.compile(r"\{([a-z_]+)\}")
_REMEDIES = {
    "missing": "ontbreekt; vul het in",
    "extra_forbidden": "is onbekend; verwijder het of verbeter de naam",
    "unexpected_keyword_argument": "is onbekend; verwijder het of verbeter de naam",
    "string_type": "moet tekst zijn; zet aanhalingstekens om de waarde",
    "bool_type": "moet true of false zijn",
    "bool_parsing": "moet true of false zijn",
    "tuple_type": "moet een lijst zijn; zet de waarden tussen [ en ]",
    "literal_error": "kent deze waarde niet; kies uit {expected}",
    "enum": "kent deze waarde niet; kies uit {expected}",
    "dataclass_type": "moet velden met een naam hebben; schrijf 'veld: waarde'",
}


def _compiled(value: object) -> object:
    """Compile a pattern; every cue is read without regard to upper and lower case."""
    if not isinstance(value, str):
        raise ValueError("moet tekst zijn; zet aanhalingstekens om de waarde")
    try:
        return re.compile(value, re.IGNORECASE)
    except re.error as error:
        raise ValueError(f"is geen geldig patroon ({error}); verbeter '{value[:60]}'") from error


Cue = Annotated[re.Pattern[str], BeforeValidator(_compiled)]
Words = tuple[str, ...]


def read_table(folder: Traversable | Path, name: str, row: type[_Row], key: str) -> list[_Row]:
    """Read ``name``.yaml in ``folder``: a mapping with one list of rows and, maybe, ``words``.

    ``words`` names lists that patterns may use as ``{name}``: an alternation of its items.
    """
    file = f"{name}.yaml"
    try:
        text = (folder / file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise wrong(
            file, "", "", f"is niet te lezen ({type(error).__name__}); zet het terug"
        ) from error
    try:
        content: Any = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"regel {mark.line + 1}" if mark is not None else ""
        raise wrong(file, place, "", "is geen geldige YAML; verbeter de opmaak") from error
    rows = content.get(name) if isinstance(content, dict) else None
    if not isinstance(rows, list):
        raise wrong(file, "", name, "moet een lijst zijn; begin het bestand met '" + name + ":'")
    surplus = sorted(str(field) for field in content if field not in (name, "words"))
    if surplus:
        raise wrong(file, "", surplus[0], "is onbekend; verwijder het of verbeter de naam")
    words = content.get("words") or {}
    if words:
        rows = [_filled(each, _alternations(file, words), file) for each in rows]
    adapter = TypeAdapter(row)
    result = []
    for number, each in enumerate(rows, start=1):
        entry = str(each.get(key, f"nummer {number}")) if isinstance(each, dict) else str(number)
        try:
            result.append(adapter.validate_python(each))
        except ValidationError as error:
            raise _told(file, entry, error) from error
    seen: set[str] = set()
    for each in result:
        id_ = str(getattr(each, key))
        if id_ in seen:
            raise wrong(file, id_, key, "komt twee keer voor; geef elk zijn eigen naam")
        seen.add(id_)
    return result


def wrong(file: str, entry: str, field: str, problem: str) -> CatalogueError:
    """Make the one Dutch line: file, entry, field, what is wrong and how to mend it."""
    parts = [file, *([f"'{entry}'"] if entry else []), *([f"veld {field}"] if field else [])]
    return CatalogueError(" ".join(f"{', '.join(parts)}: {problem}.".split()))


def _told(file: str, entry: str, error: ValidationError) -> CatalogueError:
    first = error.errors(include_url=False)[0]
    field = ".".join(str(part) for part in first["loc"]) or "(rij)"
    if first["type"] == "value_error":
        problem = str(first["ctx"]["error"])
    else:
        template = _REMEDIES.get(first["type"], "is ongeldig; verbeter de waarde")
        problem = template.replace("{expected}", str(first.get("ctx", {}).get("expected", "")))
        if first["type"] in ("literal_error", "enum", "string_type"):
            problem = f"({str(first['input'])[:40]}) {problem}"
    return wrong(file, entry, field, problem)


def _alternations(file: str, words: object) -> dict[str, str]:
    if not isinstance(words, Mapping):
        raise wrong(file, "", "words", "moet namen met lijsten hebben; schrijf 'naam: [..]'")
    made: dict[str, str] = {}
    for name, items in words.items():
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            raise wrong(file, "", f"words.{name}", "moet een lijst van tekst zijn")
        made[str(name)] = "(?:" + "|".join(sorted(items, key=len, reverse=True)) + ")"
    return made


def _filled(value: Any, words: Mapping[str, str], file: str) -> Any:
    """Replace ``{name}`` by its alternation in every text inside ``value``."""
    if isinstance(value, str) and "{" in value:

        def chosen(match: re.Match[str]) -> str:
            name = match.group(1)
            if name not in words:
                raise wrong(file, "", f"words.{name}", "wordt gebruikt maar ontbreekt; voeg toe")
            return words[name]

        return _BLANK.sub(chosen, value)
    if isinstance(value, list):
        return [_filled(item, words, file) for item in value]
    if isinstance(value, dict):
        return {key: _filled(item, words, file) for key, item in value.items()}
    return value
