"""What shapes everyone's files but the data, as digests: by them a changed campaign and an unlike machine are known."""

import hashlib
from pathlib import Path

from artgen import __version__, shipped
from artgen.campaigns.model import Campaign
from artgen.drawing import families
from artgen.publishing import raster
from artgen.renderers import load as load_style
from artgen.words.dialect import files as words_beside

_ARTGEN = Path(__file__).parents[1]


def digest(campaign: Campaign) -> str:
    """Return a digest of all that shapes everyone's files but the data: words, code, templates, fonts, raster."""
    said = campaign.model_dump_json(
        include={"id", "title", "year", "base_url", "stays_until", "brand", "words", "wishes"}
    )
    said += campaign.letter.model_dump_json(include={"unsubscribe_url", "unsubscribe_mailto"})
    engine_ = raster.engine(campaign.raster)
    said += "".join(file.read_text("utf-8") for _, file in sorted(campaign.language_files.items()))
    faces = "\0".join(families.installed())
    parts = hashlib.sha256(f"{__version__}\0{said}\0{engine_.name} {engine_.version}\0{faces}".encode())
    folders = [_ARTGEN, *(shipped.place(name) for name in ("templates", "assets"))]
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts and "_shipped" not in file.parts:
                parts.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return parts.hexdigest()


def styles(campaign: Campaign) -> dict[str, str]:
    """Return a digest of each style's source and words, by its name: an edit touches only who is drawn in it."""
    found = {}
    for style in {look.style for look in campaign.looks}:
        renderer = load_style(style)
        files = sorted(file for file in (renderer.source, *words_beside(renderer.source)) if file.is_file())
        said = hashlib.sha256(f"{renderer.name}\0".encode())
        for file in files:
            said.update(file.read_bytes())
        found[renderer.name] = said.hexdigest()
    return found
