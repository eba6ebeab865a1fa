"""Owns what the tests share: the environment, the documents, the ingested sample, the browser."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

# Before anything is imported that reads them: no telemetry, no hub, no driver download.
os.environ.update(
    ANONYMIZED_TELEMETRY="False",
    GRADIO_ANALYTICS_ENABLED="False",
    HF_HUB_OFFLINE="1",
    TRANSFORMERS_OFFLINE="1",
    SE_OFFLINE="true",
)
# Nor may the settings of whoever runs the tests steer them.
REAL_DATA = os.environ.get("PIKETPAAL_REAL_DATA")
for name in [name for name in os.environ if name.startswith("PIKETPAAL_")]:
    del os.environ[name]
# Whether OCR is installed makes no difference; the tests that need it ask for it.
os.environ["PIKETPAAL_OCR"] = "off"

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

# A busy machine is no failure; in CI every run tries the same examples.
settings.register_profile("house", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("house")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def sample_documents() -> Path:
    """The folder with the documents of the sample municipality."""
    return ROOT / "corpus" / "sample" / "documents"


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder with real municipal documents, which are no part of the project."""
    folder = Path(REAL_DATA) if REAL_DATA else ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"real documents are not here: no folder {folder}; set PIKETPAAL_REAL_DATA")
    return folder


@pytest.fixture(scope="session")
def sample_store(sample_documents: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which the sample documents were ingested once; tests only read it."""
    from assistant.cli import main

    data = tmp_path_factory.mktemp("sample_store")
    assert main(["--data", str(data), "ingest", str(sample_documents)]) == 0
    return data


@pytest.fixture(scope="session")
def labelled_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF of three pages of which cells, headings and words are known."""
    import typst

    from tests.labelled_page import SOURCE

    path = tmp_path_factory.mktemp("labelled") / "stuk.pdf"
    path.write_bytes(typst.compile(SOURCE.encode()))
    return path


@pytest.fixture(scope="session", autouse=True)
def attempts_to_leave() -> Iterator[list[str]]:
    """Every address outside this machine that something looked up or connected to."""
    attempts: list[str] = []
    local = {"127.0.0.1", "::1", "localhost", "0.0.0.0", "::", "", None, socket.gethostname()}
    look_up = socket.getaddrinfo

    def refuse_others(host: Any) -> None:
        name = host.decode() if isinstance(host, bytes) else host
        if name not in local:
            attempts.append(str(name))
            raise ConnectionRefusedError(f"the tests allow no connection to {name}")

    def local_look_up(host: Any, *rest: Any, **more: Any) -> Any:
        refuse_others(host)
        return look_up(host, *rest, **more)

    def local_only(connect: Any) -> Any:
        def guarded(self: socket.socket, address: Any) -> Any:
            if self.family in (socket.AF_INET, socket.AF_INET6):
                refuse_others(address[0])
            return connect(self, address)

        return guarded

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", local_look_up)
        patch.setattr(socket.socket, "connect", local_only(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", local_only(socket.socket.connect_ex))
        yield attempts


@pytest.fixture(autouse=True)
def nothing_leaves_the_machine(attempts_to_leave: list[str]) -> Iterator[None]:
    """Rule 5: looking up or connecting to any other machine fails the test that did it."""
    yield
    tried, attempts_to_leave[:] = list(attempts_to_leave), []
    assert not tried, f"something tried to leave this machine: {tried}"


@pytest.fixture
def browser() -> Iterator[Chrome]:
    """A headless Chromium; without one the test is skipped, except in CI, where it fails."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if chromium is None or driver is None:
        reason = "no chromium and chromedriver on PATH (Debian: chromium chromium-driver)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--lang=nl"):
        options.add_argument(argument)
    options.add_argument("--window-size=1400,1000")
    chrome = webdriver.Chrome(options, webdriver.ChromeService(executable_path=driver))
    yield chrome
    chrome.quit()
