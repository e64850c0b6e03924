import django.core.validators
import pillars.models.coded
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pillars", "0003_rights_of_accounts"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="measure",
            options={
                "ordering": [
                    "pillar__plan",
                    "pillar__position",
                    models.OrderBy(models.F("priority__position"), nulls_last=True),
                    "position",
                    "pk",
                ],
                "verbose_name": "measure of success",
                "verbose_name_plural": "measures of success",
            },
        ),
        migrations.AlterModelOptions(
            name="pillar",
            options={
                "ordering": ["plan", "position", "pk"],
                "verbose_name": "pillar",
                "verbose_name_plural": "pillars",
            },
        ),
        migrations.AlterModelOptions(
            name="priority",
            options={
                "ordering": ["pillar__plan", "pillar__position", "position", "pk"],
                "verbose_name": "priority",
                "verbose_name_plural": "priorities",
            },
        ),
        migrations.AlterModelOptions(
            name="strategy",
            options={
                "ordering": ["priority", "position", "pk"],
                "verbose_name": "strategy",
                "verbose_name_plural": "strategies",
            },
        ),
        migrations.RemoveConstraint(
            model_name="pillar",
            name="pillar_number_once_per_plan",
        ),
        migrations.RemoveConstraint(
            model_name="priority",
            name="priority_letter_once_per_pillar",
        ),
        migrations.RemoveConstraint(
            model_name="strategy",
            name="strategy_number_once_per_priority",
        ),
        migrations.AddField(
            model_name="baseline",
            name="decimals",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="As its source gives the number. Empty: as the measure has.",
                null=True,
                validators=[django.core.validators.MaxValueValidator(4)],
                verbose_name="decimals",
            ),
        ),
        migrations.AddField(
            model_name="historicalbaseline",
            name="decimals",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="As its source gives the number. Empty: as the measure has.",
                null=True,
                validators=[django.core.validators.MaxValueValidator(4)],
                verbose_name="decimals",
            ),
        ),
        migrations.AddField(
            model_name="historicalmeasure",
            name="part_of",
            field=models.CharField(
                blank=True,
                help_text="Where one measure of the plan is several here, the same code in each, such as 3C-M2: they count as one.",
                max_length=20,
                verbose_name="part of the plan’s measure",
            ),
        ),
        migrations.AddField(
            model_name="historicalmeasure",
            name="position",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="position"),
        ),
        migrations.AddField(
            model_name="historicalmeasure",
            name="unit_before",
            field=models.CharField(
                blank=True,
                help_text="Such as “$”, or “index” in a language that says it first.",
                max_length=40,
                verbose_name="before the number",
            ),
        ),
        migrations.AddField(
            model_name="historicalmeasure",
            name="unit_before_en",
            field=models.CharField(
                blank=True,
                help_text="Such as “$”, or “index” in a language that says it first.",
                max_length=40,
                null=True,
                verbose_name="before the number",
            ),
        ),
        migrations.AddField(
            model_name="historicalmeasure",
            name="unit_before_es",
            field=models.CharField(
                blank=True,
                help_text="Such as “$”, or “index” in a language that says it first.",
                max_length=40,
                null=True,
                verbose_name="before the number",
            ),
        ),
        migrations.AddField(
            model_name="historicalmeasure",
            name="unit_one",
            field=models.CharField(
                blank=True,
                help_text="After the number 1, such as “day”. Empty: as the unit.",
                max_length=80,
                verbose_name="unit of one",
            ),
        ),
        migrations.AddField(
            model_name="historicalmeasure",
            name="unit_one_en",
            field=models.CharField(
                blank=True,
                help_text="After the number 1, such as “day”. Empty: as the unit.",
                max_length=80,
                null=True,
                verbose_name="unit of one",
            ),
        ),
        migrations.AddField(
            model_name="historicalmeasure",
            name="unit_one_es",
            field=models.CharField(
                blank=True,
                help_text="After the number 1, such as “day”. Empty: as the unit.",
                max_length=80,
                null=True,
                verbose_name="unit of one",
            ),
        ),
        migrations.AddField(
            model_name="historicalpillar",
            name="code",
            field=models.CharField(
                default="",
                help_text="As the plan writes it, such as 1A, 1.1 or Goal 2. Part of its address; it is never given again.",
                max_length=20,
                validators=[pillars.models.coded.refuse_reserved],
                verbose_name="code",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="historicalpillar",
            name="position",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="position"),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="first_month",
            field=models.PositiveSmallIntegerField(
                choices=[
                    (1, "January"),
                    (2, "February"),
                    (3, "March"),
                    (4, "April"),
                    (5, "May"),
                    (6, "June"),
                    (7, "July"),
                    (8, "August"),
                    (9, "September"),
                    (10, "October"),
                    (11, "November"),
                    (12, "December"),
                ],
                default=7,
                verbose_name="first month of the school year",
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="goal_heading",
            field=models.CharField(
                blank=True, max_length=60, verbose_name="heading of the singular goal"
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="goal_heading_en",
            field=models.CharField(
                blank=True,
                max_length=60,
                null=True,
                verbose_name="heading of the singular goal",
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="goal_heading_es",
            field=models.CharField(
                blank=True,
                max_length=60,
                null=True,
                verbose_name="heading of the singular goal",
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="has_pillars",
            field=models.BooleanField(
                default=True,
                help_text="Off where its priorities belong to no larger part of the plan.",
                verbose_name="has pillars",
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="has_priorities",
            field=models.BooleanField(
                default=True,
                help_text="Off where its strategies belong to the pillars themselves.",
                verbose_name="has priorities",
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="measure_word",
            field=models.CharField(
                blank=True, max_length=60, verbose_name="word for a measure"
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="measure_word_en",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for a measure"
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="measure_word_es",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for a measure"
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="measure_words",
            field=models.CharField(
                blank=True, max_length=60, verbose_name="word for measures"
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="measure_words_en",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for measures"
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="measure_words_es",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for measures"
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="pillar_word",
            field=models.CharField(
                blank=True, max_length=60, verbose_name="word for a pillar"
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="pillar_word_en",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for a pillar"
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="pillar_word_es",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for a pillar"
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="pillar_words",
            field=models.CharField(
                blank=True, max_length=60, verbose_name="word for pillars"
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="pillar_words_en",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for pillars"
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="pillar_words_es",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for pillars"
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="priority_word",
            field=models.CharField(
                blank=True, max_length=60, verbose_name="word for a priority"
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="priority_word_en",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for a priority"
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="priority_word_es",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for a priority"
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="priority_words",
            field=models.CharField(
                blank=True, max_length=60, verbose_name="word for priorities"
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="priority_words_en",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for priorities"
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="priority_words_es",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for priorities"
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="public_languages",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="Readers find the plan in these. The other languages of the site are in preparation.",
                verbose_name="public languages",
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="requires_all_texts",
            field=models.BooleanField(
                default=False,
                help_text="A missing text then keeps the plan from being published. Otherwise readers see the text of another language, marked.",
                verbose_name="every text in every public language",
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="resource_word",
            field=models.CharField(
                blank=True, max_length=60, verbose_name="word for a resource"
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="resource_word_en",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for a resource"
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="resource_word_es",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for a resource"
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="resource_words",
            field=models.CharField(
                blank=True, max_length=60, verbose_name="word for resources"
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="resource_words_en",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for resources"
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="resource_words_es",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for resources"
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="statement_heading",
            field=models.CharField(
                blank=True,
                max_length=60,
                verbose_name="heading of a priority’s statement",
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="statement_heading_en",
            field=models.CharField(
                blank=True,
                max_length=60,
                null=True,
                verbose_name="heading of a priority’s statement",
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="statement_heading_es",
            field=models.CharField(
                blank=True,
                max_length=60,
                null=True,
                verbose_name="heading of a priority’s statement",
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="strategy_word",
            field=models.CharField(
                blank=True, max_length=60, verbose_name="word for a strategy"
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="strategy_word_en",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for a strategy"
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="strategy_word_es",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for a strategy"
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="strategy_words",
            field=models.CharField(
                blank=True, max_length=60, verbose_name="word for strategies"
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="strategy_words_en",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for strategies"
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="strategy_words_es",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for strategies"
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="why_heading",
            field=models.CharField(
                blank=True, max_length=60, verbose_name="heading of why it matters"
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="why_heading_en",
            field=models.CharField(
                blank=True,
                max_length=60,
                null=True,
                verbose_name="heading of why it matters",
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="why_heading_es",
            field=models.CharField(
                blank=True,
                max_length=60,
                null=True,
                verbose_name="heading of why it matters",
            ),
        ),
        migrations.AddField(
            model_name="historicalpriority",
            name="code",
            field=models.CharField(
                default="",
                help_text="As the plan writes it, such as 1A, 1.1 or Goal 2. Part of its address; it is never given again.",
                max_length=20,
                validators=[pillars.models.coded.refuse_reserved],
                verbose_name="code",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="historicalpriority",
            name="position",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="position"),
        ),
        migrations.AddField(
            model_name="historicalresult",
            name="decimals",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="As its source gives the number. Empty: as the measure has.",
                null=True,
                validators=[django.core.validators.MaxValueValidator(4)],
                verbose_name="decimals",
            ),
        ),
        migrations.AddField(
            model_name="historicalstrategy",
            name="code",
            field=models.CharField(
                default="",
                help_text="As the plan writes it, such as 1A, 1.1 or Goal 2. Part of its address; it is never given again.",
                max_length=20,
                validators=[pillars.models.coded.refuse_reserved],
                verbose_name="code",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="historicalstrategy",
            name="position",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="position"),
        ),
        migrations.AddField(
            model_name="historicaltarget",
            name="decimals",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="As its source gives the number. Empty: as the measure has.",
                null=True,
                validators=[django.core.validators.MaxValueValidator(4)],
                verbose_name="decimals",
            ),
        ),
        migrations.AddField(
            model_name="measure",
            name="part_of",
            field=models.CharField(
                blank=True,
                help_text="Where one measure of the plan is several here, the same code in each, such as 3C-M2: they count as one.",
                max_length=20,
                verbose_name="part of the plan’s measure",
            ),
        ),
        migrations.AddField(
            model_name="measure",
            name="position",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="position"),
        ),
        migrations.AddField(
            model_name="measure",
            name="unit_before",
            field=models.CharField(
                blank=True,
                help_text="Such as “$”, or “index” in a language that says it first.",
                max_length=40,
                verbose_name="before the number",
            ),
        ),
        migrations.AddField(
            model_name="measure",
            name="unit_before_en",
            field=models.CharField(
                blank=True,
                help_text="Such as “$”, or “index” in a language that says it first.",
                max_length=40,
                null=True,
                verbose_name="before the number",
            ),
        ),
        migrations.AddField(
            model_name="measure",
            name="unit_before_es",
            field=models.CharField(
                blank=True,
                help_text="Such as “$”, or “index” in a language that says it first.",
                max_length=40,
                null=True,
                verbose_name="before the number",
            ),
        ),
        migrations.AddField(
            model_name="measure",
            name="unit_one",
            field=models.CharField(
                blank=True,
                help_text="After the number 1, such as “day”. Empty: as the unit.",
                max_length=80,
                verbose_name="unit of one",
            ),
        ),
        migrations.AddField(
            model_name="measure",
            name="unit_one_en",
            field=models.CharField(
                blank=True,
                help_text="After the number 1, such as “day”. Empty: as the unit.",
                max_length=80,
                null=True,
                verbose_name="unit of one",
            ),
        ),
        migrations.AddField(
            model_name="measure",
            name="unit_one_es",
            field=models.CharField(
                blank=True,
                help_text="After the number 1, such as “day”. Empty: as the unit.",
                max_length=80,
                null=True,
                verbose_name="unit of one",
            ),
        ),
        migrations.AddField(
            model_name="pillar",
            name="code",
            field=models.CharField(
                default="",
                help_text="As the plan writes it, such as 1A, 1.1 or Goal 2. Part of its address; it is never given again.",
                max_length=20,
                validators=[pillars.models.coded.refuse_reserved],
                verbose_name="code",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="pillar",
            name="position",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="position"),
        ),
        migrations.AddField(
            model_name="plan",
            name="first_month",
            field=models.PositiveSmallIntegerField(
                choices=[
                    (1, "January"),
                    (2, "February"),
                    (3, "March"),
                    (4, "April"),
                    (5, "May"),
                    (6, "June"),
                    (7, "July"),
                    (8, "August"),
                    (9, "September"),
                    (10, "October"),
                    (11, "November"),
                    (12, "December"),
                ],
                default=7,
                verbose_name="first month of the school year",
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="goal_heading",
            field=models.CharField(
                blank=True, max_length=60, verbose_name="heading of the singular goal"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="goal_heading_en",
            field=models.CharField(
                blank=True,
                max_length=60,
                null=True,
                verbose_name="heading of the singular goal",
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="goal_heading_es",
            field=models.CharField(
                blank=True,
                max_length=60,
                null=True,
                verbose_name="heading of the singular goal",
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="has_pillars",
            field=models.BooleanField(
                default=True,
                help_text="Off where its priorities belong to no larger part of the plan.",
                verbose_name="has pillars",
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="has_priorities",
            field=models.BooleanField(
                default=True,
                help_text="Off where its strategies belong to the pillars themselves.",
                verbose_name="has priorities",
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="measure_word",
            field=models.CharField(
                blank=True, max_length=60, verbose_name="word for a measure"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="measure_word_en",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for a measure"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="measure_word_es",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for a measure"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="measure_words",
            field=models.CharField(
                blank=True, max_length=60, verbose_name="word for measures"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="measure_words_en",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for measures"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="measure_words_es",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for measures"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="pillar_word",
            field=models.CharField(
                blank=True, max_length=60, verbose_name="word for a pillar"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="pillar_word_en",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for a pillar"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="pillar_word_es",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for a pillar"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="pillar_words",
            field=models.CharField(
                blank=True, max_length=60, verbose_name="word for pillars"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="pillar_words_en",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for pillars"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="pillar_words_es",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for pillars"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="priority_word",
            field=models.CharField(
                blank=True, max_length=60, verbose_name="word for a priority"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="priority_word_en",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for a priority"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="priority_word_es",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for a priority"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="priority_words",
            field=models.CharField(
                blank=True, max_length=60, verbose_name="word for priorities"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="priority_words_en",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for priorities"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="priority_words_es",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for priorities"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="public_languages",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="Readers find the plan in these. The other languages of the site are in preparation.",
                verbose_name="public languages",
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="requires_all_texts",
            field=models.BooleanField(
                default=False,
                help_text="A missing text then keeps the plan from being published. Otherwise readers see the text of another language, marked.",
                verbose_name="every text in every public language",
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="resource_word",
            field=models.CharField(
                blank=True, max_length=60, verbose_name="word for a resource"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="resource_word_en",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for a resource"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="resource_word_es",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for a resource"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="resource_words",
            field=models.CharField(
                blank=True, max_length=60, verbose_name="word for resources"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="resource_words_en",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for resources"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="resource_words_es",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for resources"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="statement_heading",
            field=models.CharField(
                blank=True,
                max_length=60,
                verbose_name="heading of a priority’s statement",
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="statement_heading_en",
            field=models.CharField(
                blank=True,
                max_length=60,
                null=True,
                verbose_name="heading of a priority’s statement",
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="statement_heading_es",
            field=models.CharField(
                blank=True,
                max_length=60,
                null=True,
                verbose_name="heading of a priority’s statement",
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="strategy_word",
            field=models.CharField(
                blank=True, max_length=60, verbose_name="word for a strategy"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="strategy_word_en",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for a strategy"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="strategy_word_es",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for a strategy"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="strategy_words",
            field=models.CharField(
                blank=True, max_length=60, verbose_name="word for strategies"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="strategy_words_en",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for strategies"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="strategy_words_es",
            field=models.CharField(
                blank=True, max_length=60, null=True, verbose_name="word for strategies"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="why_heading",
            field=models.CharField(
                blank=True, max_length=60, verbose_name="heading of why it matters"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="why_heading_en",
            field=models.CharField(
                blank=True,
                max_length=60,
                null=True,
                verbose_name="heading of why it matters",
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="why_heading_es",
            field=models.CharField(
                blank=True,
                max_length=60,
                null=True,
                verbose_name="heading of why it matters",
            ),
        ),
        migrations.AddField(
            model_name="priority",
            name="code",
            field=models.CharField(
                default="",
                help_text="As the plan writes it, such as 1A, 1.1 or Goal 2. Part of its address; it is never given again.",
                max_length=20,
                validators=[pillars.models.coded.refuse_reserved],
                verbose_name="code",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="priority",
            name="position",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="position"),
        ),
        migrations.AddField(
            model_name="result",
            name="decimals",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="As its source gives the number. Empty: as the measure has.",
                null=True,
                validators=[django.core.validators.MaxValueValidator(4)],
                verbose_name="decimals",
            ),
        ),
        migrations.AddField(
            model_name="strategy",
            name="code",
            field=models.CharField(
                default="",
                help_text="As the plan writes it, such as 1A, 1.1 or Goal 2. Part of its address; it is never given again.",
                max_length=20,
                validators=[pillars.models.coded.refuse_reserved],
                verbose_name="code",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="strategy",
            name="position",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="position"),
        ),
        migrations.AddField(
            model_name="target",
            name="decimals",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="As its source gives the number. Empty: as the measure has.",
                null=True,
                validators=[django.core.validators.MaxValueValidator(4)],
                verbose_name="decimals",
            ),
        ),
        migrations.AlterField(
            model_name="historicalmeasure",
            name="code",
            field=models.CharField(
                help_text="As the plan writes it, such as 1A, 1.1 or Goal 2. Part of its address; it is never given again.",
                max_length=20,
                validators=[pillars.models.coded.refuse_reserved],
                verbose_name="code",
            ),
        ),
        migrations.AlterField(
            model_name="historicalmeasure",
            name="unit",
            field=models.CharField(
                blank=True,
                help_text="What the number counts, such as “of schools”, “people a year” or “students per counselor”.",
                max_length=80,
                verbose_name="unit",
            ),
        ),
        migrations.AlterField(
            model_name="historicalmeasure",
            name="unit_en",
            field=models.CharField(
                blank=True,
                help_text="What the number counts, such as “of schools”, “people a year” or “students per counselor”.",
                max_length=80,
                null=True,
                verbose_name="unit",
            ),
        ),
        migrations.AlterField(
            model_name="historicalmeasure",
            name="unit_es",
            field=models.CharField(
                blank=True,
                help_text="What the number counts, such as “of schools”, “people a year” or “students per counselor”.",
                max_length=80,
                null=True,
                verbose_name="unit",
            ),
        ),
        migrations.AlterField(
            model_name="historicalmeasure",
            name="unit_kind",
            field=models.CharField(
                choices=[
                    ("percent", "Percent"),
                    ("percentage_points", "Percentage points"),
                    ("count", "Count"),
                    ("ratio", "Ratio"),
                    ("days", "Days"),
                    ("points", "Points"),
                    ("index", "Index"),
                    ("money", "Money"),
                    ("yes_no", "Yes or no"),
                    ("other", "Other"),
                ],
                max_length=20,
                verbose_name="kind of unit",
            ),
        ),
        migrations.AlterField(
            model_name="historicalplan",
            name="slug",
            field=models.SlugField(
                help_text="The part of each address that names the plan, such as 2022-26.",
                validators=[
                    django.core.validators.RegexValidator(
                        "^[a-z0-9]+(-[a-z0-9]+)*$",
                        "Use small letters, digits and single hyphens, such as 2022-26.",
                    ),
                    pillars.models.coded.refuse_reserved,
                ],
                verbose_name="address",
            ),
        ),
        migrations.AlterField(
            model_name="measure",
            name="code",
            field=models.CharField(
                help_text="As the plan writes it, such as 1A, 1.1 or Goal 2. Part of its address; it is never given again.",
                max_length=20,
                validators=[pillars.models.coded.refuse_reserved],
                verbose_name="code",
            ),
        ),
        migrations.AlterField(
            model_name="measure",
            name="unit",
            field=models.CharField(
                blank=True,
                help_text="What the number counts, such as “of schools”, “people a year” or “students per counselor”.",
                max_length=80,
                verbose_name="unit",
            ),
        ),
        migrations.AlterField(
            model_name="measure",
            name="unit_en",
            field=models.CharField(
                blank=True,
                help_text="What the number counts, such as “of schools”, “people a year” or “students per counselor”.",
                max_length=80,
                null=True,
                verbose_name="unit",
            ),
        ),
        migrations.AlterField(
            model_name="measure",
            name="unit_es",
            field=models.CharField(
                blank=True,
                help_text="What the number counts, such as “of schools”, “people a year” or “students per counselor”.",
                max_length=80,
                null=True,
                verbose_name="unit",
            ),
        ),
        migrations.AlterField(
            model_name="measure",
            name="unit_kind",
            field=models.CharField(
                choices=[
                    ("percent", "Percent"),
                    ("percentage_points", "Percentage points"),
                    ("count", "Count"),
                    ("ratio", "Ratio"),
                    ("days", "Days"),
                    ("points", "Points"),
                    ("index", "Index"),
                    ("money", "Money"),
                    ("yes_no", "Yes or no"),
                    ("other", "Other"),
                ],
                max_length=20,
                verbose_name="kind of unit",
            ),
        ),
        migrations.AlterField(
            model_name="plan",
            name="slug",
            field=models.SlugField(
                help_text="The part of each address that names the plan, such as 2022-26.",
                unique=True,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[a-z0-9]+(-[a-z0-9]+)*$",
                        "Use small letters, digits and single hyphens, such as 2022-26.",
                    ),
                    pillars.models.coded.refuse_reserved,
                ],
                verbose_name="address",
            ),
        ),
        migrations.AlterField(
            model_name="historicalmeasure",
            name="override_status",
            field=models.CharField(
                blank=True,
                choices=[
                    ("met", "Target met"),
                    ("on-track", "On track"),
                    ("close", "Slightly behind"),
                    ("behind", "Behind"),
                    ("moving-away", "Getting worse"),
                    ("missed", "Target missed"),
                    ("within-range", "Within its range"),
                    ("outside-range", "Outside its range"),
                    ("done", "Done"),
                    ("not-done-yet", "Not done yet"),
                    ("not-done", "Not done"),
                    ("cannot-say", "Not enough data yet"),
                ],
                help_text="Readers see it beside the status that the numbers give, with your reason.",
                max_length=20,
                verbose_name="status set by hand",
            ),
        ),
        migrations.AlterField(
            model_name="measure",
            name="override_status",
            field=models.CharField(
                blank=True,
                choices=[
                    ("met", "Target met"),
                    ("on-track", "On track"),
                    ("close", "Slightly behind"),
                    ("behind", "Behind"),
                    ("moving-away", "Getting worse"),
                    ("missed", "Target missed"),
                    ("within-range", "Within its range"),
                    ("outside-range", "Outside its range"),
                    ("done", "Done"),
                    ("not-done-yet", "Not done yet"),
                    ("not-done", "Not done"),
                    ("cannot-say", "Not enough data yet"),
                ],
                help_text="Readers see it beside the status that the numbers give, with your reason.",
                max_length=20,
                verbose_name="status set by hand",
            ),
        ),
    ]
