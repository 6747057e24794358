"""The whole organisation as sheets: read with every problem named, compared, written. Pure."""
