"""Cut the fallback faces of assets/fonts from whole Noto fonts: `python tests/cut_fonts.py FOLDER` with those in it.

Not a test. What is left out: letters that no voice asks of them, weights outside 400..600, hints, names of styles.
assets/fonts/README.md says which packages hold the whole fonts.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from artgen.shipped import place

ARABIC = [*range(0x600, 0x700), *range(0x750, 0x780), *range(0x870, 0x900), 0x200C, 0x200D, 0x25CC]
HEBREW = [*range(0x591, 0x5F5), 0x25CC]
DEVANAGARI = [*range(0x900, 0x980), 0x200C, 0x200D, 0x25CC]
THAI = [*range(0xE01, 0xE5C), 0x25CC]
EUROPEAN = [
    *range(0x20, 0x250),
    *range(0x2B0, 0x370),
    *range(0x370, 0x530),
    *range(0x1E00, 0x2000),
    *range(0x2010, 0x2040),
]
BLANKS = [0x20, 0xA0]
KEPT_NAMES = [0, 1, 2, 4, 5, 6, 13, 14]


@dataclass(frozen=True, slots=True)
class Cut:
    """One face to make: where it goes, the whole font, and the letters kept."""

    file: str
    whole: str
    letters: list[int]


CUTS = (
    Cut("noto-sans-arabic/NotoSansArabic.ttf", "NotoSansArabic[wght].ttf", ARABIC),
    Cut("noto-sans-hebrew/NotoSansHebrew.ttf", "NotoSansHebrew[wght].ttf", HEBREW),
    Cut("noto-sans-devanagari/NotoSansDevanagari.ttf", "NotoSansDevanagari[wght].ttf", DEVANAGARI),
    Cut("noto-sans-thai/NotoSansThai.ttf", "NotoSansThai[wght].ttf", THAI),
    Cut("noto-naskh-arabic/NotoNaskhArabic-400.ttf", "NotoNaskhArabic-Regular.ttf", ARABIC),
    Cut("noto-serif-hebrew/NotoSerifHebrew-400.ttf", "NotoSerifHebrew-Regular.ttf", HEBREW),
    Cut("noto-serif-devanagari/NotoSerifDevanagari-400.ttf", "NotoSerifDevanagari-Regular.ttf", DEVANAGARI),
    Cut("noto-serif-thai/NotoSerifThai-400.ttf", "NotoSerifThai-Regular.ttf", THAI),
    Cut("noto-serif-display/NotoSerifDisplay-400.ttf", "NotoSerifDisplay-ExtraCondensed.ttf", EUROPEAN),
)


def main() -> None:
    """Cut every face anew and say how large it became."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("folder", type=Path, help="where the whole fonts are, at any depth")
    folder = ask.parse_args().folder
    for cut in CUTS:
        whole = next(file for file in sorted(folder.rglob("*.ttf")) if file.name == cut.whole)
        made = place("assets") / "fonts" / cut.file
        made.parent.mkdir(exist_ok=True)
        _cut(whole, cut.letters).save(made)
        print(f"{cut.file}: {made.stat().st_size / 1024:.0f} KB of {whole.stat().st_size / 1024:.0f} KB")


def _cut(whole: Path, letters: list[int]) -> TTFont:
    font = TTFont(whole, recalcTimestamp=False)
    options = subset.Options(
        hinting=False, name_IDs=KEPT_NAMES, notdef_outline=True, recalc_timestamp=False, drop_tables=["DSIG", "MATH"]
    )
    kept = subset.Subsetter(options)
    kept.populate(unicodes=[*BLANKS, *letters])
    kept.subset(font)
    return instancer.instantiateVariableFont(font, {"wght": (400, 400, 600)}) if "fvar" in font else font


if __name__ == "__main__":
    main()
