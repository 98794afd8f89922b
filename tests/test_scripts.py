"""Names in every script: in one piece, in their own direction, inside their line, and never an empty box."""

import re

import pytest
from bidi import get_display
from hypothesis import given, settings
from hypothesis import strategies as st
from letters import FURTHER, MIXED, NAMES, SHIPPED, bare, ink

from artgen.artwork.headline import headline, set_headline
from artgen.drawing import families
from artgen.drawing.direction import LTR, RTL, levels, reordered
from artgen.drawing.faces import MISSING, glyph_outline
from artgen.drawing.families import VOICES, installed
from artgen.drawing.graphemes import breakable
from artgen.drawing.marks import LOUD, SWISS, WARM, Line
from artgen.drawing.svg import fragment
from artgen.drawing.theme import load
from artgen.drawing.typeset import (
    ABOVE,
    BELOW,
    ELLIPSIS,
    covers,
    cut,
    direction,
    drawable,
    fit,
    graphemes,
    set_line,
    speaking,
    width,
    wrap,
)
from artgen.shipped import place

every_name = pytest.mark.parametrize("name", [*NAMES.values(), MIXED], ids=[*NAMES, "many at once"])
every_voice = pytest.mark.parametrize("voice", VOICES)
letters = st.sampled_from("".join(NAMES.values()) + "()-–… 12٣…’\u0301\u200d\u200c\u064b\u0e49\u094d\u05b0\ufe0f")
names = st.text(letters, max_size=30) | st.lists(st.sampled_from(list(NAMES.values())), max_size=4).map(" ".join)
rooms = st.floats(60, 900)
voices = st.sampled_from([*VOICES, "swiss:ar", "warm:ja"])
weights = st.sampled_from([400, 500, 600, LOUD])
plain = st.text(st.sampled_from("ab אבجد12٣٤ ()[]«»-+,./:%$€…'\u0301\u064b\u05b0「」"), max_size=16)


def glyphs(text, weight=400, voice=SWISS):
    return [glyph for run in set_line(text, 20, weight, voice=voice).runs for glyph in run.glyphs]


def files(text, weight=400, voice=SWISS):
    return [run.face.font.file.rsplit("/", 1)[-1] for run in set_line(text, 20, weight, voice=voice).runs if run.glyphs]


@every_name
@every_voice
@pytest.mark.parametrize("weight", [400, 500, 600, LOUD])
def test_a_name_in_any_script_is_drawn_whole(name, voice, weight):
    """Every letter is there, in every weight of both voices, and none is an empty box."""
    assert covers(name)
    assert drawable(name) == "".join(graphemes(name))
    assert glyphs(name, weight, voice)
    assert all(glyph.number != MISSING for glyph in glyphs(name, weight, voice))


@pytest.mark.parametrize("name", SHIPPED.values(), ids=SHIPPED)
def test_the_smaller_scripts_need_no_extra(name):
    """Everything but Chinese characters, emoji and the rarer scripts comes with artgen."""
    with bare():
        assert covers(name)


@pytest.mark.parametrize("name", FURTHER.values(), ids=FURTHER)
def test_what_the_extra_would_draw_is_known_to_be_lacking(name):
    """Without the extra such a name is not covered, and what is left of it shows no empty box."""
    with bare():
        assert not covers(name)
        assert all(glyph.number != MISSING for glyph in glyphs(name))


def test_the_faces_that_are_there_can_be_told():
    """Each font file is named with its digest, and taking the extra away changes what is said."""
    whole = installed()
    with bare():
        assert set(installed()) < set(whole)
    assert len(installed()) == len(set(whole))
    assert any(line.startswith("NotoSansCJK-VF.otf.ttc ") for line in whole)


@settings(max_examples=400)
@given(names, voices, weights)
def test_no_line_shows_an_empty_box_or_leaves_its_height(text, voice, weight):
    """Whatever is mixed, all ink is inside the line's ascent and descent, and these inside the line box."""
    setting = set_line(text, 20, weight, voice=voice)
    assert all(glyph.number != MISSING for run in setting.runs for glyph in run.glyphs)
    above, below = ink(setting)
    assert above <= setting.ascent + 0.01 <= ABOVE * 20 + 0.02
    assert below <= setting.descent + 0.01 <= BELOW * 20 + 0.02


@settings(max_examples=200)
@given(names, rooms, voices, weights)
def test_a_name_never_overflows(text, room, voice, weight):
    """Fitted, cut or wrapped, no line is wider than its room."""
    made = fit(text, room, 92, 40, weight, voice=voice)
    assert width(made.lines[0], made.size, weight, voice=voice) <= room + 1e-6
    assert width(cut(text, room, 40, weight, voice=voice), 40, weight, voice=voice) <= room
    assert all(width(line, 40, weight, voice=voice) <= room for line in wrap(text, room, 40, 2, weight, voice=voice))


@settings(max_examples=200)
@given(names, rooms)
def test_a_cut_keeps_whole_graphemes_and_the_direction(text, room):
    """What is left is a beginning in whole graphemes, and runs the way the whole does where it has a letter."""
    made = cut(text, room, 40)
    kept = graphemes(made.removesuffix(ELLIPSIS))
    assert made == drawable(text) or kept == graphemes(drawable(text))[: len(kept)]
    if any(part.isalpha() for part in kept):
        assert direction(made) == direction(drawable(text))


@settings(max_examples=600)
@given(plain, st.sampled_from([LTR, RTL]))
def test_letters_stand_in_the_order_of_the_bidirectional_algorithm(text, base):
    """The order from left to right is that of another reader of UAX #9."""
    order = reordered(levels(text, base))
    assert "".join(text[i] for i in order) == get_display(text, base_dir="L" if base == LTR else "R")


def test_arabic_letters_are_joined():
    """A letter inside a word has another form than alone, and the first letter stands on the right."""
    alone, word = glyphs("م"), glyphs("محمد")
    assert alone[0].number not in {glyph.number for glyph in word}
    assert [glyph.slot for glyph in word] == [0, 1, 2, 3]
    assert glyphs("دم")[-1].x > glyphs("دم")[0].x == 0


def test_right_to_left_names_begin_on_the_right():
    """The glyph of the first Hebrew letter is the last from the left."""
    first = glyphs("א")[0].number
    assert glyphs("אבג")[-1].number == first


def test_a_mixed_line_keeps_each_scripts_direction():
    """Latin stays on the left of the Arabic that follows it; in an Arabic line it stands on its right."""
    assert files("Sara سارة") == ["InterTight-400.ttf", "NotoSansArabic.ttf"]
    assert files("سارة Sara")[-1] == "NotoSansArabic.ttf"
    assert files("Sara سارة", voice=speaking(SWISS, "ar"))[0] == "NotoSansArabic.ttf"


def test_a_voice_that_speaks_arabic_runs_to_the_left():
    """A number before an Arabic word stands on its right, and one in a line without letters changes nothing."""
    assert files("AB 12 رحلة", voice="swiss:ar")[0] == "NotoSansArabic.ttf"
    assert set_line("2026", 20, voice="swiss:ar").width == set_line("2026", 20).width


@pytest.mark.parametrize(
    "sequence", ["👩‍🚀", "👨‍👩‍👧‍👦", "🇩🇪", "👍🏽", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"]
)
def test_an_emoji_sequence_is_one_picture(sequence):
    """Families, professions, flags and skin tones are drawn as one glyph and never cut apart."""
    assert len(graphemes(sequence)) == 1
    assert len([glyph for glyph in glyphs(sequence) if glyph.number != MISSING]) == 1


def test_devanagari_letters_are_joined_into_one():
    """A conjunct is one glyph, and a vowel sign written after its letter stands before it."""
    assert len(glyphs("क्ष")) == 1
    assert glyphs("कि")[1].number == glyphs("क")[0].number


def test_thai_marks_stand_on_their_letter():
    """A vowel and a tone on one letter take no room of their own and share its place."""
    assert width("ปิ่", 20) == width("ป", 20)
    assert {glyph.slot for glyph in glyphs("ปิ่")} == {0}


def test_marks_without_end_are_cut_to_a_few():
    """A letter under a tower of accents stays in its line."""
    assert len(glyphs("a" + "\u030d" * 40)) <= 5
    assert graphemes("\u200d\u200c") == ()


@pytest.mark.parametrize("name", ["Nguyễn Thị Ánh", "Юлія Anna", "Ελένη"])
def test_a_word_of_european_letters_stands_in_one_face(name):
    """Where the loud face lacks one letter, the whole name is set in the next that has them all."""
    assert files(name, LOUD, WARM) == ["NotoSerifDisplay-400.ttf"]
    assert files("Maya", LOUD, WARM) == ["InstrumentSerif-400.ttf"]
    assert files("Nguyễn سارة", LOUD, WARM) == ["NotoSerifDisplay-400.ttf", "NotoNaskhArabic-400.ttf"]


def test_a_letter_and_its_mark_stand_in_one_face():
    """Where the voice's face has the letter and not the mark, both are set in one that has both."""
    assert files("x\u0489", voice=WARM) == ["InterTight-400.ttf"]
    assert files("x\u0489 سارة", voice=WARM)[0] == "InterTight-400.ttf"


def test_the_runs_of_a_line_are_written_side_by_side():
    """Each begins where the one before it ends, upright, and the whole ends where an end-anchored line is put."""
    mark = Line(300, 50, "Sara سارة 高橋", 20, "#000000", anchor="end")
    found = re.findall(r"translate\(([\d.]+) 500\)scale\(([\d.]+) (-?[\d.]+)\)", fragment([mark], prefix="t"))
    setting = set_line(mark.text, 20)
    drawn = [run for run in setting.runs if any(glyph_outline(run.face, glyph.number) for glyph in run.glyphs)]
    at = [300 - setting.width + run.x for run in drawn]
    assert [float(x) / 10 for x, _, _ in found] == pytest.approx(at, abs=0.06)
    assert all(float(up) == -float(across) for _, across, up in found)
    assert at == sorted(at)
    assert len(at) == 3


def test_a_brands_own_typeface_is_a_voice_and_the_house_has_the_rest():
    """Its files are used for the letters that they have, whatever language is spoken, and never shows an empty box."""
    fonts = place("assets") / "fonts"
    own = [fonts / f"hanken-grotesk/HankenGrotesk-{weight}.ttf" for weight in (400, 500, 600)]
    voice = "\n".join(map(str, [*own, fonts / "instrument-serif/InstrumentSerif-400.ttf"]))
    assert [files("Maya", weight, voice) for weight in (400, 500, 600)] == [[file.name] for file in own]
    assert files("Maya", LOUD, voice) == files("Maya", LOUD, speaking(voice, "ja")) == ["InstrumentSerif-400.ttf"]
    assert files("Юлія", 500, voice) == ["InterTight-500.ttf"]
    assert files("山田", voice=speaking(voice, "ja")) == ["NotoSansCJK-VF.otf.ttc"]
    assert set_headline(headline("Maya محمد", 92, 400, 900, voice), 64, 1128, load("linen"), voice)


def test_letters_that_are_joined_are_not_moved_apart():
    """Tracking is for European letters alone."""
    assert width("محمد", 20, track=0.5) == width("محمد", 20)
    assert width("Maya", 20, track=0.5) > width("Maya", 20)


@pytest.mark.parametrize(("text", "place"), [("張さくら", 0), ("김민준", 1), ("张伟", 2), ("陳志明", 3), ("山田", 2)])
def test_chinese_characters_are_drawn_as_their_readers_write_them(text, place):
    """Kana, Hangul or the characters themselves say whose they are; where they don't, the voice's language does."""
    assert set_line(text, 20).runs[0].face.font.index == place
    assert set_line("山田", 20, voice=speaking(SWISS, "ja_JP")).runs[0].face.font.index == 0


def test_japanese_breaks_between_characters_but_not_before_a_stop():
    """A line may end after any character, and none begins with a full stop or a small kana."""
    assert breakable("今年は、走った。") == ("今", "年", "は、", "走っ", "た。")
    assert all(line[0] not in "。、っ" for line in wrap("今年は、走った。そして、飛んだ。" * 3, 130, 20, 9))


def test_no_face_is_looked_for_outside_the_declared_packages():
    """A font that is on the machine by chance is never used: every file is artgen's or the extra's."""
    places = ("assets/fonts", families._HAN_PACKAGE, families._FURTHER_PACKAGE)
    used = {run.face.font.file for name in NAMES.values() for run in set_line(name, 20).runs}
    assert all(any(place in file for place in places) for file in used)
