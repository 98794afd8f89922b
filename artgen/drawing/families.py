"""Families: which faces a voice is set in, and which ones stand in for the letters that it lacks.

What comes with artgen has the European alphabets, Arabic, Hebrew, Devanagari and Thai. Larger and further scripts are
in the font packages of the extra `artgen[scripts]`, used where they are installed. Nothing is looked for elsewhere:
the same packages give the same letters on every machine.
"""

from collections.abc import Iterable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from artgen.drawing.faces import Font, digest
from artgen.drawing.marks import LOUD, SWISS, WARM
from artgen.errors import StyleError
from artgen.shipped import place

VOICES = (SWISS, WARM)
WEIGHTS = (400, 500, 600)
EXTRA = "artgen[scripts]"
_INTER, _HANKEN = "inter-tight/InterTight-{}.ttf", "hanken-grotesk/HankenGrotesk-{}.ttf"
_DISPLAY = "noto-serif-display/NotoSerifDisplay-400.ttf"
_OWN: dict[tuple[str, int], tuple[str, ...]] = {
    **{(SWISS, weight): (_INTER.format(weight),) for weight in WEIGHTS},
    (SWISS, LOUD): (_INTER.format(500),),
    **{(WARM, weight): (_HANKEN.format(weight), _INTER.format(weight)) for weight in WEIGHTS},
    (WARM, LOUD): ("instrument-serif/InstrumentSerif-400.ttf", _DISPLAY, _INTER.format(400)),
}
_GROWN = {
    _DISPLAY: 0.95,
    "noto-sans-arabic/NotoSansArabic.ttf": 1.06,
    "noto-naskh-arabic/NotoNaskhArabic-400.ttf": 1.12,
}
_HAN_GROWN, _EMOJI_GROWN = 0.95, 0.8
_BESIDE = {(SWISS, False): 1.0, (SWISS, True): 1.0, (WARM, False): 0.96, (WARM, True): 1.0}
"""How large other faces are set beside those of a voice, as running text and as its loud word."""
_HEAVY = {SWISS: 500, WARM: 400}
_SERIFS = (
    "noto-naskh-arabic/NotoNaskhArabic-400.ttf",
    "noto-serif-hebrew/NotoSerifHebrew-400.ttf",
    "noto-serif-devanagari/NotoSerifDevanagari-400.ttf",
    "noto-serif-thai/NotoSerifThai-400.ttf",
)
_SANS = (
    "noto-sans-arabic/NotoSansArabic.ttf",
    "noto-sans-hebrew/NotoSansHebrew.ttf",
    "noto-sans-devanagari/NotoSansDevanagari.ttf",
    "noto-sans-thai/NotoSansThai.ttf",
)
_HAN_PACKAGE, _HAN_FILE = "manimgx_fonts_cjk", "NotoSansCJK-VF.otf.ttc"
_HAN = {"ja": 0, "ko": 1, "zh_Hans": 2, "zh_Hant": 3}
"""The place in the collection of each language that writes in Chinese characters."""
_FURTHER_PACKAGE = "manimgx_fonts"
_FURTHER = (
    "Armenian",
    "Georgian",
    "Bengali",
    "Gurmukhi",
    "Gujarati",
    "Oriya",
    "Tamil",
    "Telugu",
    "Kannada",
    "Malayalam",
    "Sinhala",
    "Lao",
    "Khmer",
    "Myanmar",
    "Ethiopic",
    "Symbols",
)
_EMOJI = "NotoEmoji[wght].ttf"


@lru_cache(maxsize=64)
def european(weight: int, voice: str) -> tuple[Font, ...]:
    """Return a voice's own face for Latin, Greek and Cyrillic, and those that stand in for it, best first.

    A brand's voice is its font files, one a line: regular, medium, semibold, loud. Raise StyleError where there is no
    such voice or weight.
    """
    if "\n" in voice and weight in (*WEIGHTS, LOUD):
        file = voice.split("\n")[(*WEIGHTS, LOUD).index(weight)]
        return (Font(file, weight or _HEAVY[SWISS], tracked=True), *european(weight, SWISS))
    if voice not in VOICES:
        raise StyleError(f"there is no voice '{voice}'; there are: {', '.join(VOICES)}")
    if (voice, weight) not in _OWN:
        raise StyleError(f"there is no font of weight {weight}; there are: {', '.join(map(str, WEIGHTS))}, and LOUD")
    return tuple(Font(_shipped(name), grown=_GROWN.get(name, 1.0), tracked=True) for name in _OWN[voice, weight])


@lru_cache(maxsize=256)
def others(weight: int, voice: str, language: str) -> tuple[Font, ...]:
    """Return the faces for all other scripts that are there, best first; `language` is whose Chinese characters."""
    loud, heavy, beside = _how(weight, voice)
    serifs = _SERIFS if loud and voice == WARM else ()
    made = [Font(_shipped(name), grown=_GROWN.get(name, 1.0) * beside) for name in serifs]
    made += [Font(_shipped(name), heavy, grown=_GROWN.get(name, 1.0) * beside) for name in _SANS]
    if file := _extra(_HAN_PACKAGE, _HAN_FILE):
        made.append(Font(file, heavy, _HAN[language], _HAN_GROWN * beside))
    made += [Font(file, heavy, grown=beside) for file in _further()]
    return (*made, *emoji(weight, voice))


@lru_cache(maxsize=16)
def emoji(weight: int, voice: str) -> tuple[Font, ...]:
    """Return the face for emoji, or nothing where it is not installed."""
    _, heavy, beside = _how(weight, voice)
    file = _extra(_FURTHER_PACKAGE, _EMOJI)
    return (Font(file, heavy, grown=_EMOJI_GROWN * beside),) if file else ()


def _how(weight: int, voice: str) -> tuple[bool, int, float]:
    """Return whether a weight is the loud one, and how heavy and how large other faces are set beside it."""
    loud, like = weight == LOUD, voice if voice in VOICES else SWISS
    return loud, _HEAVY[like] if loud else weight, _BESIDE[like, loud]


def _further() -> tuple[str, ...]:
    files = (_extra(_FURTHER_PACKAGE, f"NotoSans{script}[wght].ttf") for script in _FURTHER)
    return tuple(file for file in files if file)


def installed() -> tuple[str, ...]:
    """Return the name and sha256 of every font file that there is: two machines that agree on them set type alike."""
    shipped = sorted(str(file) for file in (place("assets") / "fonts").rglob("*.ttf"))
    extra = (_extra(_HAN_PACKAGE, _HAN_FILE), *_further(), _extra(_FURTHER_PACKAGE, _EMOJI))
    return tuple(f"{Path(file).name} {digest(file)}" for file in (*shipped, *extra) if file)


def _shipped(name: str) -> str:
    return str(place("assets") / "fonts" / name)


@lru_cache(maxsize=64)
def _extra(package: str, name: str) -> str:
    """Return the file of an installed font package, or nothing."""
    found = find_spec(package)
    folders: Iterable[str] = (found and found.submodule_search_locations) or ()
    files = [Path(folder) / name for folder in folders]
    return next((str(file) for file in files if file.is_file()), "")
