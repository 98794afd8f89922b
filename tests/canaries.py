"""A campaign whose people each have words of their own, and a search for these words wherever bytes can hide them."""

import contextlib
import email
import email.policy
import gzip
import itertools
import os
import zlib
from collections.abc import Iterator
from pathlib import Path

from tests.desk_data import CAMPAIGN, FILE

_LETTERS = ("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z")
_WORDS = tuple("".join((a, "a", b, "o", c, "u")) for a, b, c in itertools.product(_LETTERS, repeat=3))
_BRAND = 'name = "Desk"\npostal_address = "1 Harbour Street, Porto"\n[words]'
_LEAVE = 'subject = "Your {year}"\nunsubscribe_mailto = "stop@desk.example"\n'


def name(n: int) -> str:
    """Return the name of person n: a word that stands in no other text."""
    return f"Qx{_WORDS[n]}wy"


def customer(n: int) -> str:
    """Return the id of person n."""
    return f"CU{n:05d}Z"


def address(n: int) -> str:
    """Return the address of person n."""
    return f"box{n:05d}j@people.example"


def styled(top: Path, style: str, source: str, people: int) -> Path:
    """Return a campaign of so many people in a style of its own, which stands installed in the folder above it."""
    (top / f"{style}.py").write_text(source, "utf-8")
    about = top / f"{style}-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {style}\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[artgen.renderers]\n{style} = {style}:{style}\n")
    made = campaign(top / "c", people)
    file = made / "campaign.toml"
    file.write_text(file.read_text("utf-8").replace('style = "heart"', f'style = "{style}"'), "utf-8")
    return made


def words(n: int) -> tuple[str, ...]:
    """Return all that says who person n is."""
    return name(n), customer(n), address(n)


def campaign(folder: Path, people: int, *, visits: int = 3, more: str = "", mailer: str = "outbox") -> Path:
    """Write a campaign of so many people with so many visits each; the first has a row that can't be read, too."""
    folder.mkdir(parents=True, exist_ok=True)
    text = CAMPAIGN.replace('name = "Desk"\n[words]', _BRAND).replace('subject = "Your {year}"\n', _LEAVE)
    (folder / FILE).write_text(f'{text}\n[mailer]\nkind = "{mailer}"\n{more}', "utf-8")
    rows = [
        f"{customer(n)},2025-{(n + 5 * v) % 12 + 1:02d}-{n % 27 + 1:02d}T10:{v:02d},{5 + n % 7 + v},LIS,walk,done"
        for n in range(people)
        for v in range(visits)
    ]
    rows.append(f"{customer(0)},no day at all,7,LIS,walk,done")
    (folder / "visits.csv").write_text("\n".join(["who,when,km,at,kind,status", *rows]) + "\n", "utf-8")
    said = [",".join((customer(n), name(n), address(n))) for n in range(people)]
    (folder / "people.csv").write_text("\n".join(["who,name,mail", *said]) + "\n", "utf-8")
    return folder


def hits(folder: Path, sought: tuple[str, ...]) -> list[str]:
    """Return the files in a folder, or one file, whose path or bytes, unpacked, hold one of the texts."""
    return sorted(
        file.relative_to(folder).as_posix()
        for file in _files(folder)
        if holds(os.fsencode(file.relative_to(folder)) + b"\n" + file.read_bytes(), sought)
    )


def holds(body: bytes, sought: tuple[str, ...]) -> bool:
    """Tell whether bytes, a letter, or packed bytes hold one of the texts in any case and in any of their encodings."""
    return any(text.encode().lower() in seen.lower() for seen in forms(body) for text in sought)


def forms(body: bytes) -> Iterator[bytes]:
    """Yield the bytes as they stand, as UTF-16, unpacked, and as the parts of a letter."""
    yield body
    yield body.replace(b"\0", b"")
    packed = body.find(b"\x1f\x8b\x08")
    if packed >= 0:
        with contextlib.suppress(OSError, EOFError, zlib.error):
            yield gzip.decompress(body[packed:])
    if b"MIME-Version:" in body:
        letter = email.message_from_bytes(body.partition(b"\n")[2], policy=email.policy.default)
        yield "\n".join(str(value) for value in letter.values()).encode()
        for part in letter.walk():
            if not part.is_multipart():
                yield bytes(part.get_payload(decode=True))


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())
