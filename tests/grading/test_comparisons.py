from bpsheet.grading.comparisons import compared
from bpsheet.grading.marks import Mark, Marked, Verdict


def submission(name: str, found: dict[str, str], right: dict[str, float]) -> Marked:
    marks = [
        Mark(quantity, 0, Verdict.WRONG, found=number, right=right[quantity], typed=True)
        for quantity, number in found.items()
    ]
    return Marked(f"exercise of {name}", name, f"{name}.xlsx", marks=tuple(marks))


ADA = {"h1": 0.123, "h2": 0.456, "o1": 0.789}
BOB = {"h1": 0.321, "h2": 0.654, "o1": 0.987}
SAME = {"h1": "0.4711", "h2": "0.0815", "o1": "-1.2345"}


def kinds(*submissions: Marked) -> dict[str, list[str]]:
    found = compared(submissions)
    return {one.student: [fact.kind for fact in found.get(one.exercise, ())] for one in submissions}


def test_the_same_wrong_numbers_are_told_of_both() -> None:
    facts = kinds(submission("Ada", SAME, ADA), submission("Bob", SAME, BOB))
    assert facts == {"Ada": ["same-wrong-answers"], "Bob": ["same-wrong-answers"]}


def test_the_other_student_is_named() -> None:
    ada, bob = submission("Ada", SAME, ADA), submission("Bob", SAME, BOB)
    (fact,) = compared([ada, bob])[ada.exercise]
    assert fact.words == "3 wrong numbers are the same as those of Bob, whose given numbers differ"


def test_numbers_that_are_right_for_another_are_told() -> None:
    copied = {name: f"{number:.4f}" for name, number in BOB.items()}
    facts = kinds(submission("Ada", copied, ADA), submission("Bob", SAME, BOB))
    assert facts == {"Ada": ["other-numbers"], "Bob": []}


def test_a_few_equal_numbers_are_chance() -> None:
    few = dict(list(SAME.items())[:2])
    facts = kinds(submission("Ada", few, ADA), submission("Bob", few, BOB))
    assert facts == {"Ada": [], "Bob": []}


def test_simple_numbers_tell_nothing() -> None:
    simple = {"h1": "0", "h2": "1", "o1": "0.5"}
    facts = kinds(submission("Ada", simple, ADA), submission("Bob", simple, BOB))
    assert facts == {"Ada": [], "Bob": []}


def test_what_many_share_tells_nothing() -> None:
    names = [f"student {number}" for number in range(8)]
    assert not any(kinds(*(submission(name, SAME, ADA) for name in names)).values())


def test_formulas_and_right_answers_are_not_compared() -> None:
    marks = [
        Mark(quantity, 0, verdict, found=number, right=ADA[quantity], typed=typed)
        for (quantity, number), (verdict, typed) in zip(
            SAME.items(),
            [(Verdict.CORRECT, True), (Verdict.WRONG, False), (Verdict.TYPED, True)],
            strict=True,
        )
    ]
    alike = [Marked(name, name, name, marks=tuple(marks)) for name in ("Ada", "Bob")]
    assert kinds(*alike) == {"Ada": [], "Bob": []}
