"""Wiring only: environment, settings, addresses, who reacts to what, who may do what."""
