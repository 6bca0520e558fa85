from __future__ import annotations

import pytest

from bpsheet.expression import ONE, Expression, Name, call
from bpsheet.model.graph import Graph, Quantity, Role, Scope

W, X, Y = (Name(name) for name in "wxy")


def given(name: str, role: Role = Role.INPUT) -> Quantity:
    return Quantity(name, role, Scope.GIVEN, "given")


def row(name: str, definition: Expression | None, role: Role = Role.ERROR) -> Quantity:
    return Quantity(name, role, Scope.ROW, "computed", definition)


def state(name: str, definition: Expression | None) -> Quantity:
    return Quantity(name, Role.OPTIMIZER_STATE, Scope.UPDATE, "remembered", definition)


def carried(name: str, following: Expression | None) -> Quantity:
    return Quantity(name, Role.PARAMETER, Scope.CARRIED, "carried", following=following)


GRAPH = Graph(
    (
        given("x"),
        carried("w", W - Name("g")),
        row("y", W * X),
        row("z", Y + X),
        row("L", Y + Name("z"), Role.LOSS),
        row("g", X * Y, Role.GRADIENT),
        Quantity("C", Role.COST, Scope.EPOCH, "cost", Name("L")),
    )
)


@pytest.mark.parametrize(
    ("quantities", "complaint"),
    [
        ((given("x"), given("x")), "x is defined twice"),
        ((row("y", X),), "y mentions x, which is not defined before it"),
        ((row("y", X), given("x")), "y mentions x, which is not defined before it"),
        ((row("y", Y),), "y mentions y, which is not defined before it"),
        ((row("y", None),), "y: scope and definition do not fit"),
        (
            (given("x"), Quantity("y", Role.INPUT, Scope.GIVEN, "", X)),
            "y: scope and definition do not fit",
        ),
        (
            (given("x"), Quantity("w", Role.PARAMETER, Scope.CARRIED, "", X, X)),
            "w: scope and definition do not fit",
        ),
        (
            (Quantity("m", Role.MEAN_GRADIENT, Scope.BATCH, ""),),
            "m: scope and definition do not fit",
        ),
        ((Quantity("C", Role.COST, Scope.EPOCH, ""),), "C: scope and definition do not fit"),
        ((state("v", None),), "v: scope and definition do not fit"),
        (
            (given("x"), Quantity("y", Role.INPUT, Scope.SAMPLE, "", X)),
            "y: scope and definition do not fit",
        ),
        ((state("v", Name("m⁻")),), "v mentions m⁻, which is not defined before it"),
        ((row("y", Name("y⁻")),), "y mentions y⁻, which is not defined before it"),
        ((carried("w", None),), "w: only carried quantities have a following value"),
        (
            (given("x"), Quantity("y", Role.INPUT, Scope.GIVEN, "", following=X)),
            "y: only carried quantities have a following value",
        ),
        ((carried("w", W - Name("g")),), "w mentions g, which is not defined before it"),
    ],
)
def test_what_is_no_graph_is_refused(quantities: tuple[Quantity, ...], complaint: str) -> None:
    with pytest.raises(ValueError, match=f"^{complaint}$"):
        Graph(quantities)


def test_the_next_row_may_be_computed_from_the_whole_row() -> None:
    assert GRAPH["w"].following == W - Name("g")


def test_looking_up_by_name_and_by_role() -> None:
    assert GRAPH["y"].definition == W * X
    assert "y" in GRAPH
    assert "nothing" not in GRAPH
    with pytest.raises(KeyError):
        GRAPH["nothing"]
    assert [quantity.name for quantity in GRAPH] == ["x", "w", "y", "z", "L", "g", "C"]
    found = GRAPH.of_role(Role.ERROR, Role.INPUT)
    assert [quantity.name for quantity in found] == ["x", "y", "z"]


def test_there_is_one_loss() -> None:
    assert GRAPH.loss.name == "L"
    with pytest.raises(ValueError, match="not enough values"):
        _ = Graph((given("x"),)).loss


def test_means_over_rows_are_no_users() -> None:
    assert NEEDS.users["g"] == ()
    assert NEEDS.users["y"] == ("z",)


def test_users_are_the_row_quantities_that_mention_a_name() -> None:
    assert GRAPH.users["x"] == ("y", "z", "g")
    assert GRAPH.users["w"] == ("y",)
    assert GRAPH.users["L"] == ()


def test_what_an_optimizer_remembers_may_look_at_the_update_before() -> None:
    graph = Graph((given("x"), state("v", Name("v⁻") + X)))
    assert graph["v"].definition == Name("v⁻") + X


NEEDS = Graph(
    (
        given("x"),
        given("unused"),
        carried("w", W - Name("η") * Name("v")),
        carried("b", Name("b") - Name("η") * Name("mean")),
        given("η"),
        row("y", W * X),
        row("z", Y + Name("b")),
        row("g", Name("z") * X),
        Quantity("mean", Role.MEAN_GRADIENT, Scope.BATCH, "", call("AVERAGE", Name("g"))),
        state("t", Name("t⁻") + ONE),
        state("v", Name("v⁻") * Name("t") + Y),
    )
)


@pytest.mark.parametrize(
    ("parameter", "needed"),
    [
        ("w", {"w", "η", "v", "t", "y", "x"}),
        ("b", {"b", "η", "mean", "g", "z", "y", "w", "x"}),
        ("x", set()),
    ],
)
def test_what_a_next_value_is_made_of_all_the_way(parameter: str, needed: set[str]) -> None:
    assert NEEDS.needed_by(parameter) == needed


UNITS = Graph(
    (
        *map(given, ("h1", "h2", "o1", "o2", "lone")),
        row("a_h1", call("tanh", Name("h1"))),
        row("a_h2", call("linear", Name("h2"))),
        row("a_o1", call("softmax", Name("o1"), Name("o1"), Name("o2"))),
        row("a_o2", call("softmax", Name("o2"), Name("o1"), Name("o2"))),
        row("y", Name("lone") + 1),
    )
)


@pytest.mark.parametrize(
    ("unit", "output"), [("h1", "a_h1"), ("h2", "a_h2"), ("o1", "a_o1"), ("o2", "a_o2")]
)
def test_a_pre_activation_has_an_output_of_its_own(unit: str, output: str) -> None:
    assert UNITS.output_of(unit) == output


@pytest.mark.parametrize("name", ["lone", "a_h1"])
def test_what_is_no_pre_activation_has_none(name: str) -> None:
    with pytest.raises(ValueError, match=f"^no unit has the pre-activation {name}$"):
        UNITS.output_of(name)
