"""Owns the far side of a reading process: it reads one file after another until it is let go.

What a file may take is set by the kernel, so that no reader can get past it: an alarm ends the
process when the time is up, and a limit on its address space makes more memory unobtainable.
"""

from __future__ import annotations

import contextlib
import pickle
import resource
import signal
import socket
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import ReadError
from ingest.ocr import ocr_for
from ingest.pages import ReadDocument
from ingest.read import Limits, read

__all__ = ["Recognising", "Request", "Response", "memory_line", "serve"]

_PAGE = resource.getpagesize()


@dataclass(frozen=True, slots=True)
class Request:
    """One file to read."""

    path: Path
    limits: Limits
    ocr: bool = False


@dataclass(frozen=True, slots=True)
class Recognising:
    """How far OCR is with the file; the response is still to come."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Response:
    """What came of it; after ``last`` the process ends."""

    found: ReadDocument | ReadError
    last: bool = False


def serve(descriptor: int) -> None:
    """Answer each ``Request`` on this socket with a ``Response``, until it is closed.

    Before each of its messages comes its length in eight bytes.
    """
    # The parent decides when this process ends, also when the user stops both with Ctrl-C.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with socket.socket(fileno=descriptor) as line, line.makefile("rb") as requests:
        _send(line, "ready")
        while True:
            try:
                request: Request = pickle.load(requests)
            except EOFError:
                return
            response = _respond(request, line)
            try:
                _send(line, response)
            except ConnectionError:
                return  # the parent is gone
            if response.last:
                return


def memory_line(name: str, limits: Limits) -> str:
    """How a file is refused that asks for too much memory."""
    return (
        f"{name}: lezen vraagt meer geheugen dan de grens van {limits.memory / 2**30:.1f} GB; "
        "splits of verklein het bestand."
    )


def _send(line: socket.socket, message: object) -> None:
    told = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    line.sendall(len(told).to_bytes(8, "big") + told)


def _respond(request: Request, line: socket.socket) -> Response:
    path, limits = request.path, request.limits
    before = _address_space()

    def recognised(done: int, total: int) -> None:
        """OCR has begun or come further: it takes more memory, and time for each page."""
        if before:
            _limit_memory(before + limits.memory + limits.memory_for_ocr)
        signal.setitimer(signal.ITIMER_REAL, limits.seconds + limits.seconds_per_recognised_page)
        _send(line, Recognising(done, total))

    if before:
        _limit_memory(before + limits.memory)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)
    try:
        _allow_for_pages(path, limits)
        found = read(path, limits=limits, ocr=ocr_for(wanted=request.ocr), progress=recognised)
        return Response(found, last=_has_grown(before, limits))
    except ReadError as error:
        return Response(error, last=_has_grown(before, limits))
    except MemoryError:
        # What is left of this process is not to be trusted with another file.
        return Response(ReadError(memory_line(path.name, limits)), last=True)
    except RecursionError:
        deep = f"{path.name}: is te diep genest om te lezen; sla het opnieuw op of lever een PDF."
        return Response(ReadError(deep), last=True)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _allow_for_pages(path: Path, limits: Limits) -> None:
    """More time for a file with many pages, or for a large one of a kind without pages."""
    size = path.stat().st_size if path.is_file() else 0
    pages = _pages(path) if path.suffix.lower() == ".pdf" else size / 2**20
    allowed = limits.seconds + limits.seconds_per_page * min(pages, limits.max_pages)
    signal.setitimer(signal.ITIMER_REAL, allowed)


def _pages(path: Path) -> int:
    from ingest.read_pdf import open_pdf

    with contextlib.suppress(ReadError), open_pdf(path) as document:
        return len(document)
    return 0  # reading it will say why


def _limit_memory(size: int) -> None:
    _, hardest = resource.getrlimit(resource.RLIMIT_AS)
    if hardest == resource.RLIM_INFINITY or size < hardest:
        resource.setrlimit(resource.RLIMIT_AS, (size, hardest))


def _has_grown(before: int, limits: Limits) -> bool:
    """Whether this process holds on to much memory, and a fresh one does better."""
    return _address_space() - before > limits.memory / 8


def _address_space() -> int:
    """The size of this process in bytes; 0 on systems that do not tell it, such as macOS."""
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - read for every file
            return int(file.read().split()[0]) * _PAGE
    except OSError:
        return 0
