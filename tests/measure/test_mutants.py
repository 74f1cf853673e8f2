import ast

from measure.mutants import mutants


def changes(source: str) -> list[str]:
    return [mutant.change for mutant in mutants("module.py", source)]


def test_each_place_is_changed_once_and_alone() -> None:
    source = "if a < b and not c:\n    total += 2 * x\n"
    found = [*mutants("module.py", source)]
    assert [(mutant.line, mutant.change.split(" -> ")[-1]) for mutant in found] == [
        (1, "if not (a < b and (not c)):\n    total += 2 * x"),
        (1, "a < b or not c"),
        (1, "a <= b"),
        (1, "not not c"),
        (2, "total -= 2 * x"),
        (2, "2 // x"),
        (2, "3"),
    ]
    assert len({mutant.source for mutant in found}) == len(found)
    for mutant in found:
        ast.parse(mutant.source)


def test_annotations_and_texts_are_left_alone() -> None:
    assert changes('def f(a: "int" = 1) -> "list[int]":\n    """Says 1 < 2."""\n') == ["1 -> 2"]


def test_calls_results_and_filters_are_changed() -> None:
    assert changes("f(a)") == ["f(a) -> None"]
    assert changes("def f():\n    return g(a)") == ["return g(a) -> return None"]
    (unfiltered,) = mutants("module.py", "[a for a in b if c]")
    assert unfiltered.source == "[a for a in b]"
    assert changes("max(a)")[1:] == ["max -> min"]
