"""Where the words of a sheet stand and how large they are: one layout for each sheet and voice, in user units.

Baselines are measured from the top; on taller sheets what stands under the art moves down with the foot.
"""

from dataclasses import dataclass, replace

from artgen.drawing.canvas import CARD, PHONE, POSTER, Canvas
from artgen.drawing.marks import SWISS, WARM
from artgen.drawing.tongues import family

COLUMNS = 4


@dataclass(frozen=True, slots=True)
class Layout:
    """Baselines and sizes of one sheet; `legend` is 0 where there is none.

    `top` is the top line, `tag_at` the column (of four) where the tag begins, 4 for the far edge; `year_beside` sets
    the year as loud as the name, on its line; `rule` is the hairline; a figure's label hangs `label_drop` under it.
    """

    top: float
    name: float
    rule: float
    figures: float
    legend: float
    sentence: float
    quiet: float
    top_size: float = 15.0
    tag_at: int = 1
    name_size: float = 92.0
    year_beside: bool = False
    figure_size: float = 22.0
    label_size: float = 13.0
    label_drop: float = 21.0
    sentence_size: float = 27.0
    quiet_size: float = 14.0


_POSTER = {
    SWISS: Layout(top=84, name=1128, rule=1240, figures=1192, legend=1262, sentence=1198, quiet=1270),
    WARM: Layout(
        top=76,
        name=1134,
        rule=1160,
        figures=1202,
        legend=1266,
        sentence=1214,
        quiet=1252,
        top_size=16,
        tag_at=COLUMNS,
        name_size=104,
        year_beside=True,
        figure_size=26,
        label_size=14.5,
        label_drop=22,
        sentence_size=29,
        quiet_size=15,
    ),
}
_PHONE = {
    SWISS: Layout(
        top=196,
        name=1602,
        rule=1634,
        figures=1690,
        legend=0,
        sentence=1690,
        quiet=1730,
        top_size=21,
        name_size=108,
        figure_size=34,
        label_size=20,
        label_drop=30,
        sentence_size=34,
        quiet_size=20,
    ),
    WARM: Layout(
        top=196,
        name=1602,
        rule=1632,
        figures=1690,
        legend=0,
        sentence=1692,
        quiet=1732,
        top_size=22,
        tag_at=COLUMNS,
        name_size=112,
        year_beside=True,
        figure_size=36,
        label_size=20,
        label_drop=30,
        sentence_size=36,
        quiet_size=20,
    ),
}


def layout_of(canvas: Canvas, voice: str) -> Layout:
    """Return the layout of a poster, phone or print in a voice; a brand's own is set as the first is.

    A card has a frame of its own.

    >>> from artgen.drawing.canvas import PRINT
    >>> layout_of(PRINT, SWISS).name - layout_of(POSTER, SWISS).name
    90
    """
    if canvas.name == PHONE.name:
        return _PHONE.get(family(voice), _PHONE[SWISS])
    if canvas.name == CARD.name:
        raise ValueError("a card is laid out by its own frame")
    made, lower = _POSTER.get(family(voice), _POSTER[SWISS]), canvas.height - POSTER.height
    moved = ("name", "rule", "figures", "legend", "sentence", "quiet")
    return replace(made, **{key: getattr(made, key) + lower for key in moved}) if lower else made
