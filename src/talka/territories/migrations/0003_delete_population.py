# Populations are figures of the room of indicators now

from django.db import migrations


class Migration(migrations.Migration):
    slow = "pages of the version before show an area's inhabitants of it; for the seconds in which they end they cannot"

    dependencies = [
        ('territories', '0002_codes_and_names'),
    ]

    operations = [
        migrations.DeleteModel(
            name='Population',
        ),
    ]
