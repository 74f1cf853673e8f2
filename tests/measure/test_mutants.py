import ast

from measure.mutants import mutants
from measure.reach import Reach, functions_of


def changes(source: str) -> list[str]:
    return [mutant.change for mutant in mutants("module.py", source)]


def test_each_place_is_changed_once_and_alone() -> None:
    source = "if a < b and not c:\n    total += 2 * x\n"
    found = [*mutants("module.py", source)]
    assert [(mutant.line, mutant.change.split(" -> ")[-1]) for mutant in found] == [
        (1, "if not (a < b and (not c))"),
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
    assert changes("def f():\n    yield g(a)") == ["(yield g(a)) -> (yield None)"]
    assert changes("a: int = b") == ["a: int = b -> a: int = None"]
    assert changes("a = b") == ["a = b -> a = None"]
    assert changes("a = 'text'") == []
    assert changes("Kind = Literal['a', 'b']") == []
    assert changes("__all__ = ['a', 'b']") == []
    (unfiltered,) = mutants("module.py", "[a for a in b if c]")
    assert unfiltered.source == "[a for a in b]"
    assert changes("max(a)")[1:] == ["max -> min"]


def test_condition_is_turned_into_its_opposite_only_once() -> None:
    assert changes("if a == b: c") == ["a == b -> a != b"]
    assert changes("if not a: c") == ["not a -> not not a"]
    assert changes("if a < b: c") == ["if a < b -> if not a < b", "a < b -> a <= b"]


def test_mutant_is_named_by_the_line_that_it_changes() -> None:
    (unfiltered,) = mutants("module.py", "[\n    a for a in b\n    if c\n]")
    assert (unfiltered.line, unfiltered.text) == (3, "if c")


def test_mutant_is_met_by_the_tests_that_enter_its_function() -> None:
    source = "limit = 3\ndef f(a):\n    def g():\n        return a\n    return g()\n"
    functions = functions_of(source)
    assert functions == {3: range(3, 6), 4: range(4, 5), 5: range(3, 6)}
    lines = {"app/module.py": {"1": [""], "3": ["test_b.py::b", "test_module.py::a"], "4": []}}
    reach = Reach({"test_b.py::b": 0.1, "test_module.py::a": 2, "test_c.py::c": 0.2}, lines)
    # Those named for the module come first, then the quick ones; on import every test runs it.
    assert reach.tests("app/module.py", functions, 5) == ["test_module.py::a", "test_b.py::b"]
    assert reach.tests("app/module.py", functions, 4) == []
    assert reach.tests("app/module.py", functions, 1) == [
        "test_module.py::a",
        "test_b.py::b",
        "test_c.py::c",
    ]
