"""Shelves: where published files are put, whole or not at all; a path is only what artgen itself made.

A folder is written by a temporary file, fsync and one rename, so that a reader, a killed run or a failing disk
never leaves half a file under a published name.
"""

import errno
import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Protocol

from artgen.errors import ShelfError
from artgen.publishing.tree import refusal, refuse_link, walk

MARKER = ".artgen"
PUBLIC, PRIVATE = 0o644, 0o600
_WITHIN = ("partial", "proof", "work")
_UNFINISHED = (tempfile.gettempprefix(), "probe-")
_MARKED = "artgen made this folder and rewrites what is in it. Keep nothing of your own here.\n"
_PATH = re.compile(r"(?:[a-z0-9][a-z0-9.-]*/)*[a-z0-9][a-z0-9.-]*")
_ROOM = re.compile(r"[as]/([a-z2-7]{2})/\1[a-z2-7]{24}/")
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".jpg": "image/jpeg",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
    ".json": "application/json",
}


class Kind(StrEnum):
    """What a file is to a reader's cache: a page is asked for anew, a picture stays a day, shared files stay."""

    PAGE = "page"
    PICTURE = "picture"
    SHARED = "shared"

    @property
    def cache_control(self) -> str:
        """Return the header that says so."""
        return {
            Kind.PAGE: "private, max-age=0, must-revalidate",
            Kind.PICTURE: "max-age=86400",
            Kind.SHARED: "public, max-age=31536000, immutable",
        }[self]


@dataclass(frozen=True, slots=True)
class Stood:
    """A file as it stands on a shelf: `size` in bytes and `digest` are those of what is stored, packed or not.

    The digest is an MD5 in hex, and opaque where a bucket encrypts under a key of its own.
    """

    path: str
    size: int
    digest: str


class Shelf(Protocol):
    """A place for published files; a value that can travel to a worker."""

    def put(self, path: str, body: bytes, kind: Kind) -> None:
        """Put one file, whole; do nothing where the same bytes stand already. Raise ShelfError."""
        ...

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files for good, and every version of them; one that isn't there is no fault. Raise ShelfError.

        The folder of a token, with a slash at its end, is all that stands in it, or ever stood.
        """
        ...

    def listed(self, prefix: str = "") -> Iterator[Stood]:
        """Yield what stands under paths that begin so, in the order of their bytes; what isn't ours is in it too."""
        ...


class Place(Shelf, Protocol):
    """A shelf to which a whole site is brought; many threads may place at once."""

    def stored(self, path: str, body: bytes) -> bytes:
        """Return the bytes that it holds of a file."""
        ...

    def place(self, path: str, stored: bytes, kind: Kind) -> str:
        """Put stored bytes without a look at what stands there; return what `listed` will call their digest."""
        ...


@dataclass(frozen=True, slots=True)
class FolderShelf:
    """A folder behind any web server; `partial` is on the same disk and holds files that are being written."""

    root: Path
    partial: Path

    def put(self, path: str, body: bytes, kind: Kind) -> None:
        """Write one file under `root`, readable by all; its kind is for shelves that tell caches."""
        target = self.root / checked(path)
        if not _holds(target, body):
            replace(target, body, self.partial, mode=PUBLIC)

    def stored(self, path: str, body: bytes) -> bytes:
        """Return the bytes that the folder holds of a file: its own."""
        return body

    def place(self, path: str, stored: bytes, kind: Kind) -> str:
        """Write one file without a look at what stands there; return what `listed` will call its digest."""
        replace(self.root / checked(path), stored, self.partial, mode=PUBLIC)
        return hashlib.md5(stored, usedforsecurity=False).hexdigest()

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files, pages first, and the folders that they leave empty."""
        for path in self._files(paths):
            target = self.root / path
            try:
                target.unlink(missing_ok=True)
                for folder in list(target.parents)[: path.count("/")]:
                    folder.rmdir()
            except OSError as wrong:
                if wrong.errno not in (errno.ENOENT, errno.ENOTEMPTY, errno.EEXIST):
                    raise refusal(wrong, self.root) from wrong

    def _files(self, paths: Iterable[str]) -> Iterator[str]:
        for path in paths:
            if is_room(path):
                yield f"{path}index.html"
                yield from [found.path for found in walk(self.root, path)]
            else:
                yield checked(path)

    def listed(self, prefix: str = "") -> Iterator[Stood]:
        """Yield what stands there; each file is read for its digest."""
        for found in walk(self.root, prefix):
            yield Stood(found.path, found.size, found.digest())


def claim_folder(out: Path, *, flag: str = "--out") -> None:
    """Make the folder that `flag` names ours; raise ShelfError for one that holds files and was not made by artgen."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        if not (out / MARKER).is_file():
            if (out / "ledger.sqlite").is_file():
                raise ShelfError(
                    f"{out}: the file {MARKER} that tells artgen's folders is missing, as after a copy without hidden "
                    "files; if artgen made this one, put an empty file of that name there and run the command again"
                )
            if any(out.iterdir()):
                raise ShelfError(f"{out}: this folder holds files that artgen did not make; choose another with {flag}")
            (out / MARKER).write_text(_MARKED, "utf-8")
    except OSError as wrong:
        raise refusal(wrong, out) from wrong


@contextmanager
def alone(out: Path) -> Iterator[None]:
    """Hold an output folder for one maker or sender at a time; raise ShelfError when another has it."""
    for name in _WITHIN:
        refuse_link(out / name)
    lock = _open(out / ".lock", os.O_RDWR | os.O_CREAT)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as wrong:
            raise ShelfError(
                f"{out}: another artgen works there; wait until it is done and run the same command again"
            ) from wrong
        except OSError as wrong:
            raise ShelfError(f"{out}: {wrong.strerror}; mend that and run the same command again") from wrong
        yield
    finally:
        os.close(lock)


def clear_partial(out: Path) -> None:
    """Remove what a killed run left half written; only who works alone in the folder may."""
    clear(out / "partial")


def clear(partial: Path) -> None:
    """Remove half-written files from a folder of them; what bears no name of theirs is not ours and stays."""
    try:
        partial.mkdir(exist_ok=True)
        folder = _open(partial, os.O_RDONLY | os.O_DIRECTORY)
        try:
            with os.scandir(folder) as found:
                files = sorted(left.name for left in found if left.is_file(follow_symlinks=False))
            for name in files:
                if name.startswith(_UNFINISHED):
                    os.unlink(name, dir_fd=folder)
        finally:
            os.close(folder)
    except OSError as wrong:
        raise refusal(wrong, partial.parent) from wrong


def replace(target: Path, body: bytes, partial: Path, *, mode: int = PRIVATE) -> None:
    """Put `body` under `target` in one step that outlives a power cut; raise ShelfError, which names no file.

    Only what is published may be read by others on this machine.
    """
    with replacing(target, partial, mode=mode) as out:
        out.write(body)


@contextmanager
def replacing(target: Path, partial: Path, *, mode: int = PRIVATE) -> Iterator[BinaryIO]:
    """Open a file to be written piece by piece, which stands under `target` whole at the end of the block, or not.

    Errors name the target's folder where that is `partial`, else the one above `partial`: a folder may be a link.
    """
    named = partial if partial == target.parent else partial.parent
    try:
        partial.mkdir(parents=True, exist_ok=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, fresh = tempfile.mkstemp(dir=partial)
        try:
            with os.fdopen(handle, "wb") as out:
                os.fchmod(out.fileno(), mode)
                yield out
                out.flush()
                os.fsync(out.fileno())
            os.replace(fresh, target)
        except BaseException:
            os.unlink(fresh)
            raise
        sync(target.parent)
    except OSError as wrong:
        raise refusal(wrong, named) from wrong


def sync(folder: Path) -> None:
    """See to it that the names in a folder outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def checked(path: str) -> str:
    """Return a path that artgen made; refuse any other, since a text from outside never forms one.

    >>> checked("a/q7/q7m2k4xwq7m2k4xwq7m2k4xwq7/index.html")
    'a/q7/q7m2k4xwq7m2k4xwq7m2k4xwq7/index.html'
    """
    if not _PATH.fullmatch(path) or path.endswith(MARKER):
        raise ShelfError("a file was to be published under a name that artgen did not make; nothing was written")
    return path


def is_room(path: str) -> bool:
    """Tell whether a path is the folder of one token's files.

    >>> is_room("a/q7/q7m2k4xwq7m2k4xwq7m2k4xwq7/"), is_room("a/q7/"), is_room("a/")
    (True, False, False)
    """
    return _ROOM.fullmatch(path) is not None


def content_type(path: str) -> str:
    """Return the media type that a published file is served as; raise ShelfError for a kind we never publish.

    >>> content_type("a/index.html")
    'text/html; charset=utf-8'
    """
    suffix = Path(path).suffix
    if suffix not in _TYPES:
        raise ShelfError(f"artgen does not publish files ending in '{suffix}'; there are: {', '.join(_TYPES)}")
    return _TYPES[suffix]


def _holds(target: Path, body: bytes) -> bool:
    try:
        return target.stat().st_size == len(body) and target.read_bytes() == body
    except FileNotFoundError:
        return False
    except OSError as wrong:
        raise refusal(wrong, target.parents[-1]) from wrong


def _open(own: Path, flags: int) -> int:
    """Open artgen's own, never what a link leads to; raise ShelfError, which names no other folder to send from."""
    refuse_link(own)
    try:
        return os.open(own, flags | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0), PRIVATE)
    except OSError as wrong:
        raise ShelfError(f"{own}: {wrong.strerror}; mend that and run the same command again") from wrong
