"""Where work runs: here, in processes, on a cluster; all are concurrent.futures executors."""

from artgen.engine.crew import Crew, crew
from artgen.engine.machine import Here, engine
from artgen.engine.memory import peak_mb
from artgen.engine.place import Place, place
from artgen.engine.spread import give_up, spread_out

__all__ = ["Crew", "Here", "Place", "crew", "engine", "give_up", "peak_mb", "place", "spread_out"]
