"""The brand file: what every campaign of a brand keeps to, what a region or partner may vary, and how far.

All that stands in it is locked, but for what its `[vary]` names. A slip is told with both files and both lines.
"""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import numpy as np
from pydantic import Field, ValidationError, model_validator

from artgen.campaigns.lines import KeyPath, lines
from artgen.campaigns.looks import OWN_FILE, LookChoice, themed
from artgen.campaigns.strict import Strict, slip
from artgen.drawing import theme as themes
from artgen.drawing.themefile import Colour, Paint, ThemeFile
from artgen.errors import CampaignError, StyleError

Words = Literal["name", "postal_address", "privacy_url", "contact_url", "hide_url", "wrong_url", "delete_url"]
WORDS: tuple[Words, ...] = ("name", "postal_address", "privacy_url", "contact_url")
TYPE = ("voice", "type")
Range = tuple[float, float]


class Wishes(Strict):
    """Where a person goes who would rather not: the operator's own addresses; `{token}` says whose page it is."""

    hide_url: str = ""
    wrong_url: str = ""
    delete_url: str = ""


class Limits(Strict):
    """How far a colour may vary, both ends included; the hue may run over 360: [340, 20]."""

    lightness: Range = (0.0, 1.0)
    chroma: Range = (0.0, 0.4)
    hue: Range = (0.0, 360.0)

    @model_validator(mode="after")
    def _rising(self) -> "Limits":
        for name in ("lightness", "chroma"):
            low, high = getattr(self, name)
            if low > high:
                raise ValueError(f"{name}: {low:g} lies above {high:g}; exchange them")
        return self

    def exceeded(self, colour: Colour) -> str:
        """Say which limit a colour exceeds, and by what; empty where it lies within.

        >>> from artgen.drawing.themefile import Colour
        >>> Limits(hue=(340, 20)).exceeded(Colour((0.5, 0.1, 0.0), "")), Limits(chroma=(0, 0.05)).exceeded(
        ...     Colour((0.5, 0.1, 0.0), ""))
        ('', 'chroma 0.1 is outside 0..0.05')
        """
        lightness, a, b = colour.lab
        chroma = float(np.hypot(a, b))
        for name, value, (low, high) in (("lightness", lightness, self.lightness), ("chroma", chroma, self.chroma)):
            if not low - 5e-4 <= value <= high + 5e-4:
                return f"{name} {round(value, 3):g} is outside {low:g}..{high:g}"
        hue = float(np.degrees(np.arctan2(b, a))) % 360
        low, high = self.hue
        away = 0 if chroma < 0.01 or (high - low) >= 360 else (hue - low + 0.5) % 360
        return "" if away <= (high - low) % 360 + 1 else f"hue {hue:.0f} is outside {low:g}..{high:g}"


class Vary(Strict):
    """What a campaign may choose: words, further themes and styles, and the colours of a theme file of its own."""

    words: tuple[Words, ...] = ()
    themes: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    typeface: bool = False
    ground: Limits | None = None
    glow: Limits | None = None
    ink: Limits | None = None
    muted: Limits | None = None
    faint: Limits | None = None
    accent: Limits | None = None
    seasons: Limits | None = None
    clock: Limits | None = None
    greens: Limits | None = None


class BrandFile(Strict):
    """What a brand keeps to; what is empty is free.

    `theme` is the brand's own: a theme file of a campaign's must be the same but for what varies. `typeface` ("swiss",
    "warm") and `ground` are kept by every theme that is used. `folder` is where the file stands, `lines` are its keys'.
    """

    folder: Path = Path()
    shown: str = ""
    lines: dict[KeyPath, int] = Field(default_factory=dict)
    name: str = ""
    postal_address: str = ""
    privacy_url: str = ""
    contact_url: str = ""
    theme: str = ""
    typeface: Literal["", "swiss", "warm"] = ""
    ground: Paint | None = None
    style: str = ""
    wishes: Wishes = Wishes()
    vary: Vary = Vary()

    @property
    def words(self) -> dict[str, str]:
        """Return what the brand says of itself."""
        return {word: getattr(self, word) for word in WORDS if getattr(self, word)}

    @property
    def ways_out(self) -> dict[str, str]:
        """Return where the brand takes a person who would rather not."""
        return {key: address for key, address in self.wishes.model_dump().items() if address}

    @property
    def styles(self) -> tuple[str, ...]:
        """Return the styles that a campaign may use; all of them where this is empty."""
        return tuple(dict.fromkeys(style for style in (self.style, *self.vary.styles) if style))

    @property
    def themes(self) -> tuple[str, ...]:
        """Return the themes that a campaign may use as they are, as the brand file names them; all where empty."""
        return tuple(dict.fromkeys(theme for theme in (self.theme, *self.vary.themes) if theme))

    def line(self, *path: str) -> str:
        """Return the place of a key, or of what holds it: "brand.toml line 4"."""
        while path and path not in self.lines:
            path = path[:-1]
        return f"{self.shown} line {self.lines[path]}" if path else self.shown

    def lists(self, theme: str, folder: Path) -> bool:
        """Tell whether a theme, as a campaign in `folder` names it, is among the brand's."""
        own = theme.endswith(OWN_FILE)
        listed = {(self.folder / name).resolve() if name.endswith(OWN_FILE) else name for name in self.themes}
        return ((folder / theme).resolve() if own else theme) in listed

    def breach(self, theme: str, folder: Path) -> tuple[KeyPath, str]:
        """Return what a theme breaks: the key of the theme file (empty: the theme as such) and why; none where fine."""
        own = theme.endswith(OWN_FILE)
        if self.themes and not self.lists(theme, folder) and not (own and self.theme):
            where = self.line("vary", "themes") if self.vary.themes else self.line("theme")
            return (), f"is not among the themes of {where} ({', '.join(self.themes)}); take one of those"
        said = _read(theme, folder)
        if self.ground and said.ground.hex != self.ground.hex:
            return ("ground",), f"is {said.ground.hex}, not {self.ground.hex} as {self.line('ground')} locks it"
        if self.typeface and (said.type or said.voice != self.typeface):
            key = "type" if said.type else "voice"
            return (key,), f"is not the typeface that {self.line('typeface')} locks, '{self.typeface}'"
        if self.theme and own and not self.lists(theme, folder):
            return self._varied(said, _read(self.theme, self.folder))
        return (), ""

    def _varied(self, said: ThemeFile, kept: ThemeFile) -> tuple[KeyPath, str]:
        """Return the first key of a campaign's own theme that differs from the brand's and may not, or not so far."""
        for key in ThemeFile.model_fields:
            mine, theirs = getattr(said, key), getattr(kept, key)
            limits = getattr(self.vary, key, None)
            if mine == theirs or (key in TYPE and self.vary.typeface):
                continue
            if not isinstance(limits, Limits):
                return (key,), (
                    f"differs from {self.theme}, which {self.line('theme')} locks; take the key out, or let [vary] of "
                    f"{self.shown} name it"
                )
            for colour in mine if isinstance(mine, list) else [mine]:
                if told := limits.exceeded(colour):
                    return (key,), f"{told}, the limits of {self.line('vary', key)}; come back within them"
        return (), ""


def read(file: Path) -> BrandFile:
    """Read a brand file; raise CampaignError naming file and key."""
    try:
        text = file.read_text("utf-8")
        said = tomllib.loads(text)
    except OSError as wrong:
        raise CampaignError(f"{file}: can't be read ({wrong.strerror}); look at brand.file in the campaign") from wrong
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise CampaignError(f"{file}: {wrong}; mend the file there") from wrong
    for own in ("folder", "shown", "lines"):
        if own in said:
            raise CampaignError(f"{file}: {own}: not a key of a brand file; take it out")
    try:
        book = BrandFile.model_validate({**said, "folder": file.parent, "shown": str(file), "lines": lines(text)})
    except ValidationError as wrong:
        raise CampaignError(f"{file}: {slip(wrong)}") from wrong
    for theme in book.themes:
        key = ("theme",) if theme == book.theme else ("vary", "themes")
        try:
            themed(theme, book.folder)
        except StyleError as wrong:
            raise CampaignError(f"{book.line(*key)}: {'.'.join(key)}: {wrong}") from wrong
    return book


def guard(book: BrandFile, said: Mapping[str, Any], looks: list[LookChoice], file: Path, shown: str) -> None:
    """Raise CampaignError for the first thing in which a campaign doesn't keep to its brand file.

    `said` holds the campaign's own `brand` and `wishes`; `file` is the campaign's, `shown` names it in errors.
    """
    at = lines(file.read_text("utf-8"))
    for path, why in _breaches(book, said, looks, file.parent):
        if isinstance(path, str):
            raise CampaignError(f"{path}: {why}")
        line = next((at[path[:n]] for n in range(len(path), 0, -1) if path[:n] in at), 1)
        key = ".".join(str(part + 1 if isinstance(part, int) else part) for part in path)
        raise CampaignError(f"{shown} line {line}: {key}: {why}")


def _breaches(
    book: BrandFile, said: Mapping[str, Any], looks: list[LookChoice], folder: Path
) -> Iterator[tuple[KeyPath | str, str]]:
    """Yield where a campaign breaks its brand file, by the key of the campaign or by the place in a theme file."""
    kept = [("brand", word, locked, book.line(word)) for word, locked in book.words.items()]
    kept += [("wishes", key, locked, book.line("wishes", key)) for key, locked in book.ways_out.items()]
    for table, word, locked, where in kept:
        own = said[table][word]
        if own != locked and word not in book.vary.words:
            yield (table, word), f"is '{own}', not '{locked}' as {where} locks it; take it out"
    for n, look in enumerate(looks):
        if book.styles and look.style not in book.styles:
            where = book.line("vary", "styles") if book.vary.styles else book.line("style")
            told = f"'{look.style}' is not among the styles of {where} ({', '.join(book.styles)}); take one of those"
            yield ("looks", n, "style"), told
        key, why = book.breach(look.theme, folder)
        if why and not (key and look.theme.endswith(OWN_FILE)):
            yield ("looks", n, "theme"), f"'{look.theme}'{''.join(f': {part}' for part in key)} {why}"
        elif why:
            yield _place(folder / look.theme, str(key[0])), why


def _place(file: Path, key: str) -> str:
    """Return where a theme file says a key, or else where it says what it inherits from."""
    at = lines(file.read_text("utf-8"))
    line = at.get((key,)) or at.get(("inherits",), 1)
    return f"{file} line {line}: {key}"


def _read(theme: str, folder: Path) -> ThemeFile:
    return themes.keys(folder / theme if theme.endswith(OWN_FILE) else theme)
