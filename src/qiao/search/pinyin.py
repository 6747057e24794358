"""How a Chinese name is typed without an input method: in full, or by initials."""

from functools import lru_cache
from itertools import islice, product

MOST = 8  # ways to read one name


@lru_cache(maxsize=50_000)
def readings(name: str) -> tuple[str, ...]:
    """ "林梅" as "linmei" and "lm"; signs with several readings in each of them, up to eight."""
    from pypinyin import Style, pinyin  # its dictionary takes a moment to load

    if name.isascii():
        return ()
    spoken = [sorted(set(each)) for each in pinyin(name, style=Style.NORMAL, heteronym=True)]
    ways = list(islice(product(*spoken), MOST))
    full = ["".join(way) for way in ways]
    initials = ["".join(syllable[:1] for syllable in way) for way in ways]
    return tuple(dict.fromkeys([*full, *initials]))
