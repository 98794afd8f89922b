"""The bucket: never more letters than its rate in any second, nothing wasted, slower when asked and back again."""

import threading
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artgen.mailing.bucket import Bucket


class Clock:
    """A clock that goes on only when somebody sleeps; `late` is by how much each sleep is longer than asked."""

    def __init__(self, at: float = 1000.0, late: Callable[[], float] = lambda: 0.0) -> None:
        self.at, self._late, self._lock = at, late, threading.Lock()

    def now(self) -> float:
        return self.at

    def sleep(self, seconds: float) -> None:
        until = self.at + seconds + self._late()
        with self._lock:
            self.at = max(self.at, until)


def taken(bucket: Bucket, clock: Clock, pauses: list[float]) -> list[float]:
    """Return when leave was given to one letter after each pause."""
    moments = []
    for pause in pauses:
        clock.sleep(pause)
        bucket.take()
        moments.append(clock.now())
    return moments


def most_in_a_second(moments: list[float], window: float = 1.0) -> int:
    """Count the most letters in any stretch of `window` seconds, both ends included."""
    return max(sum(start <= moment <= start + window for moment in moments[at:]) for at, start in enumerate(moments))


PAUSES = st.lists(st.sampled_from([0.0, 0.0, 0.0, 0.001, 0.02, 0.3, 0.999, 1.0, 5.0]), min_size=2, max_size=150)


@given(rate=st.floats(1, 60), start=st.floats(0, 1e6), pauses=PAUSES, data=st.data())
def test_no_second_sees_more_than_the_rate(rate: float, start: float, pauses: list[float], data: st.DataObject) -> None:
    """Whenever letters come, however late sleepers wake, wherever a second begins, its letters fit the rate."""
    clock = Clock(start, lambda: data.draw(st.sampled_from([0.0, 0.0, 0.001, 0.25, 1.5])))
    bucket = Bucket(rate, clock.now, clock.sleep)
    assert most_in_a_second(taken(bucket, clock, pauses)) <= rate


@given(rate=st.floats(0.01, 0.999), pauses=PAUSES)
def test_a_rate_below_one_keeps_its_distance(rate: float, pauses: list[float]) -> None:
    """A letter in two seconds is one in any two seconds: no two are closer than that."""
    clock = Clock()
    moments = taken(Bucket(rate, clock.now, clock.sleep), clock, pauses)
    assert all(later - sooner >= 0.999 / rate for sooner, later in pairwise(moments))


@pytest.mark.parametrize("rate", [1.0, 12.6, 90.0])
def test_nothing_of_the_rate_is_wasted(rate: float) -> None:
    """Where letters always wait, as many leave as whole letters fit the rate, and evenly, not in bursts."""
    clock = Clock()
    moments = taken(Bucket(rate, clock.now, clock.sleep), clock, [0.0] * int(rate * 60))
    assert len(moments) / (moments[-1] - moments[0]) >= 0.98 * int(rate)
    assert most_in_a_second(moments[5:], 0.25) <= rate / 4 + 3


def test_a_long_wait_ends_in_no_burst() -> None:
    """What was not sent in quiet minutes is not made up for at once."""
    clock = Clock()
    moments = taken(Bucket(20, clock.now, clock.sleep), clock, [300.0, *[0.0] * 40])
    assert most_in_a_second(moments, 0.25) <= 20 / 4 + 3


def test_a_complaint_halves_the_rate_and_it_recovers() -> None:
    """Half at once, whole again after ten seconds without another complaint."""
    clock = Clock()
    bucket = Bucket(20, clock.now, clock.sleep)
    bucket.slow_down()
    assert bucket.per_second == 10
    clock.sleep(4)
    assert 13 < bucket.per_second < 15
    clock.sleep(6)
    assert bucket.per_second == 20


def test_complaints_at_once_count_as_one() -> None:
    """Eight letters on their way hear the same complaint: the rate is halved, not gone; and it is never gone."""
    clock = Clock()
    bucket = Bucket(16, clock.now, clock.sleep)
    [bucket.slow_down() for _ in range(8)]
    assert bucket.per_second == 8
    for _ in range(20):
        clock.sleep(1)
        bucket.slow_down()
    assert bucket.per_second == 2


@given(rate=st.floats(1, 60), complaints=st.lists(st.booleans(), min_size=5, max_size=80))
def test_complaints_never_let_more_through(rate: float, complaints: list[bool]) -> None:
    """Slowing down and recovering stay within the rate too."""
    clock = Clock()
    bucket, moments = Bucket(rate, clock.now, clock.sleep), []
    for complaint in complaints:
        moments += taken(bucket, clock, [0.0, 0.0])
        bucket.slow_down() if complaint else None
    assert most_in_a_second(moments) <= rate


def test_threads_share_one_rate() -> None:
    """Eight threads at one bucket get leave for 320 letters, and together take as long as one would."""
    clock, given_leave = Clock(), []
    bucket = Bucket(30, clock.now, clock.sleep)

    def leave() -> None:
        for _ in range(40):
            bucket.take()
            given_leave.append(True)

    threads = [threading.Thread(target=leave, daemon=True) for _ in range(8)]
    [thread.start() for thread in threads]
    [thread.join(timeout=60) for thread in threads]
    assert len(given_leave) == 320
    assert clock.now() - 1000 >= (320 - 30) / 30


@pytest.mark.parametrize("rate", [0.0, -1.0, float("nan")])
def test_no_rate_is_no_bucket(rate: float) -> None:
    """A rate of nothing would wait for ever: it is refused when the bucket is made."""
    with pytest.raises(ValueError, match="above 0"):
        Bucket(rate, lambda: 0.0, lambda seconds: None)
