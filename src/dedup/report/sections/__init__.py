"""The sections of a report, one file each; `dedup.report.sections.all` puts them in order."""
