from __future__ import annotations

import pytest

from bpsheet.expression import Expression, Name
from bpsheet.model.graph import Graph, Quantity, Role, Scope

W, X, Y = (Name(name) for name in "wxy")


def given(name: str, role: Role = Role.INPUT) -> Quantity:
    return Quantity(name, role, Scope.GIVEN, "given")


def row(name: str, definition: Expression | None, role: Role = Role.ERROR) -> Quantity:
    return Quantity(name, role, Scope.ROW, "computed", definition)


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


def test_users_are_the_row_quantities_that_mention_a_name() -> None:
    assert GRAPH.users["x"] == ("y", "z", "g")
    assert GRAPH.users["w"] == ("y",)
    assert GRAPH.users["L"] == ()
