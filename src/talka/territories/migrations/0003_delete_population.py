# Populations are figures of the room of indicators now

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('territories', '0002_codes_and_names'),
    ]

    operations = [
        migrations.DeleteModel(
            name='Population',
        ),
    ]
