"""Owns the one scanned page of the sample: a typeset page that looks as if it was scanned.

python -m corpus.sample.scan    makes the picture again, after a change of its source

The picture is itself a source: it is kept, and the build only places it.
"""

from __future__ import annotations

import io

from corpus.sample.facts import SOURCES

__all__ = ["PICTURE", "main"]

PAGE = SOURCES / "delen" / "ondertekening-vogelbuurt.typ"
PICTURE = SOURCES / "samenwerkingsafspraken-vogelbuurt-ondertekening.png"
DOTS_PER_INCH = 120
# How the page lay on the glass, how grey the paper is and how much the sensor jitters.
DEGREES, PAPER, JITTER, SEED = 0.7, 238, 4.5, 20260716
GREYS = 16


def main() -> None:
    """Make the picture."""
    import numpy as np
    import typst
    from PIL import Image

    made = typst.compile(
        PAGE, root=SOURCES, ignore_system_fonts=True, format="png", ppi=DOTS_PER_INCH
    )
    if not isinstance(made, bytes):
        raise TypeError(f"{PAGE.name}: de zetter gaf niet één afbeelding terug.")
    page = Image.open(io.BytesIO(made)).convert("L")
    turned = page.rotate(DEGREES, Image.Resampling.BICUBIC, fillcolor=255)
    light = np.asarray(turned, dtype=np.float64) * PAPER / 255
    # The lid did not close well: darker towards the left edge.
    light *= 1 - 0.18 * np.exp(-np.arange(light.shape[1]) / 25)
    light += np.random.default_rng(SEED).normal(0, JITTER, light.shape)
    step = 255 / (GREYS - 1)
    levels = np.clip(np.rint(light / step), 0, GREYS - 1) * step
    Image.fromarray(levels.astype(np.uint8)).save(PICTURE, optimize=True)


if __name__ == "__main__":
    main()
