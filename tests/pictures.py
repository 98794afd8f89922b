"""Makes the README's pictures from a demo's output folder: four posters, one large, its page on a phone, its letter.

python tests/pictures.py artgen-demo
"""

import io
import sqlite3
import sys
from pathlib import Path

from PIL import Image

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.browser import chromium, served

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
FOUR = ("NW-000100", "NW-000226", "NW-000235", "NW-000054")
ONE = "NW-000114"
GAP, PAPER = 24, "#8d8a84"


def main(out: Path) -> None:
    """Write the pictures."""
    rows = (
        sqlite3.connect(out / "ledger.sqlite").execute("SELECT customer, token, image, send_id FROM person").fetchall()
    )
    found = {customer: (f"site/a/{token[:2]}/{token}/", image, send_id) for customer, token, image, send_id in rows}
    posters = {who: Image.open(out / found[who][0] / found[who][1]) for who in (*FOUR, ONE)}
    _save(_row([posters[who].resize((400, 500), Image.Resampling.LANCZOS) for who in FOUR]), "hearts.jpg")
    _save(posters[ONE].resize((800, 1000), Image.Resampling.LANCZOS), "poster.jpg")
    with served(out) as address, chromium() as browser:
        page, _, send_id = found[ONE]
        _save(_shot(browser, f"{address}{page}index.html", 390, 844), "page.jpg")
        _save(_shot(browser, f"{address}outbox/{send_id}.html", 640, 1280), "letter.jpg")


def _row(pictures: list[Image.Image]) -> Image.Image:
    width, height = pictures[0].size
    sheet = Image.new("RGB", (len(pictures) * (width + GAP) + GAP, height + 2 * GAP), PAPER)
    for n, picture in enumerate(pictures):
        sheet.paste(picture, (GAP + n * (width + GAP), GAP))
    return sheet


def _shot(browser, address: str, width: int, height: int) -> Image.Image:
    page = browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=2)
    page.goto(address)
    page.wait_for_timeout(500)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    return picture.resize((width * 5 // 4, height * 5 // 4), Image.Resampling.LANCZOS)


def _save(picture: Image.Image, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    picture.save(PICTURES / name, "JPEG", quality=82, optimize=True, progressive=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
