"""`talka methods NAME INPUT… --out DIR`: every decision method on plain files, without server, database or Django."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import json
import math
import os
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn, Protocol

METHODS = {
    "clustering": "cards that say the same thing",
    "coalitions": "who should run a service together",
    "composite-index": "one number from many indicators",
    "cost-sharing": "who pays how much",
    "discrepancy": "what planners lack most",
    "equal-shares": "which projects of voters a budget pays for",
    "followup": "which measures, when, for which needs",
    "grouping": "who works in which group",
    "matching": "a knowledge angel for each request",
    "opinion": "where a crowd agrees and where it divides",
    "peers": "who is like us",
    "recalculation": "old areas into new",
    "scale-economies": "whether size lowers the cost",
    "specialisation": "what an area is good at",
    "tiles": "a grid map: each place its own tile",
}
"""Every method with its question; the module of the same name (with _ for -) beside this file reads and writes its
tables."""

OPTIONS: dict[str, dict[str, dict[str, str]]] = {
    "clustering": {"language": {"metavar": "lv", "default": "lv", "help": "of cards that name none (lv)"}},
    "cost-sharing": {
        "cost": {"metavar": "EUR", "default": "", "help": "the cost to be shared, with at most two decimals"},
        "key": {"metavar": "KEY", "default": "", "help": "the rule of sharing: equal, population, usage, ..."},
    },
    "equal-shares": {
        "utility": {
            "metavar": "cost|cardinality|points",
            "default": "cost",
            "help": "what a funded project is worth to who named it: its cost, 1, or the points given (cost)",
        },
        "completion": {
            "metavar": "none|add1|greedy",
            "default": "none",
            "help": "what becomes of money left: it stays, shares grow by 1 each, or the best by votes and cost (none)",
        },
    },
    "matching": {
        "refused": {"metavar": "FILE.csv", "default": "", "help": "pairs that may not be proposed again"},
        "fixed": {"metavar": "FILE.csv", "default": "", "help": "pairs already agreed"},
    },
    "scale-economies": {
        "cost": {"metavar": "COLUMN", "default": "", "help": "the whole cost"},
        "size": {"metavar": "COLUMN", "default": "", "help": "the size, such as people"},
        "group": {"metavar": "COLUMN", "default": "", "help": "years or kinds with a level of their own"},
        "cluster": {"metavar": "COLUMN", "default": "", "help": "rows that are not independent, such as the area"},
        "id": {"metavar": "COLUMN", "default": "", "help": "the name of a row, such as the area"},
    },
    "specialisation": {
        "reference": {"metavar": "AREA", "default": "", "help": "that the others are compared with (the sum of all)"}
    },
}
"""Options of one method alone; its Source gets them by name. They stand here so that the command line can be read
before the method's module is loaded."""

GOOD, BAD_INPUT, CONTRADICTION, OUT_OF_TIME = 0, 2, 3, 4
PLACE = "command line"


class Source(Protocol):
    """What a method's module reads its problem from, and how it finds the lines again."""

    def problem(self) -> Any: ...

    def place(self, way: tuple[str | int, ...]) -> tuple[Path | str, int, str]: ...


class _Parser(argparse.ArgumentParser):
    """Wrong usage is a fault like any other: one line, exit code 2."""

    def error(self, message: str) -> NoReturn:
        print(f"{PLACE}:1: talka methods: {message}", file=sys.stderr)
        raise SystemExit(BAD_INPUT)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one method. Returns 0, 2 for bad input, 3 for rules that contradict each other, 4 when time ran out."""
    words = list(sys.argv[1:] if argv is None else argv)
    # A file or folder may be called like a method, so the name is the first word that is neither option nor its value.
    name = next((word for word in _positional(words) if word in METHODS), None)
    try:
        if name is None:
            _no_method(words)
        module: Any = importlib.import_module(f"talka.site.methods_command.{str(name).replace('-', '_')}")
        given = _parser(str(name), module).parse_intermixed_args(words)
        if given.name != name:
            raise SystemExit(_say_bad(given.name))
        return _leave(_run(module, given))
    except SystemExit as end:
        return int(end.code or 0)


def _leave(code: int) -> int:
    """The code, as it is; but where a solver still runs beyond its time, end here and now instead of waiting for it."""
    from talka.methods.highs import STRAY

    if any(thread.name == STRAY for thread in threading.enumerate()):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    return code


def _run(module: Any, given: argparse.Namespace) -> int:
    from talka.methods.contract import Infeasible, InvalidProblem, OutOfTime
    from talka.site.methods_command.rules_file import read_rules
    from talka.site.methods_command.tables import Faults

    faults = Faults()
    _check_command_line(module, given, faults)
    if faults:
        return _complain(faults.lines())
    own = {name: getattr(given, name) for name in OPTIONS.get(given.name, {})}
    source: Source = module.Source(given.inputs, read_rules(given.rules, faults), faults, **own)
    problem = source.problem()
    if faults or problem is None:
        return _complain(faults.lines())
    progress = _Progress()
    try:
        result = module.solve(problem, seed=given.seed, time_limit=given.time_limit, progress=progress.show)
    except InvalidProblem as invalid:
        for fault in invalid.faults:
            faults.add(*source.place(fault.path), fault.what)
        return _complain(faults.lines())
    except Infeasible as contradiction:
        _complain([_named(source, rule.path, rule.words) for rule in contradiction.rules])
        if not contradiction.irreducible:
            print(f"{PLACE}:1: --time-limit: the time ran out before this list was shortest", file=sys.stderr)
        return CONTRADICTION
    except OutOfTime:
        _complain([f"{PLACE}:1: --time-limit: {given.time_limit:g} s were too short to find any answer"])
        return OUT_OF_TIME
    finally:
        progress.clear()
    try:
        given.out.mkdir(parents=True, exist_ok=True)
        result_json: Mapping[str, Any] = module.write(given.out, problem, result)
        text = json.dumps(result_json, ensure_ascii=False, indent=2, allow_nan=False)
        (given.out / "result.json").write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        return _complain([f"{PLACE}:1: --out: {given.out} cannot be written: {error.strerror or error}"])
    with contextlib.suppress(BrokenPipeError):
        for line in module.summary(problem, result):
            print(line)
        sys.stdout.flush()
        return GOOD
    # Whoever read our words has gone; the tables stand, and Python must not complain about it at its end.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return GOOD


def _check_command_line(module: Any, given: argparse.Namespace, faults: Any) -> None:
    needed, most = len(module.INPUTS), len(module.INPUTS) + len(module.OPTIONAL_INPUTS)
    if not needed <= len(given.inputs) <= most:
        names = " ".join((*module.INPUTS, *(f"[{name}]" for name in module.OPTIONAL_INPUTS)))
        faults.add(PLACE, 1, "INPUT", f"{given.name} reads {names}; {len(given.inputs)} files are given")
    if given.out is None:
        faults.add(PLACE, 1, "--out", "is missing: the folder to write to")
    elif given.out.exists() and not given.out.is_dir():
        faults.add(PLACE, 1, "--out", f"{given.out} is a file, a folder is needed")
    if given.seed < 0:
        faults.add(PLACE, 1, "--seed", "is a whole number, 0 or more")
    if not (math.isfinite(given.time_limit) and given.time_limit > 0):
        faults.add(PLACE, 1, "--time-limit", "is a number of seconds above 0")
    if given.rules is not None and not module.RULES:
        faults.add(PLACE, 1, "--rules", f"{given.name} has no rules")


def _parser(name: str, module: Any) -> argparse.ArgumentParser:
    inputs = " ".join((*module.INPUTS, *(f"[{file}]" for file in module.OPTIONAL_INPUTS)))
    rules = " [--rules FILE.toml]" if module.RULES else ""
    own = "".join(f" [--{option} {words['metavar']}]" for option, words in OPTIONS.get(name, {}).items())
    parser = _Parser(
        prog="talka methods",
        usage=f"talka methods {name} {inputs}{rules}{own} [--seed N] [--time-limit S] --out DIR",
        description=f"{name}: {METHODS[name]}. {module.DESCRIPTION}",
        allow_abbrev=False,
    )
    parser.add_argument("name", help=argparse.SUPPRESS)
    parser.add_argument("inputs", metavar="INPUT", type=Path, nargs="*", help="files in this order")
    _add_options(parser, name)
    return parser


def _add_options(parser: argparse.ArgumentParser, *methods: str) -> None:
    parser.add_argument("--rules", metavar="FILE.toml", type=Path, help="rules, as METHODS describes them")
    parser.add_argument("--seed", metavar="N", type=int, default=0, help="same seed, same result (0)")
    parser.add_argument("--time-limit", metavar="S", type=float, default=30.0, help="seconds the search may take (30)")
    parser.add_argument("--out", metavar="DIR", type=Path, help="folder for the tables and result.json")
    for option, words in {o: w for method in methods for o, w in OPTIONS.get(method, {}).items()}.items():
        parser.add_argument(f"--{option}", metavar=words["metavar"], default=words["default"], help=words["help"])


def _positional(words: list[str]) -> list[str]:
    parser = _Parser(prog="talka methods", add_help=False, allow_abbrev=False)
    _add_options(parser, *OPTIONS)
    with_value = {option for action in parser._actions for option in action.option_strings}
    found, skip = [], False
    for word in words:
        if skip:
            skip = False
        elif word in with_value:
            skip = True
        elif not word.startswith("-"):
            found.append(word)
    return found


def _no_method(words: list[str]) -> NoReturn:
    if "--help" in words or "-h" in words or not words:
        print("usage: talka methods NAME INPUT… [--rules FILE.toml] [--seed N] [--time-limit S] --out DIR\n")
        width = max(map(len, METHODS)) + 2
        for name, question in METHODS.items():
            print(f"  {name:<{width}}{question}")
        print("\ntalka methods NAME --help says what each reads and writes.")
        raise SystemExit(GOOD)
    raise SystemExit(_say_bad(next(iter(_positional(words)), "")))


def _say_bad(name: str) -> int:
    there = ", ".join(METHODS)
    shown = f'"{name}" is no method' if name else "no method is named"
    return _complain([f"{PLACE}:1: NAME: {shown}; there are: {there}"])


def _named(source: Source, way: tuple[str | int, ...], words: str) -> str:
    file, line, column = source.place(way)
    return f"{file}:{line}: {column}: contradicts the others named here: {words}"


def _complain(lines: list[str]) -> int:
    for line in lines:
        print(line, file=sys.stderr)
    return BAD_INPUT


class _Progress:
    """The best so far, on one line that is written over, and only where a person watches."""

    def __init__(self) -> None:
        self.watched, self.shown = sys.stdout.isatty(), False

    @property
    def show(self) -> Callable[[int, int | None], None] | None:
        return self._show if self.watched else None

    def _show(self, objective: int, bound: int | None) -> None:
        self.shown = True
        print(f"\r\033[K{objective} found, at least {bound or 0} needed", end="", flush=True)

    def clear(self) -> None:
        if self.shown:
            print("\r\033[K", end="", flush=True)
