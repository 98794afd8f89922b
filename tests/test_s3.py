"""The bucket shelf, against moto's server over HTTP on loopback: types, caching, nothing put twice, plain errors."""

import datetime as dt
import gzip
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from artgen.errors import ShelfError
from artgen.publishing import s3
from artgen.publishing.packing import packed, unpacked
from artgen.publishing.s3 import S3Shelf
from artgen.publishing.shelf import Kind, Stood

PAGE = "a/q7/q7m2k4xwq7m2k4xwq7m2k4xwq7/index.html"
SETTINGS = {"AWS_ACCESS_KEY_ID": "practice", "AWS_SECRET_ACCESS_KEY": "practice", "AWS_EC2_METADATA_DISABLED": "true"}


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only these settings, and none of the machine's own, reach boto3."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
    s3._client.cache_clear()


@pytest.fixture
def bucket(endpoint: str) -> Any:
    boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1").create_bucket(Bucket="northwing")
    return boto3.resource("s3", endpoint_url=endpoint, region_name="us-east-1").Bucket("northwing")


@pytest.fixture
def shelf(endpoint: str) -> S3Shelf:
    return S3Shelf("northwing", "year/", endpoint, "us-east-1")


def test_a_page_is_put_with_its_type_and_its_caching(shelf: S3Shelf, bucket: Any) -> None:
    """The object stands under the prefix, packed, says that it is HTML, and that no cache may keep it."""
    shelf.put(PAGE, b"<p>Maya</p>", Kind.PAGE)
    put = bucket.Object("year/" + PAGE).get()
    assert gzip.decompress(put["Body"].read()) == b"<p>Maya</p>"
    assert put["ContentEncoding"] == "gzip"
    assert put["ContentType"] == "text/html; charset=utf-8"
    assert put["CacheControl"] == "private, max-age=0, must-revalidate"


def test_the_same_file_is_not_put_twice(shelf: S3Shelf, bucket: Any) -> None:
    """A second run leaves an unchanged object alone; new bytes or a new kind replace it."""
    bucket.Versioning().enable()
    shelf.put("card.jpg", b"one", Kind.PICTURE)
    shelf.put("card.jpg", b"one", Kind.PICTURE)
    assert len(list(bucket.object_versions.filter(Prefix="year/card.jpg"))) == 1
    shelf.put("card.jpg", b"two", Kind.PICTURE)
    shelf.put("card.jpg", b"two", Kind.SHARED)
    assert len(list(bucket.object_versions.filter(Prefix="year/card.jpg"))) == 3


def test_a_missing_bucket_is_named(endpoint: str) -> None:
    """The error names the bucket and the key of the campaign file, and not the link."""
    with pytest.raises(ShelfError, match="bucket 'nowhere': there is no such bucket") as refused:
        S3Shelf("nowhere", "", endpoint, "us-east-1").put(PAGE, b"", Kind.PAGE)
    assert "q7m2" not in str(refused.value)


def test_missing_keys_are_told(shelf: S3Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without AWS keys the error says which settings to make."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(ShelfError, match="set AWS_ACCESS_KEY_ID"):
        shelf.put(PAGE, b"", Kind.PAGE)


def test_a_bucket_that_can_not_be_reached_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong endpoint ends in one sentence, after boto3 tried again."""
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    with pytest.raises(ShelfError, match=r"can't be reached.*shelf\.endpoint"):
        S3Shelf("northwing", "", "http://127.0.0.1:9", "us-east-1").put(PAGE, b"", Kind.PAGE)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("AccessDenied", "allow s3:PutObject"),
        ("InvalidAccessKeyId", "keys are wrong"),
        ("SignatureDoesNotMatch", "keys are wrong"),
        ("PermanentRedirect", r"shelf\.region"),
        ("SlowDown", "S3 answered SlowDown"),
    ],
)
def test_a_refusal_says_what_to_do(
    shelf: S3Shelf, bucket: Any, monkeypatch: pytest.MonkeyPatch, code: str, said: str
) -> None:
    """What S3 refuses becomes a sentence with the bucket and the way out."""

    def refuse(**_: object) -> None:
        raise s3.ClientError({"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": 400}}, "PutObject")

    monkeypatch.setattr(s3._client(shelf.endpoint, shelf.region), "put_object", refuse)
    with pytest.raises(ShelfError, match=said):
        shelf.put("refused.jpg", b"", Kind.PICTURE)


@contextmanager
def answering(status: int, media: str, body: bytes) -> Iterator[str]:
    """Serve one answer to whatever is asked; yield the address."""

    class Answer(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _any(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(status)
            self.send_header("Content-Type", media)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(b"" if self.command == "HEAD" else body)

        do_GET = do_HEAD = do_PUT = do_POST = _any

        def log_message(self, *_: object) -> None:
            """Write no log."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


ROOM = PAGE.removesuffix("index.html")
ASKED: dict[str, Callable[[S3Shelf], object]] = {
    "putting": lambda shelf: shelf.put(PAGE, b"", Kind.PAGE),
    "placing": lambda shelf: shelf.place(PAGE, b"", Kind.PAGE),
    "listing": lambda shelf: list(shelf.listed()),
    "reading": lambda shelf: shelf.read(PAGE),
    "removing": lambda shelf: shelf.remove([ROOM]),
    "expiring": lambda shelf: shelf.expire({"pages": "a/"}, dt.date(2027, 1, 1)),
}
EACH_ASKED = pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)


@EACH_ASKED
@pytest.mark.parametrize("page", [b"<html>Welcome to our wifi</html>", b""], ids=["a page", "nothing"])
def test_what_is_no_s3_is_not_taken_for_one(ask: Callable[[S3Shelf], object], page: bytes) -> None:
    """A login page that says 200 to everything is neither a bucket without objects nor a file that was put."""
    with (
        answering(200, "text/html", page) as address,
        pytest.raises(ShelfError, match=r"is no S3; look at shelf\.endpoint"),
    ):
        ask(S3Shelf("northwing", "", address, "us-east-1"))


def test_a_page_that_is_no_xml_is_no_s3_either(monkeypatch: pytest.MonkeyPatch) -> None:
    """boto3 can't read it and calls it an error of the server's: the sentence is the same."""
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    page = b"<!doctype html><p>Welcome<br>to our wifi"
    with (
        answering(200, "text/html", page) as address,
        pytest.raises(ShelfError, match=r"is no S3; look at publish\.endpoint"),
    ):
        list(S3Shelf("northwing", "", address, "us-east-1", table="publish").listed())


@EACH_ASKED
def test_a_bucket_of_another_region_is_told(ask: Callable[[S3Shelf], object]) -> None:
    """Also by a store that doesn't say which region, where boto3 would look for it without end."""
    said = b"<?xml version='1.0'?><Error><Code>PermanentRedirect</Code><Message>elsewhere</Message></Error>"
    with (
        answering(301, "application/xml", said) as address,
        pytest.raises(ShelfError, match=r"another region.* shelf\.region"),
    ):
        ask(S3Shelf("northwing", "", address, "us-east-1"))


@pytest.mark.parametrize("foreign", ["../a.html", "/a.html", "A.html", "a.exe"])
def test_a_path_from_outside_is_refused(shelf: S3Shelf, foreign: str) -> None:
    """The bucket takes the same names as the folder, and only types that we publish."""
    with pytest.raises(ShelfError):
        shelf.put(foreign, b"", Kind.PAGE)


def test_every_version_of_a_removed_object_goes(shelf: S3Shelf, endpoint: str) -> None:
    """In a bucket that keeps versions nothing of a removed page stays, not even what marks it; its neighbours stay."""
    kept = boto3.resource("s3", endpoint_url=endpoint, region_name="us-east-1").create_bucket(Bucket="versions")
    kept.Versioning().enable()
    versioned = S3Shelf("versions", "year/", endpoint, "us-east-1")
    for body in (b"one", b"two"):
        versioned.put(PAGE, body, Kind.PAGE)
        versioned.put(PAGE.replace("index.html", "card.jpg"), body, Kind.PICTURE)
    kept.Object("year/" + PAGE).delete()
    versioned.remove([PAGE, "a/never/there.jpg"])
    assert {found.key for found in kept.object_versions.all()} == {"year/" + PAGE.replace("index.html", "card.jpg")}


@pytest.mark.parametrize("versions", [True, False])
def test_the_folder_of_a_token_goes_with_all_that_ever_stood_in_it(endpoint: str, versions: bool) -> None:
    """Also what was removed by hand before and lives on as an old version; the neighbour stays."""
    name = f"rooms-{versions}".lower()
    kept = boto3.resource("s3", endpoint_url=endpoint, region_name="us-east-1").create_bucket(Bucket=name)
    if versions:
        kept.Versioning().enable()
    room, neighbour = PAGE.removesuffix("index.html"), "a/q7/q7aaaaaaaaaaaaaaaaaaaaaaaa/index.html"
    shelf = S3Shelf(name, "year/", endpoint, "us-east-1")
    for path in (PAGE, f"{room}old.jpg", neighbour):
        shelf.put(path, b"one", Kind.PICTURE)
    kept.Object(f"year/{room}old.jpg").delete()
    shelf.remove([room])
    assert {found.key for found in kept.object_versions.all()} == {f"year/{neighbour}"}
    with pytest.raises(ShelfError):
        shelf.remove(["a/q7/"])


def test_removing_takes_what_it_is_told_and_no_more(shelf: S3Shelf, bucket: Any) -> None:
    """Removing twice, or what was never there, is no fault; a foreign path is refused."""
    for name in ("card.jpg", "card.jpg.txt"):
        shelf.put(f"taken/{name}", b"one", Kind.PICTURE)
    shelf.remove(["taken/card.jpg"])
    shelf.remove(["taken/card.jpg"])
    assert [found.path for found in shelf.listed("taken/")] == ["taken/card.jpg.txt"]
    with pytest.raises(ShelfError):
        shelf.remove(["../2024/404.html"])


def test_a_listing_tells_size_and_digest_of_what_is_stored(shelf: S3Shelf, bucket: Any) -> None:
    """More than a thousand objects are all listed, in the order of their bytes, with the digest that a put returned."""
    names = [f"many/{number:04}.txt" for number in range(1003)]
    with ThreadPoolExecutor(8) as threads:
        digests = list(threads.map(lambda name: shelf.place(name, name.encode(), Kind.PAGE), names))
    found = list(shelf.listed("many/"))
    assert found == [Stood(name, len(name), digest) for name, digest in zip(names, digests, strict=True)]


def test_a_kms_key_goes_with_each_object(endpoint: str, bucket: Any) -> None:
    """The object is encrypted under the campaign's key, and put once."""
    shelf = S3Shelf("northwing", "keyed/", endpoint, "us-east-1", "alias/pages")
    shelf.put(PAGE, b"page", Kind.PAGE)
    first = bucket.Object("keyed/" + PAGE).last_modified
    shelf.put(PAGE, b"page", Kind.PAGE)
    found = bucket.Object("keyed/" + PAGE)
    assert (found.server_side_encryption, found.last_modified) == ("aws:kms", first)


@pytest.mark.parametrize("body", [b"", b"<p>Maya</p>", bytes(range(256)) * 999])
def test_packing_gives_the_same_bytes_and_the_text_again(body: bytes) -> None:
    """A packed text holds no name, time or system, and unpacks to what it was."""
    assert packed("a/index.html", body) == packed("a/index.html", body)
    assert packed("a/index.html", body)[:10] == bytes.fromhex("1f8b08000000000000ff")
    assert unpacked("a/index.html", packed("a/index.html", body)) == body
    assert packed("a/card.jpg", body) == body
