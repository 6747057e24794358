"""Pages and partials of notices: one read or one action each."""

from qiao.notify.views.here import here
from qiao.notify.views.inbox import bell, inbox, read_all, read_one, settings, unread_one

__all__ = ["bell", "here", "inbox", "read_all", "read_one", "settings", "unread_one"]
