"""Families: entries of a registry that are made from a text which a person types."""

from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import Generic, TypeVar
from weakref import WeakValueDictionary

from .parameters import Parameter

T = TypeVar("T")
KEPT = 256  # members that are kept although nothing uses them now


class Family(Generic[T]):
    """Rules or surfaces of one name, one for each text: ``optimizer=custom,step=…``.

    name, title: those of every member. text: the parameter whose value makes the member; it is the first of the
    member's parameters, with the member's text as its default. make: returns the member of a canonical text.

    A text has one member as long as anything uses it, so that members can be compared by identity, as other entries
    of a registry are.
    """

    def __init__(self, name: str, title: str, text: Parameter, make: Callable[[str], T]) -> None:
        self.name, self.title, self.text = name, title, text
        self._made: WeakValueDictionary[str, T] = WeakValueDictionary()
        self._make = make
        self._recent = lru_cache(maxsize=KEPT)(self._member)

    def member(self, text: str) -> T:
        """Return the member of a canonical text."""
        return self._recent(text)

    def read(self, text: str) -> T:
        """Return the member of a text as it is typed. Raises ValueError, which says what is wrong with it."""
        assert self.text.canonical is not None
        return self.member(self.text.canonical(text))

    @cached_property
    def usual(self) -> T:
        """The member of the default text, which a menu offers."""
        return self.member(self.text.text)

    def _member(self, text: str) -> T:
        member = self._made.get(text)
        if member is None:
            member = self._made.setdefault(text, self._make(text))
        return member
