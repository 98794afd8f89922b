"""Colour as OKLab arrays: mixed where eyes mix, chroma held up, brought into sRGB by lowering chroma, never hue.

Source: Björn Ottosson, "A perceptual color space for image processing" (2020).
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

_TO_LMS = np.array(
    [[1, 0.3963377774, 0.2158037573], [1, -0.1055613458, -0.0638541728], [1, -0.0894841775, -1.2914855480]]
)
_TO_RGB = np.array(
    [
        [4.0767416621, -3.3077115913, 0.2309699292],
        [-1.2684380046, 2.6097574011, -0.3413193965],
        [-0.0041960863, -0.7034186147, 1.7076147010],
    ]
)

_FROM_RGB, _FROM_LMS = np.linalg.inv(_TO_RGB.T), np.linalg.inv(_TO_LMS.T)
_KEEP = np.linspace(1, 0, 26)[:, None]


def oklch(lightness: float, chroma: float, hue: float) -> Floats:
    """Return OKLab (3,) of lightness 0..1, chroma and hue in degrees."""
    angle = np.radians(hue)
    return np.array([lightness, chroma * np.cos(angle), chroma * np.sin(angle)])


def oklab_of(colour: str) -> Floats:
    """Return OKLab (3,) of '#rrggbb'.

    >>> round(float(oklab_of("#ffffff")[0]), 3), hex_of(oklab_of("#aa2244"))
    (1.0, '#aa2244')
    """
    return oklab([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])


def oklab(rgb: ArrayLike) -> Floats:
    """Return OKLab (..., 3) of sRGB 0..1 (..., 3)."""
    parts = np.asarray(rgb, float)
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    lab: Floats = np.cbrt(linear @ _FROM_RGB) @ _FROM_LMS
    return lab


def linear_rgb(lab: ArrayLike) -> Floats:
    """Return linear sRGB (..., 3) of OKLab (..., 3), not clipped."""
    root = np.asarray(lab, float) @ _TO_LMS.T
    rgb: Floats = root * root * root @ _TO_RGB.T
    return rgb


def hexes(lab: ArrayLike) -> list[str]:
    """Return '#rrggbb' for each OKLab row (n, 3), chroma lowered until inside sRGB; raise ValueError for NaN.

    >>> hexes([[1, 0, 0], [0, 0, 0], [0.7, 0.3, 0.1]])
    ['#ffffff', '#000000', '#fe626f']
    """
    rows = np.round(np.atleast_2d(np.asarray(lab, float)), 3)
    if np.isnan(rows).any():
        raise ValueError("a colour that is no number")
    written = _bytes(rows).tobytes().hex()
    return [f"#{written[at : at + 6]}" for at in range(0, len(written), 6)]


def hex_of(lab: ArrayLike) -> str:
    """Return '#rrggbb' for one OKLab colour (3,)."""
    return hexes(lab)[0]


def _bytes(rows: Floats) -> NDArray[np.uint8]:
    lab = rows.copy()
    lab[:, 0] = np.clip(lab[:, 0], 0, 1)
    rgb = linear_rgb(lab)
    strong = np.flatnonzero(~_inside(rgb))
    if len(strong):
        lightness, a, b = lab[strong].T
        tried = linear_rgb(np.stack(np.broadcast_arrays(lightness, _KEEP * a, _KEEP * b), axis=-1))
        inside = _inside(tried)
        inside[-1] = True
        rgb[strong] = tried[np.argmax(inside, axis=0), np.arange(len(strong))]
    rgb = np.clip(rgb, 0, 1)
    encoded = np.where(rgb <= 0.0031308, 12.92 * rgb, 1.055 * rgb ** (1 / 2.4) - 0.055)
    levels: NDArray[np.uint8] = np.rint(np.clip(encoded, 0, 1) * 255).astype(np.uint8)
    return levels


def _inside(rgb: Floats) -> NDArray[np.bool_]:
    red, green, blue = rgb[..., 0], rgb[..., 1], rgb[..., 2]
    least, most = np.minimum(np.minimum(red, green), blue), np.maximum(np.maximum(red, green), blue)
    within: NDArray[np.bool_] = (least > -1e-3) & (most < 1.001)
    return within


def mix(a: ArrayLike, b: ArrayLike, t: ArrayLike) -> Floats:
    """Mix OKLab colours plainly; `t` (n,) or scalar goes from a at 0 to b at 1."""
    share = np.asarray(t, float)[..., None]
    mixed: Floats = np.asarray(a, float) * (1 - share) + np.asarray(b, float) * share
    return mixed


def mix_clean(a: ArrayLike, b: ArrayLike, t: ArrayLike) -> Floats:
    """Mix in OKLab but hold chroma near the parents' mean, so that navy and orange don't make mud."""
    a, b = np.asarray(a, float), np.asarray(b, float)
    share = np.asarray(t, float)
    mixed = mix(a, b, share)
    chroma = np.hypot(mixed[..., 1], mixed[..., 2])
    want = 0.9 * ((1 - share) * np.hypot(a[..., 1], a[..., 2]) + share * np.hypot(b[..., 1], b[..., 2]))
    gain = np.where((chroma > 0.012) & (chroma < want), np.minimum(want / np.maximum(chroma, 1e-9), 2.2), 1.0)
    mixed[..., 1:] *= gain[..., None]
    return mixed


def tune(lab: ArrayLike, *, lighter: ArrayLike = 0.0, chroma: ArrayLike = 1.0) -> Floats:
    """Shift lightness and scale chroma, hue kept."""
    lab = np.asarray(lab, float)
    gain = np.asarray(chroma, float)
    shift = np.asarray(lighter, float)
    tuned = np.empty((*np.broadcast_shapes(lab.shape[:-1], gain.shape, shift.shape), 3))
    np.add(lab[..., 0], shift, out=tuned[..., 0])
    np.multiply(lab[..., 1], gain, out=tuned[..., 1])
    np.multiply(lab[..., 2], gain, out=tuned[..., 2])
    return tuned


def ramp(at: ArrayLike, stops: ArrayLike, x: ArrayLike) -> Floats:
    """Interpolate OKLab stops (k, 3) placed at increasing `at` (k,), for each x; held at both ends."""
    at, stops, x = np.asarray(at, float), np.asarray(stops, float), np.asarray(x, float)
    return np.stack([np.interp(x, at, stops[:, i]) for i in range(3)], axis=-1)


def contrast(one: str, other: str) -> float:
    """Return the WCAG 2 contrast ratio of two '#rrggbb' colours, 1..21.

    >>> contrast("#ffffff", "#000000")
    21.0
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
