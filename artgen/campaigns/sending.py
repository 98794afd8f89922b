"""How a campaign's letters leave: the mailer, whom they spare, how carefully they begin; each slip named by its key."""

import re
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from artgen.campaigns.strict import Strict
from artgen.history.clock import zones

Share = Annotated[float, Field(ge=0, lt=1)]
_HOURS = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")


class MailerChoice(Strict):
    """How letters leave: as files in the outbox, through an SMTP server, or through SES (version 2 of its API).

    The password of an SMTP server is never in a file that travels: it is the environment's ARTGEN_SMTP_PASSWORD.
    `rate` is the most letters a second; SES says its own. `workers` is how many letters are on their way at once.
    """

    kind: Literal["outbox", "smtp", "ses"] = "outbox"
    host: str = ""
    port: int = Field(default=587, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    region: str = ""
    endpoint: str = ""
    configuration_set: str = ""
    rate: float = Field(default=0, ge=0, le=10_000)
    workers: int = Field(default=4, ge=1, le=64)

    @model_validator(mode="after")
    def _agrees(self) -> "MailerChoice":
        if self.kind == "smtp" and not self.host:
            raise ValueError("host: an SMTP server is needed; write its name")
        if self.kind != "smtp" and (self.host or self.user):
            raise ValueError('host and user are for kind = "smtp"; take them out')
        if self.kind != "ses" and (self.region or self.endpoint or self.configuration_set):
            raise ValueError('region, endpoint and configuration_set are for kind = "ses"; take them out')
        if self.user and self.security == "none" and self.host not in ("localhost", "127.0.0.1", "::1"):
            raise ValueError('security = "none" would send the password in the clear; write starttls or tls')
        return self


class Sending(Strict):
    """Whom letters spare, and how carefully they begin.

    `holdout` is the share of people that gets no letter, so that what the letters do can be measured. `canary` is the
    share that is written to first; the rest waits until bounces and complaints stay under `bounces` and `complaints`.
    `quiet_hours` ("21:00-08:00") are by the recipient's clock, or that of `zone`. Nobody is written to within
    `cap_days` after a letter that one of the ledgers in `history` knows of. `suppression` are files of addresses
    (CSV), `unsubscribed` is the log of the unsubscribe handler, `events` are files of what was heard back, `queue` is
    an SQS queue of them, and `mail_log` is the MTA's log. `seeds` are your own addresses for `--to seeds`.
    """

    holdout: Annotated[float, Field(ge=0, le=0.5)] = 0
    canary: Share = 0.01
    canary_least: int = Field(default=50, ge=0)
    canary_hours: float = Field(default=1, ge=0, le=72)
    bounces: Share = 0.03
    complaints: Share = 0.0008
    quiet_hours: str = ""
    zone: str = "UTC"
    cap_days: int = Field(default=0, ge=0, le=366)
    history: tuple[str, ...] = ()
    suppression: tuple[str, ...] = ()
    unsubscribed: str = ""
    events: tuple[str, ...] = ()
    queue: str = ""
    mail_log: str = ""
    access_log: tuple[str, ...] = ()
    seeds: tuple[str, ...] = ()

    @field_validator("quiet_hours")
    @classmethod
    def _clock(cls, said: str) -> str:
        if said and not _HOURS.fullmatch(said):
            raise ValueError(f"'{said}' are no hours; write them such as 21:00-08:00")
        return said

    @field_validator("zone")
    @classmethod
    def _known(cls, zone: str) -> str:
        if zone not in zones():
            raise ValueError(f"'{zone}' is no IANA time zone; write one such as Europe/Lisbon")
        return zone

    @model_validator(mode="after")
    def _counted(self) -> "Sending":
        if bool(self.cap_days) != bool(self.history):
            raise ValueError("cap_days and history belong together; write both or neither")
        return self
