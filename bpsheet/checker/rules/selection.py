"""Choosing among the rules by codes, beginnings of codes, and names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bpsheet.checker.diagnostics import Report
from bpsheet.checker.rules import RULES
from bpsheet.errors import InputError


def chosen_codes(choices: Iterable[str], option: str) -> frozenset[str]:
    """Return the codes that are chosen.

    Arguments:
        choices: codes, beginnings of codes, and names, several in one joined by commas.
        option: where they were given, for the message.

    Raises:
        InputError: a choice fits no rule.

    >>> sorted(chosen_codes(["BP70,wrong-rate"], "--select"))
    ['BP413', 'BP701', 'BP702', 'BP703']
    """
    codes: set[str] = set()
    for choice in ",".join(choices).split(","):
        word = choice.strip().casefold()
        found = {
            rule.code
            for rule in RULES.values()
            if word and (rule.code.casefold().startswith(word) or rule.name == word)
        }
        if not found:
            raise InputError(
                f"no rule is called {choice!r}; `bpsheet rules` lists them", key=option
            )
        codes |= found
    return frozenset(codes)


def wanted_codes(select: Sequence[str], ignore: Sequence[str]) -> frozenset[str]:
    """Return the codes that are selected (all, if none is) and not ignored.

    Raises:
        InputError: a choice fits no rule.
    """
    selected = chosen_codes(select, "--select") if select else frozenset(RULES)
    return selected - (chosen_codes(ignore, "--ignore") if ignore else frozenset())


def narrowed(report: Report, codes: frozenset[str]) -> Report:
    """Return a report with only the findings that have one of `codes`."""
    findings = tuple(finding for finding in report.diagnostics if finding.code in codes)
    return replace(report, diagnostics=findings)
