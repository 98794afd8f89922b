"""Where work runs: here, in processes, on a cluster; all are concurrent.futures executors."""

from artgen.engine.crew import Crew, crew
from artgen.engine.machine import Here, engine
from artgen.engine.place import Place, place
from artgen.engine.spread import spread_out

__all__ = ["Crew", "Here", "Place", "crew", "engine", "place", "spread_out"]
