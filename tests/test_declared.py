"""A slip in a declaration, or in what a campaign gives an option, is one sentence that says how it should read."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

import careless
import pytest
from test_campaign import GOOD, written

from artgen.campaigns.model import load
from artgen.drawing.style import Option, Renderer, Span, renderer
from artgen.errors import CampaignError, StyleError
from artgen.make import make
from artgen.publishing.links import open_keys
from tests.line import NOW, environment

SAID = {"by": "Ada", "reveal": "grow", "mark": "spot", "fine": "none", "describe": careless.describe}
SAID |= {"legend": careless.legend, "swatches": careless.swatches, "api": 1}
GLOW = Option("glow", 0.5, Span(0.2, 1.5, "light"))
PLAIN = 'looks = [{ style = "heart", theme = "linen" }]'


def plain(story, canvas, theme, rng):
    """Best for tests."""
    yield from ()


def bare(story, canvas, theme, rng, *, size=3):
    yield from ()


def told(story, canvas, theme, rng, *, size: Annotated[float, "how big"] = 3):
    yield from ()


def texted(story, canvas, theme, rng, *, size: Annotated[str, Span(1, 9, "size")] = "3"):
    yield from ()


def quoted(story, canvas, theme, rng, *, size: Annotated[float, Span("1", "9", "size")] = 3):
    yield from ()


def counted(story, canvas, theme, rng, *, size: Literal[1, 2] = 1):
    yield from ()


def lacking(story, canvas, theme, rng, *, size: Annotated[float, Span(1, 9, "size")]):
    yield from ()


def nothing(story, canvas, theme, rng, *, size: Annotated[float, Span(1, 9, "size")] = None):  # noqa: RUF013
    yield from ()


def unchosen(story, canvas, theme, rng, *, size: Literal["small", "large"]):
    yield from ()


def halved(story, canvas, theme, rng, *, size: Annotated[int, Span(1, 9, "size")] = 2.5):
    yield from ()


def whole(story, canvas, theme, rng, *, size: Annotated[int, Span(1, 9, "size")] = 3):
    yield from ()


def declared(draw: Callable[..., object] = plain, **changed: object) -> Renderer:
    """Declare a style, with something changed or, where it is None, left out."""
    said = {name: value for name, value in (SAID | changed).items() if value is not None}
    return renderer("tidal", **said)(draw)


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (bare, "has no annotation; write size: Annotated[float, Span(1, 9,"),
        (told, "has no Span; write size: Annotated[float, Span(1, 9,"),
        (texted, "is neither float nor int; write size: Annotated[float"),
        (quoted, "has the limits '1' and '9', which are no numbers; write size: "),
        (counted, 'has choices that are no words; write size: Literal["plain", "fine"] = "plain", or '),
        (lacking, "has no default; write a number: size: Annotated[...] = 3"),
        (nothing, "has the default None; write a number"),
        (unchosen, 'has no default; write one of its choices: size: Literal[...] = "small"'),
        (halved, "has the default 2.5; write a whole number"),
    ],
)
def test_an_option_that_can_not_be_read_is_named(draw: Callable[..., object], words: str) -> None:
    """With the style, the option, and a line that would be right."""
    with pytest.raises(StyleError) as wrong:
        declared(draw)
    assert str(wrong.value).startswith(f"style 'tidal': option 'size' {words}")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"api": "1"}, "style 'tidal': api = '1' is no whole number; write api=1"),
        ({"api": True}, "style 'tidal': api = True is no whole number"),
        ({"api": None}, "style 'tidal' doesn't declare api; add api=... to @renderer"),
        ({"fine": None, "legend": None}, "style 'tidal' doesn't declare fine, legend; add fine=..."),
        ({"promise": (60, 0.5)}, "promise = (60, 0.5) is no tuple of pairs, a count and a share; write promise=((60,"),
        ({"promise": 60}, "promise = 60 is no tuple of pairs"),
        ({"promise": (("60", 0.5),)}, "promise = (('60', 0.5),) is no tuple of pairs"),
        ({"needs": "amount"}, "needs = 'amount' is a text; write needs={'amount'}"),
    ],
)
def test_a_slip_in_what_a_style_declares_is_named(changed: dict[str, object], words: str) -> None:
    """No traceback from inside artgen: what was written, and what to write."""
    with pytest.raises(StyleError) as wrong:
        declared(**changed)
    assert words in str(wrong.value)


def test_a_style_is_declared_by_its_name() -> None:
    """Brackets and a name belong to the decorator."""
    with pytest.raises(StyleError, match="declared with its name first"):
        renderer(plain)


def test_a_whole_number_stays_one() -> None:
    """A campaign's 3 is read as 3.0; a style that counts with it gets its int."""
    style = declared(whole)
    assert repr(style.checked({"size": 4.0})) == "{'size': 4}"
    assert repr(style.checked({})) == "{'size': 3}"
    with pytest.raises(StyleError, match=r"size = 2.5 is no whole number; write one of 1..9 for style 'tidal'"):
        style.checked({"size": 2.5})


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (True, "glow = true is no number; write one of 0.2..1.5, for style 'tidal'"),
        ("1", "glow = '1' is no number; write one of 0.2..1.5, without quotes, for style 'tidal'"),
        (9.0, "glow = 9.0 is outside 0.2..1.5 for style 'tidal'"),
        (float("nan"), "glow = nan is outside 0.2..1.5 for style 'tidal'"),
    ],
)
def test_a_value_that_is_no_number_is_told_so(given: float | str, words: str) -> None:
    """Outside is only what is a number."""
    with pytest.raises(StyleError) as wrong:
        GLOW.checked(given, "tidal")
    assert str(wrong.value) == words


def test_true_is_no_option_of_a_campaign(tmp_path: Path) -> None:
    """It would be read as 1; the error names file, look and option."""
    looks = 'looks = [{ style = "heart", theme = "linen", options = { tilt = true } }]'
    with pytest.raises(CampaignError, match=r"campaign.toml: looks.1.options: tilt = true is no number and no word"):
        load(written(tmp_path, GOOD.replace(PLAIN, looks)))


def test_an_option_outside_its_limits_names_file_and_look(tmp_path: Path) -> None:
    """As every fault of a campaign file does."""
    looks = PLAIN.replace("}]", 'when = { activities = { below = 3 } } }, { style = "heart", theme = "salt" }]')
    looks = looks.replace('"linen" ', '"linen", ').replace('"salt"', '"salt", options = { tilt = 90 }')
    campaign = load(written(tmp_path, GOOD.replace(PLAIN, looks)))
    keys = open_keys(campaign, environment(), campaign.folder)[0]
    with pytest.raises(CampaignError) as wrong:
        make(campaign, tmp_path / "out", keys, workers=1, clock=lambda: NOW)
    assert (
        str(wrong.value) == f"{campaign.folder}/campaign.toml: looks.2: tilt = 90.0 is outside 0..12 for style 'heart'"
    )
