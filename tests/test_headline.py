"""The loud line keeps clear of what stands around it, in every script and in both voices."""

import pytest
from letters import MIXED, NAMES, ink

from artgen.artwork.headline import headline, set_headline
from artgen.artwork.layout import layout_of
from artgen.drawing.canvas import PHONE, POSTER, PRINT
from artgen.drawing.families import VOICES
from artgen.drawing.theme import load
from artgen.drawing.typeset import set_line

every_name = pytest.mark.parametrize("name", [*NAMES.values(), MIXED], ids=[*NAMES, "many at once"])
every_voice = pytest.mark.parametrize("voice", VOICES)


@every_name
@every_voice
def test_two_loud_lines_do_not_touch(name, voice):
    """Where a name takes two lines, the ink of the upper ends above that of the lower."""
    made = headline(f"{name} {name} {name}", 92, 300, 440, voice)
    lines = set_headline(made, 64, 1128, load("linen"), voice)
    settings_ = [set_line(line.text, line.size, line.weight, line.track, voice) for line in lines]
    feet = [line.y + ink(setting)[1] for line, setting in zip(lines, settings_, strict=True)]
    heads = [line.y - ink(setting)[0] for line, setting in zip(lines, settings_, strict=True)]
    assert len(lines) == 2
    assert feet[0] <= heads[1]


@pytest.mark.parametrize(
    ("name", "voice", "end"), [("محمد عبد الرحيم بن علي", "swiss", 1), ("Maximiliane Anne", "swiss", 0)]
)
def test_two_lines_begin_under_each_other(name, voice, end):
    """An Arabic name of two lines is flush on its right, a Latin one on its left."""
    lines = set_headline(headline(name, 92, 300, 400, voice), 64, 1128, load("linen"), voice)
    edges = [line.x + end * set_line(line.text, line.size, line.weight, line.track, voice).width for line in lines]
    assert len(lines) == 2
    assert edges[0] == pytest.approx(edges[1], abs=0.01)


@every_name
@pytest.mark.parametrize("canvas", [POSTER, PHONE, PRINT], ids=lambda canvas: canvas.name)
@pytest.mark.parametrize("voice", VOICES)
def test_deep_letters_are_lifted_off_what_stands_below(name, canvas, voice):
    """A name keeps clear of the hairline under it, on every sheet that has one there."""
    at = layout_of(canvas, voice)
    made = headline(name, at.name_size, 700, 950, voice)
    line = set_headline(made, 64, at.name, load("linen"), voice)[-1]
    assert line.y + ink(set_line(line.text, line.size, line.weight, line.track, voice))[1] < min(at.rule, at.figures)


@every_voice
def test_a_name_without_deep_letters_stays_on_its_baseline(voice):
    """Only what would touch is lifted."""
    assert set_headline(headline("Maya", 92, 700, 950, voice), 64, 1134, load("linen"), voice)[0].y == 1134
