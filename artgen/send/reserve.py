"""The reserve: room kept on the disk, so that what came of letters on the wire can be written when the disk is full."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from artgen.errors import MailError

SIZE = 4 << 20


@dataclass(frozen=True, slots=True)
class Reserve:
    """A file of zeros beside the ledger, there before each batch and given up when the ledger can't be written."""

    file: Path

    def hold(self) -> None:
        """See to it that the room is there; raise MailError, before anything is on the wire, where it can't be had.

        Zeros go into a file that was made for them alone: one that stands there may be somebody's under another name.
        """
        if self.file.is_symlink():
            raise MailError(
                f"{self.file}: is a link to another place, where no room can be kept for the ledger; "
                "remove the link and run the same command again"
            )
        try:
            if self.file.is_file() and self.file.stat().st_size == SIZE:
                return
            self.file.unlink(missing_ok=True)
            handle = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            with os.fdopen(handle, "wb") as out:
                out.write(bytes(SIZE))
                out.flush()
                os.fsync(out.fileno())
        except OSError as wrong:
            self.free()
            raise MailError(
                f"sending stopped: there is no room on the disk to write down what becomes of letters "
                f"({wrong.strerror}); make room and run the same command again"
            ) from wrong

    def free(self) -> None:
        """Give the room up, if it is there to be given."""
        with suppress(OSError):
            if not self.file.is_symlink():
                self.file.unlink(missing_ok=True)
