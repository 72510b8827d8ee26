"""What breaks the rules of the layout, found in a tree of sources: see test_architecture.py."""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path


@dataclass(frozen=True)
class Sources:
    """The modules of one package, by their dotted names; nothing is imported."""

    package: Path

    @cached_property
    def files(self) -> dict[str, Path]:
        """The file of each module; a package goes by its own name."""
        found = {}
        for path in sorted(self.package.rglob("*.py")):
            parts = path.relative_to(self.package.parent).with_suffix("").parts
            found[".".join(parts).removesuffix(".__init__")] = path
        return found

    @cached_property
    def trees(self) -> dict[str, ast.Module]:
        """The syntax of each module."""
        return {name: ast.parse(path.read_text("utf-8")) for name, path in self.files.items()}

    @cached_property
    def imports(self) -> dict[str, set[str]]:
        """What each module imports of the package, inside functions too."""
        return {name: set(self._imports_of(name)) for name in self.files}

    def folder(self, module: str) -> str:
        """Return the folder of a module, `__init__` of the whole package being one of its own."""
        if self.files[module].name == "__init__.py":
            return module if "." in module else f"{module}.__init__"
        return module.rpartition(".")[0]

    def _imports_of(self, name: str) -> Iterator[str]:
        for node in ast.walk(self.trees[name]):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names if alias.name in self.files)
            elif isinstance(node, ast.ImportFrom):
                assert not node.level, f"{name} has a relative import"
                for alias in node.names:
                    full = f"{node.module}.{alias.name}"
                    module = full if full in self.files else str(node.module)
                    if module in self.files:
                        yield module


HOUSE = Sources(Path(__file__).resolve().parents[1] / "lstm_gui")
"""The package itself, read once."""


def circle(graph: Mapping[str, Iterable[str]]) -> list[str]:
    """Return a way through the graph that ends where it begins, if there is one."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def folder_imports(sources: Sources) -> dict[str, set[str]]:
    """Return which folders each folder imports from, itself aside."""
    graph: dict[str, set[str]] = defaultdict(set)
    for name, imported in sources.imports.items():
        here = sources.folder(name)
        graph[here].update(sources.folder(other) for other in imported)
        graph[here].discard(here)
    return graph


def roots_that_look_up(sources: Sources) -> set[str]:
    """Name the modules that import from a folder beside them: a root is the ground floor."""
    return {
        name
        for name, path in sources.files.items()
        if path.name != "__init__.py"
        for other in sources.imports[name]
        if sources.folder(other).startswith(f"{sources.folder(name)}.")
    }


def small_siblings(sources: Sources, lines: int) -> set[str]:
    """Name the modules under so many lines that one module imports, which lies beside them."""
    importers: dict[str, set[str]] = defaultdict(set)
    for name, imported in sources.imports.items():
        for other in imported:
            importers[other].add(name)
    return {
        name
        for name, path in sources.files.items()
        if path.name != "__init__.py"
        and len(path.read_text("utf-8").splitlines()) < lines
        and len(importers[name]) == 1
        and {sources.folder(other) for other in importers[name]} == {sources.folder(name)}
    }


def classes(sources: Sources) -> Iterator[tuple[str, ast.ClassDef]]:
    """Yield all classes with their modules."""
    for name, tree in sources.trees.items():
        yield from ((name, node) for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def class_names_twice(sources: Sources) -> set[str]:
    """Return the names that more than one public class has."""
    return _twice(node.name for _, node in classes(sources) if not node.name.startswith("_"))


def file_names_twice(sources: Sources, but: Iterable[str]) -> set[str]:
    """Return the names that more than one file has, apart from those."""
    return _twice(path.name for path in sources.files.values() if path.name not in but)


def _twice(names: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    return {name for name in names if name in seen or seen.add(name)}  # type: ignore[func-returns-value]


def crowded_classes(sources: Sources, most: int) -> dict[str, int]:
    """Count the public methods and properties of each class that has more than so many.

    Those of its bases count, for a class does not become smaller by being cut into one that
    inherits from another. Qt's overrides and signals are camelCase and do not count.
    """
    own: dict[str, set[str]] = defaultdict(set)
    bases: dict[str, set[str]] = defaultdict(set)
    for _, node in classes(sources):
        functions = ast.FunctionDef | ast.AsyncFunctionDef
        own[node.name] |= {part.name for part in node.body if isinstance(part, functions)}
        bases[node.name] |= {base.id for base in node.bases if isinstance(base, ast.Name)}

    def methods(name: str) -> set[str]:
        return own[name].union(*(methods(base) for base in bases[name] & own.keys()))

    public = {
        name: sum(bool(re.fullmatch(r"[a-z][a-z0-9_]*", method)) for method in methods(name))
        for name in list(own)
    }
    return {name: count for name, count in public.items() if count > most}


def third_parties(tree: ast.AST) -> set[str]:
    """Name what a module imports that is neither its own package nor Python's."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found - sys.stdlib_module_names


@cache
def code_without_prose(path: Path) -> str:
    """Return a file without its comments and docstrings, which may speak of dangers."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            node.body = [
                part
                for part in node.body
                if not (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant))
            ] or [ast.Pass()]
    return ast.unparse(tree)


def private_reaches(files: Iterable[Path]) -> list[str]:
    """Return the lines that reach into a private attribute, or name one as a text to be patched.

    `self` and `cls` reach into what is their own.
    """
    found = []
    for path in files:
        numbers = {
            node.lineno for node in ast.walk(ast.parse(path.read_text("utf-8"))) if _reaches(node)
        }
        found += [f"{path.name}:{number}" for number in sorted(numbers)]
    return found


def _reaches(node: ast.AST) -> bool:
    match node:
        case ast.Attribute(value=ast.Name(id="self" | "cls")):
            return False
        case ast.Attribute(attr=name) | ast.Call(args=[_, ast.Constant(value=str(name)), *_]):
            return bool(re.match("_[A-Za-z]", name))
    return False
