"""The steps that make the sample season; each may be run again and goes on where it ended."""
