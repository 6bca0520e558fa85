import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpsheet.grading.numbers import number_in


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.5933", 0.5933),
        ("0,5933", 0.5933),
        (" −0,5 ", -0.5),
        ("+.5", 0.5),
        ("5.", 5.0),
        ("1e-3", 0.001),
        ("1,5E-3", 0.0015),
        ("1.5×10^-3", 0.0015),
        ("12 %", 0.12),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1 234,5", 1234.5),
        ("1'234.5", 1234.5),
        ("1.234.567", 1234567.0),
    ],
)
def test_numbers_are_read_in_the_spellings_of_different_countries(text: str, number: float) -> None:
    assert number_in(text) == pytest.approx(number, rel=1e-12)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "about 2",
        "1.2.3",
        "1,2,3",
        "0x10",
        "1_000",
        "nan",
        "inf",
        "٣",
        "1 2",
        "=1",
        "1e999",
    ],
)
def test_what_is_no_number_is_not_read(text: str) -> None:
    assert number_in(text) is None


@given(st.text(alphabet="0123456789.,-+eE% '−×^", max_size=12))
def test_any_text_is_a_finite_number_or_none(text: str) -> None:
    number = number_in(text)
    assert number is None or abs(number) < float("inf")


@given(st.floats(-1e6, 1e6, allow_nan=False), st.sampled_from([".", ","]))
def test_what_programs_write_is_read_back(number: float, point: str) -> None:
    written = f"{number:.6f}".replace(".", point)
    assert number_in(written) == pytest.approx(round(number, 6), abs=1e-9)
