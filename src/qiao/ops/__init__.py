"""Running Qiao: preparing, serving, the periodic work, and saying in one sentence what is wrong."""
