"""Weigh and time the pages of every style, from an empty year to a crowded one: make bench-page.

Bytes are those of a server that packs (gzip 6); the first view is a phone's, everything that it loads without a scroll.
"""

import gzip
import sys
import tempfile
from pathlib import Path

from browser import chromium, lay, served
from pages import STYLES, published, styled
from playwright.sync_api import Browser, Response

from artgen.publishing.script import script
from artgen.publishing.shared import shared_files

COUNTS = (0, 1, 23, 60, 180, 546)
PACKED = (".html", ".css", ".js", ".svg")
PAINTED = """new Promise(done => {
  const told = {largest: 0, moved: 0};
  new PerformanceObserver(list => list.getEntries().forEach(entry => { told.largest = entry.startTime; }))
    .observe({type: "largest-contentful-paint", buffered: true});
  new PerformanceObserver(list => list.getEntries().forEach(entry => { told.moved += entry.value; }))
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(told), 200);
})"""
PLAYED = """new Promise(done => {
  const frames = [];
  let last = performance.now();
  document.getElementById("play").click();
  const tick = now => {
    frames.push(now - last);
    last = now;
    if (frames.length < 120) requestAnimationFrame(tick);
    else done(frames.sort((a, b) => a - b)[Math.floor(0.95 * frames.length)]);
  };
  requestAnimationFrame(tick);
})"""
HEAD = ("style", "n", "picture", "HTML", "packed", "nodes", "first view", "requests", "LCP ms", "CLS", "frame p95 ms")
ROW = "{:8}{:>5}  {:8}{:>9}{:>9}{:>7}{:>12}{:>10}{:>8}{:>7}{:>14}"


def main() -> None:
    print(f"script {len(script().encode()):,} bytes, packed {len(gzip.compress(script().encode(), 6)):,}\n")
    print(ROW.format(*HEAD))
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        root = lay(Path(folder), shared_files())
        with served(root) as address:
            for style in STYLES:
                for count in COUNTS:
                    print(ROW.format(style, count, *measure(browser, root, address, style, count)))
                    sys.stdout.flush()


def weight(url: str, body: bytes) -> int:
    """Return what an answer weighs on the wire."""
    return len(gzip.compress(body, 6)) if url.endswith(PACKED) else len(body)


def measure(browser: Browser, root: Path, address: str, style: str, count: int) -> tuple[str, ...]:
    """Return a page's figures, in the order of HEAD from its third."""
    written, artwork = styled(style, count)
    lay(root, published(f"{style}-{count}", written, artwork))
    view = browser.new_page(viewport={"width": 390, "height": 844}, device_scale_factor=2)
    answers: list[Response] = []
    view.on("response", lambda answer: answers.append(answer))
    view.goto(f"{address}a/ab/{style}-{count}/index.html", wait_until="networkidle")
    first = [weight(answer.url, answer.body()) for answer in answers]
    told = view.evaluate(PAINTED)
    frame = f"{view.evaluate(PLAYED):.0f}" if count else "-"
    nodes = view.evaluate("document.querySelectorAll('svg *').length")
    view.close()
    html = written.body
    picture = "image" if written.needs_vector else "inline"
    sizes = (len(html), len(gzip.compress(html, 6)), nodes, sum(first), len(first))
    return (picture, *(f"{size:,}" for size in sizes), f"{told['largest']:.0f}", f"{told['moved']:.3f}", frame)


if __name__ == "__main__":
    main()
