"""Glass: made for a style contract that this artgen doesn't know yet, and declares what only that one has."""

from artgen.drawing.style import renderer


def nothing(*given: object) -> tuple[()]:
    """Say and show nothing."""
    return ()


@renderer(
    "glass",
    api=99,
    by="Ada",
    reveal="wipe",
    mark="pane",
    fine="the light",
    describe=nothing,
    legend=nothing,
    swatches=nothing,
    shine=True,
)
def glass(*given: object):
    """Best for later."""
    yield from ()
