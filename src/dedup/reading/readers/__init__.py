"""The readers of documents, mail, feeds and archives: one file a format."""
