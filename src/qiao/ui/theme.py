"""Where the wish for light or dark is kept; without one the page follows the system."""

COOKIE = "qiao_theme"
