"""A folder of published files, walked in the order in which a bucket lists its objects: by the bytes of their paths."""

import errno
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from artgen.errors import ShelfError


@dataclass(frozen=True, slots=True)
class Leaf:
    """A file in a folder; `stamp` changes whenever it is written anew, so that nobody need read it to know."""

    root: Path
    path: str
    size: int
    stamp: str

    def read(self) -> bytes:
        """Return its bytes; raise ShelfError, which names the folder and not the file."""
        try:
            return (self.root / self.path).read_bytes()
        except OSError as wrong:
            raise refusal(wrong, self.root) from wrong

    def digest(self) -> str:
        """Return the MD5 of its bytes in hex."""
        return hashlib.md5(self.read(), usedforsecurity=False).hexdigest()


def walk(root: Path, prefix: str = "") -> Iterator[Leaf]:
    """Yield the files whose paths begin so; a folder that isn't there is empty, and hidden names are not looked at."""
    yield from _walk(root, "", prefix)


def leaf(root: Path, path: str) -> Leaf | None:
    """Return one file, or None where there is none."""
    try:
        found = os.stat(root / path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as wrong:
        raise refusal(wrong, root) from wrong
    return Leaf(root, path, found.st_size, _stamp(found))


def _walk(root: Path, above: str, prefix: str) -> Iterator[Leaf]:
    try:
        with os.scandir(root / above) as entries:
            names = sorted(
                above + entry.name + ("/" if entry.is_dir(follow_symlinks=False) else "")
                for entry in entries
                if not entry.name.startswith(".")
            )
    except FileNotFoundError:
        return
    except OSError as wrong:
        raise refusal(wrong, root) from wrong
    for name in names:
        if not (name.startswith(prefix) or prefix.startswith(name)):
            continue
        if name.endswith("/"):
            yield from _walk(root, name, prefix)
        elif name.startswith(prefix) and (found := leaf(root, name)):
            yield found


def _stamp(found: os.stat_result) -> str:
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"


def refusal(wrong: OSError, folder: Path) -> ShelfError:
    """Say what is wrong with the folder as a whole: the file's own path is a link, and links don't belong in errors."""
    other = "choose another folder in publish.folder; with --out only while no letter has left"
    said = {
        errno.ENOSPC: "the disk is full; make room and run the same command again",
        errno.EDQUOT: "your share of the disk is used up; make room and run the same command again",
        errno.EROFS: f"the disk can't be written to; {other}",
        errno.EACCES: f"artgen may not write there; give it the right to, or {other}",
        errno.EPERM: f"artgen may not write there; give it the right to, or {other}",
        errno.EEXIST: f"a file stands where a folder is needed; move it, or {other}",
        errno.ENOTDIR: f"a file stands where a folder is needed; move it, or {other}",
        errno.EISDIR: f"a folder stands where a file is needed; move it, or {other}",
    }.get(wrong.errno or 0, f"{wrong.strerror}; mend that and run the same command again")
    return ShelfError(f"{folder}: {said}")


def refuse_link(own: Path) -> None:
    """Raise ShelfError where artgen's own file or folder is a link: what it leads to is somebody else's."""
    if own.is_symlink():
        raise ShelfError(
            f"{own}: is a link to another place, where artgen has nothing to write or remove; "
            "remove the link and run the same command again"
        )
