"""
Numbers and times in Spanish, as it is written in the United States.

Decimal point and thousands comma, as in the schools' own letters home; Spain's and
South America's usage is the other way round and would turn 81.6 into a misprint here.
"""

DATETIME_FORMAT = r"j \d\e F \d\e Y, g:i a"
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
