import ast
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True)
class Mutant:
    """A module's source with one small change: where, in which line of text, and what."""

    module: str
    line: int
    text: str
    change: str
    source: str


def mutants(module: str, source: str) -> Iterator[Mutant]:
    """Every mutant of a module, one change each; annotations and texts are left alone."""
    tree, lines = ast.parse(source), source.splitlines()
    for place, node in enumerate(_nodes(tree)):
        for choice in range(len(_changes(node))):
            copy = deepcopy(tree)
            twin = next(n for p, n in enumerate(_nodes(copy)) if p == place)
            before = _written(twin)
            _changes(twin)[choice]()
            change = f"{before} -> {_written(ast.fix_missing_locations(twin))}"
            line = _line(node)
            yield Mutant(module, line, lines[line - 1].strip(), change, ast.unparse(copy))


def _written(node: ast.AST) -> str:
    """A node as source; of a condition with what hangs on it, the condition alone."""
    return f"if {ast.unparse(node.test)}" if isinstance(node, ast.If) else ast.unparse(node)


def _line(node: ast.AST) -> int:
    return _line(node.ifs[0]) if isinstance(node, ast.comprehension) else int(node.lineno)  # type: ignore[attr-defined]


def _nodes(node: ast.AST) -> Iterator[ast.AST]:
    """A tree's nodes without annotations, which decide nothing at run time."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "bases"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _nodes(child)


def _changes(node: ast.AST) -> list[Callable[[], None]]:
    """The changes that can be made to one node, each to be made at most once."""
    match node:
        case ast.Compare(ops=[op]):
            return [lambda: _set(node, "ops", [_COMPARISONS[type(op)]()])]
        case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in _OPERATORS:
            return [lambda: _set(node, "op", _OPERATORS[type(op)]())]
        case ast.BoolOp(op=op):
            other = ast.Or() if isinstance(op, ast.And) else ast.And()
            return [lambda: _set(node, "op", other)]
        case ast.UnaryOp(op=ast.USub()):
            return [lambda: _set(node, "op", ast.UAdd())]
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return [lambda: _set(node, "operand", ast.UnaryOp(ast.Not(), operand))]
        case ast.If(test=test) | ast.IfExp(test=test) if not _is_turned_itself(test):
            return [lambda: _set(node, "test", ast.UnaryOp(ast.Not(), test))]
        case ast.comprehension(ifs=[_, *_]):
            return [lambda: _set(node, "ifs", [])]
        case ast.Constant(value=bool() as value):
            return [lambda: _set(node, "value", not value)]
        case ast.Constant(value=int() as number):
            return [lambda: _set(node, "value", number + 1)]
        case ast.Name(id=name) if name in _NAMES:
            return [lambda: _set(node, "id", _NAMES[name])]
        case ast.Expr(value=ast.Call()):
            return [lambda: _set(node, "value", ast.Constant(None))]
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return []
        case (
            ast.Return(value=ast.AST() as value)
            | ast.Yield(value=ast.AST() as value)
            | ast.Assign(value=value)
            | ast.AnnAssign(value=ast.AST() as value)
        ) if not (isinstance(value, ast.Constant) or _is_type(value)):
            return [lambda: _set(node, "value", ast.Constant(None))]
        case _:
            return []


def _is_type(value: ast.AST) -> bool:
    """Whether a value is a type's other name, which decides nothing at run time."""
    match value:
        case ast.Subscript(value=ast.Name(id="Literal" | "tuple" | "Callable")):
            return True
        case _:
            return False


def _is_turned_itself(test: ast.expr) -> bool:
    """Whether one of a condition's own changes is already its opposite."""
    match test:
        case ast.Compare(ops=[ast.Eq() | ast.NotEq() | ast.In() | ast.NotIn()]):
            return True
        case ast.Compare(ops=[ast.Is() | ast.IsNot()]) | ast.UnaryOp(op=ast.Not()):
            return True
        case _:
            return False


def _set(node: ast.AST, field: str, value: object) -> None:
    setattr(node, field, value)
