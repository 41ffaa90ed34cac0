"""Arabic dates where Django has none of its own: the day first, hours to twenty-four."""

DATETIME_FORMAT = "j F Y، H:i"
DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
SHORT_DATE_FORMAT = "Y/m/d"
SHORT_DATETIME_FORMAT = "Y/m/d H:i"
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
