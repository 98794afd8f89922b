"""What a customer costs in counts, for every style: it may only fall, and what is done once is not done again."""

import contextlib
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
import uharfbuzz

from artgen.shipped import place
from tests import costs
from tests.watch import ONCE, Watch

FONT = next((place("assets") / "fonts").rglob("*.ttf"))


@pytest.fixture(scope="module")
def found() -> costs.Found:
    """What a customer costs now, measured in a process of its own."""
    return costs.measured()


@pytest.fixture(scope="module")
def watch() -> Watch:
    return Watch()


def connect() -> None:
    """Connect to this machine."""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname(), 10):
        pass


@pytest.mark.parametrize("style", costs.STYLES)
def test_no_customer_costs_more_than_is_held(found: costs.Found, style: str) -> None:
    """Bytes, nodes, marks, segments, pixels, puts, requests, calls and memory stay within tests/costs.toml."""
    assert costs.grown(found.costs[style], costs.held()[style], strange=costs.is_strange()) == []


@pytest.mark.parametrize("style", costs.STYLES)
def test_a_cost_that_fell_is_held_where_it_is(found: costs.Found, style: str) -> None:
    """A bound far above its cost would let it grow back unseen."""
    assert costs.loose(found.costs[style], costs.held()[style], strange=costs.is_strange()) == []


@pytest.mark.parametrize("what", ONCE)
def test_only_the_first_customer_pays_for_what_lasts(found: costs.Found, what: str) -> None:
    """After the first customer of a process no module, font, template, client, connection or process is new."""
    assert found.again[what] == {}


@pytest.mark.parametrize(
    ("what", "doing"),
    [
        ("modules", lambda: __import__("this_is_no_module")),
        ("fonts", lambda: uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(FONT)))),
        ("code compiled", lambda: compile("1", "", "eval")),
        ("connections", connect),
    ],
)
def test_the_watch_sees(watch: Watch, tmp_path: Path, what: str, doing: Callable[[], object]) -> None:
    """Each thing that is to be done once is seen when it is done, and so is a file that is read."""
    with watch.watching(tmp_path) as seen, contextlib.suppress(ImportError):
        FONT.read_bytes()
        doing()
    assert seen.once[what] > 0
    assert seen.files_read > 0


@pytest.mark.parametrize(
    ("now", "strange", "wrong"),
    [
        ({"calls": [114, 100, 80]}, False, []),
        ({"calls": [116, 100, 80]}, False, ["calls at 4: 116, and 100 is held; make it cheaper, or say why"]),
        ({"calls": [150, 100, 50]}, True, []),
        ({"calls": [100, 79, 100]}, False, ["calls at 23: 79, well under the 100 that is held. Well done!"]),
        ({"puts": [100, 100, 101]}, True, ["puts at 180: 101, and 100 is held"]),
        ({"pixels": [1, 1, 1]}, False, [f"pixels at {count}: 1, and 0 is held" for count in costs.COUNTS]),
    ],
)
def test_a_cost_out_of_its_bounds_says_what_to_do(now: costs.Row, strange: bool, wrong: list[str]) -> None:
    """Too dear and far too cheap are told; a Python that nothing is held for has more room for what is its own."""
    was = {"calls": [100, 100, 100], "puts": [100, 100, 100]}
    said = costs.grown(now, was, strange=strange) + costs.loose(now, was, strange=strange)
    assert [one[: len(start)] for one, start in zip(said, wrong, strict=True)] == wrong
