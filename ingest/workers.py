"""Owns reading in processes of their own, so that no file can take the run down with it.

A reader that crashes, hangs or eats memory ends its process; that one file is refused with the
reason, and a new process goes on with the next. Processes are started when there is a file to
read and not before, and know nothing of the store or the embedding.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from corpus.errors import PiketpaalError, ReadError, TransientError
from ingest.pages import ReadDocument
from ingest.read import Limits
from ingest.read_worker import Recognising, Request, Response, memory_line
from ingest.sources import SourceFile, on_disk

__all__ = ["Readers", "cores", "size_of"]

_BYTES_PER_WORKER = 2_000_000  # less is read sooner than another process is started
# How pdfium ends when it gets no memory; anything else that is wrong is a SIGSEGV, as a rule.
_OUT_OF_MEMORY = frozenset({signal.SIGABRT, signal.SIGTRAP, signal.SIGILL})
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from ingest.read_worker import serve; serve(int(sys.argv[2]))"
)


def cores() -> int:
    """How many processes can run at once on this machine."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Readers:
    """Processes that read files; a context manager that leaves none behind."""

    def __init__(
        self, workers: int | None, limits: Limits, unpacked: Path, *, ocr: bool = False
    ) -> None:
        """``unpacked`` is the folder for documents that must be unpacked before reading."""
        self._ocr = ocr
        self._most = workers or cores()
        self._limits, self._unpacked = limits, unpacked
        self._workers: list[_Worker] = []

    def __enter__(self) -> Readers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def read(
        self,
        files: Sequence[SourceFile],
        recognised: Callable[[SourceFile, int, int], None] = lambda file, done, total: None,
    ) -> Iterator[tuple[int, ReadDocument | ReadError]]:
        """Read every file, the largest first; results come when they are ready, by place.

        ``recognised`` is called with a file when OCR has read some of its pages.

        While the caller works on one result, each process goes on with its next file and waits
        with it until it is asked for, so that no more than one document a process is held.

        Raises:
            PiketpaalError: a reading process does not start.
        """
        sizes = list(map(size_of, files))
        waiting = sorted(map(_Job, range(len(files)), files), key=lambda job: sizes[job.place])
        most = min(self._most, len(waiting), 1 + sum(sizes) // _BYTES_PER_WORKER)
        while waiting or any(worker.job for worker in self._workers):
            while waiting and len(self._workers) < most:
                self._workers.append(_Worker())
            for worker in _with_news(self._workers):
                job, found = worker.job, worker.receive(self._limits)
                if isinstance(found, Recognising):
                    if job is not None:
                        recognised(job.file, found.done, found.total)
                    continue
                if worker.is_gone:
                    self._workers.remove(worker)
                yield from self._give(worker, waiting)
                if job is not None and found is not None:
                    yield job.place, found

    def _give(self, worker: _Worker, waiting: list[_Job]) -> Iterator[tuple[int, ReadError]]:
        """Set a free worker to the next file; those that cannot be unpacked are the results."""
        while waiting and worker.is_free:
            job = waiting.pop()
            try:
                worker.begin(job, self._limits, self._unpacked, ocr=self._ocr)
            except ReadError as error:
                yield job.place, error


@dataclass(frozen=True, slots=True)
class _Job:
    """One file to read, and its place among those that were asked for."""

    place: int
    file: SourceFile


class _Worker:
    """One reading process: starting, free, at work on ``job``, or gone."""

    def __init__(self) -> None:
        self.job: _Job | None = None
        self._started = self.is_gone = False
        self._unpacked = ExitStack()
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - closed in ``_bury``
        self._line, far = socket.socketpair()
        with far:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _START, json.dumps(sys.path), str(far.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._complaints,
                pass_fds=[far.fileno()],
            )

    def fileno(self) -> int:
        return self._line.fileno()

    @property
    def is_free(self) -> bool:
        return self._started and self.job is None and not self.is_gone

    def begin(self, job: _Job, limits: Limits, unpacked: Path, *, ocr: bool) -> None:
        """Let the process read a file.

        Raises:
            ReadError: the document cannot be taken out of its archive.
        """
        path = self._unpacked.enter_context(on_disk(job.file, unpacked))
        self.job = job
        # A process that just died is noticed when it is asked for the result.
        with contextlib.suppress(ConnectionError):
            self._line.sendall(pickle.dumps(Request(path.absolute(), limits, ocr)))

    def receive(self, limits: Limits) -> ReadDocument | ReadError | Recognising | None:
        """What the process has to tell: a result, how far it is, or only that it has started.

        Raises:
            PiketpaalError: the process did not even start.
        """
        try:
            told: Response | Recognising | str = self._message()
        except (EOFError, ConnectionError, pickle.UnpicklingError):
            return self._died(limits)
        if isinstance(told, str):
            self._started = True
            return None
        if isinstance(told, Recognising):
            return told
        self._unpacked.close()
        self.job = None
        if told.last:
            self.end()
        return told.found

    def _message(self) -> Any:
        """The next message, and nothing of the one after it: that is waited for apart."""
        length = int.from_bytes(self._bytes(8), "big")
        return pickle.loads(self._bytes(length))

    def _bytes(self, count: int) -> bytearray:
        found = bytearray(count)
        rest = memoryview(found)
        while rest:
            got = self._line.recv_into(rest)
            if not got:
                raise EOFError
            rest = rest[got:]
        return found

    def end(self) -> None:
        """Stop the process at once, if it is still there."""
        if not self.is_gone:
            # Popen.kill would look first, and so already bury a process that has just ended.
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.SIGKILL)
            self._bury()

    def _bury(self) -> tuple[int, int, str]:
        """Wait for the end; the exit code, the most memory it had in bytes, and its last words."""
        self.is_gone = True
        _, status, used = os.wait4(self._process.pid, 0)
        self._process.returncode = code = os.waitstatus_to_exitcode(status)
        self._complaints.seek(0)
        said = self._complaints.read().decode("utf-8", "replace").strip().splitlines()
        self._complaints.close()
        self._line.close()
        self._unpacked.close()
        memory = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        return code, memory, said[-1][:200] if said else ""

    def _died(self, limits: Limits) -> ReadError | None:
        code, memory, last_words = self._bury()
        if not self._started:
            raise PiketpaalError(
                f"Een leesproces start niet ({last_words or f'code {code}'}). Controleer de "
                "installatie van Piketpaal."
            )
        if self.job is None:
            return None
        return _why(self.job.file.title, code, memory, last_words, limits)


def _why(name: str, code: int, memory: int, last_words: str, limits: Limits) -> ReadError:
    """In one line why reading ended before it was done, and what to do."""
    if code == -signal.SIGALRM:
        return TransientError(
            f"{name}: lezen duurt te lang (langer dan {limits.seconds:g} s en "
            f"{limits.seconds_per_page:g} s per pagina); sla het bestand opnieuw op of splits het."
        )
    if code == -signal.SIGKILL:
        return TransientError(
            f"{name}: het systeem heeft het lezen gestopt, meestal omdat het geheugen op is; "
            "sluit andere programma's of geef --workers 1."
        )
    if code < 0 and memory > limits.memory * 0.7:
        return ReadError(memory_line(name, limits))
    if -code in _OUT_OF_MEMORY:
        return ReadError(
            f"{name}: lezen brak af, waarschijnlijk omdat het meer geheugen vraagt dan de grens "
            f"van {limits.memory / 2**30:.1f} GB; splits of verklein het bestand."
        )
    if code < 0:
        return ReadError(
            f"{name}: het leesprogramma liep erop vast ({signal.Signals(-code).name}); "
            "sla het bestand opnieuw op, bijvoorbeeld door het naar PDF af te drukken."
        )
    return ReadError(
        f"{name}: het leesprogramma struikelde erover ({last_words or f'code {code}'}); "
        "sla het bestand opnieuw op en meld deze fout."
    )


def _with_news(workers: list[_Worker]) -> list[_Worker]:
    """The workers that have something to tell; waits until there is one."""
    poll = select.poll()
    for worker in workers:
        poll.register(worker, select.POLLIN)
    ready = {descriptor for descriptor, _ in poll.poll()}
    return [worker for worker in workers if worker.fileno() in ready]


def size_of(file: SourceFile) -> int:
    """The bytes of a file; 0 when it cannot be looked at."""
    try:
        return file.path.stat().st_size
    except OSError:
        return 0  # reading it will say why
