"""What screens and programs ask of role cards. Nothing in here writes."""
