"""Keeps the house in order: who may import whom, what loads on import, how a module looks."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# What each room may import of the house, besides itself.
MAY_IMPORT = {
    "corpus": set(),
    "ingest": {"corpus"},
    "prompts": {"corpus.errors"},
    "assistant": {"corpus", "ingest", "prompts"},
    "evals": {"corpus", "ingest", "prompts", "assistant"},
}
ROOMS = tuple(MAY_IMPORT)

# These load where they are used, never on import: together they take many seconds.
HEAVY = (
    "torch",
    "chromadb",
    "sentence_transformers",
    "transformers",
    "gradio",
    "pypdfium2",
    "langchain",
    "langchain_core",
)
# A subclass needs its base class, so a module that defines LangChain classes loads
# langchain_core when it is imported; nothing else does, and it loads none of the others.
DEFINES_LANGCHAIN_CLASSES = ("assistant.langchain_bridge",)

SAYS_NOTHING = ("utils", "helpers", "common", "misc", "manager")
LONGEST_MODULE = 450


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
MODULES = {module_name(path): path for path in FILES}
every_module = pytest.mark.parametrize("module", MODULES)


def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text("utf-8"))


def house_imports(module: str) -> Iterator[tuple[int, str]]:
    """Every import of a room's module anywhere in the file, functions and type checks too."""
    is_package = MODULES[module].name == "__init__.py"
    package = module.split(".") if is_package else module.split(".")[:-1]
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            names = [f"{base}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from ((node.lineno, name) for name in names if name.split(".")[0] in ROOMS)


def test_every_room_is_there() -> None:
    assert {module.split(".")[0] for module in MODULES} == set(ROOMS)


@every_module
def test_each_room_looks_only_left(module: str) -> None:
    room = module.split(".")[0]
    allowed = {room, *MAY_IMPORT[room]}
    wrong = [
        f"{MODULES[module]}:{line} imports {name}"
        for line, name in house_imports(module)
        if not any(name == one or name.startswith(f"{one}.") for one in allowed)
    ]
    assert not wrong, "\n".join(wrong)


def loaded_by(modules: list[str]) -> set[str]:
    """The top-level packages that a fresh interpreter holds after importing ``modules``."""
    program = (
        "import importlib, sys\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@pytest.mark.parametrize("room", ROOMS)
def test_importing_a_room_loads_nothing_heavy(room: str) -> None:
    assert loaded_by([room]).isdisjoint(HEAVY)


def test_importing_every_module_loads_nothing_heavy() -> None:
    light = [name for name in MODULES if name not in DEFINES_LANGCHAIN_CLASSES]
    loaded = loaded_by([name for name in light if not name.endswith("__main__")])
    assert loaded.isdisjoint(HEAVY), f"loaded on import: {sorted(loaded & set(HEAVY))}"


def test_the_langchain_modules_load_only_its_core() -> None:
    there = [name for name in DEFINES_LANGCHAIN_CLASSES if name in MODULES]
    assert loaded_by(there).isdisjoint(set(HEAVY) - {"langchain_core"})


@every_module
def test_a_module_can_be_read_in_one_sitting(module: str) -> None:
    lines = len(MODULES[module].read_text("utf-8").splitlines())
    assert lines <= LONGEST_MODULE, f"{lines} lines: which two modules are in here?"


@every_module
def test_a_module_is_named_after_what_it_owns(module: str) -> None:
    assert MODULES[module].stem not in SAYS_NOTHING


@every_module
def test_a_module_says_what_it_owns(module: str) -> None:
    assert ast.get_docstring(tree(module))


@every_module
def test_no_error_is_caught_unseen(module: str) -> None:
    wrong = []
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.ExceptHandler):
            caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            names = {one.id for one in caught if isinstance(one, ast.Name)}
            if node.type is None or names & {"Exception", "BaseException"}:
                wrong.append(f"{MODULES[module]}:{node.lineno}")
    assert not wrong, f"which error, and what is the remedy? {wrong}"


@every_module
def test_nothing_is_left_to_do(module: str) -> None:
    marks = re.findall(r"\b(?:TODO|FIXME|XXX)\b.*", MODULES[module].read_text("utf-8"))
    assert not marks
