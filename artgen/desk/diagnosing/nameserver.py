"""The name server: what a domain says of its mail, asked through dnspython, whose only door this is."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Resolver:
    """The machine's own name server, or the one at an address; whoever asks gets OSError where nobody answers."""

    address: str = ""
    port: int = 53
    seconds: float = 5.0

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the TXT records of a name, whose parts are joined without blanks (RFC 7208, 3.3)."""
        return tuple(b"".join(record.strings).decode("utf-8", "replace") for record in self._asked(name, "TXT"))

    def alias(self, name: str) -> str:
        """Return the name that another stands for (CNAME), or nothing."""
        return next((str(record.target).rstrip(".") for record in self._asked(name, "CNAME")), "")

    def _asked(self, name: str, kind: str) -> tuple[Any, ...]:
        from dns import exception, resolver

        try:
            asked = resolver.Resolver(configure=not self.address)
            if self.address:
                asked.nameservers, asked.port = [self.address], self.port
            asked.lifetime = self.seconds
            return tuple(asked.resolve(name, kind, search=False))
        except (resolver.NXDOMAIN, resolver.NoAnswer):
            return ()
        except exception.DNSException as silent:
            raise OSError(f"the name server doesn't answer ({type(silent).__name__})") from silent
