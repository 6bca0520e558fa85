"""JavaScript run by Node.js, for tests."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence

from tests.applications import program

Numbers = list[float]


def node_numbers(expressions: Sequence[str], v: Sequence[float] = ()) -> Numbers:
    """Return the numbers of JavaScript expressions over the list ``v``; no number is NaN."""
    listed = ", ".join(f"String({written})" for written in expressions)
    given = ", ".join(map(repr, v)).replace("inf", "Infinity").replace("nan", "NaN")
    return [float(text) for text in json.loads(run_in_node(f"const v = [{given}];", f"[{listed}]"))]


def run_in_node(source: str, result: str) -> str:
    """Run a module and return the JSON of an expression at its end."""
    module = f"{source}\nprocess.stdout.write(JSON.stringify({result}));\n"
    done = subprocess.run(
        [program("node"), "--input-type=module", "-"],  # the program comes through stdin
        input=module,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
