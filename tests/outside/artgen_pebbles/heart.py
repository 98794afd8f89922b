"""Heart: a good style under a name that is taken."""

from dataclasses import replace

from artgen_pebbles.pebbles import pebbles

heart = replace(pebbles, name="heart")
