"""Populations that files of a programme brought for its own areas become figures; those of the register come anew."""

from django.db import migrations

SHIPPED = "Central Statistical Bureau of Latvia"


def take_over(apps, schema_editor):
    Population = apps.get_model("territories", "Population")
    rows = Population.objects.exclude(source__startswith=SHIPPED).select_related("area").order_by("pk")
    if not rows.exists():
        return
    Indicator = apps.get_model("indicators", "Indicator")
    Release = apps.get_model("indicators", "Release")
    Observation = apps.get_model("indicators", "Observation")
    indicator, _made = Indicator.objects.get_or_create(
        key="population-registered", defaults={"title": "Reģistrētie iedzīvotāji", "theme": "people", "kind": "sum"}
    )
    releases = {}
    for row in rows:
        if row.source not in releases:
            releases[row.source] = Release.objects.create(
                origin="register", title=row.source, source=row.source, illustrative=row.area.illustrative
            )
        Observation.objects.create(
            indicator=indicator,
            area=row.area,
            year=row.year,
            value=row.persons,
            release=releases[row.source],
        )


class Migration(migrations.Migration):
    slow = "rows of a programme's own areas only, a few; those of the register are read anew"
    dependencies = [("indicators", "0001_initial"), ("territories", "0002_codes_and_names")]
    run_before = [("territories", "0003_delete_population")]
    operations = [migrations.RunPython(take_over, migrations.RunPython.noop)]
