"""The small worksheets that the examples of the rules are variants of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bpsheet.sheet.address import column_letters

HEADER_ROW = 3
LABELS = (
    *("t1", "t2", "i1", "i2", "w1", "w2", "w3", "w4", "h1", "a_h1", "h2", "a_h2"),
    *("w5", "w6", "w7", "w8", "o1", "a_o1", "o2", "a_o2", "E1", "E2", "E_total"),
    *("∂E/∂w1", "∂E/∂w2", "∂E/∂w3", "∂E/∂w4", "∂E/∂w5", "∂E/∂w6", "∂E/∂w7", "∂E/∂w8"),
)


def _header(labels: Sequence[str]) -> dict[str, str]:
    """Return the cells of a row of labels, from the first column on."""
    return {f"{column_letters(column)}{HEADER_ROW}": label for column, label in enumerate(labels)}


CLASSIC: Mapping[str, str | float] = {
    "A1": "η",
    "B1": 0.6,
    **_header(LABELS),
    **{"A4": 0.01, "B4": 0.99, "C4": 0.05, "D4": 0.12},
    **{"A5:A8": "=A4", "B5:B8": "=B4", "C5:C8": "=C4", "D5:D8": "=D4"},
    **{"E4": 0.15, "F4": 0.2, "G4": 0.25, "H4": 0.3, "M4": 0.4, "N4": 0.45, "O4": 0.5, "P4": 0.55},
    "E5:E8": "=E4-$B$1*X4",
    "F5:F8": "=F4-$B$1*Y4",
    "G5:G8": "=G4-$B$1*Z4",
    "H5:H8": "=H4-$B$1*AA4",
    "I4:I8": "=E4*C4+F4*D4",
    "J4:J8": "=1/(1+EXP(-I4))",
    "K4:K8": "=G4*C4+H4*D4",
    "L4:L8": "=1/(1+EXP(-K4))",
    "M5:M8": "=M4-$B$1*AB4",
    "N5:N8": "=N4-$B$1*AC4",
    "O5:O8": "=O4-$B$1*AD4",
    "P5:P8": "=P4-$B$1*AE4",
    "Q4:Q8": "=M4*J4+N4*L4",
    "R4:R8": "=1/(1+EXP(-Q4))",
    "S4:S8": "=O4*J4+P4*L4",
    "T4:T8": "=1/(1+EXP(-S4))",
    "U4:U8": "=0.5*(A4-R4)^2",
    "V4:V8": "=0.5*(B4-T4)^2",
    "W4:W8": "=U4+V4",
    "X4:X8": "=((R4-A4)*R4*(1-R4)*M4+(T4-B4)*T4*(1-T4)*O4)*J4*(1-J4)*C4",
    "Y4:Y8": "=((R4-A4)*R4*(1-R4)*M4+(T4-B4)*T4*(1-T4)*O4)*J4*(1-J4)*D4",
    "Z4:Z8": "=((R4-A4)*R4*(1-R4)*N4+(T4-B4)*T4*(1-T4)*P4)*L4*(1-L4)*C4",
    "AA4:AA8": "=((R4-A4)*R4*(1-R4)*N4+(T4-B4)*T4*(1-T4)*P4)*L4*(1-L4)*D4",
    "AB4:AB8": "=(R4-A4)*R4*(1-R4)*J4",
    "AC4:AC8": "=(R4-A4)*R4*(1-R4)*L4",
    "AD4:AD8": "=(T4-B4)*T4*(1-T4)*J4",
    "AE4:AE8": "=(T4-B4)*T4*(1-T4)*L4",
}
"""Inputs, targets, weights and everything that five steps of training come to, with η = 0.6."""

RMSPROP: Mapping[str, str | float] = {
    **{"A1": "η", "B1": 0.1, "C1": "ρ", "D1": 0.9, "E1": "ε₀", "F1": 1e-8},
    **_header(("t1", "i1", "w1", "o1", "a_o1", "E1", "E_total", "∂E/∂w1", "v_w1")),
    **{"A4": 1, "B4": 2, "C4": 0.3},
    **{"A5:A8": "=A4", "B5:B8": "=B4"},
    "C5:C8": "=C4-$B$1*H4/(SQRT(I4)+$F$1)",
    "D4:D8": "=C4*B4",
    "E4:E8": "=D4",
    "F4:F8": "=0.5*(A4-E4)^2",
    "G4:G8": "=F4",
    "H4:H8": "=(E4-A4)*B4",
    "I4": "=(1-$D$1)*H4^2",
    "I5:I8": "=$D$1*I4+(1-$D$1)*H5^2",
}
"""A linear unit with one weight, trained by RMSProp: an update with a memory."""
