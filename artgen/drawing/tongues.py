"""The language that a voice speaks, where it decides how letters look or which way a line runs.

It stands after the voice's name: 'swiss:ja', 'warm:ar'. Chinese characters look different in Japanese, Korean, and
both ways of writing Chinese; and a line of figures in Arabic runs to the left, whatever it begins with.
"""

from functools import lru_cache

import regex

from artgen.drawing.direction import LTR, RTL

_RIGHT_TO_LEFT = {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "pnb", "ps", "sd", "syr", "ug", "ur", "yi"}
_HAN = {"ja": "ja", "ko": "ko", "zh": "zh_Hans", "yue": "zh_Hant"}
_TRADITIONAL = {"hant", "tw", "hk", "mo"}
_KANA, _HANGUL = regex.compile(r"[\p{Hiragana}\p{Katakana}]"), regex.compile(r"\p{Hangul}")
_IDEOGRAPH = regex.compile(r"\p{Han}")
_SPOKEN = regex.compile(r"(.*):([a-z]{2,3}(?:_[A-Z][a-z]{3})?)", regex.DOTALL)
_WRITTEN = (("zh_Hans", "gb2312"), ("zh_Hant", "big5"), ("ja", "euc_jp"), ("ko", "euc_kr"))


def speaking(voice: str, locale: str) -> str:
    """Return a voice that speaks a locale's language; the same voice where that changes nothing.

    >>> speaking("swiss", "pt"), speaking("warm", "ja"), speaking("swiss", "zh_TW"), speaking("swiss", "ar")
    ('swiss', 'warm:ja', 'swiss:zh_Hant', 'swiss:ar')
    """
    parts = locale.replace("-", "_").lower().split("_")
    language = _HAN.get(parts[0], parts[0] if parts[0] in _RIGHT_TO_LEFT else "")
    if parts[0] == "zh" and _TRADITIONAL & set(parts[1:]):
        language = "zh_Hant"
    return f"{family(voice)}:{language}" if language else family(voice)


@lru_cache(maxsize=64)
def family(voice: str) -> str:
    """Return a voice without its language."""
    found = _SPOKEN.fullmatch(voice)
    return str(found[1]) if found else voice


@lru_cache(maxsize=64)
def runs_to(voice: str) -> str:
    """Return the direction of the lines of the language that a voice speaks; nothing where it speaks none.

    >>> runs_to("swiss:ar"), runs_to("swiss:ja"), runs_to("swiss")
    ('rtl', 'ltr', '')
    """
    language = _language(voice)
    return (RTL if language in _RIGHT_TO_LEFT else LTR) if language else ""


@lru_cache(maxsize=1024)
def han(text: str, voice: str) -> str:
    """Return whose Chinese characters a text is set in: 'ja', 'ko', 'zh_Hans' or 'zh_Hant'.

    Kana and Hangul say it; else the language that the voice speaks; else the first of simplified, traditional,
    Japanese and Korean that writes each of the characters, by the national standards of each.

    >>> [han(text, "swiss") for text in ("高橋さくら", "김민준", "张伟", "陳志明", "桜井")]
    ['ja', 'ko', 'zh_Hans', 'zh_Hant', 'ja']
    >>> han("山田", "swiss:ja")
    'ja'
    """
    if _KANA.search(text):
        return "ja"
    if _HANGUL.search(text):
        return "ko"
    language = _language(voice)
    if language in _HAN.values():
        return language
    ideographs = "".join(_IDEOGRAPH.findall(text))
    return next((name for name, standard in _WRITTEN if _writes(standard, ideographs)), "zh_Hans")


def _language(voice: str) -> str:
    found = _SPOKEN.fullmatch(voice)
    return str(found[2]) if found else ""


def _writes(standard: str, text: str) -> bool:
    try:
        text.encode(standard)
    except UnicodeEncodeError:
        return False
    return True
