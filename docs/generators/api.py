"""The public functions and the values they return, from their signatures and docstrings."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import is_dataclass
from functools import cached_property
from typing import Any, get_args, get_type_hints

import bpsheet
from docs.generators.markdown import code, joined, page

INTRODUCTION = """\
Each verb of the [command line](command-line.md) is one function of `bpsheet`, with the same
defaults. Where a template is asked for, a bundled name, a path or a `Template` will do. What is
raised on purpose is a `BpsheetError`, whose text is one line for the user."""

SECTION = re.compile(r"^(Arguments|Returns|Raises|Attributes):$", re.MULTILINE)
ITEM = re.compile(r"^    (\w+): ", re.MULTILINE)


def api_page() -> str:
    """Return the page of all public names, and of what the functions return."""
    public = {name: getattr(bpsheet, name) for name in bpsheet.__all__}
    functions = [value for value in public.values() if inspect.isfunction(value)]
    errors = [value for value in public.values() if _is_error(value)]
    results = returned(functions)
    return page(
        "The Python interface",
        INTRODUCTION,
        "## Functions",
        *(part for function in functions for part in _function(function, "###", "bpsheet.")),
        "## What they return",
        *(part for value in results for part in _class(value)),
        "## What these are made of",
        *(part for value in parts_of(results) for part in _described(value)),
        "## Errors",
        *(part for error in errors for part in _class(error)),
    )


def _is_error(value: Any) -> bool:
    return isinstance(value, type) and issubclass(value, Exception)


def returned(functions: Iterable[Any]) -> list[type]:
    """Return the classes of bpsheet that functions return, in the order they are met."""
    hints = (get_type_hints(function)["return"] for function in functions)
    return _unique(part for hint in hints for part in _named_in(hint))


def parts_of(classes: Sequence[type]) -> list[type]:
    """Return the classes of bpsheet that the attributes of these classes hold."""
    hints = (hint for value in classes for hint in get_type_hints(value).values())
    held = _unique(part for hint in hints for part in _named_in(hint))
    return [part for part in held if part not in classes and is_dataclass(part)]


def _named_in(hint: Any) -> Iterator[type]:
    """Yield the classes of bpsheet in an annotation, such as that in ``tuple[Template, ...]``."""
    if isinstance(hint, type) and hint.__module__.startswith("bpsheet."):
        yield hint
    for part in get_args(hint):
        yield from _named_in(part)


def _unique(classes: Iterable[type]) -> list[type]:
    return list(dict.fromkeys(classes))


def _function(function: Any, level: str, owner: str = "") -> Iterator[str]:
    """Yield the parts about a function: its signature, and its docstring as Markdown."""
    yield f"{level} `{owner}{function.__name__}`"
    yield code(_signature(function, owner), "text")
    yield from _documented(function)


def _signature(function: Any, owner: str) -> str:
    """Return a signature as it is written, an argument a line where it is long."""
    signature = inspect.signature(function)
    kept = [one for one in signature.parameters.values() if one.name != "self"]
    name, whole = f"{owner}{function.__name__}", signature.replace(parameters=kept)
    line = f"{name}{_unquoted(str(whole))}"
    if len(line) <= 80:
        return line
    arguments = _unquoted(str(whole.replace(return_annotation=inspect.Signature.empty)))
    result = line.removeprefix(f"{name}{arguments}")
    lines = [f"    {one}," for one in _arguments(whole)]
    return "\n".join([f"{name}(", *lines, f"){result}"])


def _arguments(signature: inspect.Signature) -> Iterator[str]:
    keyword_only = False
    for one in signature.parameters.values():
        if one.kind is one.KEYWORD_ONLY and not keyword_only:
            keyword_only = True
            yield "*"
        yield _unquoted(str(one))


def _unquoted(signature: str) -> str:
    """Return a signature without the quotes that stand around postponed annotations."""
    return re.sub(r"""(: |-> )(["'])(.*?)\2""", r"\1\3", signature)


def _class(value: type) -> Iterator[str]:
    """Yield the parts about a class: its docstring, its properties and its methods."""
    yield from _described(value)
    for name, member in vars(value).items():
        if inspect.isfunction(member) and not name.startswith("_"):
            yield from _function(member, "####", f"{value.__name__}.")


def _described(value: type) -> Iterator[str]:
    """Yield the parts about a class without its methods."""
    yield f"### `{value.__name__}`"
    yield from _documented(value)
    properties = {
        name: (inspect.getdoc(member) or "").split("\n\n")[0]
        for name, member in vars(value).items()
        if isinstance(member, property | cached_property) and not name.startswith("_")
    }
    if properties:
        yield "Properties:"
        yield "\n".join(f"- `{name}`: {_marked(joined(text))}" for name, text in properties.items())


def _documented(value: Any) -> Iterator[str]:
    """Yield a docstring as Markdown: words, lists of its sections, and examples."""
    words, *sections = SECTION.split(inspect.getdoc(value) or "")
    yield from _paragraphs(words)
    for title, content in zip(sections[::2], sections[1::2], strict=True):
        listed, after = _cut(content)
        if ITEM.search(listed):
            yield f"{title}:"
            yield _items(listed)
        else:
            yield f"{title}: {_marked(joined(listed))}"
        yield from _paragraphs(after)


def _cut(content: str) -> tuple[str, str]:
    """Return the indented lines of a section, and what follows them."""
    lines = content.strip("\n").splitlines()
    end = next((n for n, line in enumerate(lines) if line and line[0] != " "), len(lines))
    return "\n".join(lines[:end]), "\n".join(lines[end:])


def _items(listed: str) -> str:
    _, *parts = ITEM.split(listed)
    return "\n".join(
        f"- `{name}`: {_marked(joined(words))}"
        for name, words in zip(parts[::2], parts[1::2], strict=True)
    )


def _paragraphs(words: str) -> Iterator[str]:
    for paragraph in filter(None, map(str.strip, words.split("\n\n"))):
        if paragraph.startswith(">>>"):
            yield code(paragraph, "pycon")
        else:
            yield _marked(joined(paragraph))


def _marked(words: str) -> str:
    """Return words with code as Markdown marks it."""
    return words.replace("``", "`")
