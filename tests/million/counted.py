"""The command line with nothing to rasterise and a shelf that counts: `python -m tests.million.counted make ...`.

A worker that starts afresh imports this module again under another name, and so counts as well.
"""

from tests.million.counting import emptied

if __name__ in ("__main__", "__mp_main__"):
    emptied()

if __name__ == "__main__":
    from artgen.cli import main

    main()
