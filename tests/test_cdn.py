"""What an operator gets: it is valid, it lets people's pages be read and nothing else, and it breaks no page."""

import base64
import datetime as dt
import hashlib
import http.client
import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import edge
import line
import pytest
from browser import overhear
from cfnlint.api import ManualArgs, lint
from own_nginx import Nginx, nginx
from playwright.sync_api import Browser, Page

from artgen.campaigns import model
from artgen.campaigns.model import Campaign, ShelfChoice
from artgen.desk import cdn
from artgen.desk.reporting import access_log
from artgen.errors import CampaignError, ShelfError
from artgen.publishing.share import POLICY
from artgen.publishing.shared import GONE, shared_files

TOKEN = "q7m2k4xwq7m2k4xwq7m2k4xwq7"
LAST = dt.date(2027, 12, 31)
HOST = "https://year.example.com/"
DEEP = "https://year.example.com/gifts/2026/"
PUBLISH = '\n[publish]\nkind = "s3"\nbucket = "northwing-gifts"\nregion = "eu-central-1"\n'
BREACHES = "window.breaches = []; addEventListener('securitypolicyviolation', e => breaches.push(e.violatedDirective));"
AS_THEY_ARE = (
    f"/a/q7/{TOKEN}/index.html",
    f"/a/q7/{TOKEN}/poster.svg",
    f"/a/zz/{TOKEN}/",
    f"/a/q7/{TOKEN}//",
    f"/a/q7/{TOKEN}/x/",
    f"/a/q7/{TOKEN.upper()}/",
    f"/A/q7/{TOKEN}/",
    f"/b/q7/{TOKEN}/",
    f"//a/q7/{TOKEN}/",
    f"/a/q7/{TOKEN}/../",
    f"/a/q7/{TOKEN}%2f",
    f"/a/q7/{TOKEN}/\n",
    f"/x\n/a/q7/{TOKEN}/",
    f"/a/q7/{TOKEN[:-1]}/",
    f"/a/q7/{TOKEN}a/",
    f"/a/q7/{TOKEN[:-1]}1/",
    f"/x/a/q7/{TOKEN}/",
    f"/s/q7/{TOKEN}/%00",
    "/shared/page.css",
    "/404.html",
    "/a/",
    "/a/q7/",
    "/",
    "",
    "/..%2f..%2fetc/passwd",
    "/constructor/",
    "/__proto__/",
    "/ä/ä/",
    "/" + "a/" * 4000,
)
NOT_THERE = (
    "/",
    "/index.html",
    "/a/",
    "/a/q7/",
    f"/a/q7/{TOKEN}/",
    f"/s/q7/{TOKEN}/",
    f"/a/q7/{TOKEN}/poster.svg",
    "/artgen-small.txt",
    "/ledger.sqlite",
    "/.artgen",
    "/shared/",
    "/shared/../ledger.sqlite",
    "/a/../404.html/",
    "/%2e%2e/ledger.sqlite",
    "/favicon.ico",
    "/robots.txt",
    "/s/%00/",
)


@dataclass(frozen=True)
class Made:
    """A made campaign: its folder, its output folder and its site."""

    folder: Path
    out: Path

    @property
    def site(self) -> Path:
        return self.out / "site"

    def page(self, room: str = "a") -> str:
        """Return the path of the first page."""
        return edge.tokens(self.site, room)[0]

    @property
    def picture(self) -> str:
        """Return the path of a picture of the first page."""
        page = self.page()
        return page + min(file.name for file in (self.site / page[1:]).glob("*.jpg"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Four people's pages, a sign and a stranger's file beside them."""
    folder = line.campaign(tmp_path_factory.mktemp("cdn") / "small", members=4)
    line.run("make", folder, "--workers", "1")
    made = Made(folder, folder / "out")
    (made.site / "artgen-small.txt").write_text("small\n")
    (made.site / "ledger.sqlite.json").write_text("{}")
    return made


@pytest.fixture(params=["at the root, in a bucket of its own", "under a path, in a part of a bucket"])
def cdn_of(request: pytest.FixtureRequest, made: Made, tmp_path: Path) -> Iterator[tuple[edge.Edge, str]]:
    """A CDN before the made site, and the path that its links begin with."""
    deep = request.param.startswith("under")
    campaign = told(base_url=DEEP if deep else HOST, prefix="gifts/2026/" if deep else "")
    stack = edge.read(cdn.stack([campaign]), tmp_path / "stack.yaml")
    code = stack["Resources"]["Rewrite"]["Properties"]["FunctionCode"]
    with edge.function(code) as rewrite:
        built = edge.Edge(stack, rewrite)
        built.put(made.site, "gifts/2026/" if deep else "")
        yield built, "/gifts/2026" if deep else ""


def told(base_url: str = HOST, **publish: str) -> Campaign:
    """Return a campaign that is published to a bucket."""
    bucket = ShelfChoice(kind="s3", **{"bucket": "northwing-gifts", **publish})
    changed = {"id": "small", "builtin": False, "base_url": base_url, "publish": bucket, "stays_until": LAST}
    return model.load("heart-of-travel").model_copy(update=changed)


def hashed() -> str:
    """Return the hash of the style in the page where there is none, as a policy writes it."""
    style = re.search(rb"<style>(.*?)</style>", shared_files()[GONE], re.S)
    assert style
    return f"'sha256-{base64.b64encode(hashlib.sha256(style[1]).digest()).decode()}'"


EVERY_STACK = pytest.mark.parametrize(
    "text",
    [
        cdn.stack([told()]),
        cdn.stack([told(DEEP, prefix="2026/", kms_key="alias/gifts"), told(prefix="old/")], 30),
        cdn.stack([model.load("heart-of-travel")]),
        cdn.logs(told()),
    ],
    ids=["plain", "two years, with a key and a last day", "no bucket named yet", "logs"],
)


@EVERY_STACK
def test_the_checker_of_cloudformation_finds_nothing(text: str) -> None:
    """No error, no warning and no remark, in any region that the checker knows to have CloudFront's logs."""
    found = lint(text, config=ManualArgs(include_checks=["I"], regions=["us-east-1"]))
    assert [f"{match.rule.id} line {match.linenumber}: {match.message}" for match in found] == []


@EVERY_STACK
def test_nothing_in_a_stack_is_beyond_cloudformation(text: str) -> None:
    """CloudFormation reads no anchors and aliases of YAML, a function of 10 KB at most, and a text of 51,200 bytes."""
    assert re.findall(r"[:-] [&*][a-zA-Z]", text) == []
    assert len(text.encode()) <= 51_200
    assert len(cdn.rewrite([cdn.Site("/gifts/2026/", "")])) <= 10_240


def test_the_policy_is_the_pages_own() -> None:
    """It is the policy that pages say in themselves, and in addition no framing and the missing page's own style."""
    expected = POLICY.replace("style-src 'self'", f"style-src 'self' {hashed()}") + "; frame-ancestors 'none'"
    assert cdn.policy() == expected


def test_every_server_says_the_same_headers(tmp_path: Path) -> None:
    """CloudFront's and nginx's settings carry all headers with the same values."""
    stack = edge.read(cdn.stack([told()]), tmp_path / "stack.yaml")
    settings = cdn.nginx(told(), tmp_path)
    written = dict(re.findall(r'add_header (\S+) "([^"]*)" always;', settings))
    assert edge.policy_of(stack) == cdn.policy()
    assert written == cdn.headers()


def test_the_bucket_is_closed_to_all_but_the_cdn(tmp_path: Path) -> None:
    """Public access is blocked, nobody may list, CloudFront may get four kinds of paths, and only this distribution."""
    resources = edge.read(cdn.stack([told(prefix="gifts/")]), tmp_path / "stack.yaml")["Resources"]
    bucket = resources["Pages"]["Properties"]
    reads, encrypted = resources["PagesPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    allowed = [one["Fn::Sub"] for one in reads["Resource"]]
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert bucket["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    assert "VersioningConfiguration" not in bucket
    assert reads["Action"] == "s3:GetObject"
    assert allowed == [f"${{Pages.Arn}}/gifts/{path}" for path in ("a/*", "s/*", "shared/*", "404.html")]
    assert "distribution/${Distribution}" in reads["Condition"]["StringEquals"]["AWS:SourceArn"]["Fn::Sub"]
    assert (encrypted["Effect"], encrypted["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})


def test_what_can_be_called_back_is_not_kept_for_long(tmp_path: Path) -> None:
    """The CDN keeps people's pictures for five minutes at most, and tells the bucket nothing of a viewer."""
    resources = edge.read(cdn.stack([told()]), tmp_path / "stack.yaml")["Resources"]
    kept = {name: resources[name]["Properties"]["CachePolicyConfig"] for name in ("Personal", "Shared")}
    keys = [one["ParametersInCacheKeyAndForwardedToOrigin"] for one in kept.values()]
    assert {name: (one["MinTTL"], one["MaxTTL"]) for name, one in kept.items()} == {
        "Personal": (0, 300),
        "Shared": (0, 31_536_000),
    }
    assert [(one["CookiesConfig"], one["HeadersConfig"], one["QueryStringsConfig"]) for one in keys] == [
        ({"CookieBehavior": "none"}, {"HeaderBehavior": "none"}, {"QueryStringBehavior": "none"})
    ] * 2


def test_pages_go_on_their_own_day(tmp_path: Path) -> None:
    """Rules for pages and share pages of each campaign, and for nothing else, name its own day."""
    last = told(prefix="2024/").model_copy(update={"id": "last", "stays_until": dt.date(2026, 12, 31)})
    this = told(DEEP, prefix="2025/")
    stacks = [edge.read(cdn.stack([this, last], days), tmp_path / "stack.yaml") for days in (30, 0)]
    rules = [stack["Resources"]["Pages"]["Properties"]["LifecycleConfiguration"]["Rules"] for stack in stacks]
    assert [(rule["Id"], rule["Prefix"], rule["ExpirationDate"]) for rule in rules[0] if "Prefix" in rule] == [
        ("artgen-small-a", "2025/a/", "2028-01-31T00:00:00Z"),
        ("artgen-small-s", "2025/s/", "2028-01-31T00:00:00Z"),
        ("artgen-last-a", "2024/a/", "2027-01-31T00:00:00Z"),
        ("artgen-last-s", "2024/s/", "2027-01-31T00:00:00Z"),
    ]
    assert [rule for rule in rules[1] if "Prefix" in rule] == []


def test_logs_hold_what_the_report_reads_and_no_more(tmp_path: Path) -> None:
    """A log with just these fields can be read, and neither query strings nor cookies nor referrers are among them."""
    stack = edge.read(cdn.logs(told()), tmp_path / "logs.yaml")
    fields = stack["Resources"]["Delivery"]["Properties"]["RecordFields"]
    row = ["2026-01-15", "09:00:00", "192.0.2.7", "GET", f"/a/q7/{TOKEN}/", "200", "Mozilla/5.0"]
    log = tmp_path / "access.log"
    log.write_text(f"#Version: 1.0\n#Fields: {' '.join(fields)}\n" + "\t".join(row) + "\n")
    (hit,) = access_log.read(log)
    assert isinstance(hit, access_log.Hit)
    assert (hit.token, hit.status, hit.agent) == (TOKEN, 200, "Mozilla/5.0")
    assert set(fields) & {"cs-uri-query", "cs(Cookie)", "cs(Referer)", "x-forwarded-for"} == set()


@pytest.fixture(scope="module")
def rewrites() -> Iterator[edge.Function]:
    """The function of a campaign whose links begin at the root."""
    with edge.function(cdn.rewrite([cdn.Site("/", "")])) as running:
        yield running


@pytest.fixture(scope="module")
def deep_rewrites() -> Iterator[edge.Function]:
    """The function of a campaign whose links begin with a path."""
    with edge.function(cdn.rewrite([cdn.Site("/gifts/2026/", "")])) as running:
        yield running


@pytest.mark.parametrize("room", ["a", "s"])
def test_a_page_is_found_in_its_folder(room: str, rewrites: edge.Function, deep_rewrites: edge.Function) -> None:
    """The path of a page leads to its index.html, and the path that all links begin with is no part of it."""
    page = f"/{room}/q7/{TOKEN}/"
    assert rewrites(page)["uri"] == page + "index.html"
    assert deep_rewrites("/gifts/2026" + page)["uri"] == page + "index.html"


@pytest.mark.parametrize("path", AS_THEY_ARE)
def test_any_other_path_stays_as_it_is(path: str, rewrites: edge.Function, deep_rewrites: edge.Function) -> None:
    """Whatever is asked for but a page is left alone, however much it looks like one."""
    assert rewrites(path)["uri"] == path
    assert deep_rewrites(path)["uri"] == path


def test_a_link_that_lost_its_last_slash_leads_on(rewrites: edge.Function, deep_rewrites: edge.Function) -> None:
    """The answer is the same address with the slash, on the same host, since a page's files are found from there."""
    page = f"/a/q7/{TOKEN}"
    said = rewrites(page)
    deep = deep_rewrites("/gifts/2026" + page)
    assert (said["statusCode"], said["headers"]) == (301, {"location": {"value": page + "/"}})
    assert deep["headers"] == {"location": {"value": f"/gifts/2026{page}/"}}


def test_a_page_and_all_it_asks_for_break_no_policy(
    cdn_of: tuple[edge.Edge, str], made: Made, browser: Browser
) -> None:
    """In a real browser a page and a share page load whole: no breach, no error, no stranger, and the year plays."""
    built, base = cdn_of
    with edge.served(built) as address:
        own, own_asked = looked_at(browser, address[:-1] + base + made.page("a"))
        shared, shared_asked = looked_at(browser, address[:-1] + base + made.page("s"))
    assert (own, shared) == ([], [])
    assert [url for url in own_asked + shared_asked if not url.startswith(address)] == []
    assert len(own_asked) >= 4


def test_last_years_links_keep_working(made: Made, tmp_path: Path) -> None:
    """Two years share a bucket and a host: each page, picture and shared file is found where its year stands."""
    text = cdn.stack([told(DEEP, prefix="2025/"), told(prefix="2024/")])
    stack = edge.read(text, tmp_path / "stack.yaml")
    with edge.function(stack["Resources"]["Rewrite"]["Properties"]["FunctionCode"]) as rewrite:
        built = edge.Edge(stack, rewrite)
        for prefix in ("2024/", "2025/"):
            built.put(made.site, prefix)
        paths = (made.page("a"), made.page("s"), made.picture, "/404.html")
        found = [built.answer(base + path) for base in ("", "/gifts/2026") for path in paths]
        missing = {repr(built.answer(base + path)) for base in ("", "/gifts/2026") for path in NOT_THERE}
    assert [one.status for one in found] == [200] * 8
    assert len(missing) == 1


@pytest.mark.parametrize(
    "other",
    [
        told("https://other.example.com/old/", prefix="old/"),
        told(HOST, bucket="southwing", prefix="old/"),
        told(HOST),
        told(DEEP, prefix="old/"),
    ],
    ids=["another host", "another bucket", "the same prefix", "the same path"],
)
def test_years_that_cannot_share_a_stack_are_refused(other: Campaign) -> None:
    """Campaigns in one stack share host and bucket, and nothing else."""
    with pytest.raises(CampaignError):
        cdn.stack([told(DEEP), other])


def test_the_missing_page_keeps_its_style(cdn_of: tuple[edge.Edge, str], made: Made, browser: Browser) -> None:
    """It is drawn in its own colours under the headers of all answers, at any depth, with the status 404."""
    built, base = cdn_of
    view = browser.new_page(viewport={"width": 390, "height": 844})
    view.add_init_script(BREACHES)
    with edge.served(built) as address:
        answer = view.goto(f"{address[:-1]}{base}/a/q7/{TOKEN}/")
        size = view.evaluate("getComputedStyle(document.querySelector('h1')).fontSize")
        breaches = view.evaluate("breaches")
    view.close()
    assert answer
    assert (answer.status, size, breaches) == (404, "48px", [])


def test_no_other_site_can_frame_a_page(cdn_of: tuple[edge.Edge, str], made: Made, browser: Browser) -> None:
    """A page in a frame of another site stays empty."""
    built, base = cdn_of
    with edge.served(built) as address:
        view = browser.new_page()
        page = address[:-1] + base + made.page("a")
        view.set_content(f"<iframe src='{page}'></iframe>")
        view.wait_for_load_state("networkidle")
        framed = view.frames[1].url
        view.close()
    assert framed == "chrome-error://chromewebdata/"


def test_all_that_is_missing_gets_one_answer(cdn_of: tuple[edge.Edge, str]) -> None:
    """A token that never was, a folder, the root, a file that is not for anyone: same status, headers and bytes."""
    built, base = cdn_of
    answers = {repr(built.answer(base + path)) for path in NOT_THERE}
    given = built.answer(base + NOT_THERE[0])
    assert len(answers) == 1
    assert given.status == 404
    assert given.headers["Content-Type"] == "text/html; charset=utf-8"


def test_every_answer_is_told_apart_by_its_kind_alone(cdn_of: tuple[edge.Edge, str], made: Made) -> None:
    """Page, picture, shared file and missing page carry all headers, and nothing of the bucket shows."""
    built, base = cdn_of
    shared = sorted(file.name for file in (made.site / "shared").iterdir())[0]
    asked = (made.page("a"), made.page("s"), made.picture, f"/shared/{shared}", f"/a/q7/{TOKEN}/")
    answers = [built.answer(base + path) for path in asked]
    assert [one.status for one in answers] == [200, 200, 200, 200, 404]
    assert [cdn.headers().items() <= one.headers.items() for one in answers] == [True] * 5
    shown = {name.lower() for one in answers for name in one.headers}
    assert [name for name in shown if name.startswith("x-amz") or name == "server"] == []


@pytest.mark.parametrize(
    ("base_url", "wrong"),
    [
        ("http://year.example.com/", "https"),
        ("https://year.example.com:8443/", "no port"),
        ("https://Year.example.com/", "small letters"),
        ("https://localhost/", "host name"),
        ("https://year.example.com/a b$/", "its path"),
        ("https://year.example.com/?x=/", "its path"),
        ("https://year.example.com/;return/", "its path"),
    ],
)
def test_an_address_that_no_server_answers_is_refused(base_url: str, wrong: str, tmp_path: Path) -> None:
    """The error names the address and what may stand there; nothing of it reaches a file of settings."""
    campaign = told().model_copy(update={"base_url": base_url})
    for edge_name in ("cloudfront", "nginx"):
        with pytest.raises(CampaignError, match="base_url") as caught:
            cdn.write(campaign, tmp_path, edge_name)
        assert wrong in str(caught.value)


@pytest.mark.parametrize(("key", "value"), [("bucket", "North_Wing"), ("bucket", 'x"\n'), ("kms_key", '"\nX: y')])
def test_a_name_that_could_change_a_stack_is_refused(key: str, value: str) -> None:
    """Only names that such a bucket or key can have are written."""
    with pytest.raises(CampaignError, match=key):
        cdn.stack([told(**{key: value})])


def test_a_folder_that_could_change_the_settings_is_refused(tmp_path: Path) -> None:
    """A folder's name with a quote or a variable's sign is not written into nginx's settings."""
    campaign = told().model_copy(update={"publish": None})
    for name in ('out"; return 200', "out$uri", "out\\", "out\nx"):
        with pytest.raises(ShelfError, match="nginx"):
            cdn.nginx(campaign, tmp_path / name)


def test_the_command_writes_a_file_or_the_screen(made: Made, tmp_path: Path) -> None:
    """Without --file the text alone is on the screen; with it, it is in the file; days count from the last one."""
    text = re.sub(r"(?m)^stays_until = .*$", "stays_until = 2027-12-31", (made.folder / "campaign.toml").read_text())
    (tmp_path / "campaign.toml").write_text(text + PUBLISH)
    said = line.run("cdn", tmp_path, "--expire-after", "30").stdout
    line.run("cdn", tmp_path, "--for", "logs", "--file", tmp_path / "logs.yaml")
    assert 'ExpirationDate: "2028-01-31T00:00:00Z"' in said
    assert 'Default: "northwing-gifts"' in said
    assert "AWS::Logs::Delivery" in (tmp_path / "logs.yaml").read_text()


def looked_at(browser: Browser, address: str, **context: Any) -> tuple[list[str], list[str]]:
    """Open a page, scroll through it and play it; return breaches and errors, and what it asked for."""
    room = browser.new_context(viewport={"width": 390, "height": 844}, **context)
    view = room.new_page()
    view.add_init_script(BREACHES)
    heard = overhear(view)
    view.goto(address, wait_until="networkidle")
    view.evaluate("scrollTo(0, document.body.scrollHeight)")
    _play(view)
    view.wait_for_load_state("networkidle")
    breaches = view.evaluate("breaches")
    room.close()
    return [*breaches, *heard.errors], heard.asked


def _play(view: Page) -> None:
    for button in view.locator("button:visible").all()[:1]:
        button.click()


@pytest.fixture(scope="module")
def before_folder(made: Made) -> Iterator[Nginx]:
    """An nginx before the made site."""
    campaign = told().model_copy(update={"publish": None})
    with nginx(cdn.nginx(campaign, made.out)) as running:
        yield running


@pytest.fixture(scope="module")
def before_deep_folder(made: Made) -> Iterator[Nginx]:
    """An nginx before the made site, whose links begin with a path."""
    campaign = told(DEEP).model_copy(update={"publish": None})
    with nginx(cdn.nginx(campaign, made.out)) as running:
        yield running


def asked(port: int, path: str, method: str = "GET", *, plain: bool = False) -> edge.Answer:
    """Ask a server for a path, letter by letter as it is given."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    secure = http.client.HTTPSConnection("127.0.0.1", port, timeout=20, context=context)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20) if plain else secure
    connection.putrequest(method, path.encode().decode("latin-1") or "/", skip_accept_encoding=True)
    connection.endheaders()
    answer = connection.getresponse()
    given = edge.Answer(answer.status, dict(answer.getheaders()), answer.read())
    connection.close()
    return given


def test_nginx_gives_all_that_is_missing_one_answer(before_folder: Nginx, before_deep_folder: Nginx) -> None:
    """As before a bucket: same status, same bytes, same policy; under a path also for who leaves the path out."""
    gone = shared_files()[GONE]
    answers = [asked(before_folder.port, path) for path in NOT_THERE]
    deep = [asked(before_deep_folder.port, f"/gifts/2026{path}") for path in NOT_THERE]
    refused = asked(before_folder.port, f"/a/q7/{TOKEN}/", "POST")
    for given in (*answers, *deep, refused):
        assert (given.status, given.body) == (404, gone)
        assert cdn.headers().items() <= given.headers.items()


def test_nginx_serves_each_kind_as_a_bucket_does(before_folder: Nginx, before_deep_folder: Nginx, made: Made) -> None:
    """Pages, pictures and shared files come with the same type, caching and headers; the sign and others don't come."""
    shared = "/shared/" + sorted(file.name for file in (made.site / "shared").glob("*.css"))[0]
    page = made.page("a")
    kinds = {
        page: ("text/html; charset=utf-8", "private, max-age=0, must-revalidate"),
        made.page("s"): ("text/html; charset=utf-8", "private, max-age=0, must-revalidate"),
        made.picture: ("image/jpeg", "max-age=86400"),
        shared: ("text/css; charset=utf-8", "public, max-age=31536000, immutable"),
    }
    plain = {path: asked(before_folder.port, path) for path in kinds}
    deep = {path: asked(before_deep_folder.port, f"/gifts/2026{path}") for path in kinds}
    for given in (plain, deep):
        said = {path: (one.headers["Content-Type"], one.headers["Cache-Control"]) for path, one in given.items()}
        assert said == kinds
        assert [one.status for one in given.values()] == [200] * 4
        assert [cdn.headers().items() <= one.headers.items() for one in given.values()] == [True] * 4
    assert asked(before_deep_folder.port, page).status == 404
    assert asked(before_folder.port, page[:-1]).headers["Location"] == page
    assert asked(before_deep_folder.port, f"/gifts/2026{page[:-1]}").headers["Location"] == f"/gifts/2026{page}"
    assert asked(before_folder.port, "/artgen-small.txt").status == 404


def test_a_page_behind_nginx_breaks_no_policy(before_folder: Nginx, made: Made, browser: Browser) -> None:
    """In a real browser a page behind nginx loads whole, over TLS."""
    broken, _ = looked_at(browser, before_folder.address[:-1] + made.page("a"), ignore_https_errors=True)
    assert broken == []


def test_nginx_leads_to_tls_and_nowhere_else(before_folder: Nginx) -> None:
    """Without TLS the answer is the same path on the campaign's own host; no line break gets into it."""
    given = asked(before_folder.plain, f"/a/q7/{TOKEN}/%0d%0aSet-Cookie:x", plain=True)
    assert (given.status, given.headers.get("Set-Cookie")) == (301, None)
    assert given.headers["Location"] == f"https://year.example.com/a/q7/{TOKEN}/%0d%0aSet-Cookie:x"


def test_nginx_writes_a_log_that_the_report_reads(before_folder: Nginx, made: Made) -> None:
    """A page that was opened is a hit; no query string is kept, and no path of what is missing, in either log."""
    page = made.page("a")
    asked(before_folder.port, f"{page}?from=mail")
    asked(before_folder.port, f"/s/q7/{TOKEN}/")
    hits = [one for one in access_log.read(before_folder.log) if isinstance(one, access_log.Hit)]
    kept = before_folder.log.read_text() + before_folder.errors.read_text()
    assert page.split("/")[3] in {one.token for one in hits}
    assert "from=mail" not in kept
    assert TOKEN not in kept
