"""A house that may be killed, once for the tests of this folder."""

import pytest

from demo.applicants import write_workbook
from tests.faults.house import House


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    made = House(tmp_path_factory.mktemp("house") / "var")
    try:
        made.open()
        yield made
    finally:
        made.close()


@pytest.fixture(scope="session")
def workbook(tmp_path_factory):
    """A workbook that takes long enough to be cut off in the middle."""
    path = tmp_path_factory.mktemp("applicants") / "applicants.xlsx"
    write_workbook(path, files=3_000, seed=11, messy=0.05)
    return path
