"""Owns the register ``documents.yaml``: what a municipality itself says of its documents."""

from __future__ import annotations

import datetime
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import CatalogueError
from corpus.status import Authority, Status

__all__ = ["REGISTER_NAME", "RegisterEntry", "parse_register", "read_register"]

REGISTER_NAME = "documents.yaml"


class RegisterEntry(BaseModel):
    """One document as the register gives it; every field but ``file`` may be left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str
    title: str | None = None
    type: str | None = None
    municipality: str | None = None
    adopted_by: str | None = None
    authority: Authority | None = None
    status: Status | None = None
    date: datetime.date | None = None
    valid_from: datetime.date | None = None
    valid_until: datetime.date | None = None
    period: tuple[int, int] | None = None
    budget_year: int | None = None
    replaces: str | None = None
    groups: tuple[str, ...] = ()


class _Register(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    documents: tuple[RegisterEntry, ...] = Field(default=())


def read_register(folder: Path) -> dict[str, RegisterEntry]:
    """The register of ``folder`` by file (with forward slashes); empty when there is none.

    Raises:
        CatalogueError: the file is not a valid register; the line names the place.
    """
    path = folder / REGISTER_NAME
    if not path.is_file():
        return {}
    return parse_register(path.read_bytes(), str(path))


def parse_register(data: bytes, where: str) -> dict[str, RegisterEntry]:
    """The entries of a register by file; ``where`` names it in what is told of a fault.

    Raises:
        CatalogueError: it is not valid; the line names the place.
    """
    try:
        found = _Register.model_validate(yaml.safe_load(data.decode("utf-8")) or {})
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        problem = " ".join(str(error).split())
        raise CatalogueError(f"{where} is geen geldige YAML: {problem}") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise CatalogueError(
            f"{where}, veld {field}: {first['msg']}. Verbeter dit veld en begin opnieuw."
        ) from error
    return {entry.file: entry for entry in found.documents}
