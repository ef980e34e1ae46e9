"""The language files, as package data; `dedup.provenance.language` reads them."""
