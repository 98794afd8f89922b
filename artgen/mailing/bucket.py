"""The bucket: how often a letter may leave; never more than its rate in any second, wherever that second begins."""

import threading
from collections import deque
from collections.abc import Callable

_WINDOW_S = 1.001
_CATCH_UP_S = 0.05
_LEAST_SHARE = 1 / 8
_RECOVERY_PER_S = 1 / 20


class Bucket:
    """Hands out leave to send, evenly; used by many threads at once.

    A rate of 12.6 gives at most 12 in any second, one of 0.5 gives one in two seconds. `now` is a clock that never
    goes back, in seconds; `sleep` waits. The window is a thousandth longer than a second, so that rounding never
    counts.
    """

    def __init__(self, per_second: float, now: Callable[[], float], sleep: Callable[[float], None]) -> None:
        if not per_second > 0:
            raise ValueError("a bucket needs a rate above 0")
        self._whole = min(per_second, max(1, int(per_second)))
        self._now, self._sleep = now, sleep
        self._lock = threading.Lock()
        self._given: deque[float] = deque(maxlen=max(1, int(per_second)))
        self._due = self._slowed_at = now()
        self._share = 1.0

    @property
    def per_second(self) -> float:
        """Return the rate that is kept now."""
        with self._lock:
            return self._whole * self._speed(self._now())

    def take(self) -> None:
        """Wait until one more letter may leave."""
        while (wait := self._ask()) > 0:
            self._sleep(wait)

    def slow_down(self) -> None:
        """Halve the rate, once a second at most and down to an eighth; it recovers a twentieth a second.

        Of many letters on their way at once, all hear the same complaint: it counts as one.
        """
        with self._lock:
            now = self._now()
            share = self._speed(now)
            if self._share == 1.0 or now - self._slowed_at >= 1:
                self._share, self._slowed_at = max(_LEAST_SHARE, share / 2), now
                self._due = max(self._due, now + 1 / (self._whole * self._share))

    def _ask(self) -> float:
        """Give leave and return 0, or return the seconds until it is worth asking again."""
        with self._lock:
            now = self._now()
            full = len(self._given) == self._given.maxlen
            open_at = max(self._due, self._given[0] + max(_WINDOW_S, 1 / self._whole)) if full else self._due
            if now < open_at:
                return open_at - now
            self._given.append(now)
            self._due = max(self._due, now - _CATCH_UP_S) + 1 / (self._whole * self._speed(now))
            return 0.0

    def _speed(self, now: float) -> float:
        return min(1.0, self._share + (now - self._slowed_at) * _RECOVERY_PER_S)
