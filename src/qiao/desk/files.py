"""Where files of requests are kept: by the hash of their content, outside the web root."""

SIGNATURES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
)


def path_of(sha256: str) -> str:
    """The path below the storage's root."""
    return f"{sha256[:2]}/{sha256}"


def media_type(head: bytes) -> str:
    """What the first bytes say; anything unknown is only ever offered as a download."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return next(
        (kind for signature, kind in SIGNATURES if head.startswith(signature)), "application/octet-stream"
    )
