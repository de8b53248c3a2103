"""A server that cannot lock all tables at once: what is said, in words that lead on."""

import os

import pytest

from talka.site.backups import loading
from talka.site.trouble import Trouble

SAYS = "#!/bin/sh\ncat >/dev/null\necho 'HINT:  You might need to increase max_locks_per_transaction.' >&2\nexit 3\n"


def test_too_few_locks_are_told_with_what_to_set(tmp_path, monkeypatch):
    for name, script in (("psql", SAYS), ("pg_restore", "#!/bin/sh\n")):
        (tmp_path / name).write_text(script)
        (tmp_path / name).chmod(0o700)
    programs = {name: tmp_path / name for name in ("psql", "pg_restore")}
    monkeypatch.setattr(loading, "programs_for", lambda server, archive: programs)
    with pytest.raises(Trouble) as told:
        loading.load(os.environ["DATABASE_URL"], tmp_path / "dump", {}, {}, "file")
    assert "as it was before" in told.value.what
    assert "max_locks_per_transaction = 256" in told.value.advice
