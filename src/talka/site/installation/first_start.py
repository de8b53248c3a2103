"""What setup does as the service's user, in a process of its own: secrets, schema, the first administrator."""

import os
import sys
from typing import TYPE_CHECKING

from talka.site.output import complain, say
from talka.site.trouble import Trouble

if TYPE_CHECKING:
    from talka.people.models import Person

OLDEST = 150000
"""The oldest PostgreSQL that is served, as it says of itself."""


def look_at_database(url: str) -> str:
    """Its version. Trouble where it cannot be used, with the commands that help."""
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            version = connection.info.server_version
            encoding = connection.execute("SHOW server_encoding").fetchone()
            makes = connection.execute("SELECT has_schema_privilege('public', 'CREATE')").fetchone()
    except psycopg.Error as fault:
        raise Trouble(
            f"The database does not let this user in: {str(fault).strip()}",
            "On this machine it is made by:\n"
            "    runuser -u postgres -- createuser talka\n"
            "    runuser -u postgres -- createdb --owner=talka --template=template0 --encoding=UTF8 "
            "--locale=C.UTF-8 talka",
        ) from None
    if version < OLDEST:
        raise Trouble(f"PostgreSQL {version // 10000} is too old.", "Talka needs 15 or newer.")
    if encoding != ("UTF8",):
        raise Trouble(f"The database holds {encoding and encoding[0]}, not UTF8.", "Make it with --encoding=UTF8.")
    if makes != (True,):
        raise Trouble("This user may not make tables in the database.", "Make the database with --owner=talka.")
    return f"PostgreSQL {version // 10000}.{version % 10000}"


def prepare(url: str) -> None:
    """Secrets, static files and schema; nothing where all is right."""
    from talka.site import preparation
    from talka.site.folder import var_folder

    say(f"  {look_at_database(url)} answers")
    (var_folder() / "files").mkdir(mode=0o750, exist_ok=True)
    if preparation.main(preparation.needed(var_folder(), url)):
        raise Trouble("The database could not be prepared; see above.")
    say("  schema, static files and secrets are there")


def make_administrator(email: str, name: str) -> None:
    """A person with an account that keeps this installation, and a link as long as they have never signed in."""
    from django.conf import settings
    from django.utils import translation

    from talka.people.signin import make_link
    from talka.ui.refusals import Refusal

    try:
        with translation.override("en"):  # as everything that a command says
            person = _administrator(email, name)
            assert person.account is not None
            if person.account.last_login:
                say(f"  {person} <{person.account.email}> is an administrator and has signed in before")
                return
            link = make_link(person)
    except Refusal as refusal:
        raise Trouble(refusal.text()) from None
    say(f"  {person} <{person.account.email}> is an administrator and signs in, once and within an hour, at")
    say(f"  {settings.SERVER_URL}{link}")


def _administrator(email: str, name: str) -> "Person":
    """Whoever has this address, made an administrator; somebody new where nobody has it. Raises Refusal."""
    from talka.people.actions import create_account, create_person, set_administrator
    from talka.people.actions.persons import PersonData
    from talka.people.models import Person

    living = Person.objects.filter(merged_into=None, erased_at=None).select_related("account")
    person = living.filter(account__email__iexact=email).first() or living.filter(email__iexact=email).first()
    if person is None:
        given, _blank, family = (name or email.partition("@")[0]).rpartition(" ")
        data = PersonData(given_name=given or family, family_name=family if given else "", email=email)
        person = create_person(data, by=None)
    if person.account is None:
        create_account(person, by=None, administrator=True)
    elif not person.account.is_staff:
        set_administrator(person, True, by=None)
    return living.get(pk=person.pk)


def main(words: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talka.site.settings")
    try:
        if words[0] == "prepare":
            prepare(os.environ["DATABASE_URL"])
        else:
            import django

            django.setup()
            make_administrator(words[1], words[2])
    except Trouble as trouble:
        complain(f"talka: {trouble}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
