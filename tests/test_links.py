"""Links: keyed, stable, unguessable, safe as paths, and never made with the demo key for real people."""

import base64
import pickle
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artgen.campaigns.model import Campaign
from artgen.errors import LinkError
from artgen.publishing.links import DEMO_KEY, Keys, keys_from, open_keys, page_path, share_path

MASTER = bytes(range(32))
IDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=40)


def campaign(*, base_url: str = "https://year.northwing.example/", builtin: bool = False) -> Campaign:
    return Campaign.model_validate(
        {
            "id": "year-in-flight",
            "title": "Year in flight",
            "year": 2025,
            "base_url": base_url,
            "builtin": builtin,
            "brand": {"name": "Northwing"},
            "words": {
                "activity": ["flight", "flights"],
                "verb": "took",
                "unit": ["mile", "miles"],
                "unit_short": "mi",
                "phrase": "in flight",
            },
            "activity": {
                "files": ["flights.csv"],
                "zone": "UTC",
                "columns": {"customer": "member", "when": "departed"},
            },
            "people": {"file": "people.csv", "columns": {"customer": "member", "name": "name"}},
            "looks": [{"style": "heart", "theme": "linen"}],
            "letter": {"subject": "Your year", "thanks": "Thank you.", "signed_by": "Ada", "sender": "a@b.example"},
        }
    )


@pytest.fixture
def keys() -> Keys:
    return keys_from(MASTER, campaign())


def test_tokens_are_pinned(keys: Keys) -> None:
    """A link handed out once is the same for ever: changing how tokens are made breaks every sent letter."""
    assert keys.page_token("year-in-flight", "NW-000001") == "zsj6ymyvuarx3wr4nprui3qqbh"
    assert keys.fingerprint == "352b8dc4215911b0"


@given(one=IDS, other=IDS)
def test_two_customers_never_share_a_token(one: str, other: str) -> None:
    """Different ids give different tokens, also on a disk that ignores case."""
    keys = keys_from(MASTER, campaign())
    same = keys.page_token("c", one).casefold() == keys.page_token("c", other).casefold()
    assert same == (one == other)


@given(customer=IDS, generation=st.integers(0, 99))
def test_a_token_is_a_safe_file_name(customer: str, generation: int) -> None:
    """Whatever the id holds, the path is made of a-z, 2-7 and slashes alone."""
    token = keys_from(MASTER, campaign()).page_token("c", customer, generation)
    path = page_path(token)
    assert path == f"a/{token[:2]}/{token}/"
    assert set(path) <= set("abcdefghijklmnopqrstuvwxyz234567/")


@given(left=IDS, right=IDS)
def test_campaign_and_customer_can_not_run_into_each_other(left: str, right: str) -> None:
    """Moving a letter from the campaign's id to the customer's gives another token."""
    keys = keys_from(MASTER, campaign())
    assert keys.page_token(left + right[:1], right[1:]) != keys.page_token(left, right)


@pytest.mark.parametrize("hostile", ["a\0b", "\0", "half \ud800 a character"])
def test_an_id_that_could_be_taken_for_two_fields_is_refused(keys: Keys, hostile: str) -> None:
    """NUL parts the fields of what is hashed, and a lone surrogate has no bytes: neither makes a link."""
    with pytest.raises(LinkError) as refused:
        keys.page_token("c", hostile)
    assert hostile not in str(refused.value)


def test_each_use_has_its_own_token(keys: Keys) -> None:
    """Knowing someone's share link, unsubscribe link or send id gives no way to their page."""
    uses = (keys.page_token, keys.share_token, keys.unsubscribe_token, keys.send_id)
    assert len({use("c", "1") for use in uses}) == 4


def test_a_new_generation_and_another_key_give_another_link(keys: Keys) -> None:
    """Revoking is made by a new generation; a changed key changes every link and shows in the fingerprint."""
    other = keys_from(bytes(32), campaign())
    assert len({keys.page_token("c", "1"), keys.page_token("c", "1", 1), other.page_token("c", "1")}) == 3
    assert keys.fingerprint != other.fingerprint


def test_an_address_is_remembered_without_being_kept(keys: Keys) -> None:
    """The keyed hash is stable, differs from key to key, and holds nothing of the address."""
    hashed = keys.address_hash("maya@northwing.example")
    assert hashed == keys.address_hash("maya@northwing.example")
    assert hashed != keys_from(bytes(32), campaign()).address_hash("maya@northwing.example")
    assert len(hashed) == 32


def test_keys_never_show_themselves(keys: Keys) -> None:
    """Printing the keys prints the fingerprint alone; they still travel to workers whole."""
    assert repr(keys) == f"Keys(fingerprint='{keys.fingerprint}')"
    assert pickle.loads(pickle.dumps(keys)) == keys


@pytest.mark.parametrize("made_up", ["", "../../etc/passwd", "Q7M2K4XWQ7M2K4XWQ7M2K4XWQ7", "q7m2", "a" * 27])
def test_only_a_token_makes_a_path(made_up: str) -> None:
    """No text from outside can form a path."""
    with pytest.raises(LinkError):
        page_path(made_up)
    with pytest.raises(LinkError):
        share_path(made_up)


def test_the_environment_gives_the_key(tmp_path: Path) -> None:
    """ARTGEN_KEY is used as it is, and no file is made."""
    keys, made = open_keys(campaign(), {"ARTGEN_KEY": base64.b64encode(MASTER).decode()}, tmp_path)
    assert keys == keys_from(MASTER, campaign())
    assert made is None
    assert list(tmp_path.iterdir()) == []


def test_a_named_file_gives_the_key(tmp_path: Path) -> None:
    """ARTGEN_KEY_FILE is read, with or without a new line at its end."""
    file = tmp_path / "key"
    file.write_bytes(base64.b64encode(MASTER) + b"\n")
    keys, made = open_keys(campaign(), {"ARTGEN_KEY_FILE": str(file)}, tmp_path)
    assert keys == keys_from(MASTER, campaign())
    assert made is None


def test_a_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    """The first run makes a file that only its owner can read, and says which; the second reads it."""
    first, made = open_keys(campaign(), {}, tmp_path)
    second, made_again = open_keys(campaign(), {}, tmp_path)
    assert made == tmp_path / ".config" / "artgen" / "year-in-flight.key"
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert list(made.parent.iterdir()) == [made]
    assert first == second
    assert made_again is None


@pytest.mark.parametrize("wrong", ["not base64!", base64.b64encode(b"too short").decode()])
def test_what_is_no_key_is_refused_with_what_to_do(tmp_path: Path, wrong: str) -> None:
    """A mistyped key stops the run, is not shown, and the way to make one is."""
    with pytest.raises(LinkError, match="openssl rand -base64 32") as refused:
        open_keys(campaign(), {"ARTGEN_KEY": wrong}, tmp_path)
    assert wrong not in str(refused.value)


def test_a_missing_key_file_is_named(tmp_path: Path) -> None:
    """A key file that is gone stops the run rather than making new links for everyone."""
    with pytest.raises(LinkError, match=r"lost\.key"):
        open_keys(campaign(), {"ARTGEN_KEY_FILE": str(tmp_path / "lost.key")}, tmp_path)


def test_two_keys_at_once_are_refused(tmp_path: Path) -> None:
    """Which of two keys is meant is never guessed."""
    with pytest.raises(LinkError, match="both set"):
        open_keys(campaign(), {"ARTGEN_KEY": "a", "ARTGEN_KEY_FILE": "b"}, tmp_path)


@pytest.mark.parametrize(
    "safe",
    [
        "http://localhost:8000/",
        "http://127.0.0.1/",
        "http://[::1]:8000/",
        "https://year.northwing.example/",
        "https://example.org/",
        "https://shop.test/",
        "https://shop.invalid/",
    ],
)
def test_a_ready_made_campaign_practises_with_the_demo_key(tmp_path: Path, safe: str) -> None:
    """On loopback and example domains the demo needs no key."""
    keys, made = open_keys(campaign(base_url=safe, builtin=True), {}, tmp_path)
    assert keys.fingerprint == keys_from(DEMO_KEY, campaign()).fingerprint
    assert made is None


@pytest.mark.parametrize(
    "real",
    [
        "https://year.northwing.com/",
        "https://example.com.attacker.net/",
        "https://notexample/",
        "https://localhost.attacker.net/",
        "https://127.0.0.1.attacker.net/",
        "https://10.0.0.1/",
        "https://localhost@northwing.com/",
    ],
)
def test_the_demo_key_is_refused_for_real_addresses(tmp_path: Path, real: str) -> None:
    """Anyone knows the demo key, so it makes no link that a real person could be sent, however it is given."""
    with pytest.raises(LinkError, match="demo key"):
        open_keys(campaign(base_url=real, builtin=True), {}, tmp_path)
    with pytest.raises(LinkError, match="demo key"):
        open_keys(campaign(base_url=real), {"ARTGEN_KEY": base64.b64encode(DEMO_KEY).decode()}, tmp_path)


def test_the_demo_key_is_refused_for_mailers_that_reach_people() -> None:
    """Only the outbox may carry letters made with the demo key."""
    mailing = campaign()
    reaching = mailing.model_copy(update={"mailer": mailing.mailer.model_copy(update={"kind": "smtp"})})
    with pytest.raises(LinkError, match="mailer smtp"):
        keys_from(DEMO_KEY, reaching)
