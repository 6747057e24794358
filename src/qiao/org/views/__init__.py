"""Pages: one read or one action each, then render or redirect."""
