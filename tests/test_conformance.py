"""The judge finds every broken law, and nothing in a sound style; every built-in style is judged."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import careless
import numpy as np
import pytest
from careless import spots

from artgen import conformance, renderers, sitters
from artgen.conformance import Finding, Picture, Pose, Severity, declared, draw, look_at, paint, said, sameness, spent
from artgen.drawing.canvas import COMPOSITIONS, POSTER
from artgen.drawing.marks import Mark
from artgen.drawing.style import LegendItem, Option, Renderer, Span
from artgen.drawing.theme import Theme, load, names
from artgen.words.phrases import locales
from tests.line import environment

LINEN = load("linen")
FEW = sitters.sample("flight", 4)
NOBODY = sitters.sample("flight", 0)


def pictured(style: Renderer, sitter: sitters.Sitter = FEW, **options: float) -> Picture:
    """Draw a sitter on a poster."""
    picture = draw(style, Pose(sitter, LINEN, POSTER, dict(options)))
    assert isinstance(picture, Picture), picture
    return picture


def texts(found: object) -> str:
    """Return findings as a designer reads them."""
    return "\n".join(map(str, found))


def _narrow(theme: Theme) -> list[Mark]:
    """Draw a sample that doesn't ask how large it may be."""
    return []


@pytest.mark.parametrize("name", [found.name for found in renderers.listed() if found.origin == "artgen"])
def test_every_built_in_style_is_found_sound(name: str) -> None:
    """Nothing to mend in any style that artgen brings."""
    assert not conformance.check(renderers.load(name))


def test_a_sound_style_has_no_fault_and_is_timed() -> None:
    """The little style of these tests passes; what it costs is a note."""
    found = conformance.judge(spots)
    assert [one for one in found if one.severity is Severity.FAULT] == []
    assert any(one.law == "time" for one in found)


@pytest.mark.parametrize(
    ("style", "words"),
    [
        (careless.forgetful, "truth: activity 0 of 4 have no mark; yield one for each"),
        (careless.strange, "truth: marks name activity -1, which this year doesn't have"),
        (careless.huddled, "truth, groups: activities 0, 1, 2, 3 share a mark; give each its own, or say in `groups`"),
        (careless.unseen, "truth, drawn: the marks of activities 0, 1, 2, 3 have no extent"),
        (careless.straying, "paper: the Dots of activity 0 reaches"),
        (replace(careless.straying, card="poster"), "paper, card: a Dots reaches"),
        (careless.broad, "paper: the Tufts of activity 0 reaches"),
        (careless.heavy, "size: 20,"),
        (careless.foreign, "paint, type: “Spots” is not in the theme's face; pass voice=theme.voice"),
        (careless.loud, "reading: the words at x"),
        (careless.hiding, "truth, seen: not a pixel of activities 0, 2 can be seen"),
        (replace(careless.hiding, promise=()), "truth, seen: not a pixel of activities 0, 2 can be seen"),
        (replace(spots, reveal="spine"), "declaration, reveal: reveal = 'spine' and no Spine is drawn"),
        (careless.hiding, "promise: activity 0 shows 0% of its marks, and the style promises 90% up to 600"),
    ],
    ids=[
        "forgetful",
        "strange",
        "huddled",
        "unseen",
        "straying",
        "on its card",
        "broad",
        "heavy",
        "foreign",
        "loud",
        "unseen pixels",
        "unseen without a promise",
        "no spine",
        "hiding",
    ],
)
def test_a_picture_that_breaks_a_law_is_found(style: Renderer, words: str) -> None:
    """Each careless drawing gets its own sentence, with the picture it was seen on."""
    found = texts(look_at(pictured(style), "reading", "promise"))
    assert words in found
    assert "(flight 4 in linen on poster)" in found


def test_groups_that_are_declared_are_no_fault() -> None:
    """A style that says how activities share marks may let them."""
    assert "groups" not in texts(look_at(pictured(replace(careless.huddled, groups="a week is one bar"))))


@pytest.mark.parametrize("theme", names())
@pytest.mark.parametrize("canvas", COMPOSITIONS.values(), ids=COMPOSITIONS)
def test_words_on_the_plain_ground_can_be_read(canvas: object, theme: str) -> None:
    """The frame of every paper in every theme passes the measure that styles are held to."""
    picture = draw(spots, Pose(NOBODY, load(theme), canvas))
    assert isinstance(picture, Picture)
    assert texts(look_at(picture, "reading")) == ""


def test_a_colour_of_ones_own_shows_on_greys() -> None:
    """What stays red in a theme of greys did not come from the theme; the sound style's paints did."""
    poses = Pose(FEW, paint.grey(), POSTER)
    assert texts(paint.of_the_theme(draw(spots, poses))) == ""
    for style in (careless.garish, careless.broad):
        assert "#e63946 is not from the theme" in texts(paint.of_the_theme(draw(style, poses)))


def test_a_style_that_fails_is_told_where() -> None:
    """An exception is a finding with its line, and the judge goes on."""
    failed = draw(careless.failing, Pose(FEW, LINEN, POSTER))
    assert "draws: ZeroDivisionError: float division by zero (careless.py, line" in str(failed)


def test_the_line_is_that_of_the_style() -> None:
    """Where a library raises, the line is the style's; where none of the style's was running, there is none."""
    numb, red = (str(draw(style, Pose(FEW, LINEN, POSTER))) for style in (careless.numb, careless.red))
    assert "draws: ValueError: attempt to get argmax of an empty sequence (careless.py, line" in numb
    assert "draws: style 'red', mark 0 (Dots of activity 0): 'red' is no colour" in red
    assert ".py, line" not in red


def test_a_drawing_that_waits_is_noted() -> None:
    """What passes without work is worth knowing, where it passes each time: a busy machine is no style's doing."""
    pose, once = Pose(FEW, LINEN, POSTER), {f"{FEW.name} in linen on poster": spent.Spent(0.01, 0.4)}
    assert "time, waiting: it takes 0.4 s and works for 0.0" in texts(spent.waiting(careless.sleepy, [pose], once))
    assert texts(spent.waiting(spots, [pose], once)) == ""


def test_a_legend_sample_that_can_not_be_drawn_is_found() -> None:
    """A paper that has no legend doesn't draw it; the page does."""
    picture = pictured(spots)
    items = (LegendItem("One", "", draw=_narrow),)
    odd = replace(picture, artwork=replace(picture.artwork, legend=items))
    assert "words, samples: the legend's samples can't be drawn: TypeError: _narrow() takes 1" in texts(look_at(odd))


def test_swatches_that_are_no_tuples_are_found() -> None:
    """An array of paints is told what to write instead."""
    picture = pictured(spots)
    odd = replace(picture, artwork=replace(picture.artwork, swatches=np.zeros((4, 3))))
    assert "paint, swatches: [0. 0. 0.] is no pair of colours; write '#rrggbb'" in texts(paint.swatched(odd))


def test_a_drawing_that_changes_is_found() -> None:
    """Kept state shows when a picture is drawn twice."""
    assert texts(sameness.twice(spots, [pictured(spots)])) == ""
    assert "drawn twice it is not the same" in texts(sameness.twice(careless.restless, [pictured(careless.restless)]))


def test_two_people_with_the_same_art_are_found() -> None:
    """Different years must differ; a year that moves must change its picture."""
    other = sitters.sample("run", 4)
    assert texts(sameness.apart([pictured(spots), pictured(spots, other)])) == ""
    same = [pictured(careless.alike), pictured(careless.alike, other)]
    assert "the art is that of flight 4, whose year is another (run 4 in linen" in texts(sameness.apart(same))
    assert "with one activity on another day the art is the same" in texts(sameness.moved(careless.alike, same[0]))
    assert texts(sameness.moved(spots, pictured(spots))) == ""


def test_what_a_style_touches_is_seen_in_a_fresh_process() -> None:
    """Clock, files, global randomness and the order of sets are all found by one run elsewhere."""
    picture = pictured(careless.touchy)
    elsewhere = sameness.begin(careless.touchy, [picture.pose])
    found = texts(sameness.finish(elsewhere, {str(picture.pose): picture.artwork.digest}))
    for words in ("the clock while it draws (time.time)", "(datetime.now)", "a file while it draws (/etc/hostname)"):
        assert words in found
    assert "from the global random numbers" in found
    assert "the style prints; take print() out" in found
    assert "the style sleeps while it draws" in found
    assert "draws other bytes" in found


def test_a_sound_style_is_the_same_elsewhere() -> None:
    """Another hash seed, day and language of the system change nothing."""
    picture = pictured(spots)
    elsewhere = sameness.begin(spots, [picture.pose])
    assert texts(sameness.finish(elsewhere, {str(picture.pose): picture.artwork.digest})) == ""


def test_a_style_without_a_file_can_not_be_drawn_elsewhere() -> None:
    """It is told to stand in one."""
    written: dict[str, object] = {}
    exec("def draw(story, canvas, theme, rng):\n    yield from ()", written)
    assert "stands in no file" in str(sameness.begin(replace(spots, draw=written["draw"]), []))


@pytest.mark.parametrize(
    ("style", "words"),
    [
        (replace(spots, fine=" "), "declaration: `fine` is empty; say what is decoration and not data"),
        (replace(spots, help=""), "declaration: `help` is empty"),
        (replace(spots, name="My Spots"), "'My Spots' is no name"),
        (replace(spots, api=99), "api = 99; this artgen knows 1 to 1"),
        (replace(spots, reveal="fly"), "reveal = 'fly'; the page can play spine, wipe, grow"),
        (replace(spots, card="none"), "card = 'none'; a card shows own or poster"),
        (replace(renderers.load("strata"), card="poster"), "card = 'poster' with `grounds`"),
        (replace(spots, promise=((0, 2.0),)), "promise (0, 2.0): a count from 1, and a share above 0 up to 1"),
        (replace(spots, promise=()), "promise: the style makes no promise"),
        (replace(spots, name="heart"), "there is a style 'heart' already, from artgen; give yours another name"),
        (replace(spots, needs=frozenset({"colour"})), "`needs` holds 'colour'; name columns: amount, day, "),
    ],
    ids=["fine", "help", "name", "api", "reveal", "card", "grounds", "promise", "no promise", "taken", "needs"],
)
def test_a_declaration_that_does_not_hold_is_found(style: Renderer, words: str) -> None:
    """What a style says of itself is read."""
    assert words in texts(declared.sound(style))
    assert texts(declared.sound(spots)) == ""


@pytest.mark.parametrize(
    ("option", "words"),
    [
        (Option("size", 2.0, Span(0.3, 0.9, "share")), "size = 2.0 is outside 0.3..0.9"),
        (Option("size", 0.8, Span(0.9, 0.3, "share")), "goes from 0.9 to 0.3; low must be below high"),
        (Option("size", 0.8, Span(0.3, 0.9, "")), "doesn't say what it is; give its Span a help"),
        (Option("size", 0.8), "'size' has neither limits nor choices"),
    ],
    ids=["default", "order", "help", "none"],
)
def test_an_option_without_sound_limits_is_found(option: Option, words: str) -> None:
    """Sliders, help and the checks of a campaign file all come from the limits."""
    assert words in texts(declared.bounded(replace(spots, options=(option,))))
    assert texts(declared.bounded(spots)) == ""


def test_an_option_that_changes_nothing_is_found() -> None:
    """A slider must do something."""
    poses = [Pose(FEW, LINEN, POSTER)]
    assert texts(declared.felt(spots, poses)) == ""
    assert "'size' changes nothing from one limit to the other" in texts(declared.felt(careless.alike, poses))
    assert texts(declared.felt(careless.failing, poses)) == ""


@pytest.mark.parametrize(
    ("style", "sitter", "words"),
    [
        (careless.saying(alt="x" * 126), FEW, "words, alt: alt has 126 characters, at most 125 are read out"),
        (careless.saying(text=" "), FEW, "words: the description's text is empty"),
        (careless.saying(text="Four activities."), FEW, "words, noun: “activities” is no word of the brand's"),
        (careless.saying(text="A {thing}."), FEW, "words, braces: a brace is left unfilled"),
        (careless.saying(text="Only four spots!"), FEW, "words, kind: "),
        (careless.saying(text="No flight at all."), NOBODY, "words, zero: an empty year speaks of “flight”"),
        (careless.saying(text="0 spots."), NOBODY, "words, zero: an empty year is told with a figure (0)"),
        (careless.saying(wish=""), NOBODY, "words, zero: the zero edition has no `wish`"),
        (replace(spots, legend=lambda *_: ()), FEW, "words, legend: the legend is empty"),
        (replace(spots, legend=lambda *_: (LegendItem("", "One"),)), FEW, "lacks its heading"),
        (replace(spots, legend=lambda *_: (LegendItem("One", "Two", of=(9,)),)), FEW, "points at activities that this"),
        (
            replace(spots, legend=lambda *_: (LegendItem("One", "Far too many words " * 9),)),
            FEW,
            "is cut in the legend",
        ),
        (replace(spots, describe=lambda *_: 1 / 0), FEW, "ZeroDivisionError"),
        (replace(spots, describe=lambda *_: None), FEW, "words: describe gives None; return a Description(title"),
        (replace(spots, describe=lambda *_: "Spots"), NOBODY, "words: describe gives a str; return a Description("),
        (careless.saying(alt=None), FEW, "words: the description's alt is None; write it as text"),
        (replace(spots, legend=lambda *_: None), FEW, "words: legend gives None; return a tuple of LegendItem"),
        (replace(spots, legend=lambda *_: "One"), FEW, "words: legend gives a str; return a tuple of LegendItem"),
        (replace(spots, legend=lambda *_: ("One",)), FEW, "words: legend gives a str among its items; return a tuple"),
        (replace(spots, legend=lambda *_: (LegendItem("One", "", draw=_narrow),)), FEW, "words: TypeError: _narrow()"),
    ],
    ids=[
        "alt",
        "empty",
        "noun",
        "brace",
        "unkind",
        "named",
        "figure",
        "wish",
        "none",
        "heading",
        "of",
        "cut",
        "raises",
        "no description",
        "plain text",
        "no alt",
        "no legend",
        "a legend of text",
        "items of text",
        "sample",
    ],
)
def test_words_that_break_a_law_are_found(style: Renderer, sitter: sitters.Sitter, words: str) -> None:
    """Each careless sentence gets its own finding, with the sitter and the language."""
    found = texts(said.said(style, sitter, "en_US"))
    assert words in found
    assert f"({sitter.name} in en_US)" in found


@pytest.mark.parametrize("locale", locales())
def test_sound_words_pass_in_every_language(locale: str) -> None:
    """The little style is found kind wherever it is read."""
    assert [texts(said.said(spots, sitter, locale)) for sitter in (FEW, NOBODY)] == ["", ""]


def test_money_and_names_are_never_told() -> None:
    """Prices are drawn, and a description is for anybody's eyes."""

    def dear(story, telling, vocabulary):
        total = sum(one.amount for one in story.activities)
        return replace(careless.describe(story, telling, vocabulary), text=f"{story.name} spent {total:,.0f}.")

    cups = sitters.sample("coffee", 4)
    found = texts(said.of_money(replace(spots, describe=dear), cups))
    assert "an amount of money is told" in found
    assert "the person's name is said" in found
    assert texts(said.of_money(spots, cups)) == ""


def test_findings_alike_are_told_once() -> None:
    """One finding of a law with the first picture and how many more; faults stand before notes."""
    found = [conformance.finding.note("size", "b"), *(Finding("truth", f"t{n}", f"p{n}") for n in range(3))]
    assert [str(one) for one in conformance.finding.gathered(found)] == ["truth: t0 (p0, and 2 more)", "size: b"]


def test_a_third_partys_three_lines_show_what_is_wrong(tmp_path: Path) -> None:
    """A failing test of somebody else's prints the findings."""
    here = str(Path(__file__).parent)
    imports = f"import sys\n\nsys.path.insert(0, {here!r})\nfrom careless import huddled\n"
    body = "from artgen.conformance import check\n\n\ndef test_style():\n    assert not check(huddled)\n"
    (tmp_path / "test_huddled.py").write_text(imports + body)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(tmp_path),
        str(tmp_path),
    ]
    said_there = subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, text=True).stdout
    assert (
        "truth, groups: activities 0, 1 share a mark; give each its own, or say in `groups` how they share"
        in said_there
    )
