import django.db.models.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workshops', '0003_stages_of_standing_work'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='workshop',
            name='vote_across',
        ),
        migrations.RemoveField(
            model_name='workshop',
            name='step',
        ),
        migrations.RemoveField(
            model_name='workshop',
            name='dots_per_seat',
        ),
        migrations.RemoveField(
            model_name='ballot',
            name='dots',
        ),
        migrations.AlterField(
            model_name='ballot',
            name='value',
            field=models.PositiveSmallIntegerField(help_text='dots, 1 for approved, or a score'),
        ),
        migrations.AlterField(
            model_name='card',
            name='lane',
            field=models.SlugField(max_length=40),
        ),
        migrations.AlterField(
            model_name='cardversion',
            name='lane',
            field=models.SlugField(db_index=False, max_length=40),
        ),
        migrations.AlterField(
            model_name='cluster',
            name='lane',
            field=models.SlugField(help_text='the column it stands in', max_length=40),
        ),
        migrations.AlterField(
            model_name='cluster',
            name='uid',
            field=models.UUIDField(default=uuid.uuid4, editable=False, help_text='the same on every server', unique=True),
        ),
        migrations.AlterField(
            model_name='seat',
            name='uid',
            field=models.UUIDField(default=uuid.uuid4, editable=False, help_text='the same on every server', unique=True),
        ),
        migrations.AlterField(
            model_name='ballot',
            name='stage',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='workshops.stage'),
        ),
        migrations.AlterField(
            model_name='card',
            name='stage',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cards', to='workshops.stage'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.CheckConstraint(condition=models.Q(('people__gte', 1)), name='seat_has_people'),
        ),
        migrations.AddIndex(
            model_name='card',
            index=models.Index(fields=['group', 'lane'], name='card_group_lane'),
        ),
        migrations.AddConstraint(
            model_name='ballot',
            constraint=models.UniqueConstraint(fields=('seat', 'stage', 'cluster', 'card', 'team', 'item', 'criterion'), name='one_ballot_per_thing', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='ballot',
            constraint=models.CheckConstraint(condition=models.Q(('value__gte', 1)), name='ballot_gives_something'),
        ),
        migrations.AddConstraint(
            model_name='ballot',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('card', None), ('cluster__isnull', False), ('item', ''), ('team', None)), models.Q(('card__isnull', False), ('cluster', None), ('item', ''), ('team', None)), models.Q(('card', None), ('cluster', None), ('item', ''), ('team__isnull', False)), models.Q(('card', None), ('cluster', None), ('team', None), models.Q(('item', ''), _negated=True)), _connector='OR'), name='ballot_goes_to_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='workshop',
            constraint=models.UniqueConstraint(condition=models.Q(('rehearsal', False)), fields=('event', 'block'), name='workshop_block_once'),
        ),
        migrations.AddConstraint(
            model_name='commonidea',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='common_idea_has_a_name'),
        ),
        migrations.AddConstraint(
            model_name='format',
            constraint=models.UniqueConstraint(fields=('project', 'key'), name='format_key_once_per_project'),
        ),
        migrations.AddConstraint(
            model_name='sitting',
            constraint=models.UniqueConstraint(fields=('seat', 'round'), name='one_sitting_per_round'),
        ),
        migrations.AddConstraint(
            model_name='stage',
            constraint=models.UniqueConstraint(fields=('workshop', 'key'), name='stage_key_once'),
        ),
        migrations.AddConstraint(
            model_name='stage',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('workshop', 'order'), name='stage_order_once'),
        ),
        migrations.AddConstraint(
            model_name='sheet',
            constraint=models.UniqueConstraint(fields=('group', 'stage'), name='one_sheet_per_group'),
        ),
        migrations.AddConstraint(
            model_name='handcount',
            constraint=models.UniqueConstraint(fields=('group', 'stage', 'cluster', 'card', 'team', 'item', 'criterion'), name='one_hand_count_per_thing', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='handcount',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('card', None), ('cluster__isnull', False), ('item', ''), ('team', None)), models.Q(('card__isnull', False), ('cluster', None), ('item', ''), ('team', None)), models.Q(('card', None), ('cluster', None), ('item', ''), ('team__isnull', False)), models.Q(('card', None), ('cluster', None), ('team', None), models.Q(('item', ''), _negated=True)), _connector='OR'), name='hand_count_of_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.UniqueConstraint(fields=('seat', 'stage', 'question'), name='one_answer_per_question'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='card',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."cluster_id" IS DISTINCT FROM (NEW."cluster_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."lane" IS DISTINCT FROM (NEW."lane") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at"))', func='INSERT INTO "workshops_cardversion" ("cluster_id", "kind", "lane", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "text", "withdrawn_at") VALUES (OLD."cluster_id", OLD."kind", OLD."lane", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."source", OLD."text", OLD."withdrawn_at"); RETURN NULL;', hash='c5a6eb115a6db65912dc4164cc9dec806264b096', operation='UPDATE', pgid='pgtrigger_update_update_b953b', table='workshops_card', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commonidea',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."removed_at" IS DISTINCT FROM (NEW."removed_at"))', func='INSERT INTO "workshops_commonideaversion" ("name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at") VALUES (OLD."name", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."removed_at"); RETURN NULL;', hash='545265974df16ef0c216cd8f8fc391c4259bcb2b', operation='UPDATE', pgid='pgtrigger_update_update_29839', table='workshops_commonidea', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sheet',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."words" IS DISTINCT FROM (NEW."words"))', func='INSERT INTO "workshops_sheetversion" ("pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "version", "words") VALUES (_pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."title", OLD."version", OLD."words"); RETURN NULL;', hash='e1c62c942d0a15c8b443774c282fff8b71c141fd', operation='UPDATE', pgid='pgtrigger_update_update_86db6', table='workshops_sheet', when='AFTER')),
        ),
    ]
