from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pillars", "0005_codes_from_numbers"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="historicalmeasure",
            name="sort_key",
        ),
        migrations.RemoveField(
            model_name="historicalpillar",
            name="number",
        ),
        migrations.RemoveField(
            model_name="historicalpriority",
            name="letter",
        ),
        migrations.RemoveField(
            model_name="historicalstrategy",
            name="number",
        ),
        migrations.RemoveField(
            model_name="measure",
            name="sort_key",
        ),
        migrations.RemoveField(
            model_name="pillar",
            name="number",
        ),
        migrations.RemoveField(
            model_name="priority",
            name="letter",
        ),
        migrations.RemoveField(
            model_name="strategy",
            name="number",
        ),
        migrations.AddConstraint(
            model_name="pillar",
            constraint=models.UniqueConstraint(
                fields=("plan", "code"),
                name="pillar_code_once_per_plan",
                violation_error_message="This plan already has a pillar with that code.",
            ),
        ),
        migrations.AddConstraint(
            model_name="priority",
            constraint=models.UniqueConstraint(
                fields=("pillar", "code"),
                name="priority_code_once_per_pillar",
                violation_error_message="This pillar already has a priority with that code.",
            ),
        ),
        migrations.AddConstraint(
            model_name="strategy",
            constraint=models.UniqueConstraint(
                fields=("priority", "code"),
                name="strategy_code_once_per_priority",
                violation_error_message="This priority already has a strategy with that code.",
            ),
        ),
    ]
