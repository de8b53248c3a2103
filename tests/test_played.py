"""Live group work, played from the opening to what is published by several browsers at once.

The working groups of the first seminar with its real agenda, and a Future City Game by its ten steps: who leads and one
who takes part have no mouse, and a phone is without a network for a while. Every page on the way is looked at by axe,
in the language of the one who sees it.
"""

import pytest
from playwright.sync_api import expect

from .played_game import play_the_game
from .played_groups import play_the_groups

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def house(django_db_blocker, tmp_path_factory):
    """The server, and a way to open a browser there: `enter(screen=…, language=…)`."""
    from .live_site import Visitor, Watch, house

    with house(django_db_blocker, "played", tmp_path_factory.mktemp("played") / "var") as (browser, server):
        expect.set_options(timeout=40_000)
        watch = Watch()
        yield server, lambda **kind: Visitor(browser, server.address, watch, **kind), watch
        expect.set_options(timeout=5_000)


@pytest.mark.parametrize("play", [play_the_groups, play_the_game])
def test_from_the_opening_to_what_is_published(house, play):
    server, enter, watch = house
    watch.faults.clear()
    here = []

    def comes(**kind):
        here.append(enter(**kind))
        return here[-1]

    try:
        play(server, comes)
    except Exception as error:
        error.add_note("\n".join(["seen on the way:", *dict.fromkeys(watch.faults)]))
        raise
    finally:
        for visitor in here:
            visitor.context.close()
    assert not watch.faults, "\n".join(["", *dict.fromkeys(watch.faults)])
