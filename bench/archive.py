"""Claim: the archive of the played project, in two languages and with a certificate for everybody who came, is made in
less than three minutes, of which no address takes more than 150 ms on average, and unpacked is smaller than 60 MB.

The project is the made-up example; certificates are sealed as in earnest. See docs/organisers/archive.md.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

from bench._browser import machine
from bench._copy import own_copy

LIMIT_S, LIMIT_ADDRESS_MS, LIMIT_BYTES = 180, 150, 60_000_000
EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "izspele"


def main() -> int:
    with own_copy("archive"), tempfile.TemporaryDirectory() as place:
        from talka.archive.folder import write_archive
        from talka.archive.packing import pack
        from talka.archive.sealing import ROUNDS, seals_of
        from talka.events.actions.certificates import issue_many
        from talka.events.models import Certificate, Event
        from talka.people.factories import PersonFactory
        from talka.programmes.models import Project
        from talka.results.loading import load
        from talka.territories.actions import load_areas
        from talka.territories.register_files import read_areas

        load_areas(read_areas())
        load(EXAMPLE)
        project = Project.objects.get(slug="kopa-planojam")
        administrator = PersonFactory(administrator=True)
        for event in Event.objects.filter(project=project).select_related("project__programme", "area"):
            issue_many(event, by=administrator)
        codes = list(Certificate.objects.filter(event__project=project).values_list("code", flat=True))
        asked: list[int] = []
        folder, zipped = Path(place) / "folder", Path(place) / "archive.zip"
        begun = time.monotonic()
        made = write_archive(project, folder, tell=lambda done, _known: asked.append(done))
        seconds = time.monotonic() - begun
        begun = time.monotonic()
        list(seals_of(codes, "bench", ROUNDS))
        sealing = time.monotonic() - begun
        pack(folder, zipped, "archive", made.made_at)
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        each = (seconds - sealing) / max(len(asked), 1) * 1000
        line = {
            "claim": "archive",
            "machine": machine(),
            "seconds": round(seconds, 1),
            "addresses": len(asked),
            "ms_per_address": round(each, 1),
            "pages": made.pages,
            "files": made.files,
            "certificates": made.certificates,
            "seconds_of_sealing": round(sealing, 1),
            "bytes": size,
            "zip_bytes": zipped.stat().st_size,
            "limit_s": LIMIT_S,
            "limit_address_ms": LIMIT_ADDRESS_MS,
            "limit_bytes": LIMIT_BYTES,
            "ok": seconds < LIMIT_S and each < LIMIT_ADDRESS_MS and size < LIMIT_BYTES and made.certificates > 0,
        }
    print(json.dumps(line, ensure_ascii=False))
    return 0 if line["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
