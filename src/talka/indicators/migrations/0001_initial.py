# The first tables of indicators and their figures

import django.db.models.deletion
import i18nfield.fields
import talka.documents.storage
import talka.people.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('decisions', '0001_initial'),
        ('people', '0001_initial'),
        ("territories", "0002_codes_and_names"),
    ]

    operations = [
        migrations.CreateModel(
            name='Chart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(help_text='SHA-256 of specification, figures and language', max_length=64, unique=True)),
                ('name', models.CharField(db_index=True, help_text='what it is a chart of: area, chart, language', max_length=160)),
                ('svg', models.TextField()),
                ('alt', models.TextField(blank=True, help_text='what is seen, in words')),
                ('width', models.PositiveSmallIntegerField(default=0, help_text='in pixels')),
                ('height', models.PositiveSmallIntegerField(default=0, help_text='in pixels')),
                ('table', models.JSONField(default=list, help_text='rows of texts, headings first, where no table of the page says it')),
                ('drawn_at', models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name='Classification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True)),
                ('title', i18nfield.fields.I18nCharField(max_length=120)),
                ('source', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'ordering': ['key'],
            },
        ),
        migrations.CreateModel(
            name='TableMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signature', models.CharField(max_length=64, unique=True)),
                ('code', models.CharField(blank=True, max_length=60)),
                ('title', models.CharField(blank=True, max_length=400)),
                ('mapping', models.JSONField(default=dict)),
                ('changed_at', models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60)),
                ('title', i18nfield.fields.I18nCharField(max_length=200)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('classification', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='categories', to='indicators.classification')),
            ],
            options={
                'ordering': ['classification_id', 'order', 'code'],
            },
        ),
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(help_text='stable name in addresses and files', max_length=80, unique=True)),
                ('title', i18nfield.fields.I18nCharField(max_length=200)),
                ('unit', i18nfield.fields.I18nCharField(blank=True, max_length=60)),
                ('theme', models.CharField(choices=[('people', 'People'), ('economy', 'Economy'), ('specialisation', 'Specialisation'), ('money', 'Money'), ('services', 'Services'), ('place', 'Place')], max_length=20)),
                ('order', models.PositiveSmallIntegerField(default=100)),
                ('direction', models.CharField(choices=[('up', 'More is better'), ('down', 'Less is better'), ('none', 'Neither is better')], default='none', max_length=10)),
                ('kind', models.CharField(choices=[('sum', 'A sum: parts add up'), ('mean', 'A mean or share: parts are weighted'), ('other', 'Does not follow from its parts')], default='other', max_length=10)),
                ('decimals', models.PositiveSmallIntegerField(default=0)),
                ('can_be_negative', models.BooleanField(default=False)),
                ('formula', models.JSONField(blank=True, default=dict, help_text='how it is computed of other indicators; empty: published by the source')),
                ('source', i18nfield.fields.I18nCharField(blank=True, max_length=200)),
                ('licence', models.CharField(blank=True, max_length=60)),
                ('periodicity', models.CharField(choices=[('yearly', 'Every year'), ('several', 'Every few years'), ('once', 'Told once')], default='yearly', max_length=10)),
                ('method', i18nfield.fields.I18nTextField(blank=True, help_text='how it is measured, and what to beware of')),
                ('in_profile', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('classification', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='indicators', to='indicators.classification')),
                ('weight', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='weighs', to='indicators.indicator')),
            ],
            options={
                'ordering': ['theme', 'order', 'key'],
            },
        ),
        migrations.CreateModel(
            name='Comparison',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=talka.people.models.new_key, editable=False, max_length=32, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('options', models.JSONField(default=dict, help_text='years, order, what is shown')),
                ('shared', models.BooleanField(default=False, help_text='whoever has the address may read it')),
                ('kept', models.JSONField(default=dict)),
                ('refreshed_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('deleted_at', models.DateTimeField(blank=True, null=True)),
                ('areas', models.ManyToManyField(related_name='+', to='territories.area')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('indicators', models.ManyToManyField(related_name='+', to='indicators.indicator')),
            ],
            options={
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='Peer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.PositiveSmallIntegerField()),
                ('distance', models.FloatField()),
                ('reasons', models.JSONField(default=list)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='territories.area')),
                ('peer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='territories.area')),
                ('run', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='decisions.decisionrun')),
            ],
            options={
                'ordering': ['area_id', 'rank'],
            },
        ),
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=talka.people.models.new_key, editable=False, max_length=32, unique=True)),
                ('origin', models.CharField(choices=[('table', 'A table that was entered'), ('register', 'Carried with Talka'), ('recalculated', 'Recalculated to new boundaries'), ('computed', 'Computed of other figures')], max_length=20)),
                ('state', models.CharField(choices=[('holds', 'Holds'), ('undone', 'Was taken back')], default='holds', max_length=10)),
                ('title', models.CharField(max_length=400)),
                ('code', models.CharField(blank=True, help_text="the publisher's own name of the table", max_length=60)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('licence', models.CharField(blank=True, max_length=60)),
                ('updated', models.CharField(blank=True, help_text='as the publisher says it', max_length=40)),
                ('digest', models.CharField(blank=True, help_text='SHA-256 of the file', max_length=64)),
                ('address', models.URLField(blank=True, max_length=1000)),
                ('counts', models.JSONField(default=dict, help_text='what came of each cell of the table')),
                ('weight', models.GeneratedField(db_persist=True, expression=models.Case(models.When(origin='table', then=3), models.When(origin='register', then=2), default=1), help_text='what was published outdoes what was carried with the program, and both what was only computed', output_field=models.PositiveSmallIntegerField())),
                ('illustrative', models.BooleanField(default=False)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.person')),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.person')),
            ],
            options={
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Observation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('value', models.FloatField(null=True)),
                ('status', models.CharField(choices=[('A', 'final'), ('B', 'break in the series'), ('E', 'estimated'), ('F', 'forecast'), ('I', 'imputed'), ('M', 'not available'), ('P', 'provisional'), ('Q', 'not released, confidential'), ('U', 'unreliable')], default='A', max_length=1)),
                ('note', models.CharField(blank=True, help_text='why there is no figure, or how it was computed: a code', max_length=60)),
                ('current', models.BooleanField(default=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territories.area')),
                ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='indicators.category')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='observations', to='indicators.indicator')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='observations', to='indicators.release')),
            ],
        ),
        migrations.CreateModel(
            name='FigureImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=talka.people.models.new_key, editable=False, max_length=32, unique=True)),
                ('state', models.CharField(choices=[('fetching', 'Being fetched'), ('reading', 'Being read'), ('read', 'Read; say what is what'), ('checked', 'Checked, not yet entered'), ('entering', 'Being entered'), ('entered', 'Entered'), ('failed', 'Could not be read'), ('dropped', 'Set aside')], default='reading', max_length=10)),
                ('file', models.FileField(blank=True, max_length=120, storage=talka.documents.storage.private_storage, upload_to='')),
                ('file_name', models.CharField(max_length=200)),
                ('address', models.URLField(blank=True, max_length=1000)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('signature', models.CharField(blank=True, help_text='by which a table of this kind is known again', max_length=64)),
                ('about', models.JSONField(default=dict, help_text='title, code, source, dimensions with their categories')),
                ('mapping', models.JSONField(default=dict, help_text='what each dimension and series is')),
                ('outlook', models.JSONField(default=dict, help_text='what entering would do: counts, faults, areas not found')),
                ('fault', models.TextField(blank=True)),
                ('language', models.CharField(default='lv', max_length=10)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('release', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='indicators.release')),
            ],
            options={
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='Specialisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.PositiveSmallIntegerField()),
                ('last', models.PositiveSmallIntegerField()),
                ('quotients', models.JSONField(default=list)),
                ('reasons', models.JSONField(default=list)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='territories.area')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='indicators.indicator')),
                ('run', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='decisions.decisionrun')),
            ],
        ),
        migrations.AddConstraint(
            model_name='category',
            constraint=models.UniqueConstraint(fields=('classification', 'code'), name='category_stands_once'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(('weight__isnull', True), ('kind', 'mean'), _connector='OR'), name='only_a_mean_has_a_weight'),
        ),
        migrations.AddConstraint(
            model_name='peer',
            constraint=models.UniqueConstraint(fields=('area', 'peer'), name='peer_stands_once'),
        ),
        migrations.AddConstraint(
            model_name='peer',
            constraint=models.CheckConstraint(condition=models.Q(('area', models.F('peer')), _negated=True), name='nobody_is_their_own_peer'),
        ),
        migrations.AddIndex(
            model_name='release',
            index=models.Index(fields=['origin', 'state'], name='release_origin'),
        ),
        migrations.AddIndex(
            model_name='observation',
            index=models.Index(condition=models.Q(('current', True)), fields=['area', 'indicator'], name='figures_of_an_area'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.UniqueConstraint(condition=models.Q(('current', True)), fields=('indicator', 'area', 'year', 'category'), name='one_figure_holds', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.UniqueConstraint(fields=('release', 'indicator', 'area', 'year', 'category'), name='a_release_says_it_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.CheckConstraint(condition=models.Q(('value__isnull', False), ('status__in', ['B', 'M', 'Q']), _connector='OR'), name='no_figure_says_why'),
        ),
        migrations.AddConstraint(
            model_name='specialisation',
            constraint=models.UniqueConstraint(fields=('indicator', 'area'), name='specialisation_is_told_once'),
        ),
    ]
