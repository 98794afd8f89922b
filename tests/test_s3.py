"""The bucket shelf, against moto's server over HTTP on loopback: types, caching, nothing put twice, plain errors."""

import gzip
import os
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from artgen.errors import ShelfError
from artgen.publishing import s3
from artgen.publishing.s3 import S3Shelf
from artgen.publishing.shelf import Kind

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


@pytest.mark.parametrize("foreign", ["../a.html", "/a.html", "A.html", "a.exe"])
def test_a_path_from_outside_is_refused(shelf: S3Shelf, foreign: str) -> None:
    """The bucket takes the same names as the folder, and only types that we publish."""
    with pytest.raises(ShelfError):
        shelf.put(foreign, b"", Kind.PAGE)
