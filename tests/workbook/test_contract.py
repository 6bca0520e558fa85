"""What a workbook promises to those who know its sheets, headers and names: design, section 8."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.cell import coordinate_to_tuple

from bpsheet.verbs.build import build
from tests.office_contents import charts, names
from tests.office_files import MAIN, TABLE, ods_cells, read_part, sheet_parts
from tests.workbook.grid import Place
from tests.workbook.scenario import FORMATS, Poisoned, Scenario
from tests.workbook.scenarios import CLASSIC, SEVERAL
from tests.workbook.stored import stored_formulas, stored_sheet, stored_values

RATES = ("0.1", "0.2", "0.5", "0.8", "1", "2", "yours")
RATE_SHEETS = [f"lr {rate}" for rate in RATES]
HEADER = (
    "step t1 t2 i1 i2 w1 w2 w3 w4 h1 a_h1 h2 a_h2 w5 w6 w7 w8 o1 a_o1 o2 a_o2 E1 E2 E_total"
    " ∂E/∂w1 ∂E/∂w2 ∂E/∂w3 ∂E/∂w4 ∂E/∂w5 ∂E/∂w6 ∂E/∂w7 ∂E/∂w8"
)
HEADERS = {
    "one by one, momentum": (
        "step epoch sample update t1 i1 i2 w1 w2 w3 w4 b1 b2 h1 a_h1 h2 a_h2 w5 w6 b3 o1 a_o1 E1"
        " E_total ∂E/∂w1 ∂E/∂w2 ∂E/∂w3 ∂E/∂w4 ∂E/∂w5 ∂E/∂w6 ∂E/∂b1 ∂E/∂b2 ∂E/∂b3"
        " v_w1 v_w2 v_w3 v_w4 v_w5 v_w6 v_b1 v_b2 v_b3 C"
    ),
    "all at once, mean squared error, other names": (
        "step epoch sample update truth x W⁽¹⁾₁₁ b⁽¹⁾₁ net⁽²⁾₁ y₁ E₁ E ∂E/∂W⁽¹⁾₁₁ ∂E/∂b⁽¹⁾₁"
        " mean_∂E/∂W⁽¹⁾₁₁ mean_∂E/∂b⁽¹⁾₁ C"
    ),
    "sequential updates, deep": (
        "step t1 t2 i1 i2 w1 w2 w3 w4 b1 h1_1 a_h1_1 h1_2 a_h1_2 w5 w6 w7 w8 b2 h2_1 a_h2_1 h2_2"
        " a_h2_2 w9 w10 w11 w12 b3 o1 a_o1 o2 a_o2 E1 E2 E_total"
        " δ_o1 δ_o2 δ_h2_1 δ_h2_2 δ_h1_1 δ_h1_2"
        " ∂E/∂w1 ∂E/∂w2 ∂E/∂w3 ∂E/∂w4 ∂E/∂w5 ∂E/∂w6 ∂E/∂w7 ∂E/∂w8 ∂E/∂w9 ∂E/∂w10 ∂E/∂w11 ∂E/∂w12"
        " ∂E/∂b1 ∂E/∂b2 ∂E/∂b3 sequential_∂E/∂w5 sequential_∂E/∂w6 sequential_∂E/∂w7"
        " sequential_∂E/∂w8 sequential_∂E/∂b2 sequential_∂E/∂w1 sequential_∂E/∂w2"
        " sequential_∂E/∂w3 sequential_∂E/∂w4 sequential_∂E/∂b1"
    ),
    "a computation, RMSProp, batches of two": (
        "step epoch sample update x y w b z ŷ r E ∂E/∂r ∂E/∂ŷ ∂E/∂z ∂E/∂w ∂E/∂b"
        " mean_∂E/∂w mean_∂E/∂b v_w v_b C"
    ),
    "one sample, two for validation, AdaGrad, leaky ReLU, fixed biases": (
        "step epoch sample update y₁ x₁ x₂ w⁽¹⁾₁₁ w⁽¹⁾₁₂ w⁽¹⁾₂₁ w⁽¹⁾₂₂ b⁽¹⁾₁ b⁽¹⁾₂"
        " z⁽¹⁾₁ a⁽¹⁾₁ z⁽¹⁾₂ a⁽¹⁾₂ w⁽²⁾₁₁ w⁽²⁾₁₂ b⁽²⁾₁ z⁽²⁾₁ a⁽²⁾₁ E₁ E"
        " ∂E/∂w⁽¹⁾₁₁ ∂E/∂w⁽¹⁾₁₂ ∂E/∂w⁽¹⁾₂₁ ∂E/∂w⁽¹⁾₂₂ ∂E/∂w⁽²⁾₁₁ ∂E/∂w⁽²⁾₁₂"
        " G_w⁽¹⁾₁₁ G_w⁽¹⁾₁₂ G_w⁽¹⁾₂₁ G_w⁽¹⁾₂₂ G_w⁽²⁾₁₁ G_w⁽²⁾₁₂ C C_validation"
    ),
}
"""Of scenarios with several samples, optimizers, other names; spaces are underscores here."""

INPUTS = (
    *("step", "rate η", *map(str, range(1, 7)), "yours"),
    *("i1", "i2", "t1", "t2", *(f"w{number}" for number in range(1, 9)), "goal", "ε"),
)
BATCHES = "batches of two, Adam, softmax, validation"
INPUTS_OF_BATCHES = (
    *("step", "rate η", "1", "2", "yours", "goal", "ε", "β1", "β2", "ε₀"),
    *(f"w{number}" for number in range(1, 16)),
    *(f"b{number}" for number in range(1, 7)),
    *(f"{name} of {n}" for name in ("i1", "i2", "t1", "t2", "t3") for n in range(1, 8)),
)
ODS_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
ODS_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
ODS_CONFIG = "{urn:oasis:names:tc:opendocument:xmlns:config:1.0}"


def test_the_sheets_stand_in_order(path: Path) -> None:
    expected = ["Overview", "Derivation", *RATE_SHEETS, "Compare", "Gradient check"]
    assert list(stored_values(path)) == expected


@pytest.mark.parametrize("name", RATE_SHEETS)
def test_the_header_row_is_that_of_the_hand_built_sheet(path: Path, name: str) -> None:
    sheet = stored_sheet(path, name)
    assert " ".join(words for _, words in sheet.row(sheet.find("step").row)) == HEADER


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", HEADERS)
def test_the_columns_stand_in_order(name: str, suffix: str, poisoned: Poisoned) -> None:
    scenario = scenario_called(name)
    path = poisoned(scenario)[suffix]
    sheets = [sheet for sheet in stored_values(path) if sheet.startswith("lr ")]
    assert len(sheets) == len(scenario.rates)
    for sheet in sheets:
        header = stored_sheet(path, sheet).row(stored_sheet(path, sheet).find("step").row)
        assert " ".join(words.replace(" ", "_") for _, words in header) == HEADERS[name]


def test_every_number_of_the_tables_is_a_formula(path: Path) -> None:
    written = stored_formulas(path)
    for name in RATE_SHEETS:
        sheet = stored_sheet(path, name)
        header = sheet.row(sheet.find("step").row)
        cells = [place.down(row).address for place, _ in header for row in range(1, 101)]
        assert len(cells) == 3200
        assert set(cells) <= written[name].keys()


def test_a_band_and_the_equations_stand_above_the_header(path: Path) -> None:
    sheet = stored_sheet(path, "lr 0.1")
    header = {words: place for place, words in sheet.row(sheet.find("step").row)}
    equations = {name: sheet.cells[place.down(-1)] for name, place in header.items()}
    assert equations["h2"] == "h2 = w3·i1 + w4·i2"
    assert equations["w8"] == "w8⁺ = w8 − η·∂E/∂w8"
    assert equations["∂E/∂w8"] == "∂E/∂w8 = (a_o2 − t2)·a_o2·(1 − a_o2)·a_h2"
    bands = [words for _, words in sheet.row(header["step"].row - 2)]
    assert {"targets", "inputs", "parameters", "forward pass", "errors", "gradients"} == set(bands)


def test_every_rate_sheet_names_its_learning_rate_which_the_overview_owns(path: Path) -> None:
    found, written = names(path), stored_formulas(path)
    sheets = {sheet for sheet, name in found if name == "learning_rate"}
    assert sheets == set(RATE_SHEETS)
    overview = stored_sheet(path, "Overview")
    first = overview.find("rate η", overview.find("Learning rates and what they came to").row)
    for number, sheet in enumerate(RATE_SHEETS, start=1):
        place, _, cell = found[sheet, "learning_rate"].partition("!")
        owner = first.down(number).address
        assert place == sheet
        assert written[sheet][cell].replace("$", "") == f"='Overview'!{owner}"
        assert owner not in written["Overview"]


def test_the_header_and_the_steps_stay_in_view(path: Path) -> None:
    frozen = xlsx_frozen(path) if path.suffix == ".xlsx" else ods_frozen(path)
    for name in RATE_SHEETS:
        header = stored_sheet(path, name).find("step")
        assert frozen[name] == (header.row, header.column)


def xlsx_frozen(path: Path) -> dict[str, tuple[int, int]]:
    """Return how many rows and columns stay in view on each sheet."""
    panes = {
        name: next(read_part(path, part).iter(MAIN + "pane"), None)
        for name, part in sheet_parts(path).items()
    }
    return {
        name: (int(pane.get("ySplit", 0)), int(pane.get("xSplit", 0)))
        for name, pane in panes.items()
        if pane is not None and pane.get("state") == "frozen"
    }


def ods_frozen(path: Path) -> dict[str, tuple[int, int]]:
    frozen = {}
    for entry in read_part(path, "settings.xml").iter(ODS_CONFIG + "config-item-map-entry"):
        items = {item.get(ODS_CONFIG + "name"): item.text for item in entry}
        if items.get("VerticalSplitMode") == "2":
            rows, columns = items["VerticalSplitPosition"], items["HorizontalSplitPosition"]
            frozen[entry.get(ODS_CONFIG + "name", "")] = int(rows or 0), int(columns or 0)
    return frozen


def test_a_chart_of_the_loss_stands_on_every_rate_s_sheet_and_all_on_compare(path: Path) -> None:
    count = xlsx_charts(path) if path.suffix == ".xlsx" else ods_charts(path)
    assert count == dict.fromkeys(RATE_SHEETS, 1) | {"Compare": 2 + len(RATES)}
    titles = [f"when learning rate is {rate}" for rate in RATES[:-1]]
    titles.append("at the rate of your own")
    large = ["Loss by step", "Loss by step, on a logarithmic axis"]
    assert sorted(chart.title for chart in charts(path)) == sorted([*titles, *titles, *large])


def xlsx_charts(path: Path) -> dict[str, int]:
    sheets = openpyxl.load_workbook(path).worksheets
    return {sheet.title: len(sheet._charts) for sheet in sheets if sheet._charts}


def ods_charts(path: Path) -> dict[str, int]:
    tables = read_part(path, "content.xml").iter(TABLE + "table")
    counts = {
        table.get(TABLE + "name", ""): len(list(table.iter(ODS_DRAW + "object")))
        for table in tables
    }
    return {name: count for name, count in counts.items() if count}


def test_the_charts_draw_the_tables(path: Path) -> None:
    found = charts(path)
    for name in RATE_SHEETS:
        header = stored_sheet(path, name).find("step")
        steps = f"{name}!A{header.row + 1}:A{header.row + 100}"
        losses = f"{name}!X{header.row + 1}:X{header.row + 100}"
        [own] = [chart for chart in found if chart.series[0].y.startswith(f"{name}!")]
        assert (own.series[0].x, own.series[0].y) == (steps, losses)


def test_the_inputs_alone_may_be_edited(path: Path) -> None:
    assert sorted(editable(path)) == sorted(INPUTS)


@pytest.mark.parametrize("suffix", FORMATS)
def test_samples_and_hyper_parameters_may_be_edited_too(suffix: str, poisoned: Poisoned) -> None:
    path = poisoned(scenario_called(BATCHES))[suffix]
    assert sorted(editable(path)) == sorted(INPUTS_OF_BATCHES)


def editable(path: Path) -> Iterator[str]:
    """Yield what each cell is called that may be edited, on the Overview by what stands before."""
    for sheet, address in xlsx_unlocked(path) if path.suffix == ".xlsx" else ods_unlocked(path):
        grid, place = stored_sheet(path, sheet), Place(*coordinate_to_tuple(address))
        assert sheet in ("Overview", "Data")
        if sheet == "Overview":
            yield str(grid.cells[place.right(-1)]).removesuffix(".0")
        else:
            header = Place(grid.find("sample").row, place.column)
            yield f"{grid.cells[header]} of {grid.cells[Place(place.row, 1)]:.0f}"


def scenario_called(name: str) -> Scenario:
    [scenario] = [scenario for scenario in SEVERAL if scenario.name == name]
    return scenario


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_hyper_parameters_have_names(suffix: str, poisoned: Poisoned) -> None:
    path = poisoned(scenario_called(BATCHES))[suffix]
    overview = stored_sheet(path, "Overview")
    found = {name: place for (sheet, name), place in names(path).items() if sheet is None}
    for name, symbol in (("beta1", "β1"), ("beta2", "β2"), ("epsilon", "ε₀")):
        assert found[f"optimizer_{name}"] == f"Overview!{overview.find(symbol).beside.address}"


def xlsx_unlocked(path: Path) -> list[tuple[str, str]]:
    cells = (cell for sheet in openpyxl.load_workbook(path) for row in sheet for cell in row)
    return [(cell.parent.title, cell.coordinate) for cell in cells if not cell.protection.locked]


def ods_unlocked(path: Path) -> list[tuple[str, str]]:
    root = read_part(path, "content.xml")
    free = {
        style.get(ODS_STYLE + "name")
        for style in root.iter(ODS_STYLE + "style")
        for properties in style.iter(ODS_STYLE + "table-cell-properties")
        if properties.get(ODS_STYLE + "cell-protect") == "none"
    }
    return [
        (sheet, address)
        for sheet, address, cell in ods_cells(root)
        if cell.get(TABLE + "style-name") in free
    ]


def test_the_inputs_look_like_inputs(classic: dict[str, Path]) -> None:
    overview = openpyxl.load_workbook(classic[".xlsx"])["Overview"]
    cells = [cell for row in overview for cell in row]
    [fill] = {cell.fill.fgColor.rgb for cell in cells if not cell.protection.locked}
    others = [cell for cell in cells if cell.fill.fgColor.rgb == fill and cell.protection.locked]
    assert [cell.value for cell in others] == ["yours to edit"]


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    title, summary = "=1+1", "=HYPERLINK(A1)"
    dangerous = replace(CLASSIC, name="dangerous", title=title, summary=summary)
    short = replace(dangerous, training=replace(CLASSIC.training, epochs=1))
    xlsx, ods = build(short, tmp_path).files
    for path in (xlsx, ods):
        assert {title, summary} <= set(stored_values(path)["Overview"].values())
        assert not {title, summary} & set(stored_formulas(path)["Overview"].values())
    overview = openpyxl.load_workbook(xlsx)["Overview"]
    kinds = {c.value: c.data_type for row in overview for c in row if c.value in (title, summary)}
    assert kinds == {title: "s", summary: "s"}
    written = [cell for _, _, cell in ods_cells(read_part(ods, "content.xml"))]
    assert not any("HYPERLINK" in (cell.get(TABLE + "formula") or "") for cell in written)
