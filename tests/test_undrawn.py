"""What a style does wrong at one story costs that customer, told with the line of the style; all others are made."""

import csv
from dataclasses import replace
from pathlib import Path

import careless
import numpy as np
import pytest
from careless import spots

from artgen import sitters
from artgen.artwork import Look, compose
from artgen.drawing.calls import Undrawn, answerable
from artgen.drawing.canvas import POSTER
from artgen.drawing.marks import Bar
from artgen.drawing.rng import Rng
from artgen.drawing.style import Description, LegendItem, Renderer
from artgen.drawing.theme import load
from artgen.errors import StyleError
from tests import canaries
from tests.line import environment, run, summary

LINEN = load("linen")
FEW = sitters.sample("flight", 4)
PAIRED = '''"""Paired: a quilt that takes two activities for granted."""

import functools
from dataclasses import replace

from artgen.renderers.quilt import quilt


@functools.wraps(quilt.draw)
def draw(story, *given, **options):
    first, second = story.activities[:2]
    yield from quilt.draw(story, *given, **options)


def describe(story, *told):
    return quilt.describe(story, *told) if len(story) else story.activities[0]


paired = replace(quilt, name="paired", draw=draw, describe=describe)
'''


def composed(style: Renderer, sitter: sitters.Sitter = FEW) -> object:
    """Draw a sitter on a poster."""
    return compose(Look(style, LINEN), sitter.story, sitter.telling, sitter.vocabulary, "seed")


def drawn(style: Renderer, sitter: sitters.Sitter = FEW) -> list[object]:
    """Return the marks of a sitter."""
    return list(style.draw(sitter.story, POSTER, LINEN, Rng("seed"), **style.checked({})))


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a run makes in a style that fails at who has one visit and at who has none, among four people."""
    folder = canaries.styled(tmp_path_factory.mktemp("paired"), "paired", PAIRED, 4)
    visits = folder / "visits.csv"
    rows = [row for row in visits.read_text("utf-8").splitlines() if canaries.customer(3) not in row]
    ones = [row for row in rows if canaries.customer(2) in row][1:]
    visits.write_text("\n".join(row for row in rows if row not in ones) + "\n", "utf-8")
    path = f"{folder.parent}:{environment().get('PYTHONPATH', '')}"
    run("make", folder, "--out", folder / "out", "--on", "here", env=environment(PYTHONPATH=path))
    return folder / "out"


def test_whom_a_style_fails_at_is_set_aside_alone(out: Path) -> None:
    """Whoever has a year that the style can draw is made as ever."""
    told = summary(out)
    assert (told["made"], told["faulty"]) == (2, 2)


def test_a_style_that_can_draw_nobody_stops_the_run(tmp_path: Path) -> None:
    """Then the style is broken, and not so many people's years."""
    broken = PAIRED.replace("first, second = story.activities[:2]", "first = story.nothing")
    folder = canaries.styled(tmp_path, "paired", broken, 12)
    path = f"{folder.parent}:{environment().get('PYTHONPATH', '')}"
    made = run("make", folder, "--out", folder / "out", env=environment(PYTHONPATH=path), check=False)
    assert made.returncode == 1
    assert "people could be drawn; the first of them: style 'paired', paired.py line 11: AttributeError" in made.stderr
    assert not (folder / "out" / "summary.json").exists()


def test_the_fault_names_the_line_of_the_style(out: Path) -> None:
    """Drawing and describing alike: style, file, line, and what was raised."""
    with (out / "faults.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["customer"]: row for row in csv.DictReader(file) if row["gravity"] == "customer"}
    assert {row["reason"] for row in rows.values()} == {"can't be drawn"}
    assert [rows[canaries.customer(n)]["detail"] for n in (2, 3)] == [
        "style 'paired', paired.py line 11: ValueError: not enough values to unpack (expected 2, got 1)",
        "style 'paired', paired.py line 16: IndexError: tuple index out of range",
    ]


def test_every_function_of_a_style_answers() -> None:
    """Drawing, description, legend and its samples, swatches, grounds: each says the line that failed."""
    told = (FEW.story, FEW.telling, FEW.vocabulary)
    broken = answerable(
        replace(
            careless.failing,
            describe=lambda *given: 1 / 0,
            legend=lambda *given: 1 / 0,
            swatches=lambda *given: 1 / 0,
            grounds=lambda *given: 1 / 0,
        )
    )
    sampled = answerable(replace(spots, legend=lambda *given: (LegendItem("A", "b", draw=lambda *box: 1 / 0),)))
    for call, file in (
        (lambda: drawn(broken), "careless.py"),
        (lambda: broken.describe(*told), "test_undrawn.py"),
        (lambda: broken.legend(*told), "test_undrawn.py"),
        (lambda: broken.swatches(FEW.story, LINEN), "test_undrawn.py"),
        (lambda: broken.grounds(FEW.story, POSTER, LINEN), "test_undrawn.py"),
        (lambda: list(sampled.legend(*told)[0].draw(LINEN, 9, 9)), "test_undrawn.py"),
    ):
        with pytest.raises(Undrawn, match=rf"^style '(failing|spots)', {file} line \d+: ZeroDivisionError: "):
            call()


def test_a_sample_is_drawn_once_for_all() -> None:
    """The page keeps what it drew: one function makes equal samples, however often its legend is told."""
    style = answerable(replace(spots, legend=lambda *given: (LegendItem("A", "b", draw=careless.dots),)))
    one, other = (style.legend(FEW.story, FEW.telling, FEW.vocabulary)[0].draw for _ in range(2))
    assert (one, hash(one)) == (other, hash(other))
    assert answerable(style) is answerable(style)


@pytest.mark.parametrize("stop", [MemoryError, OSError, KeyboardInterrupt, SystemExit])
def test_what_is_no_fault_of_the_story_passes_through(stop: type[BaseException]) -> None:
    """Memory, disks and orders to stop are nobody's drawing: they stop the run."""

    def stopping(*given: object, **options: object) -> object:
        raise stop
        yield

    with pytest.raises(stop):
        drawn(answerable(replace(spots, draw=stopping)))


def test_a_style_that_answers_draws_the_same() -> None:
    """To the byte."""
    assert composed(answerable(spots)) == composed(spots)


@pytest.mark.parametrize(
    ("asked", "said", "words"),
    [
        ("describe", None, "describe gave None; return a Description"),
        ("describe", "spots", "describe gave a value of type str; return a Description"),
        ("describe", Description("a", "b", 3), "describe gave a value of type int as `alt`; write a text"),
        ("legend", None, "legend gave None; return a tuple of LegendItem"),
        ("legend", "read it", "legend gave a value of type str; return a tuple"),
        (
            "legend",
            LegendItem("A", "b"),
            r"legend gave a value of type LegendItem; return a tuple.*\(item,\) for one",
        ),
        ("legend", ("read it",), "legend gave a value of type str among its items"),
        ("legend", (LegendItem("A", "b", of=0),), r"legend, item 'A': of = 0 is no tuple.*written of=\(0,\)"),
        ("legend", (LegendItem("A", "b", of=("0",)),), "legend, item 'A': of = "),
        ("legend", (LegendItem("A", "b", labels="Jan"),), "legend, item 'A': labels = 'Jan' is no tuple of texts"),
        ("legend", (LegendItem("A", None),), "legend, item 'A': heading and text are texts"),
        ("legend", (LegendItem("A", "b", draw=3),), "legend, item 'A': draw = 3 can't be called"),
        ("swatches", None, "swatches gave None; return a tuple of pairs"),
        ("swatches", np.zeros((4, 3)), "swatches gave a value of type ndarray; return a tuple of pairs"),
        ("swatches", ("#112233",) * 4, "swatches holds what is no pair"),
        ("swatches", ((None, None),) * 4, "swatches holds what is no pair"),
        ("swatches", (("#112233",) * 2,), "gave 1 swatches for 4 activities"),
        ("grounds", "#ffffff", "grounds gave a value of type str; return Grounds"),
    ],
)
def test_an_answer_of_the_wrong_kind_is_one_sentence(asked: str, said: object, words: str) -> None:
    """It says which function gave what, and what to return."""
    style = replace(spots, **{asked: lambda *given: said})
    with pytest.raises(StyleError, match=f"style 'spots'[:]? ?{words}"):
        composed(style)


def test_a_style_that_yields_nothing_at_all_is_told() -> None:
    """A forgotten `yield`: a function that returns None is no generator."""
    with pytest.raises(StyleError, match="style 'spots' gave NoneType in place of marks; yield them"):
        composed(replace(spots, draw=lambda *given, **options: None))
    with pytest.raises(Undrawn, match="style 'spots': draw gave NoneType in place of marks"):
        composed(answerable(replace(spots, draw=lambda *given, **options: None)))


def test_marks_without_end_are_told() -> None:
    """A loop that never ends costs no more memory than a picture, in the art and in a legend's sample."""

    def endless(*given: object, **options: object) -> object:
        while True:
            yield Bar(0, 0, 9, 9, LINEN.ink)

    words = "style 'spots' still yields after 100,000 marks; is there a loop without end"
    with pytest.raises(StyleError, match=words):
        composed(replace(spots, draw=endless))
    with pytest.raises(StyleError, match=words):
        composed(replace(spots, legend=lambda *given: (LegendItem("A", "b", draw=endless),)))
