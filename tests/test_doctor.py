"""The doctor: what a bulk sender must have, asked of real name servers, web servers, mail servers and a small SES."""

import datetime as dt
import json
import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import line
import pytest
from browser import html_faults, served, violations
from fake_ses import fake_ses
from names import Records, name_server
from playwright.sync_api import Browser
from post_office import PASSWORD, USER, Counter, free_port, office

from artgen.campaigns.model import Campaign, load
from artgen.desk import leaving
from artgen.desk.diagnosing import doctor, provider, wire
from artgen.desk.diagnosing.diagnosis import Diagnosis, Line, Sign
from artgen.desk.diagnosing.domain import domain
from artgen.desk.diagnosing.nameserver import Resolver
from artgen.desk.diagnosing.paperwork import paperwork
from artgen.desk.proving.approval import parts
from artgen.desk.unsubscribe import Unsubscribe
from artgen.ledger import Ledger
from artgen.ledger.approvals import Approvals
from artgen.mailing import ses
from artgen.mailing.ses_account import Account, Identity
from artgen.publishing.links import Keys, keys_from

NOW = dt.datetime(2026, 1, 15, 9, tzinfo=dt.UTC)
SES = {"kind": "ses", "region": "us-east-1", "configuration_set": "gifts", "workers": 1}
SMTP = {"kind": "smtp", "host": "127.0.0.1", "security": "none"}
AWS = {"AWS_ACCESS_KEY_ID": "practice", "AWS_SECRET_ACCESS_KEY": "practice", "AWS_EC2_METADATA_DISABLED": "true"}
PAGE = b"<!doctype html><title>Leave</title><form method=post><button>Leave</button></form>"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = line.campaign(tmp_path_factory.mktemp("doctor") / "small", members=4)
    line.run("make", folder, "--workers", "1")
    return folder


@pytest.fixture
def campaign(made: Path) -> Campaign:
    return load(str(made))


@pytest.fixture(scope="module")
def keys(made: Path) -> Keys:
    return keys_from(b"practice key of thirty-two bytes", load(str(made)))


def but(campaign: Campaign, **changes: Any) -> Campaign:
    """Return a campaign with some keys changed: `letter__sender="..."` means sender in [letter]."""
    for name, value in changes.items():
        table, _, key = name.partition("__")
        said = {**getattr(campaign, table).model_dump(), key: value} if key else value
        changed = type(getattr(campaign, table)).model_validate(said) if key else value
        campaign = campaign.model_copy(update={table: changed})
    return campaign


def choose(campaign: Campaign, **mailer: Any) -> Campaign:
    """Return a campaign that sends in another way."""
    return campaign.model_copy(update={"mailer": type(campaign.mailer).model_validate(mailer)})


def signs(lines: list[Line] | tuple[Line, ...], sign: Sign) -> list[str]:
    """Return what stands so."""
    return [one.what for one in lines if one.sign is sign]


def examine(campaign: Campaign, made: Path, keys: Keys) -> Diagnosis:
    return doctor.examine(campaign, made / "out", keys, NOW)


def test_a_sound_campaign_has_nothing_wrong(campaign: Campaign, made: Path, keys: Keys) -> None:
    """What was made just now may go into the outbox; what a machine can't see is left to a person, with what to do."""
    found = examine(campaign, made, keys)
    assert found.wrong == ()
    assert all(one.advice for one in found.of(Sign.LOOK))
    assert {"SPF", "DKIM", "DMARC", "approval", "consent", "seeds"} <= {one.what for one in found.of(Sign.LOOK)}


SLIPS = {
    "a mailbox provider's address": ({"letter__sender": "Northwing <northwing@gmail.com>"}, "sender"),
    "no address": ({"letter__sender": "Northwing"}, "sender"),
    "no postal address": ({"brand__postal_address": ""}, "postal address"),
    "no link to leave by": ({"letter__unsubscribe_url": ""}, "one click"),
    "a link in the clear": ({"letter__unsubscribe_url": "http://northwing.example/no"}, "one click"),
    "pages in the clear": ({"base_url": "http://year.northwing.example/"}, "pages"),
    "pages that go at once": ({"stays_until": dt.date(2026, 2, 1)}, "how long pages stay"),
    "a list that is not there": ({"sending__suppression": ["gone.csv"]}, "suppression"),
    "nobody listens": ({"mailer__kind": "ses"}, "bounces and complaints"),
    "nobody hears who left": ({"mailer__kind": "ses"}, "who left is heard"),
}


@pytest.mark.parametrize("case", SLIPS)
def test_what_the_file_lacks_is_wrong(case: str, campaign: Campaign) -> None:
    """Each slip of the campaign file is named under what it is about, with what to do."""
    changes, what = SLIPS[case]
    lines = list(paperwork(but(campaign, **changes), NOW.date()))
    assert what in signs(lines, Sign.WRONG)
    assert what not in signs(list(paperwork(campaign, NOW.date())), Sign.WRONG)
    assert all(one.advice for one in lines if one.sign is Sign.WRONG)


@pytest.mark.parametrize(
    ("name", "sign"), [("out", Sign.OK), ("out/ledger.sqlite", Sign.OK), (".", Sign.WRONG), ("gone", Sign.WRONG)]
)
def test_an_earlier_campaign_is_named_by_its_folder_or_its_ledger(campaign: Campaign, name: str, sign: Sign) -> None:
    """Both are what sending and hearing take, so both are right; a folder without a ledger is not."""
    history = campaign.sending.model_copy(update={"history": (name,), "cap_days": 30})
    lines = paperwork(campaign.model_copy(update={"sending": history}), NOW.date())
    assert "suppression" in signs(list(lines), sign)


def test_nothing_made_is_wrong(campaign: Campaign, tmp_path: Path, keys: Keys) -> None:
    """Before the first make there is nothing to send."""
    assert "people" in signs(doctor.examine(campaign, tmp_path, keys, NOW).wrong, Sign.WRONG)


def test_a_missing_page_is_wrong(campaign: Campaign, made: Path, keys: Keys) -> None:
    """A page that is not on the shelf is counted under links, and as a letter that leads nowhere."""
    [page, *_] = sorted((made / "out" / "site" / "a").rglob("index.html"))
    content = page.read_bytes()
    page.unlink()
    found = examine(campaign, made, keys)
    page.write_bytes(content)
    assert {"links alive", "links"} <= {one.what for one in found.wrong}
    assert "1 pages" in next(one.found for one in found.wrong if one.what == "links alive")


def test_a_letter_that_cannot_be_written_is_wrong(campaign: Campaign, made: Path, keys: Keys) -> None:
    """Whatever stops one letter is found before anybody's is claimed."""
    found = examine(but(campaign, letter__reply_to="nobody"), made, keys)
    assert "written" in signs(found.wrong, Sign.WRONG)


def test_a_long_subject_is_to_be_looked_at(campaign: Campaign, made: Path, keys: Keys) -> None:
    """Every subject is tried, the second too; what phones cut is counted in characters."""
    found = examine(but(campaign, letter__subjects=["{year}: " + "a long way to say so " * 4]), made, keys)
    assert "subject" in signs(found.lines, Sign.LOOK)


def test_a_real_send_wants_an_approval(campaign: Campaign, made: Path, keys: Keys, tmp_path: Path) -> None:
    """Without an approval a campaign for SMTP is not ready; with one that stands it is."""
    real, own = choose(campaign, **SMTP), shutil.copytree(made, tmp_path / "own")
    assert "approval" in signs(examine(real, own, keys).wrong, Sign.WRONG)
    with Ledger(own / "out" / "ledger.sqlite", real.id) as ledger:
        Approvals(ledger).approve(parts(real), "the head of marketing", NOW.isoformat())
    assert "approval" in signs(examine(real, own, keys).lines, Sign.OK)
    with Ledger(own / "out" / "ledger.sqlite", real.id) as ledger:
        ledger.open_round()
    assert "approval" in signs(examine(real, own, keys).wrong, Sign.WRONG)


HOUSE = "northwing.example"
SIGNED = Identity(HOUSE, True, True, True, "SUCCESS", ("k1", "k2"), f"bounce.{HOUSE}", "SUCCESS")
RECORDS: Records = {
    (f"bounce.{HOUSE}", "TXT"): ['"v=spf1 include:amazonses.com -all"', '"something else"'],
    (f"_dmarc.{HOUSE}", "TXT"): ['"v=DMA" "RC1; p=quarantine; sp=none"'],
    (f"k1._domainkey.{HOUSE}", "CNAME"): ["k1.dkim.amazonses.com."],
    (f"k2._domainkey.{HOUSE}", "CNAME"): ["k2.dkim.amazonses.com."],
}


def asked(campaign: Campaign, records: Records, identity: Identity | None = SIGNED, selector: str = "") -> list[Line]:
    """Ask a real name server with these records."""
    with name_server(records) as port:
        return list(domain(campaign, Resolver("127.0.0.1", port), identity, selector))


def test_a_sound_domain_is_fine(campaign: Campaign) -> None:
    """SPF of the return path, both keys, the policy of the domain, and their agreement; a record in parts is one."""
    lines = asked(choose(campaign, **SES), RECORDS)
    assert signs(lines, Sign.OK) == ["DKIM", "SPF", "DMARC", "agreement"]
    assert len(lines) == 4


TROUBLES: dict[str, tuple[Records, str, Sign]] = {
    "two records": (
        {
            (f"bounce.{HOUSE}", "TXT"): 2 * ['"v=spf1 include:amazonses.com -all"']
            + ['"v=spf1 include:amazonses.com ~all"']
        },
        "SPF",
        Sign.WRONG,
    ),
    "SES not named": ({(f"bounce.{HOUSE}", "TXT"): ['"v=spf1 mx -all"']}, "SPF", Sign.WRONG),
    "an open end": ({(f"bounce.{HOUSE}", "TXT"): ['"v=spf1 include:amazonses.com ?all"']}, "SPF", Sign.LOOK),
    "no key": ({(f"k2._domainkey.{HOUSE}", "CNAME"): []}, "DKIM", Sign.WRONG),
    "no policy": ({(f"_dmarc.{HOUSE}", "TXT"): []}, "DMARC", Sign.WRONG),
    "half a policy": ({(f"_dmarc.{HOUSE}", "TXT"): ['"v=DMARC1; sp=reject"']}, "DMARC", Sign.WRONG),
    "a policy that asks nothing": ({(f"_dmarc.{HOUSE}", "TXT"): ['"v=DMARC1; p=none"']}, "DMARC", Sign.LOOK),
}


@pytest.mark.parametrize("case", TROUBLES)
def test_what_a_domain_lacks_is_named(case: str, campaign: Campaign) -> None:
    """Each fault of the records is told under its own name."""
    records, what, sign = TROUBLES[case]
    assert what in signs(asked(choose(campaign, **SES), {**RECORDS, **records}), sign)


def test_a_return_path_of_others_leaves_it_to_dkim(campaign: Campaign) -> None:
    """Without a MAIL FROM of one's own SPF is not for the domain; with DKIM of another domain nothing agrees."""
    ours = replace(SIGNED, mail_from="")
    assert "agreement" in signs(asked(choose(campaign, **SES), RECORDS, ours), Sign.OK)
    gone: Records = {**RECORDS, (f"k1._domainkey.{HOUSE}", "CNAME"): []}
    assert "agreement" in signs(asked(choose(campaign, **SES), gone, ours), Sign.LOOK)


def test_a_return_path_in_another_house_agrees_with_nothing(campaign: Campaign) -> None:
    """SPF that is sound for another domain does not stand for the sender's."""
    other = replace(SIGNED, mail_from="bounce.other.example")
    spf = RECORDS[(f"bounce.{HOUSE}", "TXT")]
    records: Records = {**RECORDS, ("bounce.other.example", "TXT"): spf, (f"k1._domainkey.{HOUSE}", "CNAME"): []}
    lines = asked(choose(campaign, **SES), records, other)
    assert ("SPF" in signs(lines, Sign.OK), "agreement" in signs(lines, Sign.LOOK)) == (True, True)


def test_the_key_of_an_smtp_server_is_named_by_its_selector(campaign: Campaign) -> None:
    """With SMTP the return path is the sender's domain, and a person says which key signs."""
    records: Records = {
        (HOUSE, "TXT"): ['"v=spf1 mx ~all"'],
        (f"year._domainkey.{HOUSE}", "TXT"): ['"v=DKIM1; p=abc"'],
        (f"_dmarc.{HOUSE}", "TXT"): ['"v=DMARC1; p=reject"'],
    }
    lines = asked(choose(campaign, **SMTP), records, None, "year")
    assert signs(lines, Sign.OK) == ["DKIM", "SPF", "DMARC", "agreement"]


def test_a_silent_name_server_is_no_verdict(campaign: Campaign) -> None:
    """Who doesn't answer says nothing about the domain."""
    resolver = Resolver("127.0.0.1", free_port(), seconds=0.3)
    assert signs(list(domain(campaign, resolver, SIGNED)), Sign.LOOK) == ["name server"]


class Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Keep tokens out of the test output."""


@contextmanager
def handled(application: Callable[..., Any]) -> Iterator[str]:
    """Serve an application on loopback; yield its address."""
    with make_server("127.0.0.1", 0, application, handler_class=Silent) as server:
        worker = threading.Thread(target=server.serve_forever, daemon=True)
        worker.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/leave"
        finally:
            server.shutdown()
            worker.join(timeout=10)


def tried(application: Callable[..., Any], campaign: Campaign, keys: Keys, log: Path) -> list[Line]:
    with handled(application) as url:
        return list(wire.leaving(but(campaign, letter__unsubscribe_url=url, sending__unsubscribed=str(log)), keys))


def test_the_way_to_leave_works_as_shipped(campaign: Campaign, keys: Keys, tmp_path: Path) -> None:
    """The shipped handler shows a page, acts on the press alone, and the press of nobody is heard; so again later."""
    log = tmp_path / "left.log"
    shipped = Unsubscribe(log, leaving.pages(campaign), lambda: NOW)
    lines = [*tried(shipped, campaign, keys, log), *tried(shipped, campaign, keys, log)]
    assert signs(lines, Sign.OK) == ["looking at it", "looking does not act", "one click", "it is heard"] * 2
    assert log.read_text("utf-8").count("\n") == 1


def eager(log: Path) -> Callable[..., Any]:
    """Return a handler that acts as soon as somebody looks."""

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        with log.open("a") as out:
            out.write(f"2026-01-15T09:00:00Z {environ['QUERY_STRING'].partition('=')[2]}\n")
        start_response("200 OK", [("Content-Type", "text/html")])
        return [PAGE]

    return application


def turned_away(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """Send whoever presses to a page where they log in."""
    status = "302 Found" if environ["REQUEST_METHOD"] == "POST" else "200 OK"
    start_response(status, [("Content-Type", "text/html"), ("Location", "/login")])
    return [PAGE]


def test_a_handler_that_acts_on_looking_is_wrong(campaign: Campaign, keys: Keys, tmp_path: Path) -> None:
    """Mail scanners open every link: with such a handler they would all leave."""
    (tmp_path / "left.log").touch()
    lines = tried(eager(tmp_path / "left.log"), campaign, keys, tmp_path / "left.log")
    assert signs(lines, Sign.WRONG) == ["looking does not act"]


def test_a_handler_that_sends_elsewhere_is_wrong(campaign: Campaign, keys: Keys, tmp_path: Path) -> None:
    """A mailbox that posts follows no redirect, and what is pressed must be heard."""
    (tmp_path / "left.log").touch()
    lines = tried(turned_away, campaign, keys, tmp_path / "left.log")
    assert signs(lines, Sign.WRONG) == ["one click", "it is heard"]


def test_a_handler_that_is_not_there_is_wrong(campaign: Campaign, keys: Keys) -> None:
    """Nobody answers: that is said, and not a traceback."""
    gone = but(campaign, letter__unsubscribe_url=f"http://127.0.0.1:{free_port()}/leave")
    lines = list(wire.leaving(gone, keys))
    assert signs(lines, Sign.WRONG) == ["looking at it", "one click"]


def links(made: Path) -> list[tuple[str, str]]:
    """Return the paths of everyone's page and picture."""
    site = made / "out" / "site"
    pages = [page.parent.relative_to(site).as_posix() + "/" for page in sorted((site / "a").rglob("index.html"))]
    return [(page, page + next((site / page).glob("*.jpg")).name) for page in pages]


def test_published_pages_answer(campaign: Campaign, made: Path, keys: Keys) -> None:
    """Pages and pictures come, search engines are kept out, and where there is no page there is none."""
    with served(made / "out" / "site") as base:
        there = but(campaign, base_url=base, brand__privacy_url=base + "404.html", brand__contact_url=base + "gone")
        lines = list(wire.pages(there, keys, links(made)))
    assert signs(lines, Sign.OK) == ["pages", "search engines", "pictures", "a page of nobody", "brand.privacy_url"]
    assert signs(lines, Sign.WRONG) == ["brand.contact_url"]


def test_a_server_that_answers_everything_is_wrong(campaign: Campaign, made: Path, keys: Keys) -> None:
    """A page for every address is no page of anybody: pictures are none, and nobody has one too."""

    def anything(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/html")])
        return [PAGE]

    with handled(anything) as url:
        there = but(campaign, base_url=url.removesuffix("leave"), brand__privacy_url="", brand__contact_url="")
        lines = list(wire.pages(there, keys, links(made)))
    assert signs(lines, Sign.WRONG) == ["search engines", "pictures", "a page of nobody"]


CONFIGURED = {
    "/v2/email/configuration-sets/gifts": {"ConfigurationSetName": "gifts", "SendingOptions": {"SendingEnabled": True}},
    "/v2/email/configuration-sets/gifts/event-destinations": {
        "EventDestinations": [
            {"Name": "news", "Enabled": True, "MatchingEventTypes": ["SEND", "DELIVERY", "BOUNCE", "COMPLAINT"]}
        ]
    },
}


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in {**AWS, "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}.items():
        monkeypatch.setenv(name, value)
    ses._client.cache_clear()


def of_ses(campaign: Campaign, tmp_path: Path, waiting: int = 100, **faults: Any) -> list[Line]:
    """Ask a small SES with these faults."""
    faults.setdefault("answers", CONFIGURED)
    with fake_ses(tmp_path / "accepted.log", **faults) as url:
        return provider.ses(choose(campaign, **SES, endpoint=url), waiting)[0]


@pytest.mark.usefixtures("aws")
def test_a_sound_account_is_fine(campaign: Campaign, tmp_path: Path) -> None:
    """Identity, DKIM, MAIL FROM, quota, events, suppression: all asked of SES and found."""
    lines = of_ses(campaign, tmp_path)
    assert signs(lines, Sign.WRONG) == []
    assert signs(lines, Sign.LOOK) == ["bounces and complaints"]


def account(**changes: Any) -> dict[str, Any]:
    """Return the answers of SES with another account."""
    quota = {"Max24HourSend": 200.0, "MaxSendRate": 1.0, "SentLast24Hours": 150.0}
    said = {"ProductionAccessEnabled": True, "SendingEnabled": True, "EnforcementStatus": "HEALTHY"}
    reasons = {"SuppressedReasons": ["BOUNCE", "COMPLAINT"]}
    return {
        **CONFIGURED,
        "/v2/email/account": {**said, "SendQuota": quota, "SuppressionAttributes": reasons, **changes},
    }


def listens(*kinds: str) -> dict[str, Any]:
    """Return the answers of SES with other events."""
    place = "/v2/email/configuration-sets/gifts/event-destinations"
    return {**CONFIGURED, place: {"EventDestinations": [{"Name": "n", "Enabled": True, "MatchingEventTypes": kinds}]}}


def known(**changes: Any) -> dict[str, Any]:
    """Return the answers of SES with another identity."""
    dkim = {"SigningEnabled": True, "Status": "SUCCESS", "Tokens": ["a"]}
    said = {"IdentityType": "DOMAIN", "VerifiedForSendingStatus": True, "DkimAttributes": dkim}
    bounce = {"MailFromDomain": f"bounce.{HOUSE}", "MailFromDomainStatus": "SUCCESS"}
    return {**CONFIGURED, f"/v2/email/identities/{HOUSE}": {**said, "MailFromAttributes": bounce, **changes}}


ACCOUNTS: dict[str, tuple[dict[str, Any], str, Sign]] = {
    "the sandbox": (account(ProductionAccessEnabled=False), "production access", Sign.WRONG),
    "under review": (account(EnforcementStatus="PROBATION"), "standing", Sign.WRONG),
    "shut down": (account(EnforcementStatus="SHUTDOWN"), "standing", Sign.WRONG),
    "switched off": (account(SendingEnabled=False), "sending", Sign.WRONG),
    "too little a day": (account(), "quota", Sign.LOOK),
    "no suppression": (account(SuppressionAttributes={}), "suppression list", Sign.LOOK),
    "unverified": (known(VerifiedForSendingStatus=False), "identity", Sign.WRONG),
    "unsigned": (known(DkimAttributes={"SigningEnabled": True, "Status": "PENDING"}), "DKIM", Sign.WRONG),
    "an address alone": (known(IdentityType="EMAIL_ADDRESS"), "DKIM", Sign.WRONG),
    "others' return path": (known(MailFromAttributes={}), "MAIL FROM", Sign.LOOK),
    "a return path that is not ready": (
        known(MailFromAttributes={"MailFromDomain": f"b.{HOUSE}", "MailFromDomainStatus": "PENDING"}),
        "MAIL FROM",
        Sign.WRONG,
    ),
    "a pixel": (listens("DELIVERY", "BOUNCE", "COMPLAINT", "OPEN"), "no pixel", Sign.WRONG),
    "rewritten links": (listens("DELIVERY", "BOUNCE", "COMPLAINT", "CLICK"), "links rewritten", Sign.LOOK),
    "deaf to complaints": (listens("DELIVERY", "BOUNCE"), "events", Sign.WRONG),
    "no such set": ({}, "configuration set", Sign.WRONG),
}


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize("case", ACCOUNTS)
def test_what_an_account_lacks_is_named(case: str, campaign: Campaign, tmp_path: Path) -> None:
    """Each fault of account, identity or events is told under its own name."""
    answers, what, sign = ACCOUNTS[case]
    assert what in signs(of_ses(campaign, tmp_path, answers=answers), sign)


@pytest.mark.usefixtures("aws")
def test_keys_that_may_not_look_are_told_what_to_allow(campaign: Campaign, tmp_path: Path) -> None:
    """A denied question names the right that is missing."""
    [one] = of_ses(campaign, tmp_path, denied=("/v2/email/account",))
    assert (one.sign, "ses:GetAccount" in one.found) == (Sign.WRONG, True)


@pytest.mark.parametrize(("letters", "days"), [(0, 1), (50, 1), (51, 2), (250, 2), (251, 3)])
def test_days_follow_from_the_quota(letters: int, days: int) -> None:
    """What is left today goes first, then a whole quota a day."""
    assert Account(True, True, "HEALTHY", 200, 150, 1, ()).days(letters) == days


def test_an_smtp_server_that_takes_us_is_fine(campaign: Campaign) -> None:
    """The server answers and takes the login; no letter is begun, and we take our leave."""
    counter = Counter()
    with office(counter, login=True) as port:
        lines = list(provider.smtp(choose(campaign, **SMTP, port=port, user=USER), {"ARTGEN_SMTP_PASSWORD": PASSWORD}))
    assert signs(lines, Sign.WRONG) == []
    assert (set(counter.asked), counter.taken) == ({"QUIT"}, [])


def test_an_smtp_server_that_refuses_us_is_wrong(campaign: Campaign) -> None:
    """A wrong password, no password, nobody there: each is a line with what to do."""
    with office(Counter(), login=True) as port:
        real = choose(campaign, **SMTP, port=port, user=USER)
        wrong = list(provider.smtp(real, {"ARTGEN_SMTP_PASSWORD": "guess"}))
        none = list(provider.smtp(real, {}))
    gone = list(provider.smtp(choose(campaign, **SMTP, port=free_port()), {}))
    assert [signs(lines, Sign.WRONG) for lines in (wrong, none, gone)] == [["127.0.0.1"]] * 3


def test_the_command_says_whether_letters_may_go_out(made: Path, tmp_path: Path) -> None:
    """Exit code 1 and a JSON for machines where something is wrong; no token and no recipient anywhere."""
    wrong = line.campaign(tmp_path / "wrong", members=1, extra='\n[sending]\nsuppression = ["gone.csv"]\n')
    page = tmp_path / "doctor.html"
    done = line.run("doctor", wrong, "--json", "-", "--page", page, check=False)
    said = json.loads(done.stdout)
    assert (done.returncode, said["ready"]) == (1, False)
    fine = line.run("doctor", made, "--page", page)
    everything = fine.stdout + fine.stderr + page.read_text("utf-8")
    recipients = re.findall(r"[\w.+-]+@[\w.-]+", (made / "members.csv").read_text("utf-8"))
    assert not [one for one in recipients if one in everything]
    assert not re.search(r"(?<![a-z2-7])[a-z2-7]{26}(?![a-z2-7])", everything)


@pytest.fixture(scope="module")
def site(made: Path, keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    wrong = but(load(str(made)), brand__postal_address="", mailer__kind="ses")
    (folder / "index.html").write_text(doctor.page(examine(wrong, made, keys)), "utf-8")
    return folder


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_the_page_can_be_read_by_everyone(browser: Browser, address: str, width: int, scheme: str) -> None:
    """The accessibility checker finds nothing, by day and night, and a phone never scrolls sideways."""
    view = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    view.goto(address)
    assert violations(view) == []
    assert view.evaluate("document.documentElement.scrollWidth") <= width
    view.close()


def test_the_page_is_sound_html(site: Path) -> None:
    """A strict reader of HTML finds nothing wrong."""
    assert html_faults(site) == ""
