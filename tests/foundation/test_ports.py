"""Ports of programs that are started here."""

import socket

import pytest

from foundation.supervisor.ports import HOST, await_port, free_port


def test_a_free_port_is_waited_for_until_somebody_listens():
    port = free_port()
    with pytest.raises(TimeoutError):
        await_port(port, seconds=0.05)
    with socket.socket() as line:
        line.bind((HOST, port))
        line.listen()
        await_port(port, seconds=5)
