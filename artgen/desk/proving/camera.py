"""The camera: pages and letters as a reader's screen shows them, taken with Chromium; nothing leaves this machine.

The browser is given every answer by artgen: it opens the campaign's own addresses, and no request of its own ever
reaches a network. Playwright is an extra: `artgen[proof]`.
"""

import asyncio
import os
import shutil
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from artgen.errors import ArtgenError, ShelfError
from artgen.publishing.shelf import content_type, replace

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page, Route

Result = TypeVar("Result")
Read = Callable[[str], bytes | None]
"""How a published file is read by its path under the site; None where there is none."""
Seen = dict[Path, tuple[str, ...]]
"""What a machine saw go wrong in pictures, by the file that each was to be put in."""
HOW = (
    "pictures of pages and letters are taken with Chromium: install artgen[proof] and run `playwright install "
    "chromium`, or name one with ARTGEN_CHROMIUM; or do without: --no-screens"
)
_ON_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ARGUMENTS = ["--disable-gpu", "--disable-background-networking", "--hide-scrollbars", "--font-render-hinting=none"]
_QUALITY = 74
_TALLEST = 4_000
_PATIENCE_MS = 60_000
_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_BROKEN = "[...document.images].filter(image => image.complete && !image.naturalWidth).length"
_WHOLE = """Promise.all([...document.images].map(image => {
  image.loading = "eager";
  return image.decode().catch(() => 0);
}))"""
_PAPER = "https://proof.invalid/"


@dataclass(frozen=True, slots=True)
class Frame:
    """How a screen is: its name in words, its size in CSS pixels, how fine, and what its owner chose."""

    name: str
    width: int
    height: int
    scale: float = 1.0
    dark: bool = False
    images: bool = True
    whole: bool = False


PAGE_PHONE = Frame("the page on a phone", 390, 844, 1.5)
PAGE_DESKTOP = Frame("the page on a desktop", 1280, 800)
LETTER = Frame("the letter", 640, 800, whole=True)
LETTER_BARE = Frame("without images", 640, 800, images=False, whole=True)
LETTER_DARK = Frame("in the dark", 640, 800, dark=True, whole=True)
LETTER_PHONE = Frame("on a phone", 390, 844, 1.5, whole=True)
PAGES = (PAGE_PHONE, PAGE_DESKTOP)
LETTERS = (LETTER, LETTER_BARE, LETTER_DARK, LETTER_PHONE)


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture to be taken: where it is put, of which address, and of which HTML where it isn't published."""

    file: Path
    frame: Frame
    address: str
    html: str = ""


@dataclass(frozen=True, slots=True)
class Camera:
    """A browser that is given files below `base_url` by `read`; `partial` holds what is being written."""

    browser: str
    base_url: str
    read: Read
    partial: Path
    at_once: int = 2

    def take(self, shots: list[Shot], progress: Callable[[int], None]) -> Seen:
        """Take every picture; return what a machine saw go wrong in it, by file, where anything did."""
        return _awaited(self._take(shots, progress)) if shots else {}

    def print_pdf(self, page: Path, into: Path) -> None:
        """Print a page that stands on disk, with the pictures beside it, as a PDF."""
        replace(into, _awaited(self._printed(page)), self.partial)

    async def _take(self, shots: list[Shot], progress: Callable[[int], None]) -> Seen:
        waiting, seen = list(reversed(shots)), Seen()

        async def worker(browser: "Browser") -> None:
            while waiting:
                shot = waiting.pop()
                seen[shot.file] = await self._patiently(browser, shot)
                progress(len(seen))

        async def together(browser: "Browser") -> None:
            """Let everyone end what they began, since a page closed under them would never answer."""
            workers = [asyncio.create_task(worker(browser)) for _ in range(self.at_once)]
            await asyncio.wait(workers, return_when=asyncio.FIRST_EXCEPTION)
            waiting.clear()
            ended = await asyncio.gather(*workers, return_exceptions=True)
            for wrong in ended:
                if isinstance(wrong, BaseException):
                    raise wrong

        await self._with(together)
        return {file: faults for file, faults in seen.items() if faults}

    async def _patiently(self, browser: "Browser", shot: Shot) -> tuple[str, ...]:
        """Take a picture, once more where the browser was too busy."""
        from playwright.async_api import Error

        try:
            return await self._one(browser, shot)
        except Error:
            return await self._one(browser, shot)

    async def _one(self, browser: "Browser", shot: Shot) -> tuple[str, ...]:
        frame, faults = shot.frame, list[str]()
        context = await browser.new_context(
            viewport={"width": frame.width, "height": frame.height},
            device_scale_factor=frame.scale,
            color_scheme="dark" if frame.dark else "light",
            reduced_motion="no-preference",
            service_workers="block",
        )
        try:
            page = await context.new_page()
            page.set_default_timeout(_PATIENCE_MS)
            page.on("pageerror", lambda error: faults.append("a script stopped"))
            await page.route("**/*", lambda route: self._answer(route, shot, faults))
            await page.goto(shot.address, wait_until="load")
            await page.evaluate("document.fonts.ready")
            faults += await _looked(page, frame)
            body = await _picture(page, frame)
        finally:
            await context.close()
        found = tuple(dict.fromkeys(faults))
        replace(taken_as(shot, {shot.file: found} if found else {}), body, self.partial)
        return found

    async def _answer(self, route: "Route", shot: Shot, faults: list[str]) -> None:
        url, kind = route.request.url.partition("#")[0], route.request.resource_type
        if shot.html and url == shot.address:
            await route.fulfill(body=shot.html, content_type="text/html; charset=utf-8")
        elif kind == "image" and not shot.frame.images:
            await route.abort()
        elif not url.startswith(self.base_url):
            faults.append("it asks another server for something")
            await route.abort()
        elif (body := self.read(path := _file(url.removeprefix(self.base_url)))) is None:
            faults.append(f"a file is missing ({kind})")
            await route.fulfill(status=404, body="")
        else:
            await route.fulfill(body=body, content_type=_type(path))

    async def _printed(self, page_file: Path) -> bytes:
        async def answer(route: "Route") -> None:
            name = route.request.url.partition("#")[0].removeprefix(_PAPER) or page_file.name
            file = page_file.parent / name
            await (route.fulfill(path=file) if file.is_file() else route.abort())

        async def printed(browser: "Browser") -> bytes:
            page = await browser.new_page()
            await page.route("**/*", answer)
            await page.goto(_PAPER, wait_until="load")
            await page.evaluate(_WHOLE)
            return await page.pdf(prefer_css_page_size=True, print_background=True, tagged=True)

        return await self._with(printed)

    async def _with(self, used: "Callable[[Browser], Awaitable[Result]]") -> Result:
        try:
            from playwright.async_api import Error, async_playwright
        except ImportError as wrong:
            raise ArtgenError(HOW) from wrong
        try:
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(executable_path=self.browser, args=_ARGUMENTS)
                try:
                    return await used(browser)
                finally:
                    await browser.close()
        except Error as wrong:
            # What Playwright says after its first colon may hold an address, and addresses of pages are links.
            doing = wrong.message.partition(":")[0]
            raise ArtgenError(
                f"Chromium stopped ({type(wrong).__name__} in {doing}); run the same command again, "
                "it goes on where it was; or do without: --no-screens"
            ) from wrong


def taken_as(shot: Shot, seen: Seen) -> Path:
    """Return where a picture stands; one with a fault has another name, so that it is taken again the next time."""
    return shot.file.with_stem(f"{shot.file.stem}-again") if shot.file in seen else shot.file


def find_browser(environ: Mapping[str, str]) -> str:
    """Return the Chromium to use: ARTGEN_CHROMIUM's, Playwright's own, or one on the PATH; raise ArtgenError."""
    try:
        import playwright.async_api  # noqa: F401
    except ImportError as wrong:
        raise ArtgenError(HOW) from wrong
    if named := environ.get("ARTGEN_CHROMIUM", ""):
        if not _program(named):
            raise ArtgenError(f"ARTGEN_CHROMIUM: {named} is no program; {HOW}")
        return named
    if _program(own := _awaited(_of_playwright())):
        return own
    for name in _ON_PATH:
        if found := shutil.which(name, path=environ.get("PATH")):
            return found
    raise ArtgenError(f"there is no Chromium here; {HOW}")


def _awaited(work: Coroutine[object, object, Result]) -> Result:
    """Do it in a thread of its own, since the caller's may be busy with a loop of somebody else's."""
    with ThreadPoolExecutor(1) as alone:
        return alone.submit(asyncio.run, work).result()


async def _of_playwright() -> str:
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        return playwright.chromium.executable_path


def _program(file: str) -> bool:
    return os.path.isfile(file) and os.access(file, os.X_OK)


async def _looked(page: "Page", frame: Frame) -> list[str]:
    """Return what can be told without eyes: words that run off the screen, pictures that don't show."""
    found = []
    if await page.evaluate(_WIDE) > 1:
        found.append("it is wider than the screen")
    if frame.images and await page.evaluate(_BROKEN):
        found.append("a picture doesn't show")
    return found


async def _picture(page: "Page", frame: Frame) -> bytes:
    if not frame.whole:
        return await page.screenshot(type="jpeg", quality=_QUALITY, animations="disabled")
    height = min(_TALLEST, int(await page.evaluate("document.documentElement.scrollHeight")))
    await page.set_viewport_size({"width": frame.width, "height": height})
    return await page.screenshot(type="jpeg", quality=_QUALITY, animations="disabled")


def _file(path: str) -> str:
    path = path.partition("?")[0]
    return f"{path}index.html" if path.endswith("/") or not path else path


def _type(path: str) -> str:
    try:
        return content_type(path)
    except ShelfError:
        return "application/octet-stream"
