"""Nobody sees anybody else: two hundred people with a word each, drawn by two processes that are killed in between."""

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from artgen.campaigns.model import load
from artgen.ledger import Ledger
from artgen.publishing.links import page_path, share_path
from artgen.records import Person
from tests import canaries
from tests.line import environment

PEOPLE = 200
DYING = Path(__file__).parent / "dying.py"
ANYONE = re.compile(rb"qx[a-z]{6}wy|cu\d{5}z|box\d{5}j", re.IGNORECASE)
NAMED = re.compile(rb"qx[a-z]{6}wy|box\d{5}j", re.IGNORECASE)
KILLED = -signal.SIGKILL


def told(*words: object, ends: int = 0) -> bytes:
    """Run a command to its end, or to its death, and return all that it said."""
    ended = subprocess.run([sys.executable, *map(str, words)], env=environment(), capture_output=True, timeout=280)
    assert ended.returncode == ends, ended.stderr
    return ended.stdout + ended.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign of a visit each."""
    return canaries.campaign(tmp_path_factory.mktemp("many") / "c", PEOPLE, visits=1)


@pytest.fixture(scope="module")
def said(folder: Path) -> bytes:
    """All that was said while it was made and sent; the maker died once, after its workers' ninth shard, and so did
    the sender, after its fortieth letter."""
    make, send = ("make", folder, "--workers", 2), ("send", folder)
    return b"".join(
        (
            told(DYING, "artgen.ledger.ledger:Ledger.record", 9, "after", *make, ends=KILLED),
            told("-m", "artgen", *make),
            told(DYING, "artgen.mailing.outbox:Outbox.deliver", 40, "after", *send, ends=KILLED),
            told("-m", "artgen", *send),
        )
    )


@pytest.fixture(scope="module")
def people(folder: Path, said: bytes) -> list[Person]:
    """Everyone on record."""
    with Ledger(folder / "out" / "ledger.sqlite", load(str(folder)).id) as ledger:
        return list(ledger.people())


def who(*files: Path) -> set[str]:
    """Return every word of anybody in files, unpacked, in lower case."""
    seen = (form for file in files for form in canaries.forms(file.name.encode() + b"\n" + file.read_bytes()))
    return {word.decode().lower() for form in seen for word in ANYONE.findall(form)}


def own(person: Person) -> set[str]:
    """Return the words of one person as `who` finds them."""
    return {person.name.lower(), person.customer.lower(), person.address.partition("@")[0].lower()}


def test_everyone_has_a_page_and_a_letter(people: list[Person]) -> None:
    """The kills lost nobody."""
    assert len(people) == PEOPLE
    assert {person.state for person in people} == {"accepted"}


def test_a_page_names_its_own_person_alone(folder: Path, people: list[Person]) -> None:
    """In the page, its drawings and its pictures stand one person's name, and no id or address at all."""
    site = folder / "out" / "site"
    assert {person.customer: who(*(site / page_path(person.token)).iterdir()) for person in people} == {
        person.customer: {person.name.lower()} for person in people
    }


def test_what_others_see_names_nobody(folder: Path, people: list[Person]) -> None:
    """A share page and its card hold nobody's word."""
    site = folder / "out" / "site"
    assert who(*(file for person in people for file in (site / share_path(person.share)).iterdir())) == set()


def test_a_letter_names_its_own_person_alone(folder: Path, people: list[Person]) -> None:
    """In the message, its headers and its preview stand one person's words."""
    outbox = folder / "out" / "outbox"
    letters = {person.customer: sorted(outbox.glob(f"{person.send_id}.*")) for person in people}
    assert {len(files) for files in letters.values()} == {2}
    assert {person.customer for person in people if not who(*letters[person.customer]) <= own(person)} == set()
    assert {person.customer for person in people if person.name.lower() not in who(*letters[person.customer])} == set()


def test_pictures_carry_nothing_but_pixels(folder: Path, people: list[Person]) -> None:
    """No picture has a comment, EXIF or XMP."""
    pictures = sorted((folder / "out" / "site").rglob("*.jpg"))
    assert len(pictures) == 2 * PEOPLE
    info = [Image.open(file) for file in pictures]
    of_the_format = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
    assert {key for picture in info for key in picture.info} <= of_the_format
    assert [picture for picture in info if len(picture.getexif())] == []


def test_no_run_says_a_name_or_an_address(said: bytes) -> None:
    """Neither those that were killed nor those that went on."""
    assert NAMED.findall(said) == []


def test_no_path_and_no_shared_file_holds_a_word(folder: Path, people: list[Person]) -> None:
    """Names of files and folders, style sheets, scripts and the summary are about nobody."""
    out = folder / "out"
    paths = "\n".join(file.relative_to(out).as_posix() for file in out.rglob("*")).encode()
    assert ANYONE.findall(paths) == []
    assert who(out / "summary.json", out / "site" / "404.html", *(out / "site" / "shared").iterdir()) == set()
