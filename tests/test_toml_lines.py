"""Tests of finding the lines of keys: a table of TOML's spellings, and the standard reader."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpsheet.toml_lines import KeyPath, key_lines, nearest_line

CASES: list[tuple[str, KeyPath, int]] = [
    ("a = 1\nb = 2", ("b",), 2),
    ("\n\n# note\n  a = 1 # note", ("a",), 4),
    ("[t]\n\na = 1", ("t", "a"), 3),
    ("[t]\na = 1\n[u]\na = 2", ("u", "a"), 4),
    ("\n[ t . u ]\na = 1", ("t", "u", "a"), 3),
    ("\n[t.u]", ("t",), 2),
    ("[t.u]\n[t]\na = 1", ("t",), 2),
    ("\n[[t]]\na = 1", ("t", 0, "a"), 3),
    ("[[t]]\na = 1\n[[t]]\na = 2", ("t", 1, "a"), 4),
    ("[[t]]\n[[t]]\n[t.u]\na = 2", ("t", 1, "u", "a"), 4),
    ("[[t]]\n[[t.u]]\n[[t.u]]\na = 2", ("t", 0, "u", 1, "a"), 4),
    ("\nt.u.a = 1", ("t", "u", "a"), 2),
    ("\nt.u.a = 1", ("t", "u"), 2),
    ("\n\"a b\" = 1\n'c.d' = 2", ("a b",), 2),
    ("\n\"a b\" = 1\n'c.d' = 2", ("c.d",), 3),
    ('\n"\\u0061" = 1', ("a",), 2),
    ("\nt = {a = 1, b = {c = 2}}\nb = 3", ("t", "b", "c"), 2),
    ("t = {}\na = 1", ("a",), 2),
    ("t = {a = []}\na = 1", ("a",), 2),
    ("a = [\n1,\n2, # two ] , [\n]\nb = 3", ("a", 1), 3),
    ("a = [\n1,\n2, # two ] , [\n]\nb = 3", ("b",), 5),
    ("a = [[1,\n2],\n[3, 4]]", ("a", 0, 1), 2),
    ("a = [[1,\n2],\n[3, 4]]", ("a", 1), 3),
    ("a = [\n{b = 1},\n{b = 2}]", ("a", 1, "b"), 3),
    ("a = [0.5,\n-1e-3, +inf,\n2]", ("a", 3), 3),
    ('a = """\nb = 1\n\\"""\n"""""\nc = 2', ("c",), 5),
    ('a = """x""""\nb = ""\nc = 2', ("b",), 2),
    ("a = '''\n[b]\n\\'''\nc = 2", ("c",), 4),
    ("a = 'x # y = 1'\nb = 2", ("b",), 2),
    ('a = "]\\" = # {"\nb = 2', ("b",), 2),
    ("a = 1979-05-27 07:32:00Z\nb = 2", ("b",), 2),
    ("1.2 = 3", ("1", "2"), 1),
]


@pytest.mark.parametrize(("text", "path", "line"), CASES)
def test_line_of_a_key(text: str, path: KeyPath, line: int) -> None:
    tomllib.loads(text)
    assert key_lines(text)[path] == line


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("t", "a"), 3),
        (("t", "a", 7), 3),
        (("t", "missing"), 2),
        (("t", "missing", "deeper"), 2),
        (("missing",), None),
        ((), None),
    ],
)
def test_what_is_missing_stands_where_its_table_does(path: KeyPath, line: int | None) -> None:
    assert nearest_line(key_lines("\n[t]\na = 1"), path) == line


KEYS = st.sampled_from(["a", "b-c", "1", "'d e'", '"f.g"', '"\\t"'])
SCALARS = st.sampled_from(
    ["1", "0.5", "-1e3", "true", "nan", "1979-05-27", "'x]'", '"y = #"', '""', "'''\n'''"]
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3).map(
            lambda parts: "[\n" + "".join(f"{part}, # ]\n" for part in parts) + "]"
        )
        | st.dictionaries(KEYS, inner, max_size=3).map(
            lambda table: "{" + ", ".join(f"{key} = {value}" for key, value in table.items()) + "}"
        )
    ),
    max_leaves=6,
)
STATEMENTS = st.one_of(
    st.tuples(KEYS, KEYS, VALUES).map(lambda parts: "{} . {} = {}".format(*parts)),
    st.tuples(KEYS, VALUES).map(lambda parts: "{} = {} # note".format(*parts)),
    st.tuples(KEYS, KEYS).map(lambda parts: "[{}.{}]".format(*parts)),
    st.tuples(KEYS, KEYS).map(lambda parts: "[[{} . {}]]".format(*parts)),
    KEYS.map(lambda key: f"[[{key}]]"),
    st.sampled_from(["", "# [note]"]),
)


def leaves(value: object, path: KeyPath = ()) -> set[KeyPath]:
    """Return the paths of all keys and list entries."""
    entries: dict[str | int, object] = (
        value
        if isinstance(value, dict)
        else dict(enumerate(value))
        if isinstance(value, list)
        else {}
    )
    found: set[KeyPath] = {(*path, key) for key in entries}
    return found.union(*(leaves(inner, (*path, key)) for key, inner in entries.items()))


@given(st.lists(STATEMENTS, max_size=6))
def test_every_path_of_the_standard_reader_is_found_in_its_statement(statements: list[str]) -> None:
    known: set[KeyPath] = set()
    text = ""
    for statement in statements:
        first = text.count("\n") + 1
        try:
            paths = leaves(tomllib.loads(text + statement + "\n"))
        except tomllib.TOMLDecodeError:  # a key given twice
            continue
        text += statement + "\n"
        lines = key_lines(text)
        assert set(lines) == paths
        assert all(
            first <= lines[path] < first + statement.count("\n") + 1 for path in paths - known
        )
        known = paths
