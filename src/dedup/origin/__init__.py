"""What documents say of their origin, and what that is worth: claims, names, edges, chains."""
