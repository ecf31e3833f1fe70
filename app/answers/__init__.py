"""Answers: how they are kept, found again and sent.

A route calls ``answer`` with a job. If the client has the answer already, by its ETag, it gets a 304. If the answer is
kept, in memory or in the Redis that workers share, it is sent as it is, already compressed. Otherwise the job is done,
once for all clients that ask at the same time. ``front.py`` answers a request with the same address as an earlier one,
which then does not reach its route.
"""

from .answers import Answers, Shared
from .cache import Answer, Headers
from .front import Front
from .response import AnswerResponse, Validators, answer

__all__ = ["Answer", "AnswerResponse", "Answers", "Front", "Headers", "Shared", "Validators", "answer"]
