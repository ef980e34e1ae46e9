"""Which documents of a corpus are copies of others that stay, the account of it, and the corpus without them."""
