"""Every letter of every sample campaign passes the checker, and the checker sees whatever is planted in a good one."""

from itertools import product
from pathlib import Path

import line
import pytest
from browser import html_faults, lay
from letter_checker import abroad, bent, found, known, somebody, strangers
from mail_states import LOCALES, PAPERS, STATES, STYLES, letter, words
from mails import KEY, NAMES, NOW, posts

from artgen.campaigns.model import load
from artgen.ledger import Ledger
from artgen.mailing.checker import flaws, tell_tales
from artgen.mailing.gist import read_gist
from artgen.mailing.letter import write
from artgen.make import make
from artgen.publishing.links import keys_from, page_path
from artgen.records import Claim

# What is planted in Eszter's letter: the part, what stood there, what stands there now, the rule that sees it.
PLANTED = {
    "a subject twice": ("raw", "Subject: ", "Subject: Look\r\nSubject: ", "headers"),
    "no date": ("raw", "Date: ", "Sent-On: ", "headers"),
    "a date that is none": ("raw", "Thu, 15 Jan 2026 09:00:00 +0000", "soon", "headers"),
    "a copy for somebody": ("raw", "Reply-To: ", "Bcc: eve@example.com\r\nReply-To: ", "headers"),
    "two who get it": ("raw", "\r\nReply-To: ", ", eve@example.com\r\nReply-To: ", "headers"),
    "no list": ("raw", "List-Id: ", "List: ", "headers"),
    "no click to leave": ("raw", "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", "", "headers"),
    "not said to be automatic": ("raw", "Auto-Submitted: auto-generated\r\n", "", "headers"),
    "a line that ends like Unix": ("raw", "\r\nReply-To: ", "\nReply-To: ", "wire"),
    "a byte that is not ASCII": ("raw", "Eszter, this", "Esztér, this", "wire"),
    "a line of the head too long": ("raw", "Feedback-ID: ", f"Feedback-ID: {'x' * 1000}", "wire"),
    "a line of the body too long": ("raw", "Eszter, this", f"{'x' * 80}Eszter, this", "wire"),
    "the HTML alone": ("raw", "text/plain", "text/html", "parts"),
    "a figure in the HTML alone": ("text", "13 flights\n", "\n", "parts"),
    "another number": ("text", "\n13 flights\n", "\n14 flights\n", "parts"),
    "a moment in the HTML alone": ("text", "988 miles", "miles", "parts"),
    "a line in the text alone": ("text", "View your", "You flew best of all.\nView your", "parts"),
    "the picture in the HTML alone": ("text", "A heart of 13 brush strokes", "A heart", "parts"),
    "a link that can be read on the way": ("html", 'href="https://northwing', 'href="http://northwing', "links"),
    "a link without an address": ("html", 'href="https://northwing.example/contact"', 'href=""', "links"),
    "a page that is not there": ("html", 'ps5upely4atiy7egpt76s2i5pt/"', 'ps5upely4atiy7egpt76s2i5pt/more/"', "links"),
    "a link in the text alone": ("text", "How your", "https://northwing.example/news How your", "links"),
    "Outlook's button elsewhere": ("html", '<v:roundrect href="', '<v:roundrect href="https://example.com/?', "links"),
    "a picture in the mail": ("html", '.jpg"', '.jpg"><img src="cid:picture"', "links"),
    "a picture in an address": ("html", '.jpg"', '.jpg"><img src="data:image/png;base64,AA"', "links"),
    "a picture of no mail reader's": ("html", '.jpg"', '.jpg"><img src="https://example.com/a.webp"', "links"),
    "a drawing": ("html", "<h1", "<svg></svg><h1", "html"),
    "a script": ("html", "<h1", "<script></script><h1", "html"),
    "two main headings": ("html", "</h1>", "</h1><h1>Look</h1>", "html"),
    "no main heading": ("html", "h1", "h2", "html"),
    "a blank that nobody filled": ("html", "Eszter, ", "{{ name }}, ", "html"),
    "a statement": ("text", "Eszter, ", "{% if name %}, ", "html"),
    "nothing where a number was": ("html", ">13<", ">None<", "html"),
    "no number": ("text", "13 flights", "nan flights", "html"),
    "a word of a script": ("html", ">13<", ">undefined<", "html"),
    "more than is shown": ("html", "</body>", f"<!--{'x' * 70_000}--></body>", "html"),
    "somebody watching": ("html", "</body>", '<img src="https://example.com/o" width="1" alt="o"></body>', "picture"),
    "a picture without words": ("html", 'alt="A heart', 'alt="" title="A heart', "picture"),
    "a picture with too many": ("html", 'alt="A heart', f'alt="{"A heart " * 20}', "picture"),
    "a picture without width": ("html", '.jpg" width="600"', '.jpg"', "picture"),
    "a picture with height": ("html", '.jpg" width', '.jpg" height="750" width', "picture"),
    "somebody else's picture": ("html", "0123456789abcdef.jpg", "fedcba9876543210.jpg", "picture"),
    "few words for the list of mails": ("html", " in 2025, made into one picture, and it is yours.", "", "words"),
    "many words for it": ("html", "made into one picture", "made into one " + "large " * 20 + "picture", "words"),
    "other words on the button": ("html", "View your artwork", "Buy now", "words"),
    "no name": ("html", "Eszter", "Maya", "words"),
    "nowhere to write to": ("text", "1 Field Road", "Field Road", "words"),
    "nowhere to write to in the HTML": ("html", "1 Field Road", "Field Road", "words"),
    "no way to leave": ("text", "https://northwing.example/unsubscribe", "https://northwing.example/?", "words"),
    "no way to leave in the HTML": ("html", "example/unsubscribe", "example/", "words"),
    "somebody else's name": ("text", "Everyone at Northwing", "Everyone and Rhoda at Northwing", "privacy"),
    "somebody else's id": ("html", "Everyone at Northwing", "Everyone NW-000005 at Northwing", "privacy"),
    "somebody else's token": ("html", "/privacy", "/privacy?of=q7m2k4xwq7m2k4xwq7m2k4xwq7", "privacy"),
    "the person's address": ("html", "Everyone at", "To nw-000014@members.northwing.example from", "privacy"),
}


@pytest.mark.parametrize("name", NAMES)
def test_every_letter_of_a_sample_campaign_may_go_out(name: str) -> None:
    """Headers, both parts, links, picture, words and everybody else's privacy: nothing is found in any of them."""
    assert found(name) == []


def test_every_sample_customer_gets_a_letter_that_was_looked_at() -> None:
    """300 members, 40 aircraft, and 52 people of each of the four other brands."""
    assert sorted(len(claims) for _, _, claims in posts().values()) == [40, 52, 52, 52, 52, 300]


@pytest.mark.parametrize("planted", PLANTED)
def test_the_checker_sees_what_is_planted(planted: str) -> None:
    """One fault in a letter that is good elsewhere breaks the rule that is about it."""
    part, old, new, rule = PLANTED[planted]
    assert rule in {flaw.partition(":")[0] for flaw in bent(part, old, new)}


def test_no_flaw_says_whose_letter_it_is() -> None:
    """Whatever is planted, the sentence holds no name, no address and no token."""
    said = " ".join(flaw for part, old, new, _ in PLANTED.values() for flaw in bent(part, old, new))
    assert [word for word in ("Eszter", "Rhoda", "members", somebody()[0].token) if word in said] == []


def test_a_published_campaign_links_to_what_is_there(tmp_path: Path) -> None:
    """Made for real: every page and picture that a letter leads to is a file on the shelf, till it is gone."""
    campaign = load(str(line.campaign(tmp_path / "small", members=8)))
    keys, out = keys_from(KEY, campaign), tmp_path / "out"
    make(campaign, out, keys, workers=1, clock=lambda: NOW)
    with Ledger(out / "ledger.sqlite", campaign.id) as ledger:
        people = list(ledger.people())
    tales = tell_tales([word for one in people for word in (one.name, one.customer)], campaign)
    claims = [
        Claim(
            keys.send_id(campaign.id, one.customer),
            one.customer,
            one.name,
            one.address,
            one.token,
            one.image,
            one.letter,
        )
        for one in people
    ]
    letters = [write(claim, campaign, keys, NOW).message for claim in claims]
    held = [known(claim, campaign, keys, tales, out / "site") for claim in claims]
    assert [str(flaw) for raw, against in zip(letters, held, strict=True) for flaw in flaws(raw, against)] == []
    (out / "site" / page_path(claims[0].token) / claims[0].image).unlink()
    assert {flaw.rule for flaw in flaws(letters[0], held[0])} == {"links"}


def test_a_letter_without_a_click_to_leave_may_go_out() -> None:
    """Where a campaign has only a mailbox for it, there is no header for the click, and that is right."""
    claim, campaign, keys = somebody()
    by_mail = campaign.model_copy(update={"letter": campaign.letter.model_copy(update={"unsubscribe_url": ""})})
    letter = write(claim, by_mail, keys, NOW)
    assert list(flaws(letter.message, known(claim, by_mail, keys, strangers("heart-of-travel")))) == []


@pytest.mark.parametrize("style", STYLES)
def test_a_strict_reader_of_html_finds_no_fault(style: str, tmp_path: Path) -> None:
    """Every language, on light and on dark paper, in every state of a year and of a name.

    Presentational attributes of tables and body are let be, since Outlook reads them; nothing else that is outdated is.
    """
    wanted = product(LOCALES, PAPERS, STATES)
    files = {f"{'-'.join(one)}.html".replace(" ", "_"): letter(style, *one).html.encode() for one in wanted}
    assert html_faults(lay(tmp_path, files), "lettervalidate.json") == ""


def test_letters_in_every_language_may_go_out() -> None:
    """What holds for the sample campaigns holds for the airline in eight languages, in every state."""
    assert [
        flaw for style, one in product(STYLES, product(LOCALES, PAPERS, STATES)) for flaw in abroad(style, *one)
    ] == []


@pytest.mark.parametrize(
    ("style", "locale", "count", "said"),
    [
        ("bloom", "en_US", 23, "Distance: more is larger. January left, December right."),
        ("bloom", "ja", 23, "距離：大きいほど大きい花。左が一月、右が十二月。"),
        ("bloom", "de", 1, "In diesem Jahr eine. Gras: ein Monat ohne Blüte."),
        ("quilt", "en_US", 1, "A patch is one flight, a block a week: row by row, left to right."),
        ("routes", "de", 180, "Ein Blütenblatt je Weg, eine Ader je Flug: rechts hinaus, links zurück."),
    ],
)
def test_a_legends_lines_become_sentences(style: str, locale: str, count: int, said: str) -> None:
    """A line of the legend that is whole ends with a stop; one that was only too long for its column does not."""
    assert read_gist(words(style, locale, "linen", count, "Maya")).reading == said
