"""Northwing, an airline that doesn't exist: its network, its weather, and the lives of its invented members."""
