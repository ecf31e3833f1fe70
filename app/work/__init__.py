"""All computing that requests need: each job has a price, and is done on the event loop or in a warm process.

A ``Job`` is a module-level function, its arguments, both picklable, and its price in milliseconds of CPU.
``await work.whole(job)`` returns what it returns. A job of at most ``LOOP`` milliseconds is done at once on the event
loop; all others in warm processes of two pools, "pages" and "heavy", cheap ones first. Where too much waits, ``Busy``
is raised, which is answered 503 with Retry-After. A cancelled job does not go on: it is taken out of the
queue, or the process that does it is ended and replaced.

A long computation is a series of jobs, ``work.pieces(jobs)``: each is done when the result of the one before has been
read. A client that reads slowly therefore keeps no process busy, and no process keeps an unread result.
"""

from .job import LOOP, Busy, Job, needs_tuning
from .process import ProcessDiedError
from .waiting import ClientLeftError, while_connected
from .work import Work

__all__ = ["LOOP", "Busy", "ClientLeftError", "Job", "ProcessDiedError", "Work", "needs_tuning", "while_connected"]
