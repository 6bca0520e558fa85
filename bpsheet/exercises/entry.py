"""An exercise as a document that can be read back: what is personal, and what others may share."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple, get_args

from bpsheet.errors import InputError
from bpsheet.exercises.exercise import Exercise, Kind, PlantedSlip, Student
from bpsheet.sections import Key, Section, section, table_of
from bpsheet.template import Data, Parameters, Samples, Template
from bpsheet.template_checks import Entry, choice, count, list_of, number, seed, shown
from bpsheet.template_structure import structure_of, template_of

Document = dict[str, Any]


class Parts(NamedTuple):
    """An exercise in the parts that a manifest keeps.

    Attributes:
        form: what it asks of which worked example, without numbers.
        data: its samples.
        personal: whose it is, its id, its parameters and learning rate.
    """

    form: Document
    data: Document
    personal: Document


def parts_of(exercise: Exercise) -> Parts:
    """Return an exercise in parts that are written as JSON."""
    template = exercise.template
    form = {
        "example": json.loads(structure_of(template)),
        **{name: getattr(template, name) for name in ("title", "summary", "views")},
        **{name: getattr(template.training, name) for name in ("epochs", "goal")},
        "drawn": template.parameters.drawn,
        **{name: getattr(exercise, name) for name in ("kind", "rows", "asked", "order")},
    }
    personal = {
        **{name: getattr(exercise.student, name) for name in ("id", "name", "further")},
        "exercise": exercise.id,
        "weights": template.parameters.weights,
        "biases": template.parameters.biases,
        "rates": template.training.learning_rates,
        "slips": [slip._asdict() for slip in exercise.slips],
        "draws": exercise.draws,
    }
    return Parts(_without_none(form), _data_document(template.data), personal)


def fingerprint(exercise: Exercise) -> str:
    """Return a hash of all that an exercise asks and gives, but not of whose it is."""
    return hashlib.sha256(text_of(_without_person(parts_of(exercise))).encode()).hexdigest()


def given_text(parts: Parts) -> str:
    """Return what must never change in an exercise, as text: all but names and further columns."""
    return text_of([*_without_person(parts), parts.personal["id"]])


def text_of(document: Any) -> str:
    """Return the one way in which a document is written as JSON without line breaks."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def exercise_in(form: Entry, data: Entry, personal: Entry) -> Exercise:
    """Return the exercise that three documents describe.

    Raises:
        InputError: one line that names the key, and what is wrong with it.
    """
    values, own = _FORM(form), _PERSONAL(personal)
    template = _with_numbers(_example(form), values, _data(data), own)
    _check_shape(template, _example(form), personal)
    return Exercise(
        id=own["exercise"],
        student=Student(own["id"], own["name"], own["further"]),
        template=template,
        slips=own["slips"],
        draws=own["draws"],
        **{name: values[name] for name in ("kind", "rows", "asked", "order")},
    )


def _without_none(document: Document) -> Document:
    return {name: value for name, value in document.items() if value is not None}


def _without_person(parts: Parts) -> tuple[Document, Document, Document]:
    personal = dict(parts.personal)
    for name in ("id", "name", "further"):
        personal.pop(name)
    return parts.form, parts.data, personal


def _data_document(data: Data) -> Document:
    samples = {"inputs": data.inputs, "targets": data.targets}
    if data.validation is None:
        return samples
    validation = {"inputs": data.validation.inputs, "targets": data.validation.targets}
    return {**samples, "validation": validation}


def _example(form: Entry) -> Template:
    """Return the worked example that a form is about; its numbers mean nothing."""
    try:
        return _template(text_of(form.value["example"]))
    except InputError as error:
        raise form.key("example").error(error.message) from None


@lru_cache(maxsize=64)
def _template(structure: str) -> Template:
    return template_of(structure)


def _with_numbers(template: Template, form: Document, data: Data, own: Document) -> Template:
    training = replace(
        template.training,
        learning_rates=own["rates"],
        epochs=form["epochs"],
        goal=form.get("goal"),
    )
    return replace(
        template,
        name=template.title,  # a structure has no title but its name
        **{name: form[name] for name in ("title", "summary", "views")},
        data=data,
        parameters=Parameters(own["weights"], own["biases"], form["drawn"]),
        training=training,
    )


def _check_shape(template: Template, example: Template, personal: Entry) -> None:
    """Refuse numbers that are not as many as the worked example needs."""
    if _shape(template) != _shape(example):
        message = "these numbers are too many or too few for the worked example"
        raise personal.error(f"{message}; {RESTORE}")


def _shape(template: Template) -> tuple[object, ...]:
    data, parameters = template.data, template.parameters
    samples = [data, *([data.validation] if data.validation else [])]
    widths = [[*map(len, rows)] for part in samples for rows in (part.inputs, part.targets)]
    return widths, len(parameters.weights), len(parameters.biases)


def _text(entry: Entry) -> str:
    if not isinstance(entry.value, str):
        raise entry.error(f"expected text, not {shown(entry.value)}; {RESTORE}")
    return entry.value


def _table(entry: Entry) -> object:
    if not isinstance(entry.value, dict):
        raise entry.error(f"expected a table, not {shown(entry.value)}; {RESTORE}")
    return entry.value


def _samples(entry: Entry) -> Samples:
    return Samples(**section(_SAMPLES)(entry))


def _data(entry: Entry) -> Data:
    return Data(**section({**_SAMPLES, "validation": Key(_samples)})(entry))


def _slip(entry: Entry) -> PlantedSlip:
    texts = {name: Key(_text, missing=RESTORE) for name in PlantedSlip._fields}
    return PlantedSlip(**section(texts)(entry))


RESTORE = "take the manifest from a backup, or write it again from the same seed"

_NUMBERS = Key(list_of(number, "number", least=0), missing=RESTORE)
_TEXTS = Key(list_of(_text, least=0), missing=RESTORE)
_TEXT = Key(_text, missing=RESTORE)
_SAMPLES: Section = {
    name: Key(list_of(list_of(number, "number", least=0), "row"), missing=RESTORE)
    for name in ("inputs", "targets")
}
_FORM = section(
    {
        "example": Key(_table, missing=RESTORE),
        "title": _TEXT,
        "summary": _TEXT,
        "views": _TEXTS,
        "epochs": Key(count, missing=RESTORE),
        "goal": Key(number),
        "drawn": _TEXT,
        "kind": Key(choice(get_args(Kind)), missing=RESTORE),
        "rows": Key(count, missing=RESTORE),
        "asked": _TEXTS,
        "order": _TEXTS,
    }
)
_PERSONAL = section(
    {
        "id": _TEXT,
        "name": _TEXT,
        "further": Key(table_of(_text, '{"group": "A"}'), missing=RESTORE),
        "exercise": _TEXT,
        "weights": _NUMBERS,
        "biases": _NUMBERS,
        "rates": Key(list_of(number, "number"), missing=RESTORE),
        "slips": Key(list_of(_slip, "slip", least=0), missing=RESTORE),
        "draws": Key(seed, missing=RESTORE),
        "form": Key(seed),
        "data": Key(seed),
        "seal": Key(_text),
    }
)
