"""The walks: each names the steps of one task, from documents to a result, and does no work itself."""
