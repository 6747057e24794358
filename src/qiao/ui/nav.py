"""What the shell shows around a page. The caller gives only what exists; nothing is drawn for the rest."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the navigation. `tab` puts it into the phone's bottom bar too (five at most)."""

    label: str
    url: str
    icon: str = ""
    count: int | None = None
    current: bool = False
    children: tuple["Item", ...] = ()
    tab: bool = False

    @property
    def inside(self) -> bool:
        """Whether the page being read is this one or one below it."""
        return self.current or any(child.inside for child in self.children)


@dataclass(frozen=True, slots=True)
class Account:
    """Who is signed in: name and detail (unit, role), own pages, and where to post the sign-out."""

    name: str
    detail: str = ""
    items: tuple[Item, ...] = ()
    sign_out_url: str = ""
