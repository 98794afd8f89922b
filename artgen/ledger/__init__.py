"""The ledger: one SQLite row per customer of a campaign, the one record of what was made, sent and heard.

A claim is committed durably before anything goes on the wire and settled after it; an address takes part in at
most one letter of a campaign. Only the coordinator opens it.
"""

from artgen.ledger.ledger import Entry, Known, Ledger
from artgen.ledger.queue import Free, Queue, SendId
from artgen.ledger.tables import SCHEMA

__all__ = ["SCHEMA", "Entry", "Free", "Known", "Ledger", "Queue", "SendId"]
