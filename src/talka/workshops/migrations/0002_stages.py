import django.db.models.deletion
import django.db.models.manager
import pgtrigger.migrations
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('programmes', '0001_initial'),
        ('workshops', '0001_initial'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='card',
            name='update_update',
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.SlugField(max_length=40)),
                ('number', models.PositiveSmallIntegerField(blank=True, help_text='a rating, or 1 for a consent given', null=True)),
                ('text', models.TextField(blank=True, max_length=4000)),
                ('at', models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.CreateModel(
            name='Award',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, help_text='the same on every server', unique=True)),
                ('words', models.CharField(max_length=200)),
                ('points', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, help_text='the same on every server', unique=True)),
                ('to', models.CharField(choices=[('help', 'facilitator'), ('practitioner', 'practitioner')], max_length=20)),
                ('words', models.CharField(blank=True, help_text='what about', max_length=200)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='CommonIdea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, help_text='the same on every server', unique=True)),
                ('name', models.CharField(max_length=300)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1, help_text='grows with each new name; a stale form is told so')),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['order', 'id'],
            },
        ),
        migrations.CreateModel(
            name='CommonIdeaVersion',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('name', models.CharField(max_length=300)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Format',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=40)),
                ('table', models.JSONField(help_text='as `formats.writing.format_table` writes it')),
                ('based_on', models.CharField(blank=True, max_length=40)),
                ('version', models.PositiveIntegerField(default=1, help_text='grows with each change; a stale form is told so')),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='HandCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.SlugField(blank=True, max_length=40)),
                ('criterion', models.SlugField(blank=True, max_length=40)),
                ('value', models.PositiveSmallIntegerField(help_text='dots, 1 for approved, or a score')),
                ('voters', models.PositiveSmallIntegerField(default=0)),
                ('at', models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, help_text='the same on every server', unique=True)),
                ('text', models.CharField(max_length=500)),
                ('at', models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, help_text='the same on every server', unique=True)),
                ('file', models.FileField(max_length=200, upload_to='workshops')),
                ('size', models.PositiveIntegerField()),
                ('type', models.CharField(max_length=80)),
                ('words', models.CharField(blank=True, help_text='what it shows, for who cannot see it', max_length=300)),
                ('at', models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('digest', models.BinaryField(help_text='SHA-256 of what was sent', max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='Sheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(blank=True, max_length=200)),
                ('words', models.JSONField(default=dict, help_text='by the key of the field')),
                ('version', models.PositiveIntegerField(default=1)),
                ('updated_at', models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.CreateModel(
            name='SheetVersion',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('title', models.CharField(blank=True, max_length=200)),
                ('words', models.JSONField(default=dict, help_text='by the key of the field')),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Sitting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Stage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=40)),
                ('order', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('collect', 'collect'), ('cluster', 'cluster'), ('vote', 'vote'), ('discuss', 'discuss'), ('test', 'test'), ('pitch', 'pitch'), ('report', 'report'), ('reflect', 'reflect')], max_length=10)),
                ('table', models.JSONField(help_text='as `formats.writing.stage_table` writes it')),
                ('shown_at', models.DateTimeField(blank=True, help_text='the facilitator has shown hidden results', null=True)),
                ('opened_at', models.DateTimeField(blank=True, help_text='when a group was first put at it', null=True)),
            ],
            options={
                'ordering': ['order'],
            },
        ),
        migrations.AlterModelOptions(
            name='workshop',
            options={'base_manager_name': 'with_rehearsals', 'ordering': ['id']},
        ),
        migrations.AlterModelManagers(
            name='workshop',
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('with_rehearsals', django.db.models.manager.Manager()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='ballot',
            name='one_ballot_per_cluster',
        ),
        migrations.RemoveConstraint(
            model_name='ballot',
            name='ballot_has_dots',
        ),
        migrations.RemoveConstraint(
            model_name='workshop',
            name='workshop_block_once',
        ),
        migrations.RemoveConstraint(
            model_name='workshop',
            name='workshop_dots_few',
        ),
        migrations.RemoveIndex(
            model_name='card',
            name='card_group_kind',
        ),
        migrations.RenameField(
            model_name='workshop',
            old_name='step_changed_at',
            new_name='stage_since',
        ),
        migrations.AddField(
            model_name='ballot',
            name='card',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='workshops.card'),
        ),
        migrations.AddField(
            model_name='ballot',
            name='counted',
            field=models.BooleanField(default=True, help_text='a late one counts when the facilitator has decided so'),
        ),
        migrations.AddField(
            model_name='ballot',
            name='criterion',
            field=models.SlugField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name='ballot',
            name='item',
            field=models.SlugField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name='ballot',
            name='late',
            field=models.BooleanField(default=False, help_text='came after the voting was closed'),
        ),
        migrations.AddField(
            model_name='ballot',
            name='team',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='workshops.group'),
        ),
        migrations.AddField(
            model_name='ballot',
            name='value',
            field=models.PositiveSmallIntegerField(help_text='dots, 1 for approved, or a score', null=True),
        ),
        migrations.AddField(
            model_name='card',
            name='about',
            field=models.ForeignKey(blank=True, help_text='whose report', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reactions', to='workshops.group'),
        ),
        migrations.AddField(
            model_name='card',
            name='lane',
            field=models.SlugField(max_length=40, null=True),
        ),
        migrations.AddField(
            model_name='card',
            name='source',
            field=models.CharField(blank=True, help_text='of an interview: whom the group asked, told without a name', max_length=120),
        ),
        migrations.AddField(
            model_name='cardversion',
            name='lane',
            field=models.SlugField(db_index=False, max_length=40, null=True),
        ),
        migrations.AddField(
            model_name='cardversion',
            name='source',
            field=models.CharField(blank=True, help_text='of an interview: whom the group asked, told without a name', max_length=120),
        ),
        migrations.AddField(
            model_name='cluster',
            name='lane',
            field=models.SlugField(help_text='the column it stands in', max_length=40, null=True),
        ),
        migrations.AddField(
            model_name='cluster',
            name='uid',
            field=models.UUIDField(editable=False, help_text='the same on every server', null=True),
        ),
        migrations.AddField(
            model_name='group',
            name='clock_ends_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='group',
            name='clock_left',
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='group',
            name='stage_since',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='seat',
            name='expertise',
            field=models.CharField(blank=True, help_text='of a practitioner: what teams may ask them about', max_length=200),
        ),
        migrations.AddField(
            model_name='seat',
            name='move_digest',
            field=models.CharField(blank=True, help_text='of the short code that takes it elsewhere', max_length=64),
        ),
        migrations.AddField(
            model_name='seat',
            name='move_until',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='seat',
            name='people',
            field=models.PositiveSmallIntegerField(default=1, help_text='more than one: a device that a whole table shares'),
        ),
        migrations.AddField(
            model_name='seat',
            name='role',
            field=models.CharField(choices=[('participant', 'participant'), ('practitioner', 'practitioner'), ('master', 'games master'), ('public', 'public')], default='participant', max_length=20),
        ),
        migrations.AddField(
            model_name='seat',
            name='uid',
            field=models.UUIDField(editable=False, help_text='the same on every server', null=True),
        ),
        migrations.AddField(
            model_name='workshop',
            name='clock_ends_at',
            field=models.DateTimeField(blank=True, help_text='the soft end of what goes on', null=True),
        ),
        migrations.AddField(
            model_name='workshop',
            name='clock_left',
            field=models.PositiveIntegerField(blank=True, help_text='seconds left of a clock that stands', null=True),
        ),
        migrations.AddField(
            model_name='workshop',
            name='head',
            field=models.JSONField(default=dict, help_text='what the format says of the whole: title, group_word, group_size'),
        ),
        migrations.AddField(
            model_name='workshop',
            name='rehearsal',
            field=models.BooleanField(default=False, help_text='simulated people only; nothing of it is ever counted'),
        ),
        migrations.AddField(
            model_name='workshop',
            name='round',
            field=models.PositiveSmallIntegerField(default=1, help_text='which mixing of people goes on'),
        ),
        migrations.AddField(
            model_name='workshop',
            name='speaking',
            field=models.ForeignKey(blank=True, help_text='who has the word', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='workshops.group'),
        ),
        migrations.AddField(
            model_name='workshop',
            name='wall',
            field=models.CharField(blank=True, choices=[('blank', 'blank'), ('frozen', 'frozen')], max_length=10),
        ),
        migrations.AddField(
            model_name='workshop',
            name='word_ends_at',
            field=models.DateTimeField(blank=True, help_text='the soft end of their time to speak', null=True),
        ),
        migrations.AddField(
            model_name='workshop',
            name='word_left',
            field=models.PositiveIntegerField(blank=True, help_text='seconds left of it while it stands', null=True),
        ),
        migrations.AlterField(
            model_name='ballot',
            name='cluster',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='workshops.cluster'),
        ),
        migrations.AlterField(
            model_name='card',
            name='kind',
            field=models.CharField(choices=[('lack', 'What we lack'), ('do', 'What should be done'), ('note', 'Note')], max_length=10),
        ),
        migrations.AlterField(
            model_name='cardversion',
            name='kind',
            field=models.CharField(choices=[('lack', 'What we lack'), ('do', 'What should be done'), ('note', 'Note')], max_length=10),
        ),
        migrations.AlterField(
            model_name='cluster',
            name='kind',
            field=models.CharField(choices=[('lack', 'What we lack'), ('do', 'What should be done'), ('note', 'Note')], max_length=10),
        ),
        migrations.AlterField(
            model_name='workshop',
            name='format',
            field=models.CharField(default='working-group', help_text='key of the format it began with', max_length=40),
        ),
        migrations.AlterField(
            model_name='workshop',
            name='on_screen',
            field=models.CharField(default='join', help_text='join, clock, board-2, votes-2, report-2', max_length=40),
        ),
        migrations.AddField(
            model_name='answer',
            name='seat',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='workshops.seat'),
        ),
        migrations.AddField(
            model_name='award',
            name='group',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='awards', to='workshops.group'),
        ),
        migrations.AddField(
            model_name='call',
            name='group',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='workshops.group'),
        ),
        migrations.AddField(
            model_name='call',
            name='practitioner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='calls', to='workshops.seat'),
        ),
        migrations.AddField(
            model_name='commonidea',
            name='workshop',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='common_ideas', to='workshops.workshop'),
        ),
        migrations.AddField(
            model_name='card',
            name='common',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='cards', to='workshops.commonidea'),
        ),
        migrations.AddField(
            model_name='commonideaversion',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='commonideaversion',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='workshops.commonidea'),
        ),
        migrations.AddField(
            model_name='format',
            name='project',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='formats', to='programmes.project'),
        ),
        migrations.AddField(
            model_name='handcount',
            name='card',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='workshops.card'),
        ),
        migrations.AddField(
            model_name='handcount',
            name='cluster',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='workshops.cluster'),
        ),
        migrations.AddField(
            model_name='handcount',
            name='group',
            field=models.ForeignKey(help_text='who voted', on_delete=django.db.models.deletion.CASCADE, related_name='hand_counts', to='workshops.group'),
        ),
        migrations.AddField(
            model_name='handcount',
            name='team',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='workshops.group'),
        ),
        migrations.AddField(
            model_name='message',
            name='group',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='workshops.group'),
        ),
        migrations.AddField(
            model_name='message',
            name='workshop',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='workshops.workshop'),
        ),
        migrations.AddField(
            model_name='picture',
            name='card',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='picture', to='workshops.card'),
        ),
        migrations.AddField(
            model_name='picture',
            name='group',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='workshops.group'),
        ),
        migrations.AddField(
            model_name='receipt',
            name='seat',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='receipts', to='workshops.seat'),
        ),
        migrations.AddField(
            model_name='sheet',
            name='card',
            field=models.ForeignKey(blank=True, help_text='the idea it grew from', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='sheets', to='workshops.card'),
        ),
        migrations.AddField(
            model_name='sheet',
            name='group',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sheets', to='workshops.group'),
        ),
        migrations.AddField(
            model_name='sheetversion',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='sheetversion',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='workshops.sheet'),
        ),
        migrations.AddField(
            model_name='sitting',
            name='group',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sittings', to='workshops.group'),
        ),
        migrations.AddField(
            model_name='sitting',
            name='seat',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sittings', to='workshops.seat'),
        ),
        migrations.AddField(
            model_name='stage',
            name='workshop',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stages', to='workshops.workshop'),
        ),
        migrations.AddField(
            model_name='sheet',
            name='stage',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='workshops.stage'),
        ),
        migrations.AddField(
            model_name='handcount',
            name='stage',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='workshops.stage'),
        ),
        migrations.AddField(
            model_name='award',
            name='stage',
            field=models.ForeignKey(blank=True, help_text='in which step', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='awards', to='workshops.stage'),
        ),
        migrations.AddField(
            model_name='answer',
            name='stage',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='workshops.stage'),
        ),
        migrations.AddField(
            model_name='ballot',
            name='stage',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='workshops.stage'),
        ),
        migrations.AddField(
            model_name='card',
            name='stage',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cards', to='workshops.stage'),
        ),
        migrations.AddField(
            model_name='group',
            name='stage',
            field=models.ForeignKey(blank=True, help_text='where it goes its own way', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workshops.stage'),
        ),
        migrations.AddField(
            model_name='workshop',
            name='stage',
            field=models.ForeignKey(blank=True, help_text='empty: gathering', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workshops.stage'),
        ),
    ]
