"""What a label may stand for, in the spelling of the hand-built worksheets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bpsheet.checker.locate.compact import forms
from bpsheet.checker.slip import later
from bpsheet.names import mean_name, sequential_name, state_name

COUNTERS = ("step", "epoch", "sample", "update")
"""Columns that count rows; they are no quantities of the worked example."""

RATE = "η"

_HIDDEN = r"h(?:id(?:den)?)?(?:layer)?(?P<hidden>\d+(?:_\d+)?)"
_OUTPUT = r"(?:o|out|output)(?P<output>\d+)"
_UNIT = rf"(?:{_HIDDEN}|{_OUTPUT}|0(?P<zero>\d))"
_PARAMETER = r"(?:(?:w|weight|wt)(?P<weight>\d*(?:_\d+)*)|(?:b|bias)(?P<bias>\d*(?:_\d+)*))"
_LOSS = r"(?:e|err|error|loss|cost|l|j|c)"
_SUM = r"(?:t|tot|total)"
_TOTAL = rf"(?:{_LOSS}{_SUM}?|{_SUM}(?:e|err|error|loss|cost)|mse|sse)"
_WISHED = r"(?:target|desired|expected|true|actual)"
_BY = r"[∂dδ]"
_SUMMED = r"(?:net|netinput|netin|in|input|z|s|sum|weightedsum|pre|preact|preactivation)"
_FIRED = r"(?:a|act|activated|activation|out|output|σ|sig|f|y)"
_NEW = r"(?:\+|'|new|next|updated|t\+1|n\+1|k\+1)"

_PATTERNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    # what is given
    (r"(?:i|x|in|inp|input)(?P<n>\d+)", ("i{n}",)),
    (r"x|inp|input", ("i1",)),
    (rf"(?:t|d|tgt|label|{_WISHED})(?:o|out|output)?(?P<n>\d+)", ("t{n}",)),
    (rf"{_WISHED}(?:o|out|output|value)", ("t1",)),
    (rf"(?:o|out|output)(?P<n>\d+){_WISHED}", ("t{n}",)),
    (r"y(?P<n>\d+)", ("t{n}", "a_o{n}")),
    (r"target|tgt|t", ("t1",)),
    (r"y", ("t1", "a_o1")),
    # parameters
    (_PARAMETER, ("{p}",)),
    (rf"{_PARAMETER}(?:old|current|t|initial|init)", ("{p}",)),
    (rf"(?:old|current|initial|init){_PARAMETER}", ("{p}",)),
    (rf"{_PARAMETER}{_NEW}", ("{p⁺}",)),
    (rf"(?:new|next|updated|update)(?:weights?|bias(?:es)?)?{_PARAMETER}", ("{p⁺}",)),
    # the forward pass
    (r"(?:h|hid|hidden)(?P<n>\d+(?:_\d+)?)", ("h{n}", "a_h{n}")),
    (r"o(?P<n>\d+)", ("o{n}", "a_o{n}")),
    (r"(?:out|output)(?P<n>\d+)", ("a_o{n}", "o{n}")),
    (rf"{_SUMMED}{_UNIT}", ("{u}",)),
    (rf"{_UNIT}(?:net|in|input|z|sum|pre|preactivation)", ("{u}",)),
    (rf"{_FIRED}{_UNIT}", ("a_{u}",)),
    (rf"{_UNIT}(?:act|a|activation|out|output)", ("a_{u}",)),
    (rf"{_SUMMED}(?P<only>[ho])", ("{only}1",)),
    (rf"{_FIRED}(?P<only>[ho])", ("a_{only}1",)),
    (r"(?:δ|delta)(?P<only>[ho])", ("δ_{only}1",)),
    (r"h|hidden", ("h1", "a_h1")),
    (r"o", ("o1", "a_o1")),
    (r"(?:net|z)(?P<n>\d+)", ("h{n}", "o{n}")),
    (r"net|z", ("o1", "h1")),
    (r"(?:a|act|activation)(?P<n>\d+)", ("a_h{n}", "a_o{n}")),
    (r"(?:yhat|ypred|pred|predicted|prediction|yp)(?P<n>\d*)", ("a_o{n}",)),
    (r"out|output|a", ("a_o1",)),
    (r"(?:z|net)(?P<n>\d+_\d+)", ("h{n}",)),
    (r"a(?P<n>\d+_\d+)", ("a_h{n}",)),
    # errors and losses
    (rf"(?:{_LOSS}|mse)(?:o|out|output)?(?P<n>\d+)", ("E{n}",)),
    (rf"{_LOSS}{_SUM}|{_SUM}{_LOSS}", ("E_total",)),
    (r"c", ("C", "E_total")),
    (_TOTAL, ("E_total", "C")),
    (r"(?:sum|overall)(?:e|err|error|errors|loss)|e1\+e2|(?:sum)?squarederror", ("E_total",)),
    (r"(?:mean|avg|average)(?:e|error|loss|cost)(?:t|tot|total)?|epoch(?:loss|cost|error)", ("C",)),
    # derivatives
    (rf"{_BY}?{_TOTAL}/?{_BY}{_PARAMETER}", ("∂E/∂{p}",)),
    (rf"{_BY}{_TOTAL}/{_PARAMETER}", ("∂E/∂{p}",)),
    (rf"(?:grads?|gradients?|derivatives?|g)(?:of)?(?:{_TOTAL}|wrt)?{_PARAMETER}", ("∂E/∂{p}",)),
    (rf"{_PARAMETER}(?:grad|gradient)", ("∂E/∂{p}",)),
    (rf"[∂d]{_PARAMETER}", ("∂E/∂{p}",)),
    (rf"(?:change|δ){_PARAMETER}", ("Δ{p}", "∂E/∂{p}")),
    (rf"{_BY}?{_LOSS}(?P<n>\d+)/?{_BY}{_PARAMETER}", ("∂E{n}/∂{p}",)),
    (rf"{_BY}?{_TOTAL}/?{_BY}{_FIRED}{_UNIT}", ("∂E_total/∂a_{u}",)),
    (rf"{_BY}?{_TOTAL}/?{_BY}{_SUMMED}?{_UNIT}", ("δ_{u}",)),
    (rf"(?:δ|d|err|error)(?:signal)?(?:of)?{_SUMMED}?{_UNIT}", ("δ_{u}",)),
    (rf"{_UNIT}(?:δ|err|error)", ("δ_{u}",)),
    (r"(?:δ|d)(?P<n>\d+_\d+)", ("δ_h{n}",)),
    (r"δ", ("δ_o1",)),
    # what an optimizer remembers
    (rf"(?P<state>m|v|u|s){_PARAMETER}", ("state",)),
    (rf"(?:velocity|momentum)(?:of)?{_PARAMETER}", ("v_{p}",)),
    # the hyper-parameters and the counters
    (r"(?:μ|µ|mu|momentum)(?:rate|coefficient|factor)?", ("μ",)),
    (r"(?:ρ|rho)|(?:decay|smoothing)(?:rate|factor)?", ("ρ",)),
    (r"(?:β|beta)(?P<n>[12])", ("β{n}",)),
    (r"ε0?|eps(?:ilon)?", ("ε₀",)),
    (r"(?:learning|learn)rate(?:eta|n|lr|alpha|a)?|(?:eta|alpha)?(?:lr|rate)|stepsize", (RATE,)),
    (r"eta|alpha|(?:eta|alpha)learningrate|lrate|learningconstant", (RATE,)),
    (r"n", (RATE, "step")),
    (r"steps?|iterations?|iter|itr|itn|it|no|s?[rl]?no|#|index|idx|row|k", ("step",)),
    (r"(?:step|iteration|iter|itr)(?:no|number|count)", ("step",)),
    (r"epochs?(?:no|number)?", ("epoch",)),
    (r"samples?|examples?|patterns?|instances?|case|record", ("sample",)),
    (r"updates?", ("update",)),
)

_COMPILED = tuple((re.compile(pattern), names) for pattern, names in _PATTERNS)

_BEFORE = (
    (re.compile(r"(?:mean|avg|average|batch)(.+)"), mean_name),
    (re.compile(r"sequential(.+)"), sequential_name),
)


@cache
def read_label(text: str) -> tuple[str, ...]:
    """Return the quantities a label may stand for, likeliest first; none if it is no label.

    >>> read_label("out_h1"), read_label("E∂W5"), read_label("h1")
    (('a_h1',), ('∂E/∂w5',), ('h1', 'a_h1'))
    """
    for form in forms(text):
        if found := tuple(dict.fromkeys(_read(form))):
            return found
    return ()


def _read(form: str) -> Iterator[str]:
    for pattern, names in _COMPILED:
        if match := pattern.fullmatch(form):
            yield from (_filled(name, match) for name in names)
    for prefix, named in _BEFORE:
        if match := prefix.fullmatch(form):
            yield from (named(name) for name in _read(match[1]) if name.startswith("∂"))


def _filled(name: str, match: re.Match[str]) -> str:
    """Return the name of a pattern with what the label says in its places."""
    said = {place: words for place, words in match.groupdict().items() if words is not None}
    if name == "state":
        return state_name(said["state"], _parameter(said))
    return name.format_map(
        {
            "n": said.get("n") or "1",
            "only": said.get("only"),
            "p": _parameter(said),
            "p⁺": later(_parameter(said)),
            "u": _unit(said),
        }
    )


def _parameter(said: dict[str, str]) -> str:
    if "weight" in said:
        return f"w{said['weight'] or 1}"
    return f"b{said.get('bias') or 1}"


def _unit(said: dict[str, str]) -> str:
    if "hidden" in said:
        return f"h{said['hidden']}"
    return f"o{said.get('output', said.get('zero', ''))}"
