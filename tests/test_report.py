"""The report: every person counted once, machines out by rules that are told, differences with intervals from print."""

import csv
import gzip
import random
import re
import shutil
import sqlite3
import tracemalloc
from collections import Counter
from dataclasses import replace
from pathlib import Path

import line
import pytest
import returned
from browser import html_faults, violations
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from artgen.campaigns.model import Campaign, load
from artgen.desk.reporting import lift, report, result_page, results, views
from artgen.desk.reporting.access_log import Hit, Unreadable, read
from artgen.desk.reporting.views import Link, Seen, Views
from artgen.errors import ArtgenError
from tests.waiting import LETTER

PEOPLE = 1200
COUNTED = [name for name in results.NAMES if name not in ("people", "sent")]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> returned.Year:
    return returned.year(tmp_path_factory.mktemp("year") / "small", PEOPLE)


@pytest.fixture(scope="module")
def campaign(year: returned.Year) -> Campaign:
    return load(str(year.folder))


@pytest.fixture(scope="module")
def log(year: returned.Year) -> Path:
    return returned.write_log(year.folder / "access.log", returned.looked(year, PEOPLE))


@pytest.fixture(scope="module")
def outcomes(year: returned.Year) -> Path:
    rows = [*returned.bought(PEOPLE), ("C-999999", "2026-02-01", "5"), ("C-000001", "2025-12-24", "5")]
    file = returned.write_outcomes(year.folder / "done.csv", iter(rows))
    file.write_text(file.read_text() + "C-000002,yesterday,5\nC-000003,2026-02-02,a lot\n,2026-02-02,1\n")
    return file


@pytest.fixture(scope="module")
def found(year: returned.Year, campaign: Campaign, log: Path, outcomes: Path) -> results.Results:
    return report.report(campaign, year.out, logs=[log], outcomes=outcomes)


def seen(lines: list[str], tmp_path: Path, *links: Link) -> tuple[views.Traffic, list[Seen]]:
    """Return what a log comes to for some people."""
    with Views() as opened:
        opened.know(links)
        traffic = opened.read([returned.write_log(tmp_path / "some.log", iter(lines))])
        return traffic, [opened.of(link.customer) for link in links]


def link(year: returned.Year, n: int) -> Link:
    token, share = year.tokens[returned.customer(n)]
    return Link(returned.customer(n), token, share, f"{n:016x}.jpg", int(returned.SENT.timestamp()) + n)


def test_each_person_of_the_ledger_is_in_one_state(found: results.Results) -> None:
    """The states add up to all people, and those without a letter have a reason each."""
    assert found.people == PEOPLE
    assert dict(found.states)["held"] + dict(found.states)["skipped"] == sum(many for _, many in found.why)


def test_sent_letters_are_delivered_bounced_or_unheard_of(found: results.Results) -> None:
    """Sent is the sum of what came of it; accepted, delivered, bounced and complained are the sent states."""
    total, states = found.total, dict(found.states)
    assert total.sent == total.delivered + total.bounced + total.unheard
    assert total.sent == sum(states[name] for name in ("accepted", "delivered", "bounced", "complained"))
    assert min(total.delivered, total.bounced, total.unheard, total.complained, total.unsubscribed) > 0


def test_only_people_who_read_a_subject_are_compared_by_it(
    year: returned.Year, campaign: Campaign, tmp_path: Path
) -> None:
    """Drawn for a subject that their letter can't have, they stand apart: no name, an empty year, words of old."""
    own = shutil.copytree(year.out, tmp_path / "out")
    empty = LETTER.replace('"quiet": ""', '"quiet": "A year of rest."')
    with sqlite3.connect(own / "ledger.sqlite") as db:
        db.execute("UPDATE person SET name = ' ' WHERE customer LIKE '%1_'")
        db.execute("UPDATE person SET letter = ? WHERE customer LIKE '%2_'", (empty,))
        db.execute("UPDATE person SET letter = '{}' WHERE customer LIKE '%3_'")
        query = f"""SELECT count(*), sum(customer LIKE '%1_' OR customer LIKE '%2_'), sum(customer LIKE '%3_')
                    FROM person WHERE state IN ({", ".join(f"'{state}'" for state in report.SENT)})"""
        sent, others, unknown = db.execute(query).fetchone()
    db.close()
    [by] = [one for one in report.report(campaign, own).cuts if one.by == "subject"]
    counted = {group.name: group.figures.sent for group in by.groups}
    assert (counted.pop(report.OTHER), counted.pop(report.UNTOLD)) == (others, unknown)
    assert sorted(counted) == ["1: {name}, your {year} in flight", "2: {name}, this was your {year}"]
    assert sum(counted.values()) == sent - others - unknown


def test_one_subject_is_compared_with_nothing(year: returned.Year, campaign: Campaign) -> None:
    """Whoever read another one had no other to be drawn for, so there are no groups by subject."""
    alone = campaign.model_copy(update={"letter": campaign.letter.model_copy(update={"subjects": ()})})
    assert "subject" not in {one.by for one in report.report(alone, year.out).cuts}


@pytest.mark.parametrize("name", ["sent", *COUNTED])
@pytest.mark.parametrize("by", ["segment", "look", "subject"])
def test_each_cut_adds_up_to_the_whole(found: results.Results, by: str, name: str) -> None:
    """However people are cut into groups, the groups' figures add up to the campaign's."""
    [one] = [one for one in found.cuts if one.by == by]
    assert sum(getattr(group.figures, name) for group in one.groups) == getattr(found.total, name)


def test_first_openings_by_day_add_up_to_all_who_opened(found: results.Results) -> None:
    """Whoever opened their page did so for the first time on one day; those without a known letter are told apart."""
    assert sum(many for _, many in found.days) == found.total.viewed + found.early
    assert found.early == found.doubted > 0


def test_each_line_of_the_log_is_accounted_for(found: results.Results) -> None:
    """Lines are people's, machines', of something else, of strangers, or can't be read."""
    traffic = found.traffic
    assert traffic is not None
    kept = traffic.people + traffic.elsewhere + traffic.strangers + traffic.unreadable + traffic.others
    assert traffic.lines == kept + sum(many for _, many in traffic.machines) > PEOPLE


def test_each_row_of_the_outcomes_is_accounted_for(found: results.Results) -> None:
    """Rows count, happened before, are of strangers or of the held, or are set aside with reason and line."""
    rows = found.outcomes
    assert rows is not None
    assert rows.rows == rows.counted + rows.before + rows.strangers + sum(many for _, many, _ in rows.set_aside)
    assert (rows.before, rows.strangers) == (1, 1 + 2)
    assert [reason for reason, _, _ in rows.set_aside] == [
        "no amount such as 12.50", "no customer", "no date such as 2026-01-31",
    ]  # fmt: skip


def test_everyone_reachable_is_in_one_arm(found: results.Results) -> None:
    """Who got no letter after all, bounced or left stays in the arm that the lot gave them."""
    assert found.lift is not None
    assert found.lift.letters.people + found.lift.holdout.people == found.total.people
    assert found.lift.letters.people - found.lift.unsent == found.total.sent
    assert found.lift.crossed == 0


def test_whoever_was_held_out_and_written_to_stays_held_out(
    year: returned.Year, campaign: Campaign, outcomes: Path, found: results.Results, tmp_path: Path
) -> None:
    """A letter that went out all the same moves nobody into the other arm; it is told."""
    own = shutil.copytree(year.out, tmp_path / "out")
    with sqlite3.connect(own / "ledger.sqlite") as db:
        db.execute("UPDATE person SET state = 'delivered', send_id = 'x' WHERE state = 'skipped'")
    db.close()
    told = report.report(campaign, own, outcomes=outcomes).lift
    assert told is not None
    assert found.lift is not None
    assert (told.holdout, told.letters, told.crossed) == (found.lift.holdout, found.lift.letters, told.holdout.people)


def test_the_effect_that_is_there_is_told(found: results.Results) -> None:
    """With four in a hundred more buying, the interval of the difference holds that and not the whole share."""
    assert found.lift is not None
    assert found.lift.rate.difference.low < 0.04 < found.lift.rate.difference.high
    assert not found.lift.rate.untold


RULED = {
    "a head request": ({"method": "HEAD"}, views.OTHER),
    "an error": ({"status": 404}, views.FAILED),
    "a redirect": ({"status": 301}, views.FAILED),
    "a bot": ({"agent": returned.BOT}, views.MACHINE),
    "a script": ({"agent": "curl/8.9.1"}, views.MACHINE),
    "nobody": ({"agent": "-"}, views.MACHINE),
    "an image proxy": ({"agent": "Mozilla/5.0 (via ggpht.com GoogleImageProxy)"}, views.MACHINE),
    "a browser without a window": ({"agent": "Mozilla/5.0 HeadlessChrome/143.0 Safari/537.36"}, views.MACHINE),
    "a link scanner at once": ({"seconds": 3}, views.AT_ONCE),
}


@pytest.mark.parametrize("case", RULED)
def test_machines_are_no_people(case: str, year: returned.Year, tmp_path: Path) -> None:
    """Each rule takes its hit out, is counted under its name, and nobody has looked."""
    asked, rule = RULED[case]
    traffic, [one] = seen([returned.hit(year, 1, **{"seconds": 400, **asked})], tmp_path, link(year, 1))
    assert (one, dict(traffic.machines)[rule]) == (Seen(), 1)


@pytest.mark.parametrize(
    "agent", [returned.PHONE, returned.DESK, "Mozilla/5.0 (Linux; Android 15; CUBOT KINGKONG) Chrome/143.0 Mobile"]
)
def test_browsers_are_people(agent: str, year: returned.Year, tmp_path: Path) -> None:
    """A page that a browser opens later than at once is looked at; a maker of phones is no robot."""
    _, [one] = seen([returned.hit(year, 1, 400, agent=agent)], tmp_path, link(year, 1))
    assert one == Seen(viewed=True)


def test_a_page_opened_again_and_again_is_no_crowd(year: returned.Year, tmp_path: Path) -> None:
    """However often somebody reloads their own page, one person's page is one person's."""
    _, [one] = seen([returned.hit(year, 1, 400)] * 50, tmp_path, link(year, 1))
    assert one.viewed


def test_whoever_opens_many_peoples_pages_at_once_is_a_scanner(year: returned.Year, tmp_path: Path) -> None:
    """Five people's pages within ten seconds from one address are out, and four are not."""
    many = [returned.hit(year, n, 5000 - n + n / 2, client="203.0.113.5") for n in range(5)]
    few = [returned.hit(year, n, 9000 - n + n / 2, client="203.0.113.6") for n in range(5, 9)]
    traffic, people = seen([*many, *few], tmp_path, *(link(year, n) for n in range(9)))
    assert [one.viewed for one in people] == [False] * 5 + [True] * 4
    assert dict(traffic.machines)[views.TOO_MANY] == 5


SHOWN = {
    "by themselves": ([{}, {"room": "s"}], Seen(viewed=True)),
    "to somebody else": ([{}, {"room": "s", "client": "203.0.113.77"}], Seen(viewed=True, shared=True)),
    "in a messenger": ([{"room": "s", "agent": returned.MESSENGER}], Seen(shared=True)),
    "kept as a card": ([{}, {"room": "s", "file": "0000000000000001.jpg"}], Seen(viewed=True, saved=True)),
    "kept as a vector": ([{}, {"file": "0123456789abcdef.svg"}], Seen(viewed=True, saved=True)),
    "a card on the page for others": (
        [{"room": "s", "client": "203.0.113.77"},
         {"room": "s", "client": "203.0.113.77", "file": "0000000000000001.jpg"}],
        Seen(shared=True),
    ),
    "a picture in the letter": ([{"file": "b.jpg"}], Seen()),
}  # fmt: skip


@pytest.mark.parametrize("case", SHOWN)
def test_what_is_kept_and_shown_on_follows_from_who_asks(case: str, year: returned.Year, tmp_path: Path) -> None:
    """The card is kept from one's own page and seen on the page for others; one's own look at that is no sharing."""
    asked, told = SHOWN[case]
    lines = [returned.hit(year, 1, 400 + n, **one) for n, one in enumerate(asked)]
    assert seen(lines, tmp_path, link(year, 1))[1] == [told]


def cloudfront(lines: str) -> str:
    """Return a combined log as the CDN writes it."""
    found = re.findall(r'(\S+) - - \[(\d+)/Jan/(\d+):(\S+) \S+\] "(\w+) (\S+) \S+" (\d+) \d+ "-" "(.*)"', lines)
    header = "#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status "
    rows = [
        f"2026-01-{day}\t{at}\tFRA2\t5120\t{ip}\t{method}\tcdn.example\t{path}\t{status}\t-\t"
        f"{agent.replace(' ', '%20')}\n"
        for ip, day, _, at, method, path, status, agent in found
    ]
    return header + "cs(Referer) cs(User-Agent)\n" + "".join(rows)


def test_a_log_of_the_cdn_tells_the_same(
    year: returned.Year, campaign: Campaign, log: Path, found: results.Results, tmp_path: Path
) -> None:
    """CloudFront's standard log, packed, comes to the same figures as the combined log of a web server."""
    packed = tmp_path / "cdn.gz"
    packed.write_bytes(gzip.compress(cloudfront(log.read_text()).encode()))
    told = report.report(campaign, year.out, logs=[packed])
    assert (told.total, told.traffic, told.days) == (found.total, found.traffic, found.days)


def test_the_cdn_writes_agents_in_its_own_way(year: returned.Year, tmp_path: Path) -> None:
    """Blanks come back, also where the CDN has escaped its own escapes."""
    once = cloudfront(returned.hit(year, 1, 400))
    (tmp_path / "once.log").write_text(once)
    (tmp_path / "twice.log").write_text(once.replace("%20", "%2520"))
    told = [*read(tmp_path / "once.log"), *read(tmp_path / "twice.log")]
    assert [one.agent for one in told if isinstance(one, Hit)] == [returned.PHONE] * 2


@pytest.mark.parametrize("text", ["hello", "", '1.1.1.1 - - [yesterday] "GET /a HTTP/1.1" 200 1 "-" "-"', "\0\xff"])
def test_a_line_that_is_none_is_counted_and_costs_one_line(text: str, year: returned.Year, tmp_path: Path) -> None:
    """What can't be read takes nothing with it."""
    (tmp_path / "x.log").write_text(f"{text}\n{returned.hit(year, 1, 400)}", "utf-8")
    kinds = Counter(type(one) for one in read(tmp_path / "x.log"))
    assert (kinds[Hit], kinds[Unreadable]) == (1, int(bool(text)))


@pytest.mark.parametrize(
    ("a", "m", "b", "n", "low", "high"),
    [
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (0, 10, 0, 20, -0.1611, 0.2775),
        (0, 10, 0, 10, -0.2775, 0.2775),
        (10, 10, 0, 10, 0.6075, 1.0),
    ],
)
def test_intervals_of_differences_are_those_of_newcombe(
    a: int, m: int, b: int, n: int, low: float, high: float
) -> None:
    """Method 10 gives the limits of Newcombe's table II (1998, Statistics in Medicine 17:873-890)."""
    told = lift.newcombe(a, m, b, n)
    assert (told.low, told.high) == (pytest.approx(low, abs=6e-5), pytest.approx(high, abs=6e-5))


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_intervals_of_shares_are_those_of_wilson(hits: int, of: int, low: float, high: float) -> None:
    """The score interval gives the limits of Newcombe's table I (1998, Statistics in Medicine 17:857-872)."""
    told = lift.wilson(hits, of)
    assert (told.low, told.high) == (pytest.approx(low, abs=6e-5), pytest.approx(high, abs=6e-5))


SLEEP = (
    (0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0),
    (1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4),
)


def arm(amounts: tuple[float, ...]) -> lift.Arm:
    """Return a group of people with these amounts."""
    whole = lift.Arm()
    for amount in amounts:
        whole = whole.with_one(1, amount)
    return whole


def test_intervals_of_means_are_those_of_welch() -> None:
    """Student's own sleep data (1908) give the interval that R's t.test prints: -3.3655 to 0.2055."""
    told = lift.welch(arm(SLEEP[0]), arm(SLEEP[1]))
    assert (told.low, told.high) == (pytest.approx(-3.3654832, abs=1e-4), pytest.approx(0.2054832, abs=1e-4))


def covered(chance: random.Random, runs: int) -> float:
    """Return in which share of simulated campaigns the interval of the difference holds the true one."""

    def buyers(share: float, people: int) -> int:
        return sum(chance.random() < share for _ in range(people))

    told = [lift.newcombe(buyers(0.13, 400), 400, buyers(0.10, 150), 150) for _ in range(runs)]
    return sum(one.low <= 0.03 <= one.high for one in told) / runs


def test_the_interval_holds_the_truth_in_about_95_of_100_campaigns() -> None:
    """Coverage by simulation: 1,500 campaigns of 550 people come within two points of 95 %."""
    assert covered(random.Random(7), 1500) == pytest.approx(0.95, abs=0.02)


@pytest.mark.parametrize(
    ("letters", "holdout", "few"),
    [
        (lift.Arm(5000, 500, 500, 1, 9), lift.Arm(99, 20, 20, 1, 9), "fewer than 100 people"),
        (lift.Arm(5000, 5, 5, 1, 9), lift.Arm(1000, 4, 4, 1, 9), "fewer than 10 outcomes"),
    ],
)
def test_too_few_to_tell_is_said(letters: lift.Arm, holdout: lift.Arm, few: str) -> None:
    """Below the stated numbers no verdict is given, whatever the difference."""
    told = lift.compare_rates(letters, holdout)
    assert told.verdict.startswith(lift.TOO_FEW)
    assert few in told.verdict


def test_a_mean_of_few_amounts_is_not_compared() -> None:
    """A share may be told where the mean of a handful of amounts is not."""
    told = lift.compare_means(lift.Arm(5000, 500, 500, 1, 9), lift.Arm(1000, 29, 29, 1, 9))
    assert told.verdict.startswith(lift.TOO_FEW)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=40))
def test_no_group_below_ten_can_be_read_off(sizes: list[int]) -> None:
    """Whatever the groups, each that is shown has ten people or more, and nobody is lost."""
    counted = {f"g{n}": Counter(people=size) for n, size in enumerate(sizes)}
    one = results.cut("segment", counted)
    shown = [group.figures.people for group in one.groups] if one else [sum(sizes)]
    assert sum(shown) == sum(sizes)
    assert min(shown) >= results.SMALL or not one


def test_nobody_held_out_is_said_and_not_guessed(tmp_path: Path) -> None:
    """Without a holdout the outcomes are counted, and what the letters did is not told."""
    year = returned.year(tmp_path / "none", 150, holdout=0)
    done = returned.write_outcomes(tmp_path / "done.csv", returned.bought(150))
    told = report.report(load(str(year.folder)), year.out, outcomes=done)
    assert told.lift is None
    assert told.outcomes is not None
    assert "nobody was held out" in result_page.page(told)


def test_what_was_not_measured_is_said_and_left_empty(year: returned.Year, campaign: Campaign, tmp_path: Path) -> None:
    """Without a log there are no zeros for opened, kept and shown, neither on the page nor in the lists."""
    told = report.report(campaign, year.out)
    result_page.lists(told, tmp_path)
    [row, *_] = csv.DictReader((tmp_path / "figures.csv").read_text("utf-8").splitlines())
    assert (row["viewed"], row["shared"], row["sent"]) == ("", "", str(told.total.sent))
    assert "Who opened a page, kept or showed it is not known" in result_page.page(told)


def test_lists_are_the_same_numbers(found: results.Results, tmp_path: Path) -> None:
    """The lists hold the figures of the report, and leave nothing half written behind."""
    names = result_page.lists(found, tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(names)
    states = dict(list(csv.reader((tmp_path / "states.csv").read_text("utf-8").splitlines()))[1:])
    assert states == {state: str(many) for state, many in found.states}
    told = list(csv.DictReader((tmp_path / "lift.csv").read_text("utf-8").splitlines()))
    assert float(told[2]["low"]) == pytest.approx(found.lift.rate.difference.low, abs=1e-6)  # type: ignore[union-attr]


def test_the_report_names_nobody(year: returned.Year, log: Path, outcomes: Path, tmp_path: Path) -> None:
    """No token, address, customer or client of the log is printed, on the page or in a list."""
    page, lists = tmp_path / "report.html", tmp_path / "csv"
    done = line.run("report", year.folder, "--log", log, "--outcome", outcomes, "--page", page, "--csv", lists)
    everything = done.stdout + done.stderr + page.read_text("utf-8")
    everything += "".join(file.read_text("utf-8") for file in lists.iterdir())
    assert "@example.com" not in everything
    assert not re.search(r"[a-z2-7]{26}|C-\d{6}|198\.51\.", everything)


def test_a_slip_is_one_sentence(year: returned.Year, tmp_path: Path) -> None:
    """A file that can't be used is named with what to do, and the exit code is 1."""
    done = line.run("report", year.folder, "--outcome", tmp_path / "gone.csv", check=False)
    told = "there is no such file" in done.stderr
    assert (done.returncode, told, "Traceback" in done.stderr) == (1, True, False)


def test_outcomes_without_a_date_are_refused(year: returned.Year, campaign: Campaign, tmp_path: Path) -> None:
    """What happened before the letter can't be told from what came of it."""
    (tmp_path / "undated.csv").write_text("customer,amount\nC-1,2\n", "utf-8")
    with pytest.raises(ArtgenError, match="it needs one column 'date'"):
        report.report(campaign, year.out, outcomes=tmp_path / "undated.csv")


def test_outcomes_with_another_delimiter_are_refused(year: returned.Year, campaign: Campaign, tmp_path: Path) -> None:
    """The sentence says where the header stands, what it holds, and what separates columns."""
    (tmp_path / "bars.csv").write_text("sep=;\ncustomer|date\nC-1|2026-02-03\n", "utf-8")
    said = (
        r"line 2: it needs one column 'customer'; it has customer\|date; columns are separated by comma, semicolon or"
    )
    with pytest.raises(ArtgenError, match=said):
        report.report(campaign, year.out, outcomes=tmp_path / "bars.csv")


def test_a_log_that_is_not_there_is_no_empty_log(year: returned.Year, campaign: Campaign, tmp_path: Path) -> None:
    """A wrong name would look like a page that nobody opened."""
    with pytest.raises(ArtgenError, match="no access log there"):
        report.report(campaign, year.out, logs=[tmp_path / "gone*.log"])


def test_a_torn_log_is_refused(year: returned.Year, campaign: Campaign, tmp_path: Path) -> None:
    """Half a packed log would be half the truth."""
    (tmp_path / "torn.gz").write_bytes(gzip.compress(random.Random(1).randbytes(9000))[:-900])
    with pytest.raises(ArtgenError, match="can't be read to its end"):
        report.report(campaign, year.out, logs=[tmp_path / "torn.gz"])


def peak(lines: int, year: returned.Year, tmp_path: Path) -> int:
    """Return the most memory held while a log of so many lines is read."""
    one = returned.hit(year, 1, 4000)
    (tmp_path / "long.log").write_text(one * lines, "utf-8")
    tracemalloc.start()
    with Views() as opened:
        opened.know([link(year, 1)])
        opened.read([tmp_path / "long.log"])
        most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def test_memory_does_not_grow_with_the_log(year: returned.Year, tmp_path: Path) -> None:
    """Eight times the log takes no more memory, but for a little room to breathe."""
    peak(100, year, tmp_path)
    assert peak(4_000, year, tmp_path) < peak(500, year, tmp_path) + 100_000


@pytest.fixture(scope="module")
def site(found: results.Results, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    (folder / "index.html").write_text(result_page.page(found), "utf-8")
    bare = replace(found, traffic=None, days=(), lift=None, outcomes=None, cuts=(), heard=False, clicks=False)
    (folder / "bare.html").write_text(result_page.page(bare), "utf-8")
    return folder


@pytest.mark.parametrize("name", ["", "bare.html"])
@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_the_page_can_be_read_by_everyone(browser: Browser, address: str, width: int, scheme: str, name: str) -> None:
    """The accessibility checker finds nothing, by day and night, and a phone never scrolls sideways."""
    view = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    view.goto(address + name)
    assert violations(view) == []
    assert view.evaluate("document.documentElement.scrollWidth") <= width
    view.close()


def test_the_page_is_sound_html(site: Path) -> None:
    """A strict reader of HTML finds nothing wrong."""
    assert html_faults(site) == ""


def test_before_the_first_letter_there_is_nothing_to_compare(tmp_path: Path) -> None:
    """Outcomes are refused where no letter has gone out, since nothing can have come of it."""
    year = returned.year(tmp_path / "none", 3, holdout=0.5)
    done = returned.write_outcomes(tmp_path / "done.csv", iter(()))
    empty = returned.campaign(tmp_path / "unsent")
    (empty / "out").mkdir()
    assert year.out.is_dir()
    with pytest.raises(ArtgenError, match="no letter has gone out yet"):
        report.report(load(str(empty)), empty / "out", outcomes=done)
