"""What every way of writing a derivation down must say."""

from __future__ import annotations

from abc import ABC, abstractmethod

from bpsheet.expression import Expression, Name
from bpsheet.model.graph import Quantity
from bpsheet.model.steps import Step


class Writer(ABC):
    """One way of writing a derivation down."""

    @abstractmethod
    def whole(self, title: str, lines: list[str]) -> list[str]:
        """Return all lines of the document, given those under its title."""

    @abstractmethod
    def heading(self, words: str) -> list[str]:
        """Return the lines of a heading."""

    @abstractmethod
    def name(self, name: str) -> str:
        """Return a quantity's name."""

    @abstractmethod
    def equation(self, left: Expression, right: Expression) -> str:
        """Return the line ``left = right``."""

    @abstractmethod
    def path(self, number: int | None, path: tuple[Step, ...]) -> list[str]:
        """Return the lines of a chain-rule path: its route, then a line per factor."""

    @abstractmethod
    def remark(self, words: str) -> list[str]:
        """Return the lines of a remark."""

    def definition(self, quantity: Quantity) -> str:
        """Return the line that defines a quantity."""
        assert quantity.definition is not None
        return self.equation(Name(quantity.name), quantity.definition)
