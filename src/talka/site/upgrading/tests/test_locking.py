"""What a change of the schema holds up is named; a migration that does says why."""

import importlib

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

from talka.site.upgrading.known import unknown
from talka.site.upgrading.locking import concerns

# Those of the version that is out; they are applied everywhere before anybody upgrades.
RELEASED = {
    "events.0002_invited_first",
    "events.0003_funder_answers",
    "live.0002_moment_indexes",
    "needs.0002_competence",
    "needs.0003_measures_and_follow_up",
    "people.0002_erasure",
    "programmes.0002_funder_templates",
    "results.0002_written_sections",
    "workshops.0002_stages",
    "workshops.0003_stages_of_standing_work",
    "workshops.0004_stages_only",
    "workshops.0005_card_indexes",
    "workshops.0006_group_uid",
}


def of(*operations):
    state = ProjectState()
    fields = [
        ("id", models.BigAutoField(primary_key=True)),
        ("name", models.CharField(max_length=100)),
        ("note", models.CharField(max_length=50, null=True)),
    ]
    state.add_model(ModelState("people", "Pet", fields, {"db_table": "pets"}))

    class Migration(migrations.Migration):
        pass

    Migration.operations = list(operations)
    return concerns([Migration("0009_pets", "people")], state)


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("pet", "age", models.IntegerField(null=True)),
        migrations.AddField("pet", "age", models.IntegerField(db_default=0)),
        migrations.AlterField("pet", "name", models.CharField(max_length=200)),
        migrations.AlterField("pet", "name", models.TextField()),
        migrations.AlterModelOptions("pet", {"ordering": ["name"]}),
        migrations.CreateModel("Toy", [("id", models.BigAutoField(primary_key=True))]),
    ],
)
def test_what_holds_nobody_up_is_not_named(operation):
    assert of(operation) == []


@pytest.mark.parametrize(
    ("operation", "breaks", "words"),
    [
        (migrations.AddField("pet", "age", models.IntegerField(default=0)), True, "age must be filled"),
        (migrations.AddField("pet", "code", models.IntegerField(null=True, db_index=True)), False, "index is built"),
        (migrations.AddIndex("pet", models.Index(fields=["name"], name="by_name")), False, "index is built"),
        (
            migrations.AddConstraint("pet", models.CheckConstraint(condition=models.Q(name__gt=""), name="named")),
            False,
            "all rows of pets",
        ),
        (migrations.AlterField("pet", "name", models.IntegerField()), True, "written anew"),
        (migrations.AlterField("pet", "name", models.CharField(max_length=10)), True, "written anew"),
        (migrations.AlterField("pet", "note", models.CharField(max_length=50)), True, "must be filled"),
        (migrations.RemoveField("pet", "name"), True, "no longer there"),
        (migrations.RenameField("pet", "name", "title"), True, "no longer there"),
        (migrations.DeleteModel("Pet"), True, "the table pets"),
        (migrations.RunPython(lambda apps, editor: None), False, "code of its own"),
    ],
)
def test_what_does_is_named_with_its_table(operation, breaks, words):
    (concern,) = of(operation)
    assert concern.breaks is breaks
    assert words in str(concern)
    assert str(concern).startswith("people.0009_pets: ")


def test_an_index_on_a_table_that_is_new_holds_nobody_up():
    toy = migrations.CreateModel("Toy", [("id", models.BigAutoField(primary_key=True)), ("name", models.TextField())])
    assert of(toy, migrations.AddIndex("toy", models.Index(fields=["name"], name="by_toy"))) == []


def test_each_migration_that_holds_somebody_up_says_why(settings):
    settings.MIGRATION_MODULES = {}
    loader = MigrationLoader(None)
    silent = []
    for (app, name), migration in loader.disk_migrations.items():
        ours = importlib.import_module(migration.__module__).__name__.startswith("talka.")
        if not ours or name.startswith("0001") or f"{app}.{name}" in RELEASED or getattr(migration, "slow", ""):
            continue
        before = loader.project_state([(app, name)], at_end=False)
        silent += [str(concern) for concern in concerns([migration], before)]
    assert silent == [], 'make them harmless, or say why it must be: slow = "…" in class Migration'


def test_changes_of_a_newer_version_are_known_as_such(settings):
    settings.MIGRATION_MODULES = {}
    applied = [("people", "0001_initial"), ("people", "0999_later"), ("gone_app", "0001_initial")]
    assert unknown(applied) == ["people.0999_later"]
