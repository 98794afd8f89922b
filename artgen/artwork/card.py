"""The card's frame: words in a column on the left, the art on the right; no name, since a card is seen by others."""

from collections.abc import Iterator

from artgen.artwork.headline import headline, quiet_line, set_headline
from artgen.artwork.side import Side
from artgen.drawing.canvas import Canvas
from artgen.drawing.marks import Line, Mark
from artgen.drawing.theme import Theme
from artgen.drawing.typeset import balanced
from artgen.words.telling import Telling
from artgen.words.vocabulary import Vocabulary

_TOP, _HEADLINE, _FIGURES, _SENTENCE = 62, 406, 486, 468
_SIZE, _STEP, _GUTTER = 84.0, 76, 24.0


def card_frame(
    canvas: Canvas, theme: Theme, telling: Telling, vocabulary: Vocabulary, *, rtl: bool = False
) -> Iterator[Mark]:
    """Yield everything on a card that is not art; words are set from the right where `rtl`."""
    left = canvas.margin
    room = canvas.art.x - left - _GUTTER
    yield from Side(2 * left + room, rtl).turned(_words(left, room, theme, telling, vocabulary))


def _words(left: float, room: float, theme: Theme, telling: Telling, vocabulary: Vocabulary) -> Iterator[Mark]:
    voice = theme.voice
    brand_room = room / 2 - _GUTTER / 2
    yield quiet_line(left, _TOP, vocabulary.brand, 17, theme.ink, brand_room, weight=600, voice=voice)
    yield Line(left + room / 2, _TOP, telling.year, 17, theme.muted, voice=voice)
    made = headline(telling.tag or telling.year, _SIZE, room, room, voice=voice)
    yield from set_headline(made, left, _HEADLINE, theme, voice)
    if not telling.rows:
        for i, line in enumerate(balanced(telling.sentence, room, 27, 3, track=-0.012, voice=voice)):
            yield Line(left, _SENTENCE + i * 36, line, 27, theme.muted, track=-0.012, voice=voice)
        return
    for i, figure in enumerate(telling.figures[:4]):
        x, y, fits = left + i % 2 * room / 2, _FIGURES + i // 2 * _STEP, room / 2 - _GUTTER / 2
        yield quiet_line(x, y, figure.value, 28, theme.ink, fits, weight=500, track=-0.01, voice=voice)
        yield quiet_line(x, y + 23, figure.label, 15.5, theme.muted, fits, voice=voice)
