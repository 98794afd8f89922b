"""Letters on their way: delivered by several threads, at the pace that the mailer grants, one attempt each."""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ALL_COMPLETED, FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from artgen.mailing.bucket import Bucket
from artgen.mailing.letter import Letter
from artgen.mailing.mailer import Mailer, Pace
from artgen.records import Claim, Outcome, Then, Verdict

UNTRIED = Outcome(Verdict.DEFINITELY_NOT, "stopped before it went out")
_GROUP_S, _NAP_S = 0.05, 1.0


class _Stopped(Exception):
    """Wakes a thread that waits for its turn when no more letters are to leave."""


class Flight:
    """The letters of one run on their way; a context manager that waits for none of them when it is broken off."""

    def __init__(self, mailer: Mailer, workers: int, pace: Pace, steady: Callable[[], float]) -> None:
        self._mailer, self._workers = mailer, workers
        self._halting = threading.Event()
        self._bucket = Bucket(pace.per_second, steady, self._nap) if pace.per_second else None
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="letter")
        self._flying: dict[Future[Outcome], Claim] = {}

    def __enter__(self) -> "Flight":
        return self

    def __exit__(self, broken: type[BaseException] | None, *_: object) -> None:
        self.halt()
        self._pool.shutdown(wait=broken is None, cancel_futures=True)

    def __len__(self) -> int:
        return len(self._flying)

    def launch(self, letters: Iterable[tuple[Claim, Letter]]) -> None:
        """Let letters leave as soon as it is their turn."""
        for claim, letter in letters:
            self._flying[self._pool.submit(self._deliver, claim, letter)] = claim

    def landed(self) -> list[tuple[Claim, Outcome]]:
        """Wait until something is known of a letter, and a moment more for others; raise what a mailer may not."""
        wait(self._flying, return_when=FIRST_COMPLETED)
        done, _ = wait(self._flying, timeout=_GROUP_S, return_when=ALL_COMPLETED)
        return [(self._flying.pop(future), future.result()) for future in done]

    def halt(self) -> None:
        """Let no letter leave any more; those that are on the wire come to their end."""
        self._halting.set()

    def _deliver(self, claim: Claim, letter: Letter) -> Outcome:
        try:
            if self._bucket:
                self._bucket.take()
        except _Stopped:
            return UNTRIED
        if self._halting.is_set():
            return UNTRIED
        outcome = self._mailer.deliver(claim.send_id, letter)
        if outcome.then is Then.SLOW_DOWN:
            self._slow_down()
        elif outcome.then in (Then.PAUSE, Then.STOP):
            self.halt()
        return outcome

    def _slow_down(self) -> None:
        if self._bucket:
            self._bucket.slow_down()
        else:
            self._halting.wait(_NAP_S)

    def _nap(self, seconds: float) -> None:
        if self._halting.wait(seconds):
            raise _Stopped
