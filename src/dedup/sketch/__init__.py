"""Words into the two kinds of evidence: signatures of whole texts, fingerprints of runs of words."""
