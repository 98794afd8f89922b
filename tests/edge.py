"""A CDN on loopback that does what a stack's text says, rule by rule, and nothing else: its function runs in Node.

What it reads: behaviours and their patterns, the function, the origin's path, what the bucket's policy lets be read,
answers for errors, added and removed headers. The bucket is a dictionary of objects with their headers.
"""

import json
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import cfnlint.decode

from artgen.publish.layout import kind_of
from artgen.publishing.packing import packed, packs
from artgen.publishing.shelf import content_type

_ANSWERS = """
const lines = require('readline').createInterface({ input: process.stdin });
lines.on('line', line => {
  const asked = { request: { method: 'GET', uri: JSON.parse(line), headers: {}, querystring: {} } };
  process.stdout.write(JSON.stringify(handler(asked)) + '\\n');
});
"""
_SAID_BY_S3 = {"Server": "AmazonS3", "x-amz-server-side-encryption": "AES256", "x-amz-meta-sha256": "abc"}


@dataclass(frozen=True)
class Answer:
    """What a viewer gets."""

    status: int
    headers: dict[str, str]
    body: bytes


class Function:
    """A CloudFront Function, running in Node."""

    def __init__(self, code: str) -> None:
        command = ["node", "-e", code + _ANSWERS]
        self._lock = threading.Lock()
        self._node = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def __call__(self, uri: str) -> dict[str, Any]:
        """Return the request, or the answer, that it makes of a path."""
        with self._lock:
            assert self._node.stdin
            assert self._node.stdout
            self._node.stdin.write(json.dumps(uri) + "\n")
            return dict(json.loads(self._node.stdout.readline()))

    def end(self) -> None:
        """Let Node end."""
        self._node.communicate(timeout=10)


@contextmanager
def function(code: str) -> Iterator[Function]:
    """Run a function's code."""
    running = Function(code)
    try:
        yield running
    finally:
        running.end()


@dataclass
class Edge:
    """A CDN as a stack describes it, before a bucket of objects."""

    stack: dict[str, Any]
    rewrite: Function
    objects: dict[str, tuple[dict[str, str], bytes]] = field(default_factory=dict)

    def put(self, site: Path, prefix: str = "") -> None:
        """Publish a folder as the bucket's shelf does."""
        for file in sorted(one for one in site.rglob("*") if one.is_file()):
            path = file.relative_to(site).as_posix()
            said = {"Content-Type": content_type(path), "Cache-Control": kind_of(path).cache_control}
            said |= {"Content-Encoding": "gzip"} if packs(path) else {}
            self.objects[prefix + path] = (said, packed(path, file.read_bytes()))

    def answer(self, path: str) -> Answer:
        """Answer a request for a path."""
        site = self._site
        behaviour = self._behaviour(path)
        asked = self.rewrite(path) if behaviour.get("FunctionAssociations") else {"uri": path}
        if "statusCode" in asked:
            said = {name: one["value"] for name, one in asked["headers"].items()}
            return Answer(asked["statusCode"], said, b"")
        status, headers, body = self._origin(asked["uri"])
        for error in site["CustomErrorResponses"]:
            if error["ErrorCode"] == status:
                _, headers, body = self._origin(error["ResponsePagePath"])
                status = error["ResponseCode"]
                break
        policy = self.stack["Resources"][behaviour["ResponseHeadersPolicyId"]["Ref"]]["Properties"]
        return Answer(status, _dressed(headers, policy["ResponseHeadersPolicyConfig"]), body)

    @property
    def _site(self) -> dict[str, Any]:
        return dict(self.stack["Resources"]["Distribution"]["Properties"]["DistributionConfig"])

    def _behaviour(self, path: str) -> dict[str, Any]:
        for behaviour in self._site["CacheBehaviors"]:
            if fnmatchcase(path, behaviour["PathPattern"]):
                return dict(behaviour)
        return dict(self._site["DefaultCacheBehavior"])

    def _origin(self, path: str) -> tuple[int, dict[str, str], bytes]:
        (origin,) = self._site["Origins"]
        key = (origin.get("OriginPath", "") + path).removeprefix("/")
        if not self._readable(key) or key not in self.objects:
            return 403, {"Content-Type": "application/xml"}, b"<Error><Code>AccessDenied</Code></Error>"
        said, body = self.objects[key]
        return 200, said | _SAID_BY_S3, body

    def _readable(self, key: str) -> bool:
        said = self.stack["Resources"]["PagesPolicy"]["Properties"]["PolicyDocument"]["Statement"]
        (allowed,) = [one for one in said if one["Effect"] == "Allow"]
        patterns = [one["Fn::Sub"].removeprefix("${Pages.Arn}/") for one in allowed["Resource"]]
        return any(fnmatchcase(key, pattern) for pattern in patterns)


def read(text: str, file: Path) -> dict[str, Any]:
    """Return a stack's text as the checker of CloudFormation reads it."""
    file.write_text(text, "utf-8")
    found, wrong = cfnlint.decode.decode(str(file))
    assert not wrong
    return json.loads(json.dumps(found))


def policy_of(stack: dict[str, Any]) -> str:
    """Return the security policy that every answer carries."""
    said = stack["Resources"]["Headers"]["Properties"]["ResponseHeadersPolicyConfig"]
    return str(said["SecurityHeadersConfig"]["ContentSecurityPolicy"]["ContentSecurityPolicy"])


@contextmanager
def served(edge: Edge) -> Iterator[str]:
    """Serve a CDN on loopback; give its address, which ends in a slash."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            given = edge.answer(self.path.partition("?")[0])
            self.send_response_only(given.status)
            for name, value in (given.headers | {"Content-Length": str(len(given.body))}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(given.body)

        def log_message(self, format: str, *args: object) -> None:
            """Keep addresses out of the test output."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        worker = threading.Thread(target=server.serve_forever, daemon=True)
        worker.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        worker.join()


def _dressed(headers: dict[str, str], policy: dict[str, Any]) -> dict[str, str]:
    removed = {one["Header"].lower() for one in policy["RemoveHeadersConfig"]["Items"]}
    kept = {name: value for name, value in headers.items() if name.lower() not in removed}
    secure = policy["SecurityHeadersConfig"]
    return kept | {
        "Content-Security-Policy": secure["ContentSecurityPolicy"]["ContentSecurityPolicy"],
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": secure["FrameOptions"]["FrameOption"],
        "Referrer-Policy": secure["ReferrerPolicy"]["ReferrerPolicy"],
        "Strict-Transport-Security": f"max-age={secure['StrictTransportSecurity']['AccessControlMaxAgeSec']}",
        **{one["Header"]: one["Value"] for one in policy["CustomHeadersConfig"]["Items"]},
    }


def tokens(site: Path, room: str) -> list[str]:
    """Return the paths of the pages in a room of a site, from the root, in order."""
    found = (file.relative_to(site).parent.as_posix() for file in site.glob(f"{room}/*/*/index.html"))
    return sorted(f"/{path}/" for path in found if re.fullmatch(rf"{room}/../[a-z2-7]+", path))
