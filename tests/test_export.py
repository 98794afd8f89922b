"""The export: rows that say what the letter says, that no spreadsheet runs, and that lead to nobody else."""

import csv
import datetime as dt
import io
import json
import re
import stat
import tracemalloc
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict
from email import message_from_bytes, policy
from hashlib import sha256
from pathlib import Path

import pandas
import pytest

from artgen.campaigns.grace import Grace, GraceWhen
from artgen.campaigns.lots import lot
from artgen.campaigns.model import Campaign, load
from artgen.desk.exporting.export import Exported, export
from artgen.desk.exporting.merge import ADDRESS, COLUMNS, EXACT, KEY
from artgen.desk.exporting.platforms import Limit, Platform, platform, platforms
from artgen.desk.proving.approval import approve, note_made, note_proof, parts
from artgen.errors import ArtgenError, LedgerError
from artgen.ledger import Ledger
from artgen.ledger.suppression import Suppression
from artgen.mailing.gist import Found, Gist, Paper
from artgen.mailing.letter import write
from artgen.publishing.links import DEMO_KEY, Keys, keys_from, page_path, share_path
from artgen.publishing.lists import cell
from artgen.records import Claim, Receipt, State
from artgen.words.telling import Figure
from tests.line import run

AT = "2026-01-15T09:00:00.000+00:00"
CAMPAIGN = load("heart-of-travel")
KEYS = keys_from(DEMO_KEY, CAMPAIGN)
ALL = list(platforms().values())
EACH = pytest.mark.parametrize("to", ALL, ids=[one.id for one in ALL])
ODD = {
    "a formula": '=HYPERLINK("https://evil.example","click")',
    "a plus": "+1+cmd|' /C calc'!A0",
    "an at": "@SUM(1)",
    "a minus": "-2+3",
    "full width": "＝1",
    "small": "﹢1",
    "after a blank": "  =1",
    "after a mark that can't be seen": "\u2068=1\u2069",
    "after a byte order mark": "\ufeff=1",
    "a comma, a quote and a line": '"a,b\n',
    "a tab": "\ttab",
    "a carriage return": "\rturn",
    "NUL": "\0nul\0",
    "control": "bell\x07\x1b[31m",
    "300 letters": "Ab" * 150,
    "right to left": "محمد عبد الرحيم",
    "emoji": "Ana 👩‍🚀👨‍👩‍👧‍👦🇩🇪",
    "markup": "</td><script>alert(1)</script>",
    "other tags": "{{ x }} *|UNSUB|* %%=x=%%",
    "an apostrophe": "'quoted'",
    "nothing": "",
}
NOW = dt.datetime(2026, 1, 15, 9, tzinfo=dt.UTC)
START = "=+-@＝＋－＠\t\r\0"


def clock() -> dt.datetime:
    """A clock that stands still."""
    return NOW


def gist(**more: object) -> Gist:
    """The words of a year of 23 flights."""
    said = {
        "locale": "en_US",
        "year": "2025",
        "sentence": "Twenty-three flights and 29,530 miles.",
        "quiet": "",
        "alt": "A heart of 23 brush strokes.",
        "reading": "",
        "activities": "23 flights",
        "amount": "29,530 miles",
        "figures": (Figure("23", "flights"), Figure("29,530", "miles"), Figure("13", "airports"), Figure("−3", "cold")),
        "moment": (Found("12 March", "The longest way.", "Austin to Lisbon: 4,700 miles."),),
        "strip": (),
        "weeks": False,
        "widths": False,
        "paper": Paper(False, "#fff", "#000", "#333", "#ccc"),
    }
    return Gist(**{**said, **more})


def receipt(customer: str, name: str = "Ada", address: str | None = None, words: Gist | None = None, **more) -> Receipt:
    """One who has a page and may be written to."""
    said = {"state": State.MADE, "inputs": "i", "artwork": "a", "image": "0123456789abcdef.jpg", "drawn": 23} | more
    return Receipt(
        customer,
        name=name,
        address=f"{customer}@members.example" if address is None else address,
        letter=json.dumps(asdict(words or gist()), ensure_ascii=False),
        **{
            "token": KEYS.page_token(CAMPAIGN.id, customer),
            "unsubscribe": KEYS.unsubscribe_token(CAMPAIGN.id, customer),
        }
        | {"address_hash": _hash(customer, address)}
        | said,
    )


def _hash(customer: str, address: str | None) -> str:
    """The keyed hash of an address, as a make puts it on record."""
    return "" if address == "" else KEYS.address_hash(address or f"{customer}@members.example")


def asked(**said: object) -> Campaign:
    """The campaign, with something else in its file."""
    return CAMPAIGN.model_copy(update=said)


def fill(out: Path, receipts: Iterable[Receipt], campaign: Campaign = CAMPAIGN) -> Path:
    """Write a ledger of these people, as a make of the campaign that came to its end."""
    out.mkdir(parents=True)
    with Ledger(out / "ledger.sqlite", campaign.id) as ledger:
        ledger.record(receipts, [], round_=1, at=AT)
        note_made(ledger, parts(campaign))
    return out


def done(out: Path, to: Platform, campaign: Campaign = CAMPAIGN, keys: Keys = KEYS) -> tuple[Exported, Path]:
    """Export everyone, addresses only where the platform can't do without."""
    return export(campaign, out, keys, to, out / "export", clock=clock, address=to.by_address), out / "export"


def rows(folder: Path, to: Platform) -> list[list[str]]:
    """Every row of every file, the header of the first at the top, as the standard library reads them."""
    read = [
        list(csv.reader(io.StringIO(file.read_text("utf-8-sig"), newline=""), strict=True))
        for file in sorted(folder.glob(f"{to.id}-*.csv"))
    ]
    return [read[0][0], *(row for part in read for row in part[1:])]


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign in which every name, sentence and moment is odd."""
    people = [
        receipt(f"c-{n:03}", name, words=gist(sentence=name, alt=name, moment=(Found(name, name, name),)))
        for n, name in enumerate(ODD.values())
    ]
    return fill(tmp_path_factory.mktemp("odd") / "out", people)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A campaign of twelve."""
    return fill(tmp_path / "out", [receipt(f"c-{n:02}") for n in range(12)])


@EACH
def test_no_cell_begins_a_formula(odd: Path, to: Platform) -> None:
    """Whatever people are called, no cell begins with a sign that spreadsheets run, seen or unseen."""
    _, folder = done(odd, to)
    cells = [text for row in rows(folder, to) for text in row]
    assert not [text for text in cells if text.startswith(tuple(START))]
    seen = ["".join(c for c in text if unicodedata.category(c) not in ("Cf", "Zs")) for text in cells]
    assert not [text for text in seen if unicodedata.normalize("NFKC", text[:1]).startswith(tuple("=+-@"))]


@EACH
def test_no_cell_holds_a_control_character(odd: Path, to: Platform) -> None:
    """Line breaks, tabs, NUL and escapes are gone: a row is a line."""
    _, folder = done(odd, to)
    assert not [text for row in rows(folder, to) for text in row if any(unicodedata.category(c) == "Cc" for c in text)]
    text = (folder / f"{to.id}-001.csv").read_bytes()
    assert text.count(b"\r\n") == text.count(b"\n") == len(ODD) + 1


@EACH
def test_two_readers_read_the_same(odd: Path, to: Platform) -> None:
    """The standard library and pandas agree on every cell, and every row is as wide as the header."""
    _, folder = done(odd, to)
    header, *read = rows(folder, to)
    frame = pandas.read_csv(folder / f"{to.id}-001.csv", dtype=str, keep_default_na=False)
    assert {len(row) for row in read} == {len(header)}
    assert list(frame.columns) == header
    assert frame.to_numpy().tolist() == read


@EACH
def test_texts_come_back_as_the_platform_can_hold_them(odd: Path, to: Platform) -> None:
    """What is read is what was to be said, made safe, in the platform's signs, and cut only where it is too long."""
    _, folder = done(odd, to)
    at = rows(folder, to)[0].index(to.header("sentence", CAMPAIGN.year))
    assert [row[at] for row in rows(folder, to)[1:]] == [to.fit(name) for name in ODD.values()]


def test_a_plain_spreadsheet_shows_every_text_whole(odd: Path) -> None:
    """There, each text is what the letter says but for a leading apostrophe, line breaks and control characters."""
    _, folder = done(odd, platform("csv"))
    at = rows(folder, platform("csv"))[0].index("alt")
    seen = {name: row[at] for name, row in zip(ODD, rows(folder, platform("csv"))[1:], strict=True)}
    assert seen["300 letters"] == "Ab" * 150
    assert seen["a comma, a quote and a line"] == '"a,b'
    assert seen["a formula"] == "'" + ODD["a formula"]
    assert seen["full width"] == "'＝1"
    assert seen["control"] == "bell[31m"
    assert (seen["a tab"], seen["a carriage return"], seen["NUL"]) == ("' tab", "' turn", "'nul")
    same = ("right to left", "emoji", "markup", "other tags", "an apostrophe", "nothing")
    assert [seen[name] for name in same] == [ODD[name] for name in same]


def test_half_a_letter_is_no_cell() -> None:
    """A lone surrogate, which no file can hold, goes."""
    assert cell("half \ud800") == "half "


@EACH
def test_numbers_stay_numbers(odd: Path, to: Platform) -> None:
    """A count is bare in the file, a number among the facts is a text in quotation marks."""
    _, folder = done(odd, to)
    assert b",23," in (folder / f"{to.id}-001.csv").read_bytes().splitlines()[1]
    assert b',"23","flights"' in (folder / f"{to.id}-001.csv").read_bytes().splitlines()[1]
    frame = pandas.read_csv(folder / f"{to.id}-001.csv")
    assert frame[to.header("activities", CAMPAIGN.year)].dtype == "int64"


def test_a_negative_number_is_no_formula() -> None:
    """Only texts are guarded."""
    assert (cell(-3), cell("-3")) == (-3, "'-3")


@EACH
def test_no_cell_is_longer_than_the_platform_takes(odd: Path, to: Platform) -> None:
    """Too long a text is cut between two letters, ends in an ellipsis, and is counted."""
    told, folder = done(odd, to)
    size = {"characters": len, "bytes": lambda text: len(text.encode())}[to.cell.unit]
    assert max(size(text) for row in rows(folder, to) for text in row) <= to.cell.most
    cut = {column.holds: column.shortened for column in told.columns}
    assert cut["sentence"] == sum(to.fit(name) != to.whole(name) for name in ODD.values())
    assert cut["sentence"] == (to.cell.most < 300)


def test_a_cut_text_keeps_its_last_letter_whole() -> None:
    """A family of emoji is one letter: it stays or goes."""
    family = "👨‍👩‍👧‍👦"
    assert platform("mailchimp").fit("seven: " + family * 20) == "seven: " + family * 9 + "…"


def test_a_link_is_never_cut(tmp_path: Path) -> None:
    """A base URL that is too long for the platform stops the export, with what to do."""
    campaign = CAMPAIGN.model_copy(update={"base_url": f"https://year.northwing.example/{'x' * 200}/"})
    out = fill(tmp_path / "out", [receipt("c")], campaign)
    with pytest.raises(ArtgenError, match="longer than the 255 bytes that Mailchimp takes; shorten base_url"):
        done(out, platform("mailchimp"), campaign)


@EACH
def test_a_row_says_what_the_letter_says(small: Path, to: Platform) -> None:
    """Every text and link of a row stands in the letter that artgen would send, word for word."""
    _, folder = done(small, to)
    header, first, *_ = rows(folder, to)
    made = receipt("c-00")
    claim = Claim("s", "c-00", made.name, made.address, made.token, made.image, made.letter)
    letter = write(claim, CAMPAIGN, KEYS, now=NOW)
    mail = message_from_bytes(letter.message, policy=policy.default)
    text = mail.get_body(("plain",))
    said = " ".join(f"{mail['subject']} {text.get_content() if text else ''} {letter.html}".split())
    own = {
        to.header(name, CAMPAIGN.year) for name in (*told_apart(), "language", "share_url", "state", "facts", "moments")
    }
    assert [cell for name, cell in zip(header, first, strict=True) if name not in own and cell not in said] == []


def told_apart() -> tuple[str, ...]:
    """The columns that are of the file, not of the letter."""
    return (KEY, ADDRESS)


@EACH
def test_signs_that_a_platform_can_not_read_are_swapped(odd: Path, to: Platform) -> None:
    """Where a quotation mark within a value breaks the import, none is left, and nothing else is changed."""
    _, folder = done(odd, to)
    assert not [text for row in rows(folder, to) for text in row for sign in to.swap if sign in text]
    assert platform("braze").swap == {'"': "'"}


@EACH
def test_links_lead_to_page_picture_share_page_and_way_out(small: Path, to: Platform) -> None:
    """Each link is the one that artgen published or would write into the letter."""
    _, folder = done(small, to)
    header, first, *_ = rows(folder, to)
    row = dict(zip(header, first, strict=True))
    page = f"{CAMPAIGN.base_url}{page_path(KEYS.page_token(CAMPAIGN.id, 'c-00'))}"
    assert row[to.header("page_url", 2025)] == page
    assert row[to.header("image_url", 2025)] == f"{page}0123456789abcdef.jpg"
    shown = share_path(KEYS.share_token(CAMPAIGN.id, "c-00"))
    assert row[to.header("share_url", 2025)] == f"{CAMPAIGN.base_url}{shown}"
    leave = f"{CAMPAIGN.letter.unsubscribe_url}?token={KEYS.unsubscribe_token(CAMPAIGN.id, 'c-00')}"
    assert row[to.header("unsubscribe_url", 2025)] == leave


def test_a_campaign_that_leaves_the_way_out_to_the_platform_has_none(tmp_path: Path) -> None:
    """No address of artgen's own to unsubscribe is asked for, and the column is empty."""
    letter = CAMPAIGN.letter.model_copy(update={"unsubscribe_url": "", "unsubscribe_mailto": ""})
    campaign = asked(letter=letter)
    out = fill(tmp_path / "out", [receipt("c")], campaign)
    _, folder = done(out, platform("csv"), campaign)
    header, first = rows(folder, platform("csv"))
    assert first[header.index("unsubscribe_url")] == ""


@EACH
def test_a_row_leads_to_one_person(small: Path, to: Platform) -> None:
    """A row holds the id, the tokens and the address of one customer and of no other."""
    _, folder = done(small, to)
    ids = [f"c-{n:02}" for n in range(12)]
    marks = {
        customer: {
            customer,
            KEYS.page_token(CAMPAIGN.id, customer),
            KEYS.share_token(CAMPAIGN.id, customer),
            KEYS.unsubscribe_token(CAMPAIGN.id, customer),
        }
        for customer in ids
    }
    found = [[one for one in ids if any(mark in " ".join(row) for mark in marks[one])] for row in rows(folder, to)[1:]]
    assert found == [[one] for one in ids]
    assert all(mark in " ".join(row) for one, row in zip(ids, rows(folder, to)[1:], strict=True) for mark in marks[one])


@EACH
def test_addresses_are_there_when_asked_for_only(small: Path, to: Platform) -> None:
    """Without --address no file holds an @ or a column for it; a platform that knows people by it refuses."""
    if to.by_address:
        with pytest.raises(ArtgenError, match="add --address"):
            export(CAMPAIGN, small, KEYS, to, small / "export", clock=clock)
        assert not (small / "export").exists()
    else:
        export(CAMPAIGN, small, KEYS, to, small / "export", clock=clock)
        assert not [file for file in (small / "export").iterdir() if b"@members" in file.read_bytes()]
    export(CAMPAIGN, small, KEYS, to, small / "export", clock=clock, address=True)
    read = rows(small / "export", to)
    assert read[1][read[0].index(to.header(ADDRESS, 2025))] == "c-00@members.example"


def test_an_id_that_is_an_address_is_one(tmp_path: Path) -> None:
    """Who is known by an address is left out until addresses are asked for."""
    out = fill(tmp_path / "out", [receipt("ann@members.example"), receipt("c-1")])
    told, folder = done(out, platform("csv"))
    assert [(left.why, left.people) for left in told.left_out] == [
        ("has an id that looks like an address, and addresses were not asked for", 1)
    ]
    assert b"ann@" not in (folder / "csv-001.csv").read_bytes()


def test_everyone_is_in_a_file_or_counted_with_the_reason(tmp_path: Path) -> None:
    """Held, faulty, suppressed, without consent, written to already: none of them is in a file, nobody is lost."""
    out = fill(
        tmp_path / "out",
        [
            receipt("a-made"),
            receipt("b-held", state=State.HELD, reason="bereavement", token=""),
            receipt("c-faulty", state=State.FAULTY, reason="can't be drawn", token=""),
            receipt("d-suppressed"),
            receipt("e-sent"),
            receipt("f-shares", address="a-made@members.example"),
            receipt("g-shares-with-sent", address="e-sent@members.example"),
            receipt("=h-odd"),
            receipt("i-no-address", address=""),
            receipt("j-no-page", token=""),
        ],
    )
    with Ledger(out / "ledger.sqlite", CAMPAIGN.id) as ledger:
        Suppression(ledger).add([KEYS.address_hash("d-suppressed@members.example")], "asked", "a file", AT)
        with ledger.commit() as db:
            db.execute("UPDATE person SET state = 'accepted' WHERE customer = 'e-sent'")
    told, folder = done(out, platform("csv"))
    assert [row[0] for row in rows(folder, platform("csv"))[1:]] == ["a-made", "i-no-address"]
    assert {left.why: left.people for left in told.left_out} == {
        "held: bereavement": 1,
        "faulty: can't be drawn": 1,
        "suppressed: asked": 1,
        "has a letter of artgen's already": 1,
        "shares an address with another customer": 2,
        "has an id that a spreadsheet or the platform would change": 1,
        "without a page": 1,
    }
    told, folder = done(out, platform("klaviyo"))
    assert {left.why: left.people for left in told.left_out}["without an address"] == 1
    assert told.people + sum(left.people for left in told.left_out) == 10


def test_who_gave_no_consent_is_left_out(tmp_path: Path) -> None:
    """Where a column of consent is named, anything but a yes is a no."""
    columns = CAMPAIGN.people.columns.model_copy(update={"consent": "newsletter"})
    people = CAMPAIGN.people.model_copy(update={"columns": columns})
    said = {"a": "yes", "b": "no", "c": "", "d": " YES "}
    known = [receipt(one, consent=consent) for one, consent in said.items()]
    unknown = [receipt(f"{one}-no-address", address="", consent=consent) for one, consent in said.items()]
    campaign = asked(people=people)
    told, folder = done(fill(tmp_path / "out", known + unknown, campaign), platform("csv"), campaign)
    assert [row[0] for row in rows(folder, platform("csv"))[1:]] == ["a", "a-no-address", "d", "d-no-address"]
    assert [(left.why, left.people) for left in told.left_out] == [("no consent", 4)]


def test_who_is_held_out_gets_no_row(tmp_path: Path) -> None:
    """The same people as artgen itself would not write to, so that what letters do can be measured."""
    campaign = asked(sending=CAMPAIGN.sending.model_copy(update={"holdout": 0.3}))
    ids = [f"c-{n:02}" for n in range(40)]
    out = fill(tmp_path / "out", [receipt(one, address="" if one < "c-20" else None) for one in ids])
    told, folder = done(out, platform("csv"), campaign)
    written = [one for one in ids if lot("holdout", CAMPAIGN.id, one) >= 0.3]
    assert [row[0] for row in rows(folder, platform("csv"))[1:]] == written
    assert [(left.why, left.people) for left in told.left_out] == [("holdout", 40 - len(written))]
    assert 0 < len(written) < 40


def test_who_asked_for_no_letters_since_is_heard_first(tmp_path: Path) -> None:
    """A list of addresses that the campaign names, and the log of the unsubscribe page, count at once."""
    (tmp_path / "no.csv").write_text("email\nc-00@members.example\n")
    (tmp_path / "left.log").write_text(f"2026-01-14T09:00:00Z {KEYS.unsubscribe_token(CAMPAIGN.id, 'c-01')}\n")
    said = {"suppression": (str(tmp_path / "no.csv"),), "unsubscribed": str(tmp_path / "left.log")}
    campaign = asked(sending=CAMPAIGN.sending.model_copy(update=said))
    out = fill(tmp_path / "out", [receipt(f"c-{n:02}") for n in range(3)])
    told, folder = done(out, platform("csv"), campaign)
    assert [row[0] for row in rows(folder, platform("csv"))[1:]] == ["c-02"]
    assert sum(left.people for left in told.left_out if left.why.startswith("suppressed: ")) == 2


def test_a_ledger_from_before_addresses_were_hashed_keeps_its_word(tmp_path: Path) -> None:
    """Somebody who is suppressed by a hash that the ledger has yet to make gets no row."""
    out = fill(tmp_path / "out", [receipt("a", address_hash=""), receipt("b", address_hash="")])
    with Ledger(out / "ledger.sqlite", CAMPAIGN.id) as ledger:
        Suppression(ledger).add([KEYS.address_hash("a@members.example")], "asked", "a file", AT)
    _, folder = done(out, platform("csv"))
    assert [row[0] for row in rows(folder, platform("csv"))[1:]] == ["b"]


def test_who_left_the_data_gets_no_row(tmp_path: Path) -> None:
    """A customer that the last make no longer found is spared, with an address or without."""
    out = fill(tmp_path / "out", [receipt("a"), receipt("b"), receipt("c", address="")])
    with Ledger(out / "ledger.sqlite", CAMPAIGN.id) as ledger:
        ledger.record([receipt("a")], [], round_=2, at=AT)
    told, folder = done(out, platform("csv"))
    assert [row[0] for row in rows(folder, platform("csv"))[1:]] == ["a"]
    assert [(left.why, left.people) for left in told.left_out] == [("not in the data of the last make", 2)]


@pytest.mark.parametrize("limits", [{"rows": 5}, {"bytes": 4000}, {"rows": 1}, {"bytes": 1}])
@EACH
def test_files_keep_the_platforms_limits(small: Path, to: Platform, limits: dict[str, int]) -> None:
    """No file has more rows or bytes than allowed; together they hold everyone once, in order, each with the header."""
    tight = to.model_copy(update={name: Limit(most=most, says="for this test") for name, most in limits.items()})
    told, folder = done(small, tight)
    files = sorted(folder.glob(f"{to.id}-*.csv"))
    assert len(files) > 1
    assert max(part.people for part in told.parts) <= tight.rows.most
    assert max(part.bytes for part in told.parts) <= tight.bytes.most or {part.people for part in told.parts} == {1}
    at = rows(folder, to)[0].index(to.header(KEY, 2025))
    assert [row[at] for row in rows(folder, to)[1:]] == [f"c-{n:02}" for n in range(12)]
    assert len({file.read_bytes().split(b"\r\n")[0] for file in files}) == 1


def test_a_full_file_is_as_full_as_it_may_be(small: Path) -> None:
    """One more row would not have fitted."""
    to = platform("csv").model_copy(update={"bytes": Limit(most=4000, says="for this test")})
    told, folder = done(small, to)
    row = len((folder / "csv-001.csv").read_bytes().splitlines(keepends=True)[1])
    assert all(4000 - row < part.bytes <= 4000 for part in told.parts[:-1])


@EACH
def test_the_manifest_tells_what_is_there(small: Path, to: Platform) -> None:
    """Names, sizes, digests and counts are those of the files, and each column says how a template asks for it."""
    told, folder = done(small, to)
    manifest = json.loads((folder / f"{to.id}.json").read_text("utf-8"))
    assert manifest == json.loads(told.as_json())
    bodies = {part["file"]: (folder / part["file"]).read_bytes() for part in manifest["parts"]}
    assert [part["sha256"] for part in manifest["parts"]] == [sha256(body).hexdigest() for body in bodies.values()]
    assert [part["bytes"] for part in manifest["parts"]] == [len(body) for body in bodies.values()]
    assert manifest["people"] == sum(part["people"] for part in manifest["parts"]) == 12
    assert [column["name"] for column in manifest["columns"]] == rows(folder, to)[0]
    for column in manifest["columns"]:
        assert column["name"] in column["tag"] or column["holds"] in (KEY, ADDRESS) or not to.tag.text


@EACH
def test_twice_the_same_bytes(small: Path, tmp_path: Path, to: Platform) -> None:
    """The same ledger gives the same files, in another folder too, whoever was recorded first."""
    _, first = done(small, to)
    shuffled = fill(tmp_path / "shuffled", [receipt(f"c-{n:02}") for n in (7, 3, 11, 0, 1, 2, 4, 5, 6, 8, 9, 10)])
    _, second = done(shuffled, to)
    files = sorted(file.name for file in first.iterdir() if file.suffix)
    assert files == [f"{to.id}-001.csv", f"{to.id}.json"]
    assert [(first / name).read_bytes() for name in files] == [(second / name).read_bytes() for name in files]


@EACH
def test_a_platform_that_asks_for_the_mark_of_utf_8_gets_it(small: Path, to: Platform) -> None:
    """Each file begins with it, once, and the first column is still called what it is called."""
    marked = to.model_copy(update={"bom": True, "rows": Limit(most=5, says="for this test")})
    told, folder = done(small, marked)
    bodies = [(folder / part.file).read_bytes() for part in told.parts]
    assert [body.count(b"\xef\xbb\xbf") for body in bodies] == [1] * 3
    assert all(body.startswith(b"\xef\xbb\xbf") for body in bodies)
    assert [len(body) for body in bodies] == [part.bytes for part in told.parts]
    assert pandas.read_csv(folder / told.parts[0].file).columns[0] == to.header(
        to.asked(address=to.by_address)[0], 2025
    )


def test_files_are_the_teams_alone_and_whole(small: Path) -> None:
    """Nobody else on the machine may read them, and nothing half written stays."""
    _, folder = done(small, platform("csv"))
    assert {stat.S_IMODE((folder / name).stat().st_mode) for name in ("csv-001.csv", "csv.json")} == {0o600}
    assert not (folder / "partial").exists()


def test_an_export_that_was_stopped_has_no_manifest(small: Path) -> None:
    """The manifest of an earlier export goes before the first row is written, and the next comes after the last."""
    _, folder = done(small, platform("csv"))
    tight = platform("csv").model_copy(update={"cell": Limit(most=20, says="for this test")})
    with pytest.raises(ArtgenError, match="shorten base_url"):
        done(small, tight)
    assert not (folder / "csv.json").exists()


def test_a_shorter_export_leaves_no_row_of_a_longer_one(small: Path) -> None:
    """Files of an earlier export that had more go; those for another platform stay."""
    done(small, platform("csv").model_copy(update={"rows": Limit(most=2, says="for this test")}))
    done(small, platform("braze"))
    _, folder = done(small, platform("csv"))
    assert sorted(file.name for file in folder.glob("*.csv")) == ["braze-001.csv", "csv-001.csv"]


def test_a_file_gives_the_files_their_name(small: Path) -> None:
    """--file autumn.csv makes autumn-001.csv and autumn.json."""
    export(CAMPAIGN, small, KEYS, platform("csv"), small / "sheets" / "autumn.csv", clock=clock)
    assert sorted(file.name for file in (small / "sheets").glob("a*")) == ["autumn-001.csv", "autumn.json"]


@pytest.mark.parametrize("place", ["foreign", "out/site", "out/site/new", "out", "foreign/people.csv"])
def test_no_folder_but_its_own_is_written_into(small: Path, place: str) -> None:
    """Somebody's folder, the campaign's own and the published one are refused and stay as they are."""
    home = small.parent
    (home / "foreign").mkdir()
    (home / "foreign" / "mine.csv").write_text("mine")
    (small / "site").mkdir()
    (small / "site" / "404.html").write_text("gone")
    before = sorted(home.rglob("*"))
    with pytest.raises(ArtgenError, match="another with --file"):
        export(CAMPAIGN, small, KEYS, platform("csv"), home / place, clock=clock)
    assert [path for path in sorted(home.rglob("*")) if path not in before and path.name not in (".lock",)] == []


HELD = "changed since posters and pages were made: {}; run `artgen make` to its end, then this command again"
REAL = CAMPAIGN.mailer.model_copy(update={"kind": "smtp", "host": "mail.example"})


def _left_alone(out: Path, campaign: Campaign, said: str) -> None:
    """Assert that an export is refused in these words, and that an earlier one stays as it was."""
    folder = out / "export"
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    with pytest.raises(ArtgenError, match=f"^{re.escape(said)}$"):
        done(out, platform("csv"), campaign)
    assert {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()} == before


def test_a_make_that_was_broken_off_is_not_exported(small: Path) -> None:
    """Where a make ran into a full disk, some have the new page and some the old one or none; all or nobody."""
    done(small, platform("csv"))
    with Ledger(small / "ledger.sqlite", CAMPAIGN.id) as ledger:
        ledger.open_round()
    _left_alone(
        small, CAMPAIGN, HELD.format("some posters and pages, by an `artgen make` that did not come to its end")
    )


def test_what_changed_since_the_make_is_named_and_not_exported(small: Path) -> None:
    """A moved address leads nowhere, and a new rule of grace may hold somebody: neither is handed to a platform."""
    rule = Grace(hold="customer", when=GraceWhen(count={"below": 1}), because="an empty year")
    moved = asked(base_url="https://elsewhere.example/", grace=(*CAMPAIGN.grace, rule))
    _left_alone(small, moved, HELD.format("the pages' address and the rules of grace"))
    assert not (small / "export").exists()


def test_a_letters_own_texts_may_change_after_the_make(small: Path) -> None:
    """They are taken up as the rows are written, as sending does."""
    told, _ = done(
        small, platform("csv"), asked(letter=CAMPAIGN.letter.model_copy(update={"reply_to": "us@one.example"}))
    )
    assert told.people == 12


def test_where_sending_asks_for_an_approval_so_does_an_export(small: Path) -> None:
    """With a mailer that reaches people nothing is handed over that nobody approved; a platform is no way round."""
    campaign = asked(mailer=REAL)
    advice = "run `artgen proof`, look at it, and `artgen approve` it"
    _left_alone(small, campaign, f"not approved: nothing was approved yet; {advice}")
    with Ledger(small / "ledger.sqlite", CAMPAIGN.id) as ledger:
        note_proof(ledger, parts(campaign))
        approve(campaign, ledger, "Maya", AT)
    assert done(small, platform("csv"), campaign)[0].people == 12


def test_another_key_makes_no_export(small: Path) -> None:
    """Links of another key lead nowhere: the ledger's key is asked for."""
    done(small, platform("csv"))
    with pytest.raises(LedgerError, match="key has changed"):
        done(small, platform("csv"), keys=keys_from(b"another key of thirty-two bytes.", CAMPAIGN))


def test_nobody_is_a_file_too(tmp_path: Path) -> None:
    """A campaign in which nobody may be written to gives the header alone, and says why."""
    told, folder = done(fill(tmp_path / "out", [receipt("a", state=State.HELD, token="")]), platform("csv"))
    assert (told.people, len(rows(folder, platform("csv")))) == (0, 1)


def test_memory_does_not_grow_with_the_people(tmp_path: Path) -> None:
    """Ten times as many people take no more memory, whatever the number of files."""
    peaks = []
    for many in (150, 1500):
        out = fill(tmp_path / str(many), (receipt(f"c-{n:06}") for n in range(many)))
        tracemalloc.start()
        done(out, platform("csv").model_copy(update={"rows": Limit(most=400, says="for this test")}))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 300_000


@EACH
def test_every_limit_says_where_it_is_from(to: Platform) -> None:
    """A limit cites the platform's page, or says that none was found."""
    for limit in (to.rows, to.bytes, to.cell, to.name, to.columns, to.tag):
        assert limit.url.startswith("https://") != limit.says.startswith("not found")


@EACH
def test_column_names_are_the_platforms(to: Platform) -> None:
    """Each name is there once, is short enough, begins with a letter, and takes none that means something else."""
    names = {column: to.header(column, 2025) for column in to.asked(address=True)}
    assert len({name.lower() for name in names.values()}) == len(names) <= to.columns.most
    own = [name for column, name in names.items() if column not in (KEY, ADDRESS)]
    assert not {name.lower() for name in own} & {name.lower() for name in to.reserved}
    assert max(map(len, own)) <= to.name.most
    assert not [name for name in own if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name)]
    assert set(COLUMNS) - set(names) == set(to.without)
    assert not set(to.without) & EXACT


@EACH
def test_the_manual_shows_each_platform(to: Platform) -> None:
    """docs/export.md has a chapter for it, with its tags and its sources."""
    manual = (Path(__file__).parent.parent / "docs" / "export.md").read_text("utf-8")
    assert f"--for {to.id}" in manual
    assert to.tag.text.replace("NAME", to.header("page_url", 2025)) in manual
    assert not [one.url for one in (to.bytes, to.cell, to.tag) if one.url not in manual]


def test_the_command_writes_and_says_what_it_wrote(small: Path) -> None:
    """One line for the people, each reason and each file; a slip is one sentence."""
    said = run("export", "heart-of-travel", "--for", "braze", "--out", small, env={"PATH": "", "HOME": str(small)})
    assert "braze-001.csv, 12 people" in said.stdout
    assert (small / "export" / "braze.json").is_file()
    refused = run("export", "heart-of-travel", "--for", "carrier-pigeon", "--out", small, check=False)
    assert refused.returncode == 1
    assert "no platform that artgen knows; take one of: csv, braze" in refused.stderr
