"""The one tree of errors: what a person did or gave wrongly, said in a sentence with what, where and what to do."""


class ArtgenError(Exception):
    """Stand at the root of every error that a person can mend; its text is the whole message."""


class CampaignError(ArtgenError):
    """Say what is wrong in a campaign file, and at which key."""


class InputError(ArtgenError):
    """Say what is wrong in a data file as a whole: file, line, column."""


class StyleError(ArtgenError):
    """Say why a style, theme or option can't be used, or what a style drew that it may not."""


class LinkError(ArtgenError):
    """Say why links can't be made: no key, a changed key, a demo key on a real address."""


class ShelfError(ArtgenError):
    """Say why files can't be published: full, denied, foreign or missing place."""


class LedgerError(ArtgenError):
    """Say why the ledger can't be used: locked, foreign, newer."""


class MailError(ArtgenError):
    """Say why sending stopped before anything was put on the wire for the person at hand."""
