"""The same code on a Chroma server: a real one, on loopback."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from corpus.catalogue import load
from ingest.embed import HashEmbedder
from ingest.settings import Settings
from ingest.sync import ingest


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """The address of a Chroma server that stores in a temporary folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--host", "127.0.0.1"]
    running = subprocess.Popen(
        [*command, "--port", str(port), "--path", str(tmp_path / "server")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert running.poll() is None, "chroma run stopped"
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait(20)


def test_ingest_and_ask_work_on_a_server(server: str, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "nota.md").write_text(
        "# Groennota Testdorp\n\nWij planten 1.000 bomen in Testdorp voor 2030.\n", "utf-8"
    )
    settings = Settings(data=tmp_path / "client", store=server, embedding="hash")
    report = ingest([folder], settings, embedder=HashEmbedder(), catalogue=load())
    assert report.added == ["nota.md"]
    assert not (tmp_path / "client" / "chroma").exists()
    other = Settings(data=tmp_path / "another client", store=server, embedding="hash")
    assistant = Assistant.open(other)
    answer = assistant.ask("Hoeveel bomen planten we?")
    assistant.store.close()
    assert answer.citations[0].quote == "Wij planten 1.000 bomen in Testdorp voor 2030."
