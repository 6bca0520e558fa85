"""Training tables found in workbooks written down cell by cell."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpsheet.catalogue import load_template
from bpsheet.checker.book import Book, CellError
from bpsheet.checker.locate import locate
from bpsheet.checker.located import Table
from bpsheet.checker.reading import read_book
from bpsheet.errors import InputError
from tests.checker.books import Content, book_of, cells_of
from tests.checker.locate.hand_built import HAND_BUILT, ROWS
from tests.shared import shared

Grid = list[list[Content]]


def _the_table(book: Book, **asked: str) -> Table:
    (table,) = locate(book, None, asked, None)
    return table


def _places(table: Table) -> dict[str, int]:
    return {name: found.column for name, found in table.columns.items()}


def _grid(labels: Sequence[str] = HAND_BUILT) -> Grid:
    return [list(labels), *map(list, ROWS)]


def _transposed(grid: Grid) -> Grid:
    return [list(row) for row in zip(*grid, strict=True)]


IN_ORDER = {name: column for column, name in enumerate(HAND_BUILT)}


def test_a_plain_table_is_found() -> None:
    table = _the_table(book_of({"Sheet1": cells_of(_grid())}))
    assert _places(table) == IN_ORDER
    assert (table.header, table.rows.tolist(), table.across) == (0, [1, 2, 3], False)
    assert {found.sure for found in table.columns.values()} == {"certain"}


def test_a_table_may_stand_anywhere_among_words_and_numbers() -> None:
    cells = cells_of(_grid(), first="D20") | {
        "A1": "Backward Propagation",
        "B3": "h1 = w1*i1 + w2*i2",
        "B5": "a_h1 = σ(h1)",
        "C7": "∂E_total/∂w5 = (a_o1 - t1) * a_o1 * (1 - a_o1) * a_h1",
        "F9": 12.5,
    }
    table = _the_table(book_of({"Sheet1": cells}))
    assert _places(table) == {name: column + 3 for name, column in IN_ORDER.items()}
    assert table.rows.tolist() == [20, 21, 22]


def test_a_table_may_run_to_the_right() -> None:
    table = _the_table(book_of({"Sheet1": cells_of(_transposed(_grid()), first="B3")}))
    assert table.across
    assert _places(table) == {name: row + 2 for name, row in IN_ORDER.items()}
    assert (table.header, table.rows.tolist()) == (1, [2, 3, 4])
    assert table.sheet.numbers(table.columns["w5"].column, table.rows).tolist() == [
        *(0.4, 0.3639214635, 0.3281089512)
    ]


def test_columns_may_stand_in_any_order() -> None:
    backwards = [row[::-1] for row in _grid()]
    assert _places(_the_table(book_of({"Sheet1": cells_of(backwards)}))) == {
        name: 30 - column for name, column in IN_ORDER.items()
    }


def test_counters_helpers_and_empty_columns_stand_among_the_others() -> None:
    extra: Grid = [["Iteration", "helper"], [1, 7.0], [2, 8.0], [3, 9.0]]
    grid = [[*new, *row[:12], None, *row[12:]] for new, row in zip(extra, _grid(), strict=True)]
    table = _the_table(book_of({"Sheet1": cells_of(grid)}))
    assert set(table.columns) == set(HAND_BUILT)
    assert table.columns["w5"].column == 15
    assert [(other.quantity, other.label) for other in table.others] == [
        ("step", "Iteration"),
        ("", "helper"),
    ]


def test_columns_before_the_labels_are_helpers_too() -> None:
    grid = [[None, *_grid()[0]], *([number, *row] for number, row in enumerate(_grid()[1:]))]
    table = _the_table(book_of({"Sheet1": cells_of(grid)}))
    assert [(other.quantity, other.column) for other in table.others] == [("", 0)]


def test_rows_may_be_left_empty() -> None:
    labels, first, second, third = _grid()
    table = _the_table(book_of({"S": cells_of([labels, [], first, [], second, third])}))
    assert table.rows.tolist() == [2, 4, 5]


def test_what_stands_far_below_or_in_few_columns_is_no_row() -> None:
    below: Grid = [[], ["average"] + [None] * 21 + [0.23], *[[]] * 6, list(ROWS[2])]
    table = _the_table(book_of({"S": cells_of([*_grid(), *below])}))
    assert table.rows.tolist() == [1, 2, 3]


def test_two_rows_of_labels_are_read_together() -> None:
    upper: Grid = [[None] * 8 + ["net", None, "net", None] + [None] * 12]
    upper[0][8:12] = ["Net input", "Output", "Net input", "Output"]
    lower = list(HAND_BUILT)
    lower[8:12] = ["h1", "h1", "h2", "h2"]
    table = _the_table(book_of({"S": cells_of([*upper, *_grid(lower)])}))
    assert _places(table) == IN_ORDER
    assert table.columns["a_h1"].label == "Output h1"


def test_a_label_may_stand_one_row_higher_than_the_rest() -> None:
    upper: Grid = [[None] * 31]
    lower: list[Content] = [*HAND_BUILT]
    for column in (0, 1, 22):
        upper[0][column], lower[column] = lower[column], None
    table = _the_table(book_of({"S": cells_of([*upper, lower, *map(list, ROWS)])}))
    assert _places(table) == IN_ORDER


def test_a_row_of_equations_above_the_labels_is_not_the_header() -> None:
    equations: list[Content] = [f"{name} = something" for name in HAND_BUILT]
    table = _the_table(book_of({"S": cells_of([equations, *_grid()])}))
    assert table.header == 1
    assert table.columns["h1"].label == "h1"


def test_a_repeated_header_goes_on_with_the_table() -> None:
    labels, first, second, third = _grid()
    table = _the_table(book_of({"S": cells_of([labels, first, second, labels, third])}))
    assert table.rows.tolist() == [1, 2, 4]


def test_a_table_that_starts_again_is_another_one() -> None:
    labels, first, second, third = _grid()
    grid = [labels, first, second, third, [], labels, first, second]
    tables = locate(book_of({"S": cells_of(grid)}), None, {}, None)
    assert [table.rows.tolist() for table in tables] == [[1, 2, 3], [6, 7]]


def test_tables_may_stand_beside_each_other_and_on_several_sheets() -> None:
    beside = [[*row, None, *row] for row in _grid()]
    book = book_of({"both": cells_of(beside), "notes": {"A1": "w1"}, "one": cells_of(_grid())})
    tables = locate(book, None, {}, None)
    assert [(table.sheet.name, table.columns["t1"].column) for table in tables] == [
        *(("both", 0), ("both", 32), ("one", 0))
    ]
    (only,) = locate(book, None, {}, "ONE")
    assert only.sheet.name == "one"


def test_h1_beside_net_h1_is_the_output() -> None:
    labels = list(HAND_BUILT)
    labels[8:12] = ["net_h1", "h1", "net_h2", "h2"]
    table = _the_table(book_of({"S": cells_of(_grid(labels))}))
    assert _places(table) == IN_ORDER
    assert table.columns["a_h1"].sure == "likely"


def test_a_column_without_a_label_between_w2_and_w4_is_w3() -> None:
    labels: list[Content] = [*HAND_BUILT]
    labels[6] = None
    table = _the_table(book_of({"S": cells_of([labels, *map(list, ROWS)])}))
    assert _places(table) == IN_ORDER
    assert (table.columns["w3"].how, table.columns["w3"].sure) == ("numbers", "guess")


@pytest.mark.parametrize(
    "weights",
    [
        ["w⁽¹⁾₁₁", "w⁽¹⁾₁₂", "w⁽¹⁾₂₁", "w⁽¹⁾₂₂", "w⁽²⁾₁₁", "w⁽²⁾₁₂", "w⁽²⁾₂₁", "w⁽²⁾₂₂"],
        ["w1_11", "w1_21", "w1_12", "w1_22", "w2_11", "w2_21", "w2_12", "w2_22"],
    ],
    ids=["the unit first", "the source first"],
)
def test_weights_with_two_indices_are_counted(weights: list[str]) -> None:
    spelled = dict(zip((f"w{number}" for number in range(1, 9)), weights, strict=True))
    spelled |= {f"∂E/∂{name}": f"∂E/∂{label}" for name, label in spelled.items()}
    spelled |= {"h1": "z⁽¹⁾₁", "a_h1": "a⁽¹⁾₁", "h2": "z⁽¹⁾₂", "a_h2": "a⁽¹⁾₂"}
    spelled |= {"o1": "z⁽²⁾₁", "a_o1": "a⁽²⁾₁", "o2": "z⁽²⁾₂", "a_o2": "a⁽²⁾₂"}
    labels = [spelled.get(name, name) for name in HAND_BUILT]
    assert _places(_the_table(book_of({"S": cells_of(_grid(labels))}))) == IN_ORDER


def test_lists_of_numbers_are_no_training_tables() -> None:
    names = ["w1", "w2", "w3", "w4", "h1", "a_h1", "o1", "a_o1", "E_total"]
    initial = cells_of([[name, 0.5] for name in names[:4]], first="B2")
    summary = cells_of([["t1", "t2", "i1", "i2"], [0.01, 0.99, 0.05, 0.1]], first="H2")
    curve = cells_of(
        [["w1", "E1", "E_total", "o1", "∂E/∂w1"]]
        + [[0.1 * step, 0.2, 0.2, 0.3, 0.1 * step**2] for step in range(9)],
        first="A20",
    )
    assert locate(book_of({"S": initial | summary, "curve": curve}), None, {}, None) == ()


def test_one_step_worked_by_hand_is_a_table_where_there_is_no_other() -> None:
    single = cells_of(_grid()[:2])
    assert _the_table(book_of({"S": single})).rows.tolist() == [1]
    both = locate(book_of({"step": single, "all": cells_of(_grid())}), None, {}, None)
    assert [table.sheet.name for table in both] == ["all"]


def _with_updates(rate: str) -> dict[str, Content]:
    """Return the table with formulas for w1 and w5 that read the rate from a cell."""
    cells = cells_of(_grid(), first="A10")
    for row in (12, 13):
        cells[f"E{row}"] = (f"=E{row - 1}-{rate}*X{row - 1}", ROWS[row - 11][4])
        cells[f"M{row}"] = (f"=M{row - 1}-({rate}*AB{row - 1})", ROWS[row - 11][12])
    return cells


@pytest.mark.parametrize(
    ("label", "at", "number"),
    [
        *(
            ("η", "C5", "D5"),
            ("ɳ ", "C4", "C5"),
            ("Learning Rate", "C5", "E5"),
            ("n = ", "C5", "D5"),
        ),
        *(("L.R", "C5", "D5"), ("learning rate (η)", "C3", "C5"), ("lr:", "C5", "D5")),
    ],
)
def test_the_rate_is_found_by_label_and_formula(label: str, at: str, number: str) -> None:
    fixed = f"${number[0]}${number[1:]}"
    cells = _with_updates(fixed) | {at: label, number: 0.5}
    rate = _the_table(book_of({"S": cells})).cells["η"]
    assert (rate.row, rate.column) == (int(number[1:]) - 1, ord(number[0]) - ord("A"))
    assert (rate.label, rate.how, rate.sure) == (label, "formula", "certain")


def test_an_unlabelled_rate_is_found_by_the_updates() -> None:
    rate = _the_table(book_of({"S": _with_updates("$H$3") | {"H3": 0.5}})).cells["η"]
    assert (rate.row, rate.column, rate.label, rate.sure) == (2, 7, "", "likely")


def test_a_drifting_rate_is_the_cell_that_the_first_update_reads() -> None:
    cells = _with_updates("$H$3") | {"H3": 0.5}
    cells["E12"], cells["E13"] = ("=E11-H3*X11", 0.1499058722), ("=E12-H4*X12", 0.1498519656)
    cells["M12"], cells["M13"] = ("=M11-H3*AB11", 0.3639214635), ("=M12-H4*AB12", 0.3281089512)
    rate = _the_table(book_of({"S": cells})).cells["η"]
    assert (rate.row, rate.column) == (2, 7)


def test_a_labelled_rate_that_the_updates_do_not_read_is_kept_beside() -> None:
    cells = _with_updates("$H$3") | {"H3": 0.5, "C5": "η", "D5": 0.1}
    found = _the_table(book_of({"S": cells})).cells
    assert (found["η"].row, found["η"].column) == (2, 7)
    assert (found["labelled η"].row, found["labelled η"].column) == (4, 3)


def test_of_several_listed_rates_the_one_that_the_numbers_have_is_taken() -> None:
    listed = cells_of([["Learning_rate"], [0.1], [0.2], [0.5], [0.8]], first="J2")
    rate = _the_table(book_of({"S": cells_of(_grid(), first="A10") | listed})).cells["η"]
    assert (rate.row, rate.column, rate.label) == (4, 9, "Learning_rate")


def test_a_rate_in_a_column_of_its_own_is_a_column() -> None:
    grid = [[*_grid()[0], "lr"], *([*row, 0.5] for row in _grid()[1:])]
    table = _the_table(book_of({"S": cells_of(grid)}))
    assert table.columns["η"].column == 31
    assert "η" not in table.cells


def test_inputs_in_single_cells_are_found_where_formulas_read_them() -> None:
    labels, *rows = (row[4:] for row in _grid())
    cells = cells_of([labels, *rows], first="A10") | {"A1": "i1", "B1": 0.05, "A2": "i2", "B2": 0.1}
    for row in (11, 12, 13):
        cells[f"E{row}"] = (f"=A{row}*$B$1+B{row}*$B$2", ROWS[row - 11][8])
    found = _the_table(book_of({"S": cells})).cells
    assert {name: (cell.row, cell.column) for name, cell in found.items()} == {
        "i1": (0, 1),
        "i2": (1, 1),
    }


def test_what_is_asked_for_wins() -> None:
    labels = list(HAND_BUILT)
    labels[12], labels[13] = "omega", "w5"
    book = book_of({"S": cells_of(_grid(labels)) | {"AH1": 0.5}})
    table = _the_table(book, w5="S!M2", w6="N2", η="$AH$1")
    assert _places(table) == IN_ORDER
    assert {table.columns[name].how for name in ("w5", "w6")} == {"asked for"}
    assert (table.cells["η"].row, table.cells["η"].column) == (0, 33)
    assert table.cells["η"].how == "asked for"


def test_a_table_without_any_labels_is_found_where_it_is_asked_for() -> None:
    book = book_of({"S": cells_of([*map(list, ROWS)], first="A3")})
    assert locate(book, None, {}, None) == ()
    asked = {"w1": "E3", "h1": "I3", "a_h1": "J3", "E_total": "W3", "∂E/∂w1": "X3"}
    (table,) = locate(book, None, asked, None)
    assert _places(table) == {"w1": 4, "h1": 8, "a_h1": 9, "E_total": 22, "∂E/∂w1": 23}
    assert table.rows.tolist() == [2, 3, 4]


@pytest.mark.parametrize("cell", ["M", "36", "Nowhere!M36", "S!M36:M40", "", "M0"])
def test_a_cell_that_cannot_be_is_refused(cell: str) -> None:
    with pytest.raises(InputError, match="w5="):
        locate(book_of({"S": cells_of(_grid())}), None, {"w5": cell}, None)


def test_a_sheet_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError, match="Sheet9"):
        locate(book_of({"S": cells_of(_grid())}), None, {}, "Sheet9")


def test_with_a_template_its_own_names_come_first() -> None:
    labels = ["step", "x", "y", "w", "ŷ", "s", "E", "∂E/∂s", "∂E/∂ŷ", "∂E/∂w"]
    rows = [[0, 2, 4, 1.0, 2.0, -2.0, 4.0, -4.0, -4.0, -8.0]]
    rows += [[1, 2, 4, 1.8, 3.6, -0.4, 0.16, -0.8, -0.8, -1.6]]
    book = book_of({"S": cells_of([labels, *rows])})
    (table,) = locate(book, load_template("gates"), {}, None)
    assert list(table.columns) == labels[1:]


def test_with_a_template_hand_built_labels_mean_its_names() -> None:
    book = book_of({"S": cells_of(_grid())})
    (table,) = locate(book, load_template("mazur"), {}, None)
    assert table.columns["out_h1"].column == IN_ORDER["a_h1"]
    assert table.columns["∂E_total/∂w5"].column == IN_ORDER["∂E/∂w5"]


def test_the_rate_of_a_table_that_runs_to_the_right_is_found() -> None:
    cells = cells_of(_transposed(_grid()), first="B3") | {"A1": "η", "B1": 0.5}
    cells["D7"], cells["E7"] = ("=C7-$B$1*C26", 0.1499058722), ("=D7-$B$1*D26", 0.1498519656)
    rate = _the_table(book_of({"S": cells})).cells["η"]
    assert (rate.row, rate.column, rate.how) == (0, 1, "formula")


def test_formulas_of_ods_files_are_followed_too() -> None:
    cells = cells_of(_grid(), first="A10") | {"H3": 0.5}
    cells["E12"] = ("of:=[.E11]-[.$H$3]*[.X11]", 0.1499058722)
    rate = _the_table(book_of({"S": cells}, path="test.ods")).cells["η"]
    assert (rate.row, rate.column) == (2, 7)


def test_a_sheet_full_of_labels_is_done_with_soon() -> None:
    grid: Grid = [[*HAND_BUILT[:9]] for _ in range(3000)]
    assert locate(book_of({"S": cells_of(grid)}), None, {}, None) == ()


CONTENT = st.one_of(
    st.none(),
    st.floats(-2, 2),
    st.sampled_from([*HAND_BUILT, "η", "step", "net_h1", "w11", "w⁽¹⁾₁₂", "z⁽²⁾₁", "new w5"]),
    st.sampled_from([("=A1*2", 0.5), ("=$B$1-C2*D3", 1.0), "=A1", ("=Sheet9!A1", 2.0)]),
    st.sampled_from([CellError("#DIV/0!"), True]),
)


@given(st.lists(st.lists(CONTENT, max_size=9), max_size=9), st.booleans())
def test_whatever_stands_in_a_sheet_is_looked_at(grid: Grid, known: bool) -> None:
    labels: Grid = [["w1", "h1", "a_h1", "E1", "E_total", "∂E/∂w1"], *grid]
    template = load_template("classic") if known else None
    for table in locate(book_of({"S": cells_of(labels)}), template, {}, None):
        assert len(table.rows) > 0
        assert all(found.quantity == name for name, found in table.columns.items())


@pytest.mark.parametrize(
    ("file", "sheets", "first", "last", "rate"),
    [
        (
            "tsai-praveen__tsai-assignments__S3-Backpropogation.xlsx",
            ["Sheet1"],
            *(33, 132, (31, 8)),
        ),
        (
            "VishakBharadwaj94__Deep_Learning_in_Excel__backprop.xlsx",
            ["Sheet1"],
            *(35, 66, (32, 6)),
        ),
        (
            "garima-mahato__END2__END2_S2_Backpropagation.xlsx",
            ["LR=0.5", "LR=0.1", "LR=0.2", "LR=0.8", "LR=1.0", "LR=2.0"],
            *(27, 111, (16, 7)),
        ),
        (
            "pankaj90382__END-1.0__NN_Design.xlsx",
            ["0.1", "0.2", "0.5", "0.8", "1.0", "2.0"],
            *(23, 73, (18, 15)),
        ),
        ("kotalaraghava__END-2.0__BackPropagation.ods", ["Sheet1"], *(38, 59, (31, 9))),
    ],
)
def test_real_tables_are_found_whole(
    file: str, sheets: list[str], first: int, last: int, rate: tuple[int, int]
) -> None:
    tables = locate(read_book(shared("workbooks", file)), None, {}, None)
    assert [table.sheet.name for table in tables] == sheets
    for table in tables:
        assert set(table.columns) == set(HAND_BUILT)
        assert (table.rows[0], table.rows[-1]) == (first, last)
        assert (table.cells["η"].row, table.cells["η"].column) == rate
