"""The embedded server: started, found again, put right after kills, stopped."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from foundation.embedded import (
    ServerUnavailable,
    database_settings,
    database_url,
    is_running,
    lease,
    places,
    processes,
    server,
    start,
    stop,
)

ROOT = Path(__file__).resolve().parent.parent.parent
pytestmark = pytest.mark.fault


@pytest.fixture
def var(tmp_path):
    folder = tmp_path / "var"
    yield folder
    stop(folder)


def living(var):
    return processes.all_of(places.places(var))


def kill_everything(var):
    victims = living(var)
    for process in victims:
        with suppress(psutil.NoSuchProcess):  # it went with the one before
            process.kill()
    psutil.wait_procs(victims, timeout=10)
    while any(process.is_running() for process in living(var)):
        pass


def write(var, value):
    with psycopg.connect(database_url(var)) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (value int)")
        connection.execute("INSERT INTO kept VALUES (%s)", [value])


def read(var):
    with psycopg.connect(database_url(var)) as connection:
        return [row[0] for row in connection.execute("SELECT value FROM kept ORDER BY value")]


def test_starts_answers_and_stops_without_leaving_a_process(var):
    url = start(var)
    with psycopg.connect(url) as connection:
        version, encoding, address = connection.execute(
            "SELECT current_setting('server_version_num')::int,"
            " current_setting('server_encoding'), inet_server_addr()"
        ).fetchone()
    assert version >= 180000
    assert encoding == "UTF8"
    assert address is None
    assert stop(var) is True
    assert living(var) == []
    assert is_running(var) is False
    assert stop(var) is False


def test_keeps_rows_over_stop_and_start(var):
    start(var)
    write(var, 1)
    stop(var)
    start(var)
    assert read(var) == [1]


def test_a_second_start_uses_the_running_server(var):
    start(var)
    before = processes.postmaster(places.places(var)).pid
    start(var)
    assert processes.postmaster(places.places(var)).pid == before


def test_everything_stays_inside_var_and_belongs_to_its_owner_alone(var):
    start(var)
    here = places.places(var)
    assert here.data.stat().st_mode & 0o077 == 0
    assert here.sockets.stat().st_mode & 0o077 == 0
    postmaster = processes.postmaster(here)
    assert postmaster.uids().real != 0
    listening = [c for c in psutil.net_connections("inet") if c.pid == postmaster.pid]
    assert listening == []


def test_committed_rows_survive_a_kill_of_every_process(var):
    start(var)
    write(var, 7)
    kill_everything(var)
    start(var)
    assert read(var) == [7]


def test_a_kill_of_the_first_process_alone_is_put_right(var):
    start(var)
    write(var, 3)
    with psycopg.connect(database_url(var)):
        processes.postmaster(places.places(var)).kill()
        start(var)
    assert read(var) == [3]


def test_a_frozen_backend_of_a_dead_server_does_not_block_the_next_start(var):
    start(var)
    write(var, 4)
    with psycopg.connect(database_url(var)) as connection:
        psutil.Process(connection.info.backend_pid).suspend()
        processes.postmaster(places.places(var)).kill()
        start(var)
    assert read(var) == [4]


def test_a_pid_file_that_names_a_stranger_is_not_believed(var):
    start(var)
    kill_everything(var)
    pid_file = places.places(var).data / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    start(var)
    assert is_running(var)


def test_a_start_that_was_killed_half_way_is_begun_again(var):
    here = places.places(var)
    (here.home / "data.draft").mkdir(parents=True)
    (here.home / "data.draft" / "PG_VERSION").write_text("18\n")
    start(var)
    assert is_running(var)


def test_data_of_another_version_are_refused_and_left_alone(var):
    start(var)
    stop(var)
    (places.places(var).data / "PG_VERSION").write_text("15\n")
    with pytest.raises(ServerUnavailable, match="another version"):
        start(var)
    (places.places(var).data / "PG_VERSION").write_text("18\n")


def test_two_copies_run_side_by_side(tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    try:
        start(first)
        start(second)
        write(first, 1)
        write(second, 2)
        stop(first)
        assert read(second) == [2]
    finally:
        stop(first)
        stop(second)


def test_a_clone_in_a_private_folder_will_do(tmp_path):
    """The server's programs, too, may lie where nobody else can go."""
    packages = Path(places.program("postgres")).parents[3]
    private = tmp_path / "private"
    for source in packages.glob(f"{places.PACKAGE}*"):
        shutil.copytree(source, private / source.name)
    private.chmod(0o700)
    action = (sys.executable, "-m", "foundation.embedded")
    environment = os.environ | {"PYTHONPATH": str(private)}
    var = private / "var"
    try:
        subprocess.run([*action, "start", var], cwd=ROOT, env=environment, check=True)
        assert processes.postmaster(places.places(var)).cmdline()[0].startswith(str(private))
        write(var, 6)
        assert read(var) == [6]
    finally:
        subprocess.run([*action, "stop", var], cwd=ROOT, env=environment, check=True)


@pytest.mark.parametrize("name", ["with space", "عربي", 'quo"te,comma', "long" * 30])
def test_any_path_will_do(tmp_path, name):
    var = tmp_path / name
    try:
        start(var)
        write(var, 5)
        assert read(var) == [5]
        settings = database_settings("", var=var)
        assert len(os.fsencode(f"{settings['HOST']}/{places.SOCKET_NAME}")) <= 107
    finally:
        stop(var)


def test_a_socket_folder_that_a_stranger_made_is_refused(tmp_path):
    if os.geteuid() != 0:
        return  # only root can play the stranger
    var = tmp_path / ("long" * 30)
    folder = places.places(var).sockets
    folder.mkdir(mode=0o700)
    os.chown(folder, 4242, 4242)
    folder.chmod(0o777)
    try:
        with pytest.raises(ServerUnavailable, match="somebody else"):
            start(var)
    finally:
        folder.rmdir()


def test_the_last_holder_of_a_lease_stops_the_server(var):
    with lease(var):
        with lease(var):
            assert is_running(var)
        assert is_running(var)
    assert living(var) == []


def test_a_killed_holder_does_not_keep_the_server_up_for_ever(var):
    program = (
        "import sys, time; from pathlib import Path; from foundation.embedded import lease\n"
        "with lease(Path(sys.argv[1])): print('ready', flush=True); time.sleep(600)"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", program, str(var)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout.readline() == "ready\n"
    with lease(var):
        holder.send_signal(signal.SIGKILL)
        holder.communicate()
        assert is_running(var)
    assert living(var) == []


def test_an_address_that_was_given_replaces_the_embedded_server(tmp_path):
    settings = database_settings(
        "postgres://us%40er:pa%2Fss@db:5433/name?sslmode=require", var=tmp_path
    )
    assert (settings["USER"], settings["PASSWORD"]) == ("us@er", "pa/ss")
    assert (settings["HOST"], settings["PORT"], settings["NAME"]) == ("db", "5433", "name")
    assert settings["OPTIONS"] == {"sslmode": "require"}
    assert server.is_running(tmp_path) is False
