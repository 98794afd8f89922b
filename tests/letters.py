"""Names in every script, how far their ink goes, and faces taken away: what is drawn without the extra."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from artgen.artwork import lettering
from artgen.drawing import families, runs, typeset
from artgen.drawing.typeset import Setting

SHIPPED = {
    "Latin": "Þórdís Grőß-Łucja",
    "Vietnamese": "Nguyễn Thị Ánh",
    "Greek": "Ἀθηνᾶ Ψάρρα",
    "Cyrillic": "Юлія Ђорђевић",
    "Arabic": "محمد عبد الرحيم",
    "Persian": "پگاه چوپانی",
    "vowelled Arabic": "لَيْلَى",
    "Hebrew": "יוֹסֵף כהן־גל",
    "Devanagari": "दीप्ति क्षत्रिय",
    "Thai": "ณัฐวุฒิ ปิ่นแก้ว น้ำผึ้ง",
}
FURTHER = {
    "simplified Chinese": "张伟 欧阳",
    "traditional Chinese": "陳志明",
    "Japanese": "高橋さくら・ケン",
    "Korean": "김민준",
    "emoji": "Ana 👩‍🚀👨‍👩‍👧‍👦🇩🇪👍🏽1️⃣❤️",
    "Armenian": "Նարեկ",
    "Georgian": "ნინო",
    "Bengali": "তানিয়া",
    "Tamil": "தமிழ்ச்செல்வி",
    "Ethiopic": "ሰላም",
}
NAMES = SHIPPED | FURTHER
MIXED = "Sara سارة 高橋 Cohen כהן 🦊 दीप्ति"
_REMEMBERED = (
    families.others,
    families.emoji,
    runs.runs,
    runs.is_drawn,
    typeset.drawable,
    typeset.set_line,
    lettering.draws,
)


@contextmanager
def bare() -> Iterator[None]:
    """Hide the faces of the extra, and forget before and after what was set in them."""
    with mock.patch.object(families, "_extra", return_value=""):
        _forget()
        yield
    _forget()


def ink(setting: Setting) -> tuple[float, float]:
    """Return how far the ink of a line goes above and below its baseline, as the font files say themselves."""
    above = below = 0.0
    for run in setting.runs:
        for glyph in run.glyphs:
            extents = run.face.shaper.get_glyph_extents(glyph.number)
            if extents.height:
                above = max(above, (glyph.y + extents.y_bearing) * run.scale)
                below = max(below, -(glyph.y + extents.y_bearing + extents.height) * run.scale)
    return above, below


def _forget() -> None:
    for remembered in _REMEMBERED:
        remembered.cache_clear()
