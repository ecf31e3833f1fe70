"""What happens before the first answer: what it needs is compiled or loaded, and shared with processes that do jobs.

All else is compiled while the service answers (see ``app/work/compiling.py``).
"""

import gc
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress

from optimizers.form.kernel_cache import keeps
from optimizers.query.choices import Limits
from optimizers.run.preparing import other_entries, postpone, prepare_entry

from ..builders.once import build_once
from ..kernels import first_tasks, load, long_tasks, prepare, prepare_first
from .signals import check, held_back

if sys.platform == "linux":
    from ..work import fork_server

DONE = b"."
MANY = 50_000
"""Objects after which a process that compiles looks for garbage. The compiler keeps most of what it makes, and with
Python's usual number the search takes a twentieth of its time."""


def start(limits: Limits) -> None:
    """Compile what the first answers need, and fork the parent of the processes that do jobs, once for a process.

    Nothing is forked where other threads run, or there is no fork. limits: the service's.
    """
    compile_first()
    if sys.platform == "linux" and _can_fork() and not fork_server.is_running():
        share(limits)


def _can_fork() -> bool:
    return hasattr(os, "fork") and threading.active_count() == 1


def share(limits: Limits) -> None:
    """Keep what is loaded in memory once for all processes, and fork the parent of those that do jobs.

    What is loaded stays. A search for garbage in it would hold up the service for a tenth of a second every now and
    then, and give each process its own copy.
    """
    build_once(limits)
    gc.collect()
    gc.freeze()
    if sys.platform == "linux":
        with held_back():
            fork_server.fork()


def compile_first() -> None:
    """Load what the first answers need. What is missing is compiled first, in two processes where that is possible.

    What the compiler leaves in memory, 150 MB, would be in all processes. Where no folder keeps what they compile,
    everything is compiled here and now.
    """
    if not load():
        if keeps() and _can_fork():
            _compile_in_two()
        if keeps():
            _show(prepare_first(), "")
        else:
            _show(prepare(), "Compiling kernels")
    postpone()


def _compile_in_two() -> None:
    """Compile in two processes. The one that is ready first goes on with other entries until the other is ready."""
    long, first = long_tasks(), first_tasks()
    heard, says = os.pipe()
    compilers = [_forked(_work, says, long, ()), _forked(_work, says, first, other_entries())]
    os.close(says)
    try:
        _show(_heard(heard, len(long) + len(first)), "Compiling kernels (first start only)")
    finally:
        os.close(heard)
        for compiler in compilers:
            with suppress(ProcessLookupError):  # it has ended
                os.kill(compiler, signal.SIGKILL)
            os.waitpid(compiler, 0)


def _heard(pipe: int, total: int) -> Iterable[tuple[int, int]]:
    """Yield (how many tasks are done, of how many), until all are or both processes have ended."""
    count = 0
    while count < total and os.read(pipe, 1):
        count += 1
        yield count, total


def _work(says: int, tasks: Iterable[Callable[[], object]], more: Iterable[tuple[str, str]]) -> None:
    """Do tasks and say so for each; then compile more entries."""
    if more:
        logging.disable()  # the other process says the same
    gc.freeze()
    gc.set_threshold(MANY)
    for task in tasks:
        task()
        os.write(says, DONE)
    os.close(says)
    for entry in more:
        prepare_entry(entry)


def _forked(work: Callable[..., object], *arguments: object) -> int:
    """Return the process that does ``work`` and ends."""
    process = os.fork()
    if not process:
        with suppress(BaseException):  # this is a copy of the server, and must not go on as one
            work(*arguments)
        os._exit(0)
    return process


def _show(progress: Iterable[tuple[int, int]], what: str) -> None:
    """Run ``progress`` to its end and show it under the title ``what``; without a title show nothing."""
    end = ""
    for done, total in progress:
        check()
        if what:
            _write(f"\r{what}: {done} of {total}")
            end = "\n"
    _write(end)


def _write(text: str) -> None:
    with suppress(OSError):
        sys.stderr.write(text)
        sys.stderr.flush()
