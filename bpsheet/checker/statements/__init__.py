"""Derivation statements written in cells and text boxes, judged by value."""

from __future__ import annotations

from bpsheet.checker.statements.judging import judge_statements

__all__ = ["judge_statements"]
