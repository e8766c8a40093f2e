"""Starting the process that reads a workbook, and receiving what it found."""

from __future__ import annotations

import json
import marshal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from mission.registration.rules.columns import Header
from mission.registration.rules.refusals import BY_CODE, WorkbookDamaged
from mission.registration.rules.values import WorkbookRules

_CHILD = "mission.registration.services.reading.child"
_ROOT = Path(__file__).resolve().parents[4]


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row as the reading process passes it on.

    cells   the original cells, a JSON array
    packed  the values when ``code`` is empty; ``unpacked`` answers them
    """

    row_number: int
    code: str
    cells: str
    file_no: str
    national_id: str
    is_lead: bool
    packed: bytes


def unpacked(packed: bytes) -> tuple[Any, ...]:
    """Answer the values of a row in the order of ``Column``."""
    values: tuple[Any, ...] = marshal.loads(packed)  # noqa: S302  (our own process wrote it)
    return values


class WorkbookReading:
    """A reading under way; leaving the block ends its process.

    ``header`` and ``total`` stand from the start, ``mended`` and ``examples`` (one entry a
    column) when all rows were taken.
    """

    def __init__(self, path: Path, rules: WorkbookRules) -> None:
        path.stat()  # a file that is not there is our mistake, not a damaged workbook
        self.process = subprocess.Popen(  # noqa: S603  (our own program, no shell)
            [sys.executable, "-m", _CHILD, str(path), json.dumps(asdict(rules))],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
        )
        self.mended: list[int] = []
        self.examples: list[list[tuple[str, str]]] = []

    def __enter__(self) -> Self:
        try:
            _, header, self.total = self._receive()
        except BaseException:
            self._end()
            raise
        self.header = Header(**header)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def batches(self) -> Iterator[list[ReadRow]]:
        """Answer the rows with a value in the order of the sheet, some hundreds at a time.

        Raises WorkbookDamaged when the process ends before the sheet does.
        """
        while True:
            message = self._receive()
            if message[0] == "end":
                _, self.mended, self.examples = message
                return
            yield [ReadRow(*row) for row in message[1]]

    def _receive(self) -> tuple[Any, ...]:
        assert self.process.stdout is not None  # noqa: S101  (opened as a pipe)
        size = self.process.stdout.read(4)
        body = self.process.stdout.read(int.from_bytes(size, "big"))
        if len(size) < 4 or not body:
            raise WorkbookDamaged()
        message: tuple[Any, ...] = marshal.loads(body)  # noqa: S302  (our own process wrote it)
        if message[0] == "refused":
            raise BY_CODE[message[1]](**message[2])
        return message

    def _end(self) -> None:
        if self.process.stdout is not None:
            self.process.stdout.close()
        self.process.kill()
        self.process.wait()
