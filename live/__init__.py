"""The live program: tells open pages what happened, as server-sent events from the journal.

A process of its own, so that thousands of open pages never slow those who write. It holds a
connection that listens and one that reads, and nothing that another process needs.
"""
