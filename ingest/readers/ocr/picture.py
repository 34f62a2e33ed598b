"""The picture of a page made ready: grey without red ink, straight, without the rules of its tables."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

# Darker than this is ink.
INK = 140
# Beyond this tilt, in degrees, a sheet was laid on the glass askew on purpose.
_MOST = 3.0
_SLIGHT = 0.1
_LEAST_INK, _SAMPLE = 500, 400_000

Mask = NDArray[np.bool_]


def grey(picture: Image.Image) -> Image.Image:
    """Grey, with red and violet ink (stamps, signatures' dates) as faint as paper.

    Red ink is bright in the red channel; black and blue-black are dark in it too.
    """
    if picture.mode in ("1", "L", "I;16", "I", "LA"):
        return picture.convert("L")
    colours = np.asarray(picture.convert("RGB"))
    red, green, blue = (colours[..., i].astype(np.int16) for i in range(3))
    plain = np.asarray(picture.convert("L"))
    stamped = (red - np.minimum(green, blue) > 60) & (red >= blue)
    # red ink has 150 and more of red; black type under a stamp far less, and stays dark
    faint = np.minimum(255, np.maximum(red * 3 // 2, plain))
    return Image.fromarray(np.where(stamped, faint, plain).astype(np.uint8))


@dataclass(frozen=True, slots=True)
class Tilt:
    """Degrees by which level lines fall to the right, and upright ones lean to the left."""

    level: float = 0.0
    upright: float = 0.0

    @property
    def slight(self) -> bool:
        """Whether straightening would only blur."""
        return abs(self.level) < _SLIGHT and abs(self.upright) < _SLIGHT


def straightened(picture: Image.Image, tilt: Tilt) -> Image.Image:
    """The picture with its lines level and upright, turned about its middle."""
    if tilt.slight:
        return picture
    wide, high = picture.size
    rise, lean = math.tan(math.radians(tilt.level)), math.tan(math.radians(tilt.upright))
    matrix = (1, -lean, lean * high / 2, rise, 1, -rise * wide / 2)
    return picture.transform(picture.size, Image.Transform.AFFINE, matrix, Image.Resampling.BICUBIC, fillcolor=255)


def measure_tilt(picture: Image.Image) -> float:
    """The tilt of the lines of text, in degrees: at the right one the rows of ink stand out most."""
    degrees, gain, _ = _profile(picture)
    return degrees if gain > 1.01 else 0.0


def _profile(picture: Image.Image) -> tuple[float, float, float]:
    """The tilt at which the rows stand out most, by how much more than untilted, and how much in all.

    The last is the mean of squares by the square of the mean of the ink in a row: 1 for an even grey.
    """
    small = picture.reduce(2)
    rows, columns = np.nonzero(np.asarray(small) < INK)
    if len(rows) < _LEAST_INK:
        return 0.0, 1.0, 1.0
    if len(rows) > _SAMPLE:  # a dark sheet: a sample says as much
        step = len(rows) // _SAMPLE + 1
        rows, columns = rows[::step], columns[::step]
    middle = small.width / 2

    def sharpness(degrees: float) -> float:
        shifted = rows - math.tan(math.radians(degrees)) * (columns - middle)
        counts = np.bincount((shifted - shifted.min()).astype(np.int64)).astype(np.float64)
        return float(np.square(counts).mean() / np.square(counts.mean()))

    coarse = max(np.arange(-_MOST, _MOST + 0.01, 0.25), key=sharpness)
    fine = max(np.arange(coarse - 0.25, coarse + 0.26, 0.05), key=sharpness)
    return float(fine), sharpness(fine) / sharpness(0.0), sharpness(fine)


def ink(picture: Image.Image) -> Mask:
    """Where there is ink."""
    dark: Mask = np.asarray(picture) < INK
    return dark


def without(picture: Image.Image, mask: Mask) -> Image.Image:
    """The picture with ``mask`` painted white."""
    return Image.fromarray(np.where(mask, np.uint8(255), np.asarray(picture)))


def softened(picture: Image.Image, radius: float) -> Image.Image:
    """Edges made soft: the stairs of pictures enlarged from few dots look like accents."""
    return picture.filter(ImageFilter.GaussianBlur(radius))


def lies_on_its_side(picture: Image.Image) -> bool:
    """Whether lines of text run up and down: then columns of ink stand out, and rows do not."""
    return _profile(picture.transpose(Image.Transpose.ROTATE_90))[2] > _profile(picture)[2]
