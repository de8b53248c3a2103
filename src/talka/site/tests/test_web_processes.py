"""How many processes, and that their connections suffice."""

import pytest

from talka.site import web_processes
from talka.site.trouble import Trouble


def test_all_pools_together_stay_below_what_the_database_allows():
    pools = {n: web_processes.pool_of_each(n) for n in range(1, web_processes.MOST + 1)}
    assert pools[1] == pools[2] == web_processes.LARGEST_POOL
    assert all(pool >= 4 for pool in pools.values())
    assert all(
        (n + 1) * (pool + web_processes.BESIDE) + web_processes.OF_A_WORKER + web_processes.RESERVE <= 80
        for n, pool in pools.items()
    )


@pytest.mark.parametrize(("text", "number"), [("", 1), ("1", 1), ("8", 8)])
def test_the_number_comes_from_the_environment(monkeypatch, text, number):
    monkeypatch.setenv("TALKA_WEB_PROCESSES", text)
    assert web_processes.number() == number


@pytest.mark.parametrize("text", ["0", "9", "two", "-1", "²"])
def test_other_words_are_refused(monkeypatch, text):
    monkeypatch.setenv("TALKA_WEB_PROCESSES", text)
    with pytest.raises(Trouble, match="TALKA_WEB_PROCESSES"):
        web_processes.number()
