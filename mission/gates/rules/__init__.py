"""What decides at a gate, in plain Python: verdicts and the order of their reasons."""
