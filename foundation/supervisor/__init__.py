"""Keeps a handful of programs running together, and ends them together."""

from foundation.supervisor.supervisor import Program, Supervisor

__all__ = ["Program", "Supervisor"]
