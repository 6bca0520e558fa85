from __future__ import annotations

from bpsheet.catalogue import BUNDLED, bundled_path
from bpsheet.template_reader import read_template
from bpsheet.verbs.templates import templates


def test_every_bundled_template_is_listed_in_the_order_of_teaching() -> None:
    found = templates()
    assert [template.name for template in found] == list(BUNDLED)
    assert found == tuple(read_template(bundled_path(name)) for name in BUNDLED)
