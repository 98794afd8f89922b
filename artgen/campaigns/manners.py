"""A campaign's own texts before the linter of words: what the team wrote is warned of, never changed."""

from artgen.campaigns.model import Campaign
from artgen.words.lint import Finding, lint

_LETTER = ("subject", "subject_nameless", "thanks", "signed_by")


def lint_campaign(campaign: Campaign) -> tuple[tuple[str, Finding], ...]:
    """Return what the linter finds in the letter's texts and the brand's words, each with its key, in each language.

    A text of the team's speaks to everyone, so no superlative in it has evidence.
    """
    own = campaign.words.locale
    found: list[tuple[str, Finding]] = []
    for locale in campaign.locales:
        vocabulary, letter = campaign.vocabulary_in(locale), campaign.letter.said(locale, own)
        under = "" if locale == own else f"translations.{locale}."
        texts = {f"letter.{under}{name}": getattr(letter, name, "") for name in _LETTER}
        texts[f"words.{under}phrase"] = vocabulary.phrase
        for key, text in texts.items():
            found += [(key, one) for one in lint([text], vocabulary, names={campaign.brand.name})]
    return tuple(found)
