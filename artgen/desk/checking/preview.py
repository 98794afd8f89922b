"""Ten Stories in words, from the emptiest year to the fullest: what customers would read, before anything is drawn."""

from collections.abc import Iterator
from pathlib import Path

from artgen.campaigns.model import Campaign
from artgen.desk.checking.findings import Glimpse, shown
from artgen.desk.checking.survey import A_COUNT, Survey
from artgen.history.history import History, read_shard
from artgen.history.names import brief
from artgen.worker import seat


def glimpses(campaign: Campaign, survey: Survey, shards: tuple[Path, ...]) -> tuple[Glimpse, ...]:
    """Tell the Stories at ten even steps through the customers in order of their activity; reads their shards again."""
    chosen = choose(survey)
    found: dict[str, Glimpse] = {}
    for shard in sorted({shard for _, _, shard in chosen}):
        wanted = {customer for _, customer, at in chosen if at == shard}
        for history in read_shard(shards[shard]):
            if history.customer in wanted:
                found[history.customer] = _glimpse(campaign, history)
    return tuple(found[customer] for _, customer, _ in chosen)


def choose(survey: Survey) -> tuple[tuple[int, str, int], ...]:
    """Choose ten customers, or all where there are fewer: their activities, id and shard, the emptiest first.

    Which customers of a count are taken is drawn from their ids, so it is the same each time and follows no order.
    """
    total = survey.drawn.total()
    steps = min(A_COUNT, total)
    ranks = [round(n * (total - 1) / max(1, steps - 1)) for n in range(steps)]
    taken: dict[int, int] = {}
    chosen = []
    for many in _counts_at(survey, ranks):
        _, customer, shard = survey.sampled[many][taken.get(many, 0)]
        taken[many] = taken.get(many, 0) + 1
        chosen.append((many, customer, shard))
    return tuple(chosen)


def _counts_at(survey: Survey, ranks: list[int]) -> Iterator[int]:
    """Yield how many activities the customers at these ranks have."""
    ordered = sorted(survey.drawn)
    at, before = 0, 0
    for rank in ranks:
        while rank >= before + survey.drawn[ordered[at]]:
            before += survey.drawn[ordered[at]]
            at += 1
        yield ordered[at]


def _glimpse(campaign: Campaign, history: History) -> Glimpse:
    sitting = seat(campaign, history)
    telling = sitting.telling
    return Glimpse(
        who=brief(telling.name) or shown(history.customer),
        customer=shown(history.customer),
        activities=len(sitting.story),
        sentence=telling.sentence,
        figures=tuple((figure.value, figure.label) for figure in telling.figures),
        moments=tuple((moment.heading, moment.text) for moment in telling.moments),
    )
