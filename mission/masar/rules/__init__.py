"""Decisions about the exchange: where a request stands, what comes next, whom to believe."""
