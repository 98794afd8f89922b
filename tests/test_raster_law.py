"""ThorVG draws what librsvg draws: the small twin of the long check `raster`, which wears every theme."""

from pathlib import Path

import numpy as np
import pytest
import rasters
from goldens import built_in
from rasters import Apart, Case

CASES = tuple(rasters.some())


@pytest.mark.parametrize("case", CASES, ids=str)
def test_both_rasters_draw_the_same_picture(case: Case) -> None:
    """Levels and pixels are as near as the law asks; if not, tests/failed/ holds both pictures and the difference."""
    assert rasters.apart(case).within(case.most)


def test_the_law_is_for_every_style_theme_and_sheet() -> None:
    """No style that artgen brings, no theme and no paper is left out, here or in the long check."""
    for cases in (CASES, tuple(rasters.every())):
        assert {case.style for case in cases} == set(built_in())
        assert {case.theme for case in cases} == set(rasters.theme.names())
        assert {case.canvas for case in cases} == set(rasters.COMPOSITIONS)


@pytest.mark.parametrize(
    ("levels", "across", "lawful"), [(1, 1.0, True), (2, 1.0, False), (41, 0.01, True), (41, 0.02, False)]
)
def test_a_picture_too_far_off_leaves_what_to_look_at(
    levels: int, across: float, lawful: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many levels on few pixels and few levels on all are told apart; both pictures and the difference are kept."""
    monkeypatch.setattr(rasters, "FAILED", tmp_path / "failed")
    one = np.full((100, 100, 3), 100, np.int16)
    other = one.copy()
    other[:, : round(100 * across)] += levels
    found = rasters.compared(CASES[0], one, other)
    assert found == Apart(pytest.approx(levels * across), pytest.approx(across if levels > 40 else 0))
    assert found.within(CASES[0].most) == lawful
    kept = {file.stem.rpartition("_")[2] for file in tmp_path.rglob("*.png")}
    assert kept == (set() if lawful else {"librsvg", "thorvg", "difference"})
