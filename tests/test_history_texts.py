"""Names and addresses: hostile text comes out fit to draw, and one mailbox has one spelling."""

import unicodedata

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from artgen.history.address import BadAddress, mailbox, normalise
from artgen.history.names import ADDRESS, CONTROLS, CUT, EMPTY, LENGTH_LIMIT, PLACEHOLDER, brief, clean, clean_name

ANY = st.text(st.characters(), max_size=400)
ODD_SIGNS = "a \u0301\u200d\u202e\u2028\x00\x1b\ufffd👩🏽🚀नि<&;\ud800\ue000\u00ad\u3000"
ODD = st.text(st.sampled_from(ODD_SIGNS), max_size=400)
LOST = chr(0xFFFD)
quietly = settings(max_examples=150, deadline=None, derandomize=True)


@quietly
@given(st.one_of(ANY, ODD))
def test_a_cleaned_name_holds_nothing_that_cannot_be_drawn(text: str) -> None:
    """One line, composed, at most 300 code points; no control, bidi, private or lost character, no stray blank."""
    name = clean(text).text
    kept = [sign for sign in name if sign not in "\u200c\u200d" and not 0xE0020 <= ord(sign) <= 0xE007F]
    assert not {unicodedata.category(sign) for sign in kept} & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    assert name == " ".join(name.split())
    assert unicodedata.is_normalized("NFC", name)
    assert len(name) <= LENGTH_LIMIT
    assert name.encode().decode() == name


@quietly
@given(st.one_of(ANY, ODD))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    """What is clean stays as it is."""
    once = clean(text).text
    assert clean(once).text == once


@pytest.mark.parametrize(
    "name", ["Zoë", "José María", "Ng\u0169", "李小龍", "نازنین", "می\u200cخواهم", "👩🏽‍🚀", "O'Brien-Smith", "नितिन"]
)
def test_names_of_all_scripts_stay_as_they_are(name: str) -> None:
    """Joiners that scripts and emoji need are kept, and nothing is odd about them."""
    assert (clean(name).text, clean(name).odd) == (name, ())


def test_a_long_name_is_cut_between_graphemes() -> None:
    """A grapheme that would cross the limit goes as a whole."""
    cleaned = clean("n" + "x\u0301" * 150)
    assert len(cleaned.text) == LENGTH_LIMIT - 1
    assert regex.findall(r"\X", cleaned.text)[-1] == "x\u0301"
    assert CUT in cleaned.odd


@pytest.mark.parametrize(
    "text", ["a\x00b", "a\u202eb", "a\u2066b", "a\ufeffb", "a\ud800b", "a\ue000b", "a\u00adb", f"a{LOST}b"]
)
def test_what_cannot_be_seen_goes_and_is_told(text: str) -> None:
    """Controls, bidi marks, lone surrogates, private and lost characters."""
    assert (clean(text).text, clean(text).odd) == ("ab", (CONTROLS,))


ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"Ann {ENGLAND}", f"Ann {ENGLAND}"),
        ("Ann\U000e0041\U000e0042", "Ann"),
        (ENGLAND.replace("\U0001f3f4", "x"), "x"),
        (ENGLAND[:-1], "\U0001f3f4"),
        (ENGLAND[:2] + ENGLAND[-1], "\U0001f3f4"),
    ],
)
def test_tags_stay_in_flags_alone(text: str, kept: str) -> None:
    """A picture, three to six small letters or digits and the end; whatever else is written in tags is never seen."""
    assert clean(text).text == kept


@pytest.mark.parametrize(
    "text", ["\U000e0041\U000e0042", "\u200d\u200c", "\u3164", "\u115f\u1160", "\u2800 \u2800", "\ufe0f", "\u034f"]
)
def test_a_name_of_nothing_visible_is_empty(text: str) -> None:
    """Tags, joiners, fillers, blanks, selectors: nobody would see a name."""
    assert clean_name(text).text == ""
    assert EMPTY in clean_name(text).odd


@pytest.mark.parametrize(
    "text", ["ann@example.com", "Ann <ann@example.com>", "ann\uff20example.com", "ann\ufe6bx.example"]
)
def test_a_name_that_holds_an_address_is_empty_and_told(text: str) -> None:
    """It would stand on the page and in the subject of the letter; the notice doesn't repeat it."""
    assert (clean_name(text).text, clean_name(text).odd) == ("", (ADDRESS,))


@pytest.mark.parametrize(
    "text", [*("NULL", "null", "N/A", "n/a", "#N/A", "None", "NaN", "nan", "undefined"), *"-–—?", " NULL "]
)
def test_what_exports_write_for_nobody_is_empty_and_told(text: str) -> None:
    """Nobody is greeted as NULL."""
    assert (clean_name(text).text, clean_name(text).odd) == ("", (PLACEHOLDER,))


@pytest.mark.parametrize("name", ["Null", "Nan", "Na", "Nana", "Noné", "O", "Ann - Bo", "李"])
def test_people_who_are_called_almost_so_keep_their_name(name: str) -> None:
    """There are families called Null and women called Nan."""
    assert (clean_name(name).text, clean_name(name).odd) == (name, ())


def test_other_texts_may_hold_an_at_and_a_dash() -> None:
    """A subject or a category is no name."""
    assert [clean(text).text for text in ("Ada @ Bluebird", "-", "N/A")] == ["Ada @ Bluebird", "-", "N/A"]


@quietly
@given(st.one_of(ANY, ODD))
def test_a_cell_in_a_fault_is_short_and_plain(text: str) -> None:
    """At most 60 characters of one line, and nothing where there is an @."""
    told = brief(text)
    assert len(told) <= 60
    assert told.isprintable() or told == clean(told).text
    assert "@" not in told


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        (" ann@example.com ", "ann@example.com"),
        ("Ann.Lee+art@EXAMPLE.Com", "Ann.Lee+art@example.com"),
        ("ann@münchen.example", "ann@xn--mnchen-3ya.example"),
        ("ann@XN--MNCHEN-3YA.example", "ann@xn--mnchen-3ya.example"),
        ("ann@faß.example", "ann@xn--fa-hia.example"),
        ("o'neil@example.co.uk", "o'neil@example.co.uk"),
    ],
)
def test_an_address_has_one_spelling(written: str, normal: str) -> None:
    """Blanks go, the domain is lower case and ASCII, the part before the @ stays."""
    assert normalise(written) == normal


@pytest.mark.parametrize(
    "written",
    [
        *(
            "ann",
            "@example.com",
            "ann@",
            "a@b@example.com",
            "ann@example",
            "ann@.com",
            "ann@example..com",
            "ann@-a.com",
        ),
        *("ann lee@example.com", ".ann@example.com", "ann.@example.com", "an..n@example.com", "zoë@example.com"),
        *("ann@1.2.3.4", "ann@[1.2.3.4]", "ann@exa mple.com", "ann@example.com\r\nbcc:eve", "<ann@example.com>"),
        *("a" * 65 + "@example.com", "ann@" + "a" * 64 + ".com", "ann@" + "abc." * 70 + "com", "ann@example.com."),
        *("ann@\u202eexample.com", "ann\x00@example.com", "ann@exa\x00mple.com", "ann@☃️\u2066.example"),
    ],
)
def test_what_mail_cannot_carry_is_refused_without_showing_it(written: str) -> None:
    """The message says what is wrong and never repeats the address."""
    with pytest.raises(BadAddress) as raised:
        normalise(written)
    assert not [part for part in written.split("@") if len(part) > 2 and part in str(raised.value)]


@quietly
@given(st.one_of(ANY, st.text("aB.@-é1", max_size=20)))
def test_a_normal_address_is_plain_and_stays(text: str) -> None:
    """Whatever passes is ASCII without blanks, has one @, and passes again as it is."""
    try:
        normal = normalise(text)
    except BadAddress:
        return
    assert normal.isascii()
    assert normal.isprintable()
    assert normal.count("@") == 1
    assert normalise(normal) == normal
    assert mailbox(normal) == mailbox(normalise(normal.upper()))
