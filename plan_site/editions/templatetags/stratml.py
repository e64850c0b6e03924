"""What a StratML file says of a plan."""

from django import template

from plan_site.editions.data import stratml

register = template.Library()

for function in (stratml.text_of, stratml.source_of, stratml.days):
    register.simple_tag(function)
for function in (stratml.identifier, stratml.objectives, stratml.indicators):
    register.filter(function)
register.filter(stratml.years)
