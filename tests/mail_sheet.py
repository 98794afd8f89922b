"""A contact sheet of letters, for eyes to judge: `python tests/mail_sheet.py styles sheets/`. Not a test.

Each letter is shown as four people see it: with pictures, with pictures off, by night, and on a phone 390 pixels wide.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from browser import chromium, served
from mail_states import LOCALES, STATES, STYLES, addressed, campaign, keys, painted
from mails import NOW
from PIL import Image
from playwright.sync_api import Browser

from artgen.drawing import theme as themes
from artgen.mailing.letter import write
from artgen.publishing.raster import LETTER_IMAGE, engine, rasterise

WAYS = ("pictures", "pictures off", "night", "phone")
TALL = 2300
Wanted = tuple[str, str, str, int, str]
NAMES = {
    "long": STATES["long name"][1],
    "rtl": STATES["right to left"][1],
    "cjk": "高橋さくら・ケン",
    "mixed": "Sara سارة 高橋",
    "none": "",
    "sixty": "Maximiliane Charlotte Wilhelmine Friederike Auguste von Hohenstein zu Lahr",
}
SHEETS: dict[str, list[Wanted]] = {
    "styles": [(style, "en_US", "linen", 23, "Maya") for style in STYLES],
    "themes": [("heart", "en_US", paper, 23, "Maya") for paper in themes.names()],
    "counts": [("heart", "en_US", "linen", count, "Maya") for count in (0, 1, 2, 4, 60, 180)],
    "languages": [("heart", locale, "linen", 23, "Maya") for locale in LOCALES],
    "arabic": [("strata", "ar", "nocturne", count, NAMES["rtl"]) for count in (0, 1, 23, 180)],
    "names": [("heart", "en_US", "salt", 23, name) for name in NAMES.values()],
    "abroad": [("quilt", locale, "dusk-night", 180, name) for locale, name in (("ja", NAMES["cjk"]), ("de", "Jürgen"))],
}


def main() -> None:
    """Write one PNG for each letter of a sheet, four ways side by side."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("sheet", choices=SHEETS)
    ask.add_argument("folder", type=Path)
    ask.add_argument("--ways", default=",".join(WAYS), help="which of the four, divided by commas")
    asked = ask.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    with served(asked.folder) as address, chromium() as browser:
        for number, wanted in enumerate(SHEETS[asked.sheet]):
            shots = list(_shots(browser, address, asked.folder, wanted, asked.ways.split(",")))
            _beside(shots).save(asked.folder / f"{asked.sheet}_{number}_{'_'.join(map(str, wanted[:4]))}.png")


def _shots(browser: Browser, address: str, folder: Path, wanted: Wanted, ways: list[str]) -> Iterator[Path]:
    said, artwork = painted(*wanted)
    (folder / "picture.jpg").write_bytes(rasterise(artwork.svg, LETTER_IMAGE, engine()))
    html = write(addressed(said, wanted[4]), campaign(), keys(), NOW).html
    start = html.index('<img class="picture')
    source = html[html.index('src="', start) + 5 :]
    source = source[: source.index('"')]
    for way in ways:
        image = "nothing.jpg" if way == "pictures off" else "picture.jpg"
        (folder / "letter.html").write_text(html.replace(source, image), "utf-8")
        view = browser.new_page(
            viewport={"width": 390 if way == "phone" else 700, "height": 900},
            color_scheme="dark" if way == "night" else "light",
        )
        view.goto(f"{address}letter.html")
        file = folder / f"shot_{way.replace(' ', '_')}.png"
        view.screenshot(path=file, full_page=True)
        view.close()
        yield file


def _beside(files: list[Path]) -> Image.Image:
    shots = [Image.open(file) for file in files]
    sheet = Image.new(
        "RGB", (sum(shot.width + 20 for shot in shots), min(TALL, max(shot.height for shot in shots))), "#888"
    )
    left = 0
    for shot in shots:
        sheet.paste(shot, (left, 0))
        left += shot.width + 20
    return sheet


if __name__ == "__main__":
    main()
