"""The sections of a report; `dedup.report.sections.scan` puts those of a scan in order."""
