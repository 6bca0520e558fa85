"""What the tests of the documents see in a page."""

from __future__ import annotations

import pytest

from tests.docs.pages import Block, anchors, blocks, prose

PAGE = """\
# A page of `code`

Write `mine.toml`:

```toml
# no heading
title = "Mine"
```

```console
$ bpsheet build mine.toml
```

## What is [linked](other.md): 1.5 × η

See [one](two.md) and `[three](four.md)`.
"""


def test_blocks_are_found_with_their_files() -> None:
    assert list(blocks(PAGE)) == [
        Block("toml", '# no heading\ntitle = "Mine"\n', "mine.toml"),
        Block("console", "$ bpsheet build mine.toml\n", None),
    ]


def test_anchors_are_those_of_headings() -> None:
    assert anchors(PAGE) == {"a-page-of-code", "what-is-linked-15--η"}


@pytest.mark.parametrize(
    ("words", "kept"), [("[one](two.md)", True), ("four.md", False), ("bpsheet build", False)]
)
def test_prose_has_no_code(words: str, kept: bool) -> None:
    assert (words in prose(PAGE)) is kept
