"""The installed wheel is whole: it holds all data, and works outside the checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("corpus", "ingest", "prompts", "assistant", "evals")


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built without touching the network."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out)]
    done = subprocess.run([*command, str(ROOT)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ``bin`` folder of a clean environment that holds the wheel.

    Its dependencies come from the environment of the tests, by a path that follows the
    wheel's own. An editable install of the checkout is found through a ``.pth`` file, and
    Python reads those only in the folder that is really its own: so not here.
    """
    home = tmp_path_factory.mktemp("clean environment") / "venv"
    venv.create(home, with_pip=False, symlinks=True)
    (site,) = home.glob("lib/python*/site-packages")
    paths = dict.fromkeys([sysconfig.get_path("purelib"), sysconfig.get_path("platlib")])
    (site / "dependencies.pth").write_text("\n".join(paths) + "\n", "utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(home / "bin" / "python")]
    done = subprocess.run(
        [*pip, "install", "--no-deps", "--no-index", "--force-reinstall", "--quiet", str(wheel)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return home / "bin"


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**environment, "HOME": str(cwd), "PYTHONSAFEPATH": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_every_file_of_the_rooms_and_nothing_else(wheel: Path) -> None:
    mine = {
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    dist_info = {name for name in names(wheel) if ".dist-info/" in name}
    assert names(wheel) - dist_info == mine
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in dist_info)


def test_the_wheel_holds_types_vocabularies_and_sample(wheel: Path) -> None:
    held = names(wheel)
    assert {f"{room}/py.typed" for room in ROOMS} <= held
    assert any(name.startswith("corpus/") and name.endswith(".yaml") for name in held)
    assert any(name.startswith("corpus/sample/documents/") for name in held)
    assert any(
        name.startswith("prompts/") and not name.endswith((".py", ".typed")) for name in held
    )


def test_the_rooms_come_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    program = f"for name in {ROOMS!r}: print(__import__(name).__file__)"
    done = run(installed / "python", "-c", program, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    files = done.stdout.split("\n")[: len(ROOMS)]
    assert all(Path(file).is_relative_to(installed.parent) for file in files), done.stdout


def test_help(installed: Path, tmp_path: Path) -> None:
    done = run(installed / "piketpaal", "--help", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "ingest" in done.stdout
    assert "ask" in done.stdout


@pytest.mark.slow
def test_ingest_and_ask(installed: Path, tmp_path: Path) -> None:
    (site,) = installed.parent.glob("lib/python*/site-packages")
    documents = site / "corpus" / "sample" / "documents"
    smallest = min(documents.rglob("*.pdf"), key=lambda path: path.stat().st_size)
    source = tmp_path / "bron"
    source.mkdir()
    shutil.copy(smallest, source)
    piketpaal = (installed / "piketpaal", "--data", tmp_path / "opslag")

    done = run(*piketpaal, "ingest", "--json", source, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["added"] == [smallest.name]

    done = run(*piketpaal, "ask", "--json", "Hoe staat het met de planning?", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["outcome"] in ("answered", "partial", "not_in_sources")
    assert {citation["file"] for citation in answer["citations"]} <= {smallest.name}
