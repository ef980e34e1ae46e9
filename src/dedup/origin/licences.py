"""A licence line → the terms it states, in one short word each, so that a rule can ask for them."""

from __future__ import annotations

import re

_CREATIVE_COMMONS = re.compile(r"\bcc[\s-](by(?:[\s-](?:nc|nd|sa))*|0|zero)\b", re.IGNORECASE)
_PARTS = (
    (
        "nc",
        (
            "noncommercial",
            "non-commercial",
            "nicht kommerziell",
            "nicht-kommerziell",
            "non commerciale",
            "no comercial",
            "não comercial",
            "pas d'utilisation commerciale",
        ),
    ),
    (
        "nd",
        (
            "noderivatives",
            "no derivatives",
            "no-derivatives",
            "noderivs",
            "keine bearbeitung",
            "pas de modification",
            "non opere derivate",
            "sin derivad",
            "sem derivaç",
        ),
    ),
    (
        "sa",
        (
            "sharealike",
            "share alike",
            "share-alike",
            "weitergabe unter gleichen",
            "partage dans les mêmes",
            "condividi allo stesso",
            "compartirigual",
            "compartilha",
        ),
    ),
)
_FORBIDS = re.compile(
    r"\b(?:may|can|must)\s*not be\b|\bprohibited\b|\bforbidden\b|\bnot permitted\b|"
    r"verboten|untersagt|interdit|prohibid|vietat|proibid",
    re.IGNORECASE,
)
_RESERVED = re.compile(
    r"all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados|"
    r"tutti i diritti riservati|todos os direitos reservados",
    re.IGNORECASE,
)
_ASKS = re.compile(r"permission|genehmigung|zustimmung|autorisation|autorización|permesso|autorização", re.IGNORECASE)
_GRANTS = re.compile(
    r"grants? permission|permission (?:is )?(?:hereby )?granted|feel free|may be|can be|free to", re.IGNORECASE
)

FORBIDDEN = "forbidden"
RESERVED = "reserved"
PERMITTED = "permitted"
ON_REQUEST = "on request"


def terms_of(words: str) -> str:
    """Return the terms of a licence line: ``cc-by-nd``, ``forbidden``, ``reserved``, ``permitted``, ``on request``."""
    if terms := _creative_commons(words):
        return terms
    if _FORBIDS.search(words):
        return FORBIDDEN
    if _RESERVED.search(words):
        return RESERVED
    if _GRANTS.search(words):
        return PERMITTED
    return ON_REQUEST if _ASKS.search(words) else PERMITTED


def _creative_commons(words: str) -> str:
    if found := _CREATIVE_COMMONS.search(words):
        return "cc-" + re.sub(r"[\s-]+", "-", found[1].lower())
    lowered = words.lower()
    if "creative commons" not in lowered and "creativecommons" not in lowered:
        return ""
    parts = [mark for mark, spellings in _PARTS if any(spelling in lowered for spelling in spellings)]
    return "-".join(["cc-by", *parts])
