"""Numbers are drawn with few digits, all of different sizes; what must stay as it is stays."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpsheet.catalogue import BUNDLED, load_template
from bpsheet.exercises.numbers.ranges import HIDING, Decimals, orders_of, ranges_of
from bpsheet.exercises.secret import Choices
from bpsheet.template import Template


def parameters_of(template: Template) -> tuple[float, ...]:
    return (*template.parameters.weights, *template.parameters.biases)


def digits_of(number: float) -> int:
    return -int(Decimal(repr(number)).normalize().as_tuple().exponent)


@given(st.binary(), st.integers(1, 20), st.sampled_from([10, 100, 1000]), st.booleans())
def test_decimals_have_different_sizes_and_few_digits(key, count, unit, negative):
    decimals = Decimals(tuple(range(3, 33)), unit, negative)
    numbers = decimals.drawn(Choices(key), count)
    assert len({abs(number) for number in numbers}) == count
    assert all(number in {n / unit for n in range(-32, 33)} - {0.0} for number in numbers)
    assert negative or min(numbers) > 0
    another = decimals.another(Choices(key, "another"), numbers)
    assert abs(another) not in {abs(number) for number in numbers}


@pytest.mark.parametrize("name", BUNDLED)
def test_numbers_of_every_template_are_short_and_show_what_is_done_with_them(name):
    ranges = ranges_of(load_template(name))
    for student in range(20):
        drawn = ranges.drawn(Choices(b"key", str(student)))
        groups = [parameters_of(drawn)]
        if not drawn.several:
            groups.append(drawn.data.inputs[0])
        for numbers in groups:
            sizes = [abs(number) for number in numbers]
            assert len(set(sizes)) == len(sizes)
            assert not {0.0, *HIDING} & set(sizes)
            assert max(map(digits_of, numbers), default=0) <= 2


@pytest.mark.parametrize("name", BUNDLED)
def test_only_numbers_change(name):
    template = load_template(name)
    drawn = ranges_of(template).drawn(Choices(b"key"))
    assert len(drawn.training.learning_rates) == 1
    assert drawn.training.learning_rates[0] in template.training.learning_rates
    assert (drawn.model, drawn.names, drawn.views) == (
        template.model,
        template.names,
        template.views,
    )
    assert len(drawn.parameters.weights) == len(template.parameters.weights)
    assert len(drawn.parameters.biases) == len(template.parameters.biases)


@pytest.mark.parametrize("name", ["and-gate", "xor", "line", "stopping-distance", "bce"])
def test_several_samples_stay(name):
    template = load_template(name)
    assert ranges_of(template).drawn(Choices(b"key")).data == template.data


def test_targets_of_classes_stay_but_inputs_do_not():
    template = load_template("softmax")
    data = ranges_of(template).drawn(Choices(b"key")).data
    assert data.targets == template.data.targets
    assert data.inputs != template.data.inputs


@pytest.mark.parametrize("name", ["classic", "xor", "softmax", "micrograd"])
def test_a_change_is_of_one_number(name):
    ranges = ranges_of(load_template(name))
    before = ranges.drawn(Choices(b"key"))
    for turn in range(20):
        after = ranges.changed(before, Choices(b"key", str(turn)))
        numbers = [
            (*parameters_of(one), *one.data.inputs[0], *one.data.targets[0])
            for one in (before, after)
        ]
        assert sum(old != new for old, new in zip(*numbers, strict=True)) == 1
        assert after.training == before.training


def test_orders_of_samples_keep_each_with_its_target():
    template = load_template("xor")
    orders = list(orders_of(template))
    assert orders[0] == template
    pairs = set(zip(template.data.inputs, template.data.targets, strict=True))
    for ordered in orders:
        assert set(zip(ordered.data.inputs, ordered.data.targets, strict=True)) == pairs
    assert len({ordered.data.inputs for ordered in orders}) > 4


def test_a_single_sample_has_one_order():
    assert list(orders_of(load_template("classic"))) == [load_template("classic")]
