"""`talka demo`: the examples go into an empty database, once, and only where nobody else can reach them."""

import importlib
import ipaddress
import os
import socket
import sys
from pathlib import Path

from talka.site.output import complain, say
from talka.site.translations import HOUSE
from talka.site.trouble import Trouble

EXAMPLES = ("lv07", "izspele")


def refuse_unless_alone(host: str) -> None:
    """Demonstration accounts sign in without a secret: only this machine may reach them, unless told otherwise."""
    if os.environ.get("TALKA_DEMO", "").lower() in {"1", "true", "yes", "on"}:
        return
    try:
        addresses = {entry[4][0] for entry in socket.getaddrinfo(host or "0.0.0.0", None)}  # noqa: S104
    except OSError:
        addresses = {host}
    for address in addresses:
        try:
            alone = ipaddress.ip_address(str(address).split("%")[0]).is_loopback
        except ValueError:
            alone = False
        if not alone:
            raise Trouble(
                f"The demonstration can be reached by others at HOST={host}.",
                "Leave HOST out, use `talka serve`, or set TALKA_DEMO=1: then every page carries a banner.",
            )


def is_empty(url: str) -> bool:
    """Whether nothing has been entered yet. Asked without Django, whose start would cost a second each time."""
    import psycopg

    with psycopg.connect(url, connect_timeout=10) as connection:
        row = connection.execute("SELECT EXISTS (SELECT 1 FROM programmes_programme)").fetchone()
        people = connection.execute("SELECT EXISTS (SELECT 1 FROM people_person)").fetchone()
    return row == (False,) and people == (False,)


def examples_folder() -> Path:
    """In the package where it was installed from a wheel, else beside the source."""
    installed = HOUSE / "examples"
    return installed if installed.is_dir() else HOUSE.parents[1] / "examples"


def load(path: Path) -> None:
    """The one place where the operations call the rooms' loader. Trouble says what stands wrong in the files."""
    from talka.ui.refusals import Refusal

    try:
        importlib.import_module("talka.results.loading").load(path)
    except Refusal as refusal:
        raise Trouble(f"{path} cannot be read: {refusal.text()}") from None


def load_examples() -> None:
    """All or nothing: a start that is broken off in the middle leaves an empty database for the next."""
    from django.db import transaction

    folder = examples_folder()
    if not folder.is_dir():
        say(f"Examples: none, since there is no folder {folder}")
        return
    with transaction.atomic():
        for name in EXAMPLES:
            if (folder / name).is_dir():
                say(f"Examples: reading {name} …")
                load(folder / name)
    say("Examples: there")


def print_links(base: str) -> None:
    """One-time sign-in links of the demonstration accounts: no mail is needed."""
    from talka.people.models import Person

    make_link = importlib.import_module("talka.people.signin").make_link
    people = list(Person.objects.filter(account__demonstration=True).select_related("account").order_by("pk"))
    if not people:
        return
    say("Sign in, each link once (later: talka signin-link PERSON):")
    wide = max(len(str(person)) for person in people)
    for person in people:
        say(f"  {person!s:{wide}}  {base}{make_link(person)}")


def main(words: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talka.site.settings")
    import django

    django.setup()
    try:
        if words[0] == "load":
            load_examples()
        else:
            print_links(words[1])
    except Trouble as trouble:
        complain(str(trouble))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
