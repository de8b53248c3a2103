"""Several installations side by side in one process: a database and a folder of files each."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connections
from django.test import override_settings
from psycopg import sql
from psycopg.conninfo import make_conninfo
from pytest_django import DjangoDbBlocker

from talka.box.actions.carrying import merge_file, pack
from talka.box.telling import Merged, Packed


class Installations:
    """`with there.at("home"):` everything goes to home's database and files. New names are empty installations."""

    def __init__(self, blocker: DjangoDbBlocker, folder: Path) -> None:
        self.blocker, self.folder = blocker, folder
        self.address = os.environ["DATABASE_URL"]
        self.keeper = psycopg.connect(make_conninfo(self.address, dbname="postgres"), autocommit=True)
        self.made: list[str] = []
        self.stem = f"talka_box_{os.getpid()}_{id(self)}"
        self._make("empty", "template0")
        with self._using("empty"):
            call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)

    def _named(self, name: str) -> str:
        return f"{self.stem}_{name}"

    def _make(self, name: str, template: str) -> None:
        make = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        self.keeper.execute(make.format(sql.Identifier(self._named(name)), sql.Identifier(template)))
        self.made.append(name)

    def _drop(self, name: str) -> None:
        drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(self._named(name)))
        self.keeper.execute(drop)
        self.made.remove(name)

    def database(self, name: str) -> str:
        """Its address, for a server of its own."""
        return make_conninfo(self.address, dbname=self._named(name))

    def anew(self, *names: str) -> None:
        """Make these empty again."""
        for name in set(names) & set(self.made):
            self._drop(name)

    @contextmanager
    def at(self, name: str) -> Iterator[None]:
        if name not in self.made:
            self._make(name, self._named("empty"))
        with self._using(name), override_settings(MEDIA_ROOT=str(self.folder / name)):
            yield

    @contextmanager
    def _using(self, name: str) -> Iterator[None]:
        with self.blocker.unblock():
            connection: Any = connections["default"]
            connection.close()
            before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], self._named(name)
            try:
                yield
            finally:
                connection.close()
                connection.settings_dict["NAME"] = before

    def pack(self, name: str, slug: str) -> tuple[Path, Packed]:
        path = self.folder / f"{name}.talka"
        with self.at(name):
            return path, pack(slug, path)

    def bring(self, source: str, target: str, slug: str) -> Merged:
        """Pack there, merge here."""
        path, _packed = self.pack(source, slug)
        with self.at(target):
            return merge_file(path)

    def end(self) -> None:
        for name in list(self.made):
            self._drop(name)
        self.keeper.close()
