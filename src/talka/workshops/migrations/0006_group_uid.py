"""Give every group a name that is the same on every server."""

import uuid

from django.db import migrations, models


def name_each(apps, schema_editor):
    Group = apps.get_model("workshops", "Group")
    groups = list(Group.objects.only("pk"))
    for group in groups:
        group.uid = uuid.uuid4()
    Group.objects.bulk_update(groups, ["uid"], batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ("workshops", "0005_card_indexes"),
    ]

    operations = [
        migrations.AddField(
            model_name="group",
            name="uid",
            field=models.UUIDField(editable=False, help_text="the same on every server", null=True),
        ),
        migrations.RunPython(name_each, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="group",
            name="uid",
            field=models.UUIDField(default=uuid.uuid4, editable=False, help_text="the same on every server", unique=True),
        ),
    ]
