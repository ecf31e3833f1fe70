"""Asks the JavaScript modules, so that a test can compare them with their twins in Python."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from .__main__ import node

SCRIPT = Path(__file__).with_name("twins.mjs")


class Ask(Protocol):
    """Calls the answer of that name in ``twins.mjs``; arguments and result travel as JSON."""

    def __call__(self, name: str, *arguments: Any) -> Any: ...


@contextmanager
def javascript() -> Iterator[Ask]:
    """One node for many questions: starting it takes longer than any answer."""
    command = [node(), str(SCRIPT)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        sent, heard = process.stdin, process.stdout

        def ask(name: str, *arguments: Any) -> Any:
            sent.write(json.dumps([name, *arguments], allow_nan=False) + "\n")
            sent.flush()
            answer = heard.readline()
            assert answer, f"node ended over {name}{arguments}"
            return json.loads(answer, parse_int=float)  # as in JavaScript: 2e16 is written without an exponent there

        yield ask
        sent.close()  # the end of its input is the end of node
    assert process.returncode == 0
