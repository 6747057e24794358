"""Forms of the organisation's pages: what was typed, made into what the actions want."""
