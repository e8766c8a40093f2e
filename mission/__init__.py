"""The domain: one folder per step of the pilgrim's journey, in its order."""
