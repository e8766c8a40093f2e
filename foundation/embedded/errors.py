"""What can go wrong with the embedded server, in words for the person at the terminal."""


class ServerUnavailable(RuntimeError):
    """The embedded server cannot be started, reached or stopped; the text says why."""
