"""A bucket as a shelf: S3's door (boto3's, with SES), one object a file, with its type, packing and caching."""

import base64
import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, islice
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, PartialCredentialsError

from artgen.errors import ShelfError
from artgen.publishing.packing import ENCODING, packed, packs
from artgen.publishing.shelf import Kind, Stood, checked, content_type, is_room

AT_ONCE = 64
_DIGEST = "sha256"
_A_PAGE = 1000
_TRIES, _TRIES_SPOILT = 8, 4
_KEYS = "the AWS keys are wrong or no longer valid; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY anew"
_REGION = "the bucket is in another region; mend {table}.region"
_ELSEWHERE = "the bucket is in another region or at another address; mend {table}.region or {table}.endpoint"
_NO_S3 = "what answers there is no S3; look at {table}.endpoint and the network, then run the same command again"
_SAID = {
    "NoSuchBucket": "there is no such bucket; create it, or mend {table}.bucket",
    "InvalidAccessKeyId": _KEYS,
    "SignatureDoesNotMatch": _KEYS,
    "ExpiredToken": _KEYS,
    "PermanentRedirect": _REGION,
    "AuthorizationHeaderMalformed": _REGION,
    **dict.fromkeys(("301", "302", "307", "308"), _ELSEWHERE),
    "KMS.NotFoundException": "there is no such KMS key in the bucket's region; mend {table}.kms_key",
    "KMS.DisabledException": "the KMS key is disabled; enable it, or mend {table}.kms_key",
}
_DENIED = {
    "PutObject": ("writing", "s3:PutObject and s3:GetObject (and, with a kms_key, kms:GenerateDataKey)"),
    "ListObjectsV2": ("listing", "s3:ListBucket"),
    "GetBucketVersioning": ("asking for versions", "s3:GetBucketVersioning"),
    "ListObjectVersions": ("listing versions", "s3:ListBucketVersions"),
    "DeleteObjects": ("removing", "s3:DeleteObject and s3:DeleteObjectVersion"),
    "GetObject": ("reading", "s3:GetObject"),
    "GetBucketLifecycleConfiguration": ("asking for lifecycle rules", "s3:GetLifecycleConfiguration"),
    "PutBucketLifecycleConfiguration": ("writing lifecycle rules", "s3:PutLifecycleConfiguration"),
}


class _NoS3Error(Exception):
    """An answer lacks what every S3 says: a proxy or a login page of the network gave it."""


@dataclass(frozen=True, slots=True)
class S3Shelf:
    """A bucket behind a CDN; `endpoint` and `region` are empty where the machine's AWS settings say them.

    `kms_key` is the id, ARN or alias of the key that objects are encrypted with, empty for the bucket's own way.
    `table` is the table of the campaign file that chose it, for what errors say. May be used by many threads at once.
    """

    bucket: str
    prefix: str = ""
    endpoint: str = ""
    region: str = ""
    kms_key: str = ""
    table: str = "shelf"

    def put(self, path: str, body: bytes, kind: Kind) -> None:
        """Put one object; leave it alone when it holds the same bytes under the same headers.

        Raise ShelfError, which names the bucket and never the object, since its name is someone's link.
        """
        stored = packed(checked(path), body)
        with self._said_plainly():
            standing = _standing(self._client, {"Bucket": self.bucket, "Key": self.prefix + path})
        if standing != self._headers(path, stored, kind):
            self.place(path, stored, kind)

    def stored(self, path: str, body: bytes) -> bytes:
        """Return the bytes that the bucket holds of a file: texts are packed."""
        return packed(path, body)

    def place(self, path: str, stored: bytes, kind: Kind) -> str:
        """Put one object without a look at what stands there; return what `listed` will call its digest.

        The bucket checks the bytes that arrive. Putting the same object again is harmless, so what was lost or
        spoilt on its way is tried again.
        """
        digest = hashlib.md5(stored, usedforsecurity=False).digest()
        said = {**self._headers(path, stored, kind), "ContentMD5": base64.b64encode(digest).decode()}
        if self.kms_key:
            said["SSEKMSKeyId"] = self.kms_key
        key = self.prefix + checked(path)
        with self._said_plainly():
            return _unspoilt(lambda: self._client.put_object(Bucket=self.bucket, Key=key, Body=stored, **said))

    def remove(self, paths: Iterable[str]) -> None:
        """Remove objects; in a bucket that keeps versions, all versions of them and what marks them as removed."""
        todo = sorted({self.prefix + (path if is_room(path) else checked(path)) for path in paths})
        with self._said_plainly():
            versions = "Status" in self._client.get_bucket_versioning(Bucket=self.bucket) if todo else False
        found = self._versions(todo) if versions else self._objects(todo)
        while batch := list(islice(found, _A_PAGE)):
            with self._said_plainly():
                said = self._client.delete_objects(Bucket=self.bucket, Delete={"Objects": batch, "Quiet": True})
            if wrong := said.get("Errors"):
                raise self._refused(wrong[0]["Code"], "DeleteObjects")

    def listed(self, prefix: str = "") -> Iterator[Stood]:
        """Yield the objects under our prefix, a request for each thousand; under a KMS key digests are opaque."""
        pages = self._client.get_paginator("list_objects_v2")
        with self._said_plainly():
            for page in pages.paginate(Bucket=self.bucket, Prefix=self.prefix + prefix):
                _told(page, "Name")
                for found in page.get("Contents", ()):
                    yield Stood(found["Key"].removeprefix(self.prefix), found["Size"], found["ETag"].strip('"'))

    def read(self, name: str) -> bytes | None:
        """Return an object's bytes as they are stored, or None where there is none."""
        with self._said_plainly():
            try:
                found = self._client.get_object(Bucket=self.bucket, Key=self.prefix + name)
                _told(found, "ETag")
                return bytes(found["Body"].read())
            except ClientError as wrong:
                if wrong.response["Error"]["Code"] in ("NoSuchKey", "404"):
                    return None
                raise

    def expire(self, rules: Mapping[str, str], on: dt.date) -> None:
        """Let the bucket remove, from midnight UTC of a day, what stands under prefixes, a rule each by its name.

        Rules of other names stay as they are; one of the same name is replaced.
        """
        where = {"Bucket": self.bucket}
        with self._said_plainly():
            kept = [rule for rule in _rules(self._client, where) if rule.get("ID") not in rules]
            fresh = [
                {
                    "ID": name,
                    "Status": "Enabled",
                    "Filter": {"Prefix": self.prefix + prefix},
                    "Expiration": {"Date": dt.datetime.combine(on, dt.time(), dt.UTC)},
                    "NoncurrentVersionExpiration": {"NoncurrentDays": 1},
                }
                for name, prefix in rules.items()
            ]
            said = {"Rules": [*kept, *fresh]}
            self._client.put_bucket_lifecycle_configuration(**where, LifecycleConfiguration=said)

    @property
    def _client(self) -> Any:
        return _client(self.endpoint, self.region)

    def _headers(self, path: str, stored: bytes, kind: Kind) -> dict[str, Any]:
        said: dict[str, Any] = {
            "ContentType": content_type(path),
            "CacheControl": kind.cache_control,
            "Metadata": {_DIGEST: hashlib.sha256(stored).hexdigest()},
        }
        if packs(path):
            said["ContentEncoding"] = ENCODING
        if self.kms_key:
            said["ServerSideEncryption"] = "aws:kms"
        return said

    def _objects(self, keys: list[str]) -> Iterator[dict[str, str]]:
        for key in keys:
            if key.endswith("/"):
                yield from [{"Key": self.prefix + found.path} for found in self.listed(key.removeprefix(self.prefix))]
            else:
                yield {"Key": key}

    def _versions(self, keys: list[str]) -> Iterator[dict[str, str]]:
        """Yield every version of the objects with these names; one listing for all that are in one folder."""
        pages = self._client.get_paginator("list_object_versions")
        for folder, names in groupby(keys, lambda key: key.rpartition("/")[0]):
            wanted = set(names)
            prefix = next(iter(wanted)) if len(wanted) == 1 else f"{folder}/" if folder else ""
            with self._said_plainly():
                for page in pages.paginate(Bucket=self.bucket, Prefix=prefix):
                    _told(page, "Name")
                    for found in (*page.get("Versions", ()), *page.get("DeleteMarkers", ())):
                        if found["Key"] in wanted or f"{folder}/" in wanted:
                            yield {"Key": found["Key"], "VersionId": found["VersionId"]}

    @contextmanager
    def _said_plainly(self) -> Iterator[None]:
        try:
            yield
        except (NoCredentialsError, PartialCredentialsError) as wrong:
            raise ShelfError(
                f"bucket '{self.bucket}': no AWS keys were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
            ) from wrong
        except _NoS3Error as wrong:
            raise self._no_s3() from wrong
        except ClientError as wrong:
            if _is_a_page(wrong.response):
                raise self._no_s3() from wrong
            raise self._refused(wrong.response["Error"]["Code"], wrong.operation_name) from wrong
        except BotoCoreError as wrong:
            raise ShelfError(
                f"bucket '{self.bucket}': S3 can't be reached ({type(wrong).__name__}); "
                f"look at {self.table}.endpoint and the network, then run the same command again"
            ) from wrong

    def _no_s3(self) -> ShelfError:
        return ShelfError(f"bucket '{self.bucket}': {_NO_S3.format(table=self.table)}")

    def _refused(self, code: str, operation: str) -> ShelfError:
        if code in ("AccessDenied", "403"):
            what, right = _DENIED.get(operation, ("that", f"s3:{operation}"))
            said = f"{what} is denied; allow {right} on it for these AWS keys"
        else:
            said = _SAID.get(code, "S3 answered {code}; mend that and run the same command again")
        return ShelfError(f"bucket '{self.bucket}': {said.format(table=self.table, code=code)}")


def _unspoilt(put: Any) -> str:
    """Put, and again where the bucket found other bytes than were sent; return the ETag."""
    for left in reversed(range(_TRIES_SPOILT)):
        try:
            return str(_told(put(), "ETag")).strip('"')
        except ClientError as wrong:
            if wrong.response["Error"]["Code"] != "BadDigest" or not left:
                raise
    raise AssertionError("unreachable")


def _told(answer: Mapping[str, Any], what: str) -> Any:
    """Return what every S3 says in such an answer; raise _NoS3Error where it is missing."""
    if what not in answer:
        raise _NoS3Error
    return answer[what]


def _is_a_page(answer: Mapping[str, Any]) -> bool:
    """Tell whether a page for people came where S3 speaks XML; boto3 makes a 500 of a 200 that it can't read."""
    said = answer.get("ResponseMetadata", {})
    media = str(said.get("HTTPHeaders", {}).get("content-type", ""))
    return bool(said.get("HTTPStatusCode") == 500 and media.startswith("text/html"))


def _standing(client: Any, where: dict[str, str]) -> dict[str, Any] | None:
    """Return the headers of the object that stands there; None also where it may not be looked at, only put."""
    try:
        found = client.head_object(**where)
    except ClientError as wrong:
        if wrong.response["ResponseMetadata"]["HTTPStatusCode"] in (403, 404):
            return None
        raise
    names = ("ContentType", "CacheControl", "Metadata", "ContentEncoding")
    kept = {name: found[name] for name in names if name in found}
    return kept | ({"ServerSideEncryption": "aws:kms"} if found.get("ServerSideEncryption") == "aws:kms" else {})


def _rules(client: Any, where: dict[str, str]) -> list[dict[str, Any]]:
    """Return a bucket's lifecycle rules; S3 calls a bucket without any an error."""
    try:
        return list(_told(client.get_bucket_lifecycle_configuration(**where), "Rules"))
    except ClientError as wrong:
        if wrong.response["Error"]["Code"] == "NoSuchLifecycleConfiguration":
            return []
        raise


@lru_cache(maxsize=4)
def _client(endpoint: str, region: str) -> Any:
    """Return the client for one endpoint, made once a process: making one costs more than a hundred files."""
    settings = Config(
        retries={"mode": "standard", "total_max_attempts": _TRIES},
        connect_timeout=10,
        read_timeout=60,
        max_pool_connections=AT_ONCE,
        request_checksum_calculation="when_required",
    )
    made = boto3.Session().client("s3", endpoint_url=endpoint or None, region_name=region or None, config=settings)
    made.meta.events.register("before-call.s3.HeadBucket", _ask_once)
    return made


def _ask_once(context: dict[str, Any], **_: object) -> None:
    """Let boto3 not look for a bucket's region while it looks for it: where nobody says it, that has no end."""
    context.setdefault("s3_redirect", {})["redirected"] = True
