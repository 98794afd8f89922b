"""A bucket as a shelf: S3's door (boto3's, with SES), one object a file, with its type and its caching."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, PartialCredentialsError

from artgen.errors import ShelfError
from artgen.publishing.shelf import Kind, checked, content_type

_DIGEST = "sha256"
_KEYS = "the AWS keys are wrong or no longer valid; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY anew"
_SAID = {
    "NoSuchBucket": "there is no such bucket; create it, or mend shelf.bucket",
    "AccessDenied": "writing is denied; allow s3:PutObject and s3:GetObject on it for these AWS keys",
    "InvalidAccessKeyId": _KEYS,
    "SignatureDoesNotMatch": _KEYS,
    "ExpiredToken": _KEYS,
    "PermanentRedirect": "the bucket is in another region; mend shelf.region",
    "AuthorizationHeaderMalformed": "the bucket is in another region; mend shelf.region",
}


@dataclass(frozen=True, slots=True)
class S3Shelf:
    """A bucket behind a CDN; `endpoint` and `region` are empty where the machine's AWS settings say them."""

    bucket: str
    prefix: str = ""
    endpoint: str = ""
    region: str = ""

    def put(self, path: str, body: bytes, kind: Kind) -> None:
        """Put one object; leave it alone when it holds the same bytes under the same headers.

        Putting the same object again is harmless, so boto3 may try again by itself. Raise ShelfError, which
        names the bucket and never the object, since its name is someone's link.
        """
        where = {"Bucket": self.bucket, "Key": self.prefix + checked(path)}
        wanted = {
            "ContentType": content_type(path),
            "CacheControl": kind.cache_control,
            "Metadata": {_DIGEST: hashlib.sha256(body).hexdigest()},
        }
        client = _client(self.endpoint, self.region)
        with _said_plainly(self.bucket):
            if _standing(client, where) != wanted:
                client.put_object(**where, **wanted, Body=body)


def _standing(client: Any, where: dict[str, str]) -> dict[str, Any] | None:
    """Return the headers of the object that stands there; None also where it may not be looked at, only put."""
    try:
        found = client.head_object(**where)
    except ClientError as wrong:
        if wrong.response["ResponseMetadata"]["HTTPStatusCode"] in (403, 404):
            return None
        raise
    return {name: found.get(name) for name in ("ContentType", "CacheControl", "Metadata")}


@lru_cache(maxsize=4)
def _client(endpoint: str, region: str) -> Any:
    """Return the client for one endpoint, made once a process: making one costs more than a hundred files."""
    settings = Config(retries={"mode": "standard", "total_max_attempts": 5}, connect_timeout=10, read_timeout=60)
    return boto3.Session().client("s3", endpoint_url=endpoint or None, region_name=region or None, config=settings)


@contextmanager
def _said_plainly(bucket: str) -> Iterator[None]:
    try:
        yield
    except (NoCredentialsError, PartialCredentialsError) as wrong:
        raise ShelfError(
            f"bucket '{bucket}': no AWS keys were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
        ) from wrong
    except ClientError as wrong:
        code = wrong.response["Error"]["Code"]
        said = _SAID.get(code, f"S3 answered {code}; mend that and run the same command again")
        raise ShelfError(f"bucket '{bucket}': {said}") from wrong
    except BotoCoreError as wrong:
        raise ShelfError(
            f"bucket '{bucket}': S3 can't be reached ({type(wrong).__name__}); look at shelf.endpoint and the network"
        ) from wrong
