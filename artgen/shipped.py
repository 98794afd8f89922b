"""Where the files that come with artgen stand: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path

_INSIDE = Path(__file__).parent / "_shipped"
_BESIDE = Path(__file__).parent.parent


def place(name: str) -> Path:
    """Return the folder `templates`, `assets` or `sample_data` as it stands in this installation."""
    inside = _INSIDE / name
    return inside if inside.is_dir() else _BESIDE / name
