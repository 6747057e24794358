"""What the benchmark of the desk is made of: a world, its history, copies of it, pages and their costs."""
