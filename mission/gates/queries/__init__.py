"""Reads of the gates: the post that judges, who is recognised, and what the pages show."""
