"""What the README says is so: its commands work, and its links lead somewhere."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
_BLOCK = re.compile(r"^```(?:console|sh)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)[^)]*\)|<(?:img|a)[^>]+(?:src|href)=\"([^\"]+)\"")

# `chat` and `eval` are tried in their own tests: one never ends, the other takes minutes.
ONLY_HELP = ("chat", "eval")


def commands(page: str) -> list[str]:
    """Each command line of the page's console blocks, without prompt and comment."""
    found = []
    for block in _BLOCK.findall((ROOT / page).read_text("utf-8")):
        for line in block.replace("\\\n", " ").splitlines():
            command = line.removeprefix("$ ").strip()
            if command and not command.startswith("#"):
                found.append(command)
    return found


README = commands("README.md")
ELSEWHERE = [command for page in PAGES[1:] for command in commands(page)]


def test_readme_names_both_commands() -> None:
    assert {"make demo", "make test"} <= set(README)


def test_ci_runs_the_readme_test_command() -> None:
    assert (ROOT / ".ci" / "run").read_text("utf-8").splitlines()[-1] == "make test"


@pytest.mark.parametrize(
    "command", sorted({c for c in [*README, *ELSEWHERE] if c.startswith("make ")})
)
def test_make_target_exists(command: str) -> None:
    done = subprocess.run(
        ["make", "-n", *shlex.split(command)[1:]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("command", [c for c in README if c.startswith("piketpaal ")])
def test_piketpaal_command_works(
    command: str,
    sample_store: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from assistant.cli import main

    arguments = shlex.split(command, comments=True)[1:]
    (name,) = {"ingest", "status", "search", "ask", "map", "draft", "chat", "eval"} & set(arguments)
    if name in ONLY_HELP:
        assert main([name, "--help"]) == 0
        return
    # On a copy, from a folder of its own: a command may change the store or write a file.
    data = shutil.copytree(sample_store, tmp_path / "store")
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PIKETPAAL_DATA", str(data))
    assert main(arguments) == 0, capsys.readouterr().err


def test_every_command_is_checked() -> None:
    known = ("make ", "piketpaal ", "source .venv/bin/activate", ".venv/bin/pre-commit ")
    unknown = [c for c in [*README, *ELSEWHERE] if not c.startswith(known)]
    assert not unknown


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    targets = ["".join(pair) for pair in _LINK.findall((ROOT / page).read_text("utf-8"))]
    here = [t.split("#")[0] for t in targets if not t.startswith(("https://", "mailto:", "#"))]
    missing = [target for target in here if not (ROOT / target).exists()]
    assert not missing
