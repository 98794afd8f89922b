"""The letter: one clean mail for one person, saying the same in HTML and in plain text, whatever the name holds."""

import datetime as dt
import json
import re
from dataclasses import replace
from email import policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import abroad
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from stories import NORTHWING, awkward, story

from artgen.artwork import Artwork
from artgen.campaigns.model import Campaign
from artgen.desk.leaving import pages
from artgen.drawing import theme
from artgen.drawing.canvas import POSTER
from artgen.drawing.style import Description, LegendItem
from artgen.errors import MailError
from artgen.history.facts import facts
from artgen.history.moments import moments
from artgen.history.story import Story
from artgen.mailing import sheet, stationery
from artgen.mailing.gist import letter_words, read_gist
from artgen.mailing.letter import Letter, write
from artgen.mailing.mime import mailbox, message, plain, unstructured
from artgen.mailing.strip import WEEKS, WIDTH, strip
from artgen.mailing.wording import filled, subject, word
from artgen.publishing.links import keys_from
from artgen.publishing.ways import asked_in
from artgen.records import Claim
from artgen.words.tell import tell_words

NOW = dt.datetime(2026, 1, 5, 10, 30, tzinfo=dt.timezone(dt.timedelta(hours=1)))
TOKEN = "q7m2k4xwq7m2k4xwq7m2k4xwq7"
ALT = "A heart of brush strokes."
HOSTILE = [
    "Maya\r\nBcc: eve@example.com",
    "Maya\nBcc: eve@example.com",
    "Maya\0Bcc: eve@example.com",
    "Maya\u2028Bcc: eve@example.com",
    "Maya\u0085Bcc: eve@example.com",
    "Maya\u202e\u2066evil",
    "=?utf-8?q?=0D=0ABcc:_eve=40example.com?=",
    "</h1><script>alert(1)</script>{{ 7*7 }}{% x %}",
    "Maximiliane-Charlotte " * 14,
    "Llanfair" * 38,
    "\u0645\u0631\u064a\u0645",
    "\U0001f469\u200d\U0001f680",
    "Zoe\u0308" + "\u0301" * 300,
    "",
    " \t ",
]
ONCE = [
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "Feedback-ID",
    "Auto-Submitted",
    "MIME-Version",
    "Content-Type",
]
LETTER = {
    "subject": "{name}, your {year} in flight",
    "subject_nameless": "Your {year} in flight",
    "thanks": "{activities}, and we flew every one with you. Thank you.",
    "signed_by": "Everyone at Northwing",
    "sender": "Northwing <year@northwing.example>",
    "reply_to": "hello@northwing.example",
    "unsubscribe_url": "https://northwing.example/unsubscribe",
    "unsubscribe_mailto": "unsubscribe@northwing.example",
}
BRAND = {
    "name": "Northwing",
    "postal_address": "1 Field Road, Austin, TX 78701, USA",
    "privacy_url": "https://northwing.example/privacy",
    "contact_url": "https://northwing.example/contact",
}


def campaign(*, letter: dict[str, str] = LETTER, brand: dict[str, str] = BRAND) -> Campaign:
    return Campaign.model_validate(
        {
            "id": "year-in-flight",
            "title": "Year in flight",
            "year": 2025,
            "base_url": "https://year.northwing.example/",
            "stays_until": "31 December 2026",
            "brand": brand,
            "words": {
                "activity": ["flight", "flights"],
                "verb": "took",
                "unit": ["mile", "miles"],
                "unit_short": "mi",
                "place": ["airport", "airports"],
                "phrase": "in flight",
            },
            "activity": {
                "files": ["flights.csv"],
                "columns": {"customer": "member", "when": "departed"},
                "zone": "America/Chicago",
            },
            "people": {"file": "people.csv", "columns": {"customer": "member", "name": "name"}},
            "looks": [{"style": "heart", "theme": "linen"}],
            "letter": letter,
        }
    )


CAMPAIGN = campaign()
KEYS = keys_from(bytes(range(32)), CAMPAIGN)


def told(year: Story) -> Story:
    return replace(year, facts=facts(year.activities), moments=moments(year.activities, year.home))


def artwork(year: Story) -> Artwork:
    """A picture's words without the work of drawing it."""
    return Artwork(
        svg="<svg/>",
        digest="0" * 64,
        canvas=POSTER,
        description=Description("A heart", "A heart.", ALT, "" if len(year) else "Drawn in one breath."),
        legend=(LegendItem("How to read this", "One stroke is one flight,\nJanuary inside"),) if len(year) else (),
        boxes=(None,) * len(year),
        swatches=tuple((f"#0000{n % 256:02x}", f"#ff00{n % 256:02x}") for n in range(len(year))),
        art=POSTER.art,
        marks=len(year),
    )


def words(year: Story, paper: str = "linen") -> str:
    year = told(year)
    return letter_words(year, tell_words(year, NORTHWING), artwork(year), theme.load(paper), NORTHWING)


MAYAS = words(story(23))


def claim(name: str = "Maya", *, year: Story | None = None, address: str = "maya@northwing.example") -> Claim:
    said = MAYAS if year is None else words(year)
    return Claim("a" * 26, "NW-000001", name, address, TOKEN, "0123456789abcdef.jpg", said)


def parsed(letter: Letter) -> EmailMessage:
    return BytesParser(policy=policy.default).parsebytes(letter.message)


def bodies(letter: Letter) -> tuple[str, str]:
    """Return the plain text and the HTML as a mail reader decodes them."""
    text, html = (part.get_content().replace("\r\n", "\n") for part in parsed(letter).iter_parts())
    return text, html


class Outline(HTMLParser):
    """What a test asks of the HTML: its tags with their attributes, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))
        self.words.append(" ")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


MAYA = write(claim(), CAMPAIGN, KEYS, NOW)


def test_the_same_letter_is_the_same_bytes() -> None:
    """Nothing but the claim, the campaign, the keys and the given moment goes into a letter."""
    assert write(claim(), CAMPAIGN, KEYS, NOW) == MAYA


def test_every_header_stands_once_and_says_what_it_must() -> None:
    """Senders' rules of the big providers: one of each, one recipient, one-click unsubscribe, no Bcc."""
    mail = parsed(MAYA)
    assert sorted(mail.keys()) == sorted(ONCE)
    assert mail["From"] == "Northwing <year@northwing.example>"
    assert mail["To"] == "maya@northwing.example"
    assert mail["Reply-To"] == "hello@northwing.example"
    assert mail["Subject"] == "Maya, your 2025 in flight"
    assert mail["Date"] == "Mon, 05 Jan 2026 09:30:00 +0000"
    assert mail["Message-ID"] == f"<{'a' * 26}@northwing.example>"
    assert mail["List-Id"] == '"Year in flight" <year-in-flight.northwing.example>'
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "multipart/alternative"


def test_unsubscribing_is_this_persons_own() -> None:
    """The address to click and the one to write to carry a token of their own, and never the customer's id."""
    token = KEYS.unsubscribe_token("year-in-flight", "NW-000001")
    url = f"https://northwing.example/unsubscribe?token={token}"
    raw = MAYA.message.decode()
    assert f"<{url}>,\r\n <mailto:unsubscribe@northwing.example?subject=unsubscribe-{token}>" in raw
    assert url in Outline(MAYA.html).attributes("a")[-1].values()
    assert "NW-000001" not in raw


@pytest.mark.parametrize("locale", ["ar", "ja"])
def test_a_link_to_leave_asks_in_the_letters_language(locale: str) -> None:
    """Where a campaign speaks several languages, header, both parts and the page it leads to have the letter's own."""
    one = abroad.letter(23, locale)
    found = re.match(r"<(.*?)>", parsed(one)["List-Unsubscribe"])
    assert found is not None
    url = urlsplit(found[1])
    text, html = bodies(one)
    assert parse_qs(url.query).keys() == {"token", "lang"}
    assert found[1] in text
    assert found[1] in Outline(html).attributes("a")[-1].values()
    assert pages(abroad.campaign()).fitting(parse_qs(url.query)["lang"]).language == locale


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("https://northwing.example/u?token=t", "https://northwing.example/u?token=t&lang=en-GB"),
        ("https://northwing.example/u/t", "https://northwing.example/u/t?lang=en-GB"),
        ("https://northwing.example/u?lang=cy", "https://northwing.example/u?lang=cy"),
        ("mailto:leave@northwing.example?subject=t", "mailto:leave@northwing.example?subject=t"),
        ("", ""),
    ],
)
def test_an_address_is_asked_in_a_language_once(address: str, asked: str) -> None:
    """A language that the operator has placed stands, mail has none, and a campaign of one language adds none."""
    assert asked_in(address, abroad.campaign(), "en_GB") == asked
    assert asked_in(address, CAMPAIGN, "en_US") == address


def test_a_link_stands_behind_the_languages_own_colon() -> None:
    """French sets a blank before it, Japanese a wide one; the plain text takes it from the language."""
    french = CAMPAIGN.model_copy(update={"words": CAMPAIGN.words.model_copy(update={"locale": "fr"})})
    text = bodies(write(replace(claim(), letter=MAYAS.replace('"en_US"', '"fr"')), french, KEYS, NOW))[0]
    assert "Ne plus recevoir de telles lettres\u00a0: https://northwing.example/unsubscribe?token=" in text
    assert re.findall("[^\u00a0]: http", text) == []
    assert re.findall(": http", bodies(abroad.letter(23, "ja"))[0]) == []


def test_the_operators_own_address_takes_the_token_where_it_says() -> None:
    """`{token}` in the campaign's address stands for the person; a query of its own is kept."""
    token = KEYS.unsubscribe_token("year-in-flight", "NW-000001")
    inside = campaign(letter=LETTER | {"unsubscribe_url": "https://northwing.example/u/{token}/leave"})
    behind = campaign(letter=LETTER | {"unsubscribe_url": "https://northwing.example/u?list=year"})
    assert f"<https://northwing.example/u/{token}/leave>".encode() in write(claim(), inside, KEYS, NOW).message
    assert (
        f"<https://northwing.example/u?list=year&token={token}>".encode() in write(claim(), behind, KEYS, NOW).message
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_can_bend_the_mail(name: str) -> None:
    """Line breaks, NUL, separators, overrides, encoded words, markup and length change no header and no tag."""
    letter = write(claim(name), CAMPAIGN, KEYS, NOW)
    mail = parsed(letter)
    assert sorted(mail.keys()) == sorted(ONCE)
    assert mail["To"] == "maya@northwing.example"
    assert not mail.defects
    assert len(letter.message.partition(b"\r\n\r\n")[0]) < 2500
    assert max(len(line) for line in letter.message.split(b"\r\n")) <= 100
    assert re.search(rb"[^\r]\n|\r[^\n]|\0", letter.message) is None
    html = Outline(bodies(letter)[1])
    assert [tag for tag, _ in html.tags if tag in ("script", "h1")] == ["h1"]
    assert len(html.tags) in (len(Outline(MAYA.html).tags), len(Outline(MAYA.html).tags) - 1)
    assert not set("\u202e\u2066\u2028\0") & set(mail["Subject"] + html.text)


@given(name=st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_whatever_the_name_every_header_stands_once(name: str) -> None:
    """For any text at all the mail has the same headers, is ASCII on the wire, and reads back without defects."""
    letter = write(claim(name), CAMPAIGN, KEYS, NOW)
    mail = parsed(letter)
    assert letter.message.isascii()
    assert sorted(mail.keys()) == sorted(ONCE)
    assert mail["Subject"].endswith(" 2025 in flight")
    assert not mail.defects


def test_the_name_stands_in_subject_and_headline() -> None:
    """The headline is live text, so it is read with images off; letters from any script survive."""
    letter = write(claim("Zoë Ωμέγα"), CAMPAIGN, KEYS, NOW)
    assert parsed(letter)["Subject"] == "Zoë Ωμέγα, your 2025 in flight"
    assert "Zoë Ωμέγα, this is your year." in Outline(letter.html).text
    assert "Zoë Ωμέγα, this is your year." in bodies(letter)[0]


def test_a_name_that_is_markup_is_read_as_it_is_written() -> None:
    """Neither the mail reader nor our own templates take a name for markup or for a statement."""
    name = "<b>{{ 8*8 }}</b>{% raw %}"
    text, html = bodies(write(claim(name), CAMPAIGN, KEYS, NOW))
    assert text.startswith(f"{name}, this is your year.")
    assert f"{name}, this is your year." in Outline(html).text


def test_a_long_name_is_cut_between_graphemes() -> None:
    """Subject and headline keep a long name short, mark that it goes on, and split no letter."""
    say = word("Zoe\u0308" * 80, CAMPAIGN, read_gist(MAYAS))
    assert say.name == "Zoë" * 19 + "Zo…"
    assert say.subject == "Zoë" * 13 + "…, your 2025 in flight"
    assert say.greeting == say.name


def test_a_name_from_right_to_left_keeps_to_itself() -> None:
    """Its comma and the words after it stay in order: the name is isolated."""
    assert (
        "\u2068\u0645\u0631\u064a\u0645\u2069, this is your year."
        in bodies(write(claim("\u0645\u0631\u064a\u0645"), CAMPAIGN, KEYS, NOW))[0]
    )


def test_a_greeting_runs_the_way_of_its_language() -> None:
    """The comma behind a name of another script stands where the letter's own language puts it."""
    html = bodies(write(claim("\u0645\u0631\u064a\u0645"), CAMPAIGN, KEYS, NOW))[1]
    assert ">\u2068\u0645\u0631\u064a\u0645\u2069,<br>this is your year.</h1>" in html


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("Maya", 60),
        ("Maximiliane Charlotte", 60),
        ("Maximiliane Charlotte Wilhelmine", 44),
        ("Bartholomäusine", 44),
        ("Llanfairpwllgwyngyllgogerychwyrndrobwll", 30),
        ("\u9ad8\u6a4b\u3055\u304f\u3089", 60),
        ("\u9ad8\u6a4b" * 5, 44),
        ("\u9ad8\u6a4b" * 6, 30),
    ],
)
def test_a_name_is_set_as_large_as_it_can_be_read(name: str, size: int) -> None:
    """A long word, many words, or many signs that are as wide as high are set smaller, so that nothing is torn."""
    html = bodies(write(claim(name), CAMPAIGN, KEYS, NOW))[1]
    assert f"font-size:{size}px" in (Outline(html).attributes("h1")[0]["style"] or "").replace(" ", "")


def test_japanese_sentences_stand_without_blanks() -> None:
    """A full-width stop brings its own space: no blank follows one, in neither part."""
    text, html = bodies(abroad.letter(23, "ja"))
    assert re.findall("[。、] ", text + html) == []


def test_someone_without_a_name_is_written_to_all_the_same() -> None:
    """No comma stands alone, and thanks that need a name become plain thanks."""
    texts = LETTER | {"thanks": "Thank you, {name}, for {activities}."}
    letter = write(claim(""), campaign(letter=texts), KEYS, NOW)
    text, _ = bodies(letter)
    assert parsed(letter)["Subject"] == "Your 2025 in flight"
    assert text.startswith("This is your year.\n")
    assert "\nThank you.\nEveryone at Northwing\n" in text


def test_a_letter_takes_the_subject_that_it_is_asked_to() -> None:
    """The brand's own subject is number 0, its others follow; one that nobody wrote stops before the wire."""
    choice = campaign(letter=LETTER | {"subjects": ["{activities}, {name}", "Look, {name}"]})
    subjects = [parsed(write(claim(), choice, KEYS, NOW, variant=n))["Subject"] for n in range(3)]
    assert subjects == ["Maya, your 2025 in flight", "23 flights, Maya", "Look, Maya"]
    assert [subject("Maya", choice, read_gist(MAYAS), n).number for n in range(3)] == [0, 1, 2]
    with pytest.raises(MailError, match=r"letter\.subjects: there is no subject 3 in 'en_US'"):
        write(claim(), choice, KEYS, NOW, variant=3)


@pytest.mark.parametrize(
    ("name", "count", "locale"), [("", 23, "en_US"), (" ", 23, "en_US"), ("Maya", 0, "en_US"), ("Maya", 23, "ja")]
)
def test_a_letter_that_can_not_have_the_subject_asked_for_has_none_of_them(name: str, count: int, locale: str) -> None:
    """Without a name, of an empty year, or in a language without the brand's subjects, it is no number's letter."""
    spoken = abroad.campaign()
    choice = spoken.model_copy(update={"letter": spoken.letter.model_copy(update={"subjects": ("Look, {name}",)})})
    gist = replace(read_gist(words(story(count))), locale=locale)
    found = [subject(name, choice, gist, n) for n in range(2)]
    assert {one.number for one in found} == {None}
    assert {one.said for one in found} == {word(name, choice, gist).subject}


def test_a_test_of_a_letter_can_not_be_taken_for_the_letter() -> None:
    """It goes to the test's address alone, says what it is, has ids of its own, and unsubscribes nobody."""
    tests = [write(claim(), CAMPAIGN, KEYS, NOW, seed_to=f"{box}@example.com") for box in ("a", "b")]
    again = write(claim(), CAMPAIGN, KEYS, NOW + dt.timedelta(minutes=1), seed_to="a@example.com")
    mail = parsed(tests[0])
    assert (tests[0].recipient, mail["To"]) == ("a@example.com", "a@example.com")
    assert mail["Subject"] == "[test] Maya, your 2025 in flight"
    assert mail["Message-ID"] == f"<{tests[0].send_id}@northwing.example>"
    assert len({MAYA.send_id, again.send_id, *(test.send_id for test in tests)}) == 4
    assert b"maya@northwing.example" not in tests[0].message
    assert KEYS.unsubscribe_token("year-in-flight", "NW-000001").encode() not in tests[0].message
    assert bodies(tests[0])[1].replace(KEYS.unsubscribe_token("year-in-flight", ""), "") == bodies(MAYA)[1].replace(
        KEYS.unsubscribe_token("year-in-flight", "NW-000001"), ""
    ).replace("<title>", "<title>[test] ")


@pytest.mark.parametrize("count", [1, 4, 23, 180])
def test_text_and_html_say_the_same(count: int) -> None:
    """Sentence, moment, every figure, thanks, signature, links and address stand in both parts."""
    letter = write(claim(year=story(count)), CAMPAIGN, KEYS, NOW)
    text, html = bodies(letter)
    gist, said, shown = read_gist(words(story(count))), " ".join(text.split()), Outline(html).text
    facts_told = [gist.sentence, gist.reading, gist.alt, "Everyone at Northwing"]
    facts_told += [part for moment in gist.moment for part in (moment.day, moment.heading, moment.text)]
    facts_told += [part for figure in gist.figures for part in (figure.value, figure.label)]
    facts_told += [
        "we flew every one with you. Thank you.",
        "It stays until 31 December 2026.",
        BRAND["postal_address"],
    ]
    assert [fact for fact in facts_told if fact not in said] == []
    assert [fact for fact in facts_told if fact not in shown + gist.alt] == []
    links = sorted({link["href"] for link in Outline(html).attributes("a")})
    assert [link for link in links if link not in text] == []


def test_the_letter_tells_the_longest_first() -> None:
    """Of all moments the letter takes the longest, where there is one."""
    gist = read_gist(MAYAS)
    assert gist.moment[0].heading == "The longest was the way home."
    assert len(gist.moment) == 1


def test_what_all_letters_share_is_prepared_once() -> None:
    """Fifty letters read the template once, and work out the campaign's words, its sender and a caption once."""
    prepared = (sheet._fill, stationery._stationery, stationery._sender, stationery._caption)
    for each in prepared:
        each.cache_clear()
    for _ in range(50):
        write(claim(), CAMPAIGN, KEYS, NOW)
    assert [each.cache_info().misses for each in prepared] == [1, 1, 1, 1]


def test_two_campaigns_keep_their_own_stationery() -> None:
    """What is kept belongs to one campaign, even where another has the same id."""
    other = campaign(letter=LETTER | {"signed_by": "The crew", "sender": "Crew <crew@northwing.example>"})
    assert parsed(write(claim(), other, KEYS, NOW))["From"] == "Crew <crew@northwing.example>"
    assert "The crew" in bodies(write(claim(), other, KEYS, NOW))[0]
    assert write(claim(), CAMPAIGN, KEYS, NOW) == MAYA


@given(text=st.text(st.sampled_from("aB .,\t\n\x7f\x00~é"), max_size=8), most=st.integers(1, 9))
def test_a_plain_line_takes_no_short_way_that_changes_it(text: str, most: int) -> None:
    """A text that needs no cleaning is returned at once; it is the same as the cleaner makes of it."""
    assert plain(text, most) == plain(f"\u202e{text}", most)


def test_an_empty_year_is_given_without_a_claim() -> None:
    """No figure, no strip, no year, no thanks for what did not happen: warm words, the picture, the button."""
    letter = write(claim(year=story(0)), CAMPAIGN, KEYS, NOW)
    text, html = bodies(letter)
    outline = Outline(html)
    assert parsed(letter)["Subject"] == "Maya, something made for you"
    assert text.startswith("Maya, this is for you.\n\nDrawn in one breath.\n")
    assert "View your artwork" in outline.text
    assert "band" not in html
    assert "Thank" not in text + outline.text
    assert re.search(r"flight|mile|2025|we flew", text.replace("year-in-flight", "")) is None
    assert re.search(r"flight|mile|2025|we flew", outline.text) is None


def test_the_html_keeps_to_what_mail_readers_show() -> None:
    """Under 80 KB; tables for layout only; one headline; one picture with words; no tracking, data or script."""
    html = bodies(write(claim(year=story(60)), CAMPAIGN, KEYS, NOW))[1]
    outline = Outline(html)
    assert len(html.encode()) <= 80_000
    assert {table["role"] for table in outline.attributes("table")} == {"presentation"}
    assert len(outline.attributes("h1")) == 1
    (picture,) = outline.attributes("img")
    assert picture["src"] == f"https://year.northwing.example/a/q7/{TOKEN}/0123456789abcdef.jpg"
    assert picture["alt"] == ALT
    assert picture["width"] == "600"
    assert "height" not in picture
    assert html.count('<a class="press" href="https://year.northwing.example/a/q7/') == 1
    assert '<v:roundrect href="https://year.northwing.example/a/q7/' in html
    assert re.search(r"<script|<svg|data:|cid:|\{\{|\{%|paper-|night-", html) is None


def test_styles_are_written_into_the_elements() -> None:
    """A reader that drops style sheets still shows the letter; the sheet that is kept is for night and phones."""
    outline = Outline(MAYA.html)
    assert "font-size:60px" in (outline.attributes("h1")[0]["style"] or "").replace(" ", "")
    assert "background-color: #f7f2ea" in (outline.attributes("body")[0]["style"] or "")
    assert MAYA.html.count("<style") == 2
    assert "prefers-color-scheme: dark" in MAYA.html


@pytest.mark.parametrize("paper", theme.names())
def test_the_letter_wears_the_posters_paper(paper: str) -> None:
    """Ground and ink are the theme's; by night a light paper becomes dark, and a dark one stays as it is."""
    night = replace(claim(), letter=words(story(23), paper))
    html, chosen = write(night, CAMPAIGN, KEYS, NOW).html, theme.load(paper)
    assert f'bgcolor="{chosen.ground}"' in html
    assert f"color: {chosen.ink}" in html
    assert (f".ground {{ background-color: {chosen.ground} !important; }}" in html) == chosen.dark


def test_the_preheader_fits_the_list_of_mails() -> None:
    """Forty to a hundred and ten characters, for one activity, for many and for none."""
    lengths = [len(word("Maya", CAMPAIGN, read_gist(words(story(count)))).preheader) for count in (0, 1, 23, 546)]
    assert min(lengths) >= 40
    assert max(lengths) <= 110


@pytest.mark.parametrize("count", [1, 2, 4, 23, 60, 180, 546])
def test_the_strip_is_as_wide_as_the_picture(count: int) -> None:
    """Bands add up to 600 pixels, none vanishes, and above sixty activities they are weeks."""
    bands = strip(story(count).columns, artwork(story(count)).swatches)
    assert sum(band.width for band in bands) == WIDTH
    assert min(band.width for band in bands) >= 6
    assert len(bands) == count if count <= 60 else len(bands) <= WEEKS


def test_a_longer_flight_is_a_wider_band() -> None:
    """Widths follow the amounts, and each band wears its own activity's two colours."""
    year, bands = story(23), strip(story(23).columns, artwork(story(23)).swatches)
    amounts = [activity.amount for activity in year.activities]
    assert bands[amounts.index(max(amounts))].width == max(band.width for band in bands)
    assert [(band.above, band.below) for band in bands] == list(artwork(year).swatches)


def test_a_week_wears_its_longest_flight() -> None:
    """Where bands are weeks, the colours are those of the week's largest activity, and the caption says so."""
    year = story(546)
    first = [activity for activity in year.activities if activity.start.timetuple().tm_yday <= 7]
    longest = max(first, key=lambda activity: activity.amount)
    assert strip(year.columns, artwork(year).swatches)[0].above == artwork(year).swatches[longest.n][0]
    caption = word("", CAMPAIGN, read_gist(words(year))).caption
    assert "Each week wears the colours of its longest flight." in caption


def test_widths_are_explained_only_where_they_tell_something() -> None:
    """Where an amount is unknown its band tells none, so the caption says nothing of widths, nor of a longest."""
    unknown = read_gist(words(awkward()["unknown amounts"]))
    assert word("", CAMPAIGN, unknown).caption == (
        "Your flights in order, from first to last, in the colours of the picture."
    )
    year = story(546)
    partly = (replace(year.activities[0], amount=float("nan")), *year.activities[1:])
    weeks = word("", CAMPAIGN, read_gist(words(replace(year, activities=partly, facts=facts(partly))))).caption
    assert "longest" not in weeks
    assert "wider" not in weeks
    assert word("", CAMPAIGN, read_gist(MAYAS)).caption.endswith("A wider band is a greater distance.")


def test_the_gist_is_compact_and_names_nobody() -> None:
    """What is kept for sending is small, in a fixed order, and holds neither name nor address."""
    kept = words(story(23))
    assert kept == json.dumps(json.loads(kept), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert "Maya" not in kept
    assert len(kept) < 3000


@pytest.mark.parametrize("broken", ["", "{}", '{"year":2025}', "not json"])
def test_a_gist_from_another_version_is_refused(broken: str) -> None:
    """The run stops before the wire and says to make again."""
    with pytest.raises(MailError, match="artgen make"):
        write(replace(claim(), letter=broken), CAMPAIGN, KEYS, NOW)


@pytest.mark.parametrize(
    ("letter", "brand", "said"),
    [
        (LETTER, BRAND | {"postal_address": ""}, "brand.postal_address"),
        (LETTER | {"unsubscribe_url": "", "unsubscribe_mailto": ""}, BRAND, "letter.unsubscribe_url"),
        (LETTER | {"unsubscribe_url": "ftp://x"}, BRAND, "letter.unsubscribe_url"),
        (LETTER | {"unsubscribe_mailto": "nobody"}, BRAND, "letter.unsubscribe_mailto"),
        (LETTER | {"sender": "Northwing"}, BRAND, "letter.sender"),
        (LETTER | {"reply_to": "a@b\r\nBcc: eve@example.com"}, BRAND, "letter.reply_to"),
    ],
)
def test_a_campaign_that_may_not_send_is_told_why(letter: dict[str, str], brand: dict[str, str], said: str) -> None:
    """No postal address, no way out, no sound sender: each names its key."""
    with pytest.raises(MailError, match=said):
        write(claim(), campaign(letter=letter, brand=brand), KEYS, NOW)


@pytest.mark.parametrize("address", ["maya", "maya@northwing.example\r\nBcc: eve@example.com", "m\0@northwing.example"])
def test_an_unsound_recipient_stops_the_letter_and_is_not_shown(address: str) -> None:
    """The address is checked once more before the wire, and the error does not hold it."""
    with pytest.raises(MailError) as refused:
        write(claim(address=address), CAMPAIGN, KEYS, NOW)
    assert address not in str(refused.value)


def test_with_a_mailto_alone_there_is_no_one_click() -> None:
    """One-click is promised only where there is an https address that takes it."""
    texts = LETTER | {"unsubscribe_url": ""}
    mail = parsed(write(claim(), campaign(letter=texts), KEYS, NOW))
    assert mail["List-Unsubscribe"].startswith("<mailto:unsubscribe@northwing.example?subject=")
    assert "List-Unsubscribe-Post" not in mail


def test_a_brands_text_is_filled_or_left() -> None:
    """Every blank is filled, or the text is not used at all; braces that are no blank stay."""
    values = {"name": "Maya", "year": "2025", "activities": "23 flights", "amount": ""}
    assert filled("{name}: {activities} in {year}", values) == "Maya: 23 flights in 2025"
    assert filled("{amount} of it", values) == ""


def test_a_header_can_not_be_ended_early() -> None:
    """Should a line break ever reach the writer, it refuses: a second fence behind the cleaner."""
    with pytest.raises(ValueError, match="Subject"):
        message([("Subject", "a\r\nBcc: b")], "", "", "b")


@given(text=st.text(max_size=120))
@example(text="=?utf-8?q?Eve?=")
def test_a_cleaned_line_reads_back_as_it_was_written(text: str) -> None:
    """Encoded or not, a subject is decoded by a mail reader to the very line that was cleaned."""
    line = plain(text, 110) or "x"
    raw = message([("Subject", unstructured(line))], "", "", "b")
    assert BytesParser(policy=policy.default).parsebytes(raw)["Subject"] == line


@given(name=st.text(max_size=60))
def test_a_senders_name_reads_back_as_it_was_written(name: str) -> None:
    """Quotes, backslashes, commas and any script in a display name leave the address alone."""
    shown = plain(name, 60)
    raw = message([("From", mailbox(shown, "year@northwing.example"))], "", "", "b")
    read, address = parseaddr(BytesParser(policy=policy.compat32).parsebytes(raw)["From"])
    assert (str(make_header(decode_header(read))), address) == (shown, "year@northwing.example")
