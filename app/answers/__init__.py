"""Answers: how they are kept, found again and sent.

A route calls ``answer`` with a job. The client has the answer already, by its ETag: 304. Or it is kept, in
memory or in the Redis that workers share: then it is sent as it is, already compressed. Otherwise the job is done, once
for all who ask at the same time. A request with the address of an earlier one does not reach its route: ``front.py``.
"""

from .answers import Answers, Shared
from .cache import Answer, Headers
from .front import Front
from .response import AnswerResponse, Validators, answer

__all__ = ["Answer", "AnswerResponse", "Answers", "Front", "Headers", "Shared", "Validators", "answer"]
