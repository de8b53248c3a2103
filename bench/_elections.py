"""Elections that are measured, and other hands that count them.

`python -m bench._elections reference FILE.pb UTILITY`: the reference implementation of equal shares (pabutools), with
its exact fractions. Prints seconds and cpu_seconds of counting, reading_cpu_seconds, and what came out.
"""

import json
import random
import sys
import time
from pathlib import Path

from talka.methods.equal_shares.problem import Problem
from talka.site.methods_command.equal_shares import Source
from talka.site.methods_command.rules_file import read_rules
from talka.site.methods_command.tables import Faults

PROJECTS, VOTERS, MOST_NAMED = 150, 60_000, 10


def made_up(folder: Path, *, seed: int = 1) -> Path:
    """A city's election: 150 projects, few of them known to many, 60,000 voters who name 1 to 10."""
    chance = random.Random(seed)
    costs = [chance.randint(5, 400) * 1000 for _ in range(PROJECTS)]
    fame = [chance.paretovariate(1.2) for _ in range(PROJECTS)]
    lines = ["META", "key;value", f"budget;{sum(costs) // 3}", "vote_type;approval", "PROJECTS", "project_id;cost"]
    lines += [f"p{number:03};{cost}" for number, cost in enumerate(costs)]
    lines += ["VOTES", "voter_id;vote"]
    for number in range(VOTERS):
        named = set(chance.choices(range(PROJECTS), fame, k=chance.randint(1, MOST_NAMED)))
        lines.append(f"v{number};{','.join(f'p{one:03}' for one in sorted(named))}")
    path = folder / "made_up.pb"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def read(path: Path, utility: str, completion: str = "none") -> Problem:
    faults = Faults()
    asked = Source([path], read_rules(None, faults), faults, utility=utility, completion=completion).problem()
    if asked is None:
        raise ValueError(faults.lines()[0])
    return asked.problem


def reference(path: Path, utility: str) -> dict[str, object]:
    from pabutools.election import Cardinality_Sat, Cost_Sat, parse_pabulib  # type: ignore[import-not-found]
    from pabutools.rules import method_of_equal_shares  # type: ignore[import-not-found]

    begun = time.process_time()
    instance, profile = parse_pabulib(str(path))
    started, worked = time.perf_counter(), time.process_time()
    done = method_of_equal_shares(instance, profile, sat_class=Cost_Sat if utility == "cost" else Cardinality_Sat)
    return {
        "seconds": round(time.perf_counter() - started, 3),
        "cpu_seconds": round(time.process_time() - worked, 3),
        "reading_cpu_seconds": round(worked - begun, 3),
        "winners": [project.name for project in done],
    }


if __name__ == "__main__":
    print(json.dumps(reference(Path(sys.argv[2]), sys.argv[3])))
