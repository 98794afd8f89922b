"""`python -m artgen` is the command line."""

from artgen.cli import main

if __name__ == "__main__":
    main()
