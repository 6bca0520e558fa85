"""The rules of ``bpsheet check``: what each finds, why it matters, and an example."""

from __future__ import annotations

from collections.abc import Iterator

from bpsheet.checker.rules import GROUPS, RULES
from bpsheet.checker.rules.description import description
from bpsheet.checker.rules.rule import Rule
from docs.generators.markdown import code, page, table

INTRODUCTION = """\
Everything that [`bpsheet check`](../checking.md) can find. `bpsheet rules` lists the rules in a
terminal, and `bpsheet explain CODE` says there what stands here. A code is never used for another
rule. The examples are cells of a small worksheet of the classic network; each is checked by the
tests, wrong and right."""


def rules_page() -> str:
    """Return the page of all rules, in the groups that their codes begin with."""
    groups = (part for beginning in GROUPS for part in _group(beginning))
    return page("The rules", INTRODUCTION, *groups)


def _group(beginning: str) -> Iterator[str]:
    rules = [rule for rule in RULES.values() if rule.code.startswith(beginning)]
    yield f"## {beginning}: {GROUPS[beginning]}"
    yield table(
        ["code", "name", "severity", "finds"],
        ([_link(rule), f"`{rule.name}`", rule.severity.name.lower(), rule.title] for rule in rules),
    )
    for rule in rules:
        yield from _rule(rule)


def _link(rule: Rule) -> str:
    return f"[{rule.code}](#{rule.code.lower()}-{rule.name})"


def _rule(rule: Rule) -> Iterator[str]:
    """Yield the parts about a rule, which are those of ``bpsheet explain``."""
    lines = list(description(rule))
    example = lines.index("Example")
    yield f"### {rule.code} {rule.name}"
    yield "\n".join(lines[2:example]).strip()
    yield code("\n".join(line.removeprefix("  ") for line in lines[example + 1 :]))
