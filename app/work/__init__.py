"""All computing that requests need: each job has a price, and is done on the event loop or in a warm process.

A ``Job`` is a module-level function, its arguments, both picklable, and its price in milliseconds of CPU.
``await work.whole(job)`` returns what it returns. A job of at most ``LOOP`` milliseconds is done at once on the event
loop; all others in warm processes of two pools, "pages" and "heavy", cheap ones first. Where too much waits, ``Busy``
is raised, which is answered 503 with Retry-After. A job that is cancelled does not go on: what waits is taken out of
the queue, and a process at work on something expensive is killed and replaced.

What is long is not one job but a series of them, ``work.pieces(jobs)``: each is asked for when the answer of the one
before it has been read. So nobody who reads slowly holds a process, and no process holds an unread answer.
"""

from .job import LOOP, Busy, Job, needs_tuning
from .process import ProcessDiedError
from .waiting import ClientLeftError, while_connected
from .work import Work

__all__ = ["LOOP", "Busy", "ClientLeftError", "Job", "ProcessDiedError", "Work", "needs_tuning", "while_connected"]
