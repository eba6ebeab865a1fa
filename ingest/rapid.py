"""Owns recognition with RapidOCR: its models come with the package and run on the processor."""

from __future__ import annotations

import logging
import os
from importlib.metadata import version
from typing import Any

import numpy as np

from ingest.ocr import Part, Recognised
from ingest.scan import Grey

__all__ = ["Rapid"]

_LARGEST = 4000  # pixels along a side; larger images are made smaller


class Rapid:
    """RapidOCR with its small PP-OCR models, which know the Latin alphabet with its accents."""

    def __init__(self) -> None:
        self._engine: Any = None

    @property
    def name(self) -> str:
        return f"rapidocr-{version('rapidocr')}"

    def lines(self, grey: Grey) -> list[Recognised]:
        if min(grey.shape) < 8:
            return []
        found = self._loaded()(np.stack([grey] * 3, axis=2), return_word_box=True)
        if found.boxes is None:
            return []
        lines = [
            _line(quad, text, float(score), words)
            for quad, text, score, words in zip(
                found.boxes, found.txts, found.scores, found.word_results, strict=True
            )
        ]
        return [line for line in lines if line.text]

    def _loaded(self) -> Any:
        if self._engine is None:
            # From 1.24 on onnxruntime reports its use, and keeps files for that in the home folder.
            os.environ["ORT_DISABLE_TELEMETRY"] = "1"
            logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
            from rapidocr import RapidOCR

            cores = (
                len(os.sched_getaffinity(0))
                if hasattr(os, "sched_getaffinity")
                else os.cpu_count() or 1
            )
            self._engine = RapidOCR(
                params={
                    "Global.log_level": "critical",
                    # Which side is up is told by the page as a whole; by the line it is a guess.
                    "Global.use_cls": False,
                    "Global.max_side_len": _LARGEST,
                    "EngineConfig.onnxruntime.intra_op_num_threads": cores,
                    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                }
            )
        return self._engine


def _line(quad: Any, text: str, score: float, words: Any) -> Recognised:
    corners = np.asarray(quad)
    left, top = corners.min(axis=0).tolist()
    right, bottom = corners.max(axis=0).tolist()
    parts = []
    for word, _, box in words or ():
        sides = np.asarray(box)[:, 0]
        # One box may hold several words that were set close.
        if word.strip():
            parts += _parts(word, float(sides.min()), float(sides.max()))
    if "".join(p.text for p in parts) != "".join(text.split()):
        parts = _parts(text, left, right)
    box_around = (int(left), int(top), int(right) + 1, int(bottom) + 1)
    return Recognised(text.strip(), box_around, score, tuple(parts))


def _parts(text: str, x0: float, x1: float) -> list[Part]:
    """The words of a text, each with its share of the width."""
    letter = (x1 - x0) / max(len(text), 1)
    parts: list[Part] = []
    at = 0
    for word in text.split():
        at = text.index(word, at)
        parts.append(Part(word, x0 + at * letter, x0 + (at + len(word)) * letter))
        at += len(word)
    return parts
