"""The language files, as package data; `dedup.origin.language` reads them."""
