"""`make bench`: runs every claim of this folder, or one, on a database of its own; each prints one JSON line.

A claim is a file whose name is the claim's: a plain script that finds DATABASE_URL set and the tables made.
"""

import os
import subprocess
import sys
from pathlib import Path

from talka.site.embedded.cluster import Cluster
from talka.site.folder import var_folder
from talka.site.lock import Lock
from talka.site.output import complain
from talka.site.trouble import Trouble

HERE = Path(__file__).parent


def main(chosen: list[str]) -> int:
    claims = sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_"))
    if unknown := set(chosen) - set(claims):
        raise Trouble(f"There is no claim {', '.join(sorted(unknown))}.", f"Claims are: {', '.join(claims) or 'none'}.")
    var = var_folder() / "bench"
    lock = Lock(var / "talka.lock")
    if not lock.take("bench"):
        raise Trouble(f"Another bench runs on {var}; its figures and these would disturb each other.")
    cluster = None
    try:
        environment = os.environ | {"TALKA_VAR": str(var)}
        if not os.environ.get("DATABASE_URL"):
            cluster = Cluster(var, say=complain)
            environment["DATABASE_URL"] = cluster.start()
        step = [sys.executable, "-m", "talka.site.preparation", "translations", "static", "database"]
        subprocess.run(step, env=environment, stdout=sys.stderr, check=True)
        results = [
            subprocess.run([sys.executable, "-m", f"bench.{claim}"], env=environment, cwd=HERE.parent).returncode
            for claim in chosen or claims
        ]
        return max(results, default=0)
    finally:
        if cluster is not None:
            cluster.stop()
        lock.release()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Trouble as trouble:
        complain(str(trouble))
        sys.exit(1)
