"""French date formats are Django's; date fields take what browsers send."""

from antigone.desk.web.formats.inputs import DATE_INPUT_FORMATS, DATETIME_INPUT_FORMATS, TIME_INPUT_FORMATS

__all__ = ["DATETIME_INPUT_FORMATS", "DATE_INPUT_FORMATS", "TIME_INPUT_FORMATS"]

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y H:i"
