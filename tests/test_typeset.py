"""Type keeps to its room, is cut only between graphemes, and never shows an empty box."""

from dataclasses import replace

import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.svgLib.path import parse_path
from fontTools.ttLib import TTFont
from hypothesis import example, given
from hypothesis import strategies as st

from artgen.drawing.faces import MISSING, face, glyph_outline, shape
from artgen.drawing.families import VOICES, WEIGHTS, european
from artgen.drawing.marks import LOUD, SWISS, WARM
from artgen.drawing.typeset import (
    ELLIPSIS,
    balanced,
    covers,
    cut,
    drawable,
    fit,
    graphemes,
    pieces,
    set_line,
    width,
    wrap,
)
from artgen.errors import StyleError
from artgen.shipped import place

rooms = st.floats(60, 900)
accented = st.text(st.sampled_from("aįeMs \u0301\u0323\u0308"), max_size=120)
words = st.text(st.sampled_from("abcdeßéxylm ŵñ-–/ΩЖ"), max_size=120)


@pytest.mark.parametrize(
    "name",
    [
        "Łucja",
        "Þórdís",
        "Nguyễn Thị Ánh",
        "Ştefăniță",
        "Ħaġar",
        "Ελένη",
        "Ἀθηνᾶ",
        "Ђорђе",
        "Юлія",
        "Zoe\u0308",
        "O’Neill",
    ],
)
def test_names_of_many_languages_are_covered(name):
    """Latin with all its diacritics, Greek and Cyrillic can be drawn in every weight."""
    assert covers(name)
    own = [face(european(weight, SWISS)[0]) for weight in WEIGHTS]
    assert all(glyph.number != MISSING for used in own for glyph in shape(drawable(name), used).glyphs)


@pytest.mark.parametrize("name", ["ᏣᎳᎩ", "Anna ᠮᠣᠩ", "\U0010fffd"])
def test_names_that_the_fonts_lack_are_known(name):
    """One letter that can't be drawn is enough to say so."""
    assert not covers(name)


def test_controls_and_formatting_do_not_count():
    """What nobody sees neither hides a name nor takes room."""
    assert covers("Ma\x00ya\u202e\u200b")
    assert width("Ma\x00ya\u202e", 20) == width("Maya", 20)


def test_a_composed_and_a_decomposed_letter_are_set_alike():
    """The same name typed in two ways looks the same."""
    composed, decomposed = set_line("Zoë", 20), set_line("Zoe\u0308", 20)
    runs = [[(run.face, run.glyphs, run.x, run.scale) for run in set_.runs] for set_ in (composed, decomposed)]
    assert runs[0] == runs[1]
    assert replace(composed, runs=()) == replace(decomposed, runs=())


@given(st.text(max_size=40))
def test_no_line_ever_shows_an_empty_box(text):
    """Whatever the text, the glyph for a missing letter is never set."""
    assert all(glyph.number != MISSING for run in set_line(text, 20).runs for glyph in run.glyphs)


def test_figures_are_equally_wide():
    """Numbers stand in columns."""
    assert [width(digit, 22, 500) for digit in "0123456789"] == pytest.approx([width("0", 22, 500)] * 10, abs=0.02)


@given(st.text(max_size=200) | accented, rooms)
def test_a_cut_text_fits_and_ends_between_graphemes(text, room):
    """A text is whole, or a whole number of its graphemes and an ellipsis, and within its room."""
    made = cut(text, room, 20)
    assert width(made, 20) <= room
    kept = graphemes(made.removesuffix(ELLIPSIS))
    assert made == drawable(text) or kept == graphemes(drawable(text))[: len(kept)]


@given(words, rooms)
def test_a_wrapped_text_keeps_to_its_room(text, room):
    """No line is too wide, there are no more lines than asked for, and nothing is lost unless an ellipsis says so."""
    lines = wrap(text, room, 20, 3)
    assert len(lines) <= 3
    assert all(width(line, 20) <= room for line in lines)
    assert "".join(lines).endswith(ELLIPSIS) or "".join("".join(lines).split()) == "".join(text.split())


@given(words, rooms)
def test_balanced_lines_are_no_more_and_no_wider(text, room):
    """Evening out the lines of a text costs neither a line nor a word."""
    lines = balanced(text, room, 20, 3)
    assert len(lines) == len(wrap(text, room, 20, 3))
    assert all(width(line, 20) <= room for line in lines)


@given(words)
def test_breaking_a_text_into_pieces_loses_nothing(text):
    """Where a line may end is between characters, never instead of one."""
    assert "".join(pieces(text)) == drawable(text)


def test_a_name_shrinks_before_it_is_cut():
    """Fitting makes a line smaller first, and cuts it only at its smallest size."""
    assert fit("Maximiliane", 200, 92, 20).lines == ("Maximiliane",)
    assert fit("Maximiliane", 200, 92, 20).size < 92
    assert fit("Maximiliane" * 9, 200, 92, 20).size == 20
    assert fit("Maximiliane" * 9, 200, 92, 20).lines[0].endswith(ELLIPSIS)


def test_an_ellipsis_follows_a_letter():
    """No blank or hyphen is left hanging before the ellipsis."""
    assert {cut("Ann – Mary-Lou", room, 20) for room in (50, 60, 70)} == {"Ann…"}


def test_a_grapheme_of_many_marks_is_never_split():
    """A letter with its accents is kept or left out as one."""
    assert graphemes("e\u0323\u0302x") == ("ệ", "x")
    assert cut("i\u0328\u0301" * 40, 100, 20).removesuffix(ELLIPSIS).endswith("į\u0301")


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("weight", [*WEIGHTS, LOUD])
@pytest.mark.parametrize("letter", "AB4g%Ł")
def test_outlines_are_the_letters_of_the_font(voice, weight, letter):
    """The path text of a letter covers what another reader of font files finds in it, to the unit."""
    used = face(european(weight, voice)[0])
    theirs = TTFont(used.font.file)
    number = shape(letter, used).glyphs[0].number
    ours, drawn = BoundsPen(None), BoundsPen(theirs.getGlyphSet())
    parse_path(glyph_outline(used, number), ours)
    theirs.getGlyphSet()[theirs.getGlyphName(number)].draw(drawn)
    assert ours.bounds == drawn.bounds


def test_each_voice_has_a_face_of_its_own():
    """The loud word of the warm voice is in its serif, running text in its grotesk, and the other voice has neither."""
    assert (
        len({set_line("Maya", 20, weight, voice=voice).runs[0].face for voice in VOICES for weight in (400, LOUD)}) == 4
    )
    assert width("Maya", 20, LOUD, voice=SWISS) == width("Maya", 20, 500, voice=SWISS)


@pytest.mark.parametrize("weight", [*WEIGHTS, LOUD])
def test_a_letter_that_a_voice_lacks_is_not_an_empty_box(weight):
    """What the warm faces lack is set in others."""
    runs = set_line("Ἀθηνᾶ Юлія Ễ", 20, weight, voice=WARM).runs
    assert [glyph.number != MISSING for run in runs for glyph in run.glyphs] == [True] * 12


def test_an_unknown_weight_is_refused():
    """A style hears which weights there are."""
    with pytest.raises(StyleError, match="400, 500, 600"):
        width("a", 10, 700)
    with pytest.raises(StyleError, match="no voice 'loud'; there are: swiss, warm"):
        width("a", 10, voice="loud")


def test_every_font_has_its_licence_beside_it():
    """Fonts are shipped with their licence and stay small."""
    fonts = place("assets") / "fonts"
    folders = [folder for folder in fonts.iterdir() if folder.is_dir()]
    assert folders
    assert all((folder / "OFL.txt").is_file() for folder in folders)
    assert sum(file.stat().st_size for file in fonts.rglob("*.ttf")) < 2_200_000


european_letters = st.characters(min_codepoint=0x20, max_codepoint=0x17F) | st.sampled_from("\u0301\u0308\u2019\u2027")


@given(st.text(european_letters, max_size=40))
@example("Zoe\u0308")
@example("Z\u00ado")
def test_a_simple_line_is_split_as_every_other_is(text):
    """Beside a letter of another script a line is looked at closely, and comes apart just the same."""
    assert graphemes(f"{text}\u1100") == (*graphemes(text), "\u1100")
