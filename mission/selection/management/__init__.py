"""Commands of the selection."""
