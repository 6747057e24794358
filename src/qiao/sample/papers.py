"""Files of the sample: a photo of a gauge as a phone would send it, and a controller's list of alarms."""

from __future__ import annotations

import io
import math

from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageDraw, ImageFilter

ALARMS = """时间,代码,内容
08:41:07,SRVO-062,BZAL 报警（机器人 3）
08:52:30,WATER-01,焊枪冷却水流量低：3.1 L/min（下限 4.0）
08:52:31,WATER-02,焊枪冷却水压力低：0.12 MPa
08:52:33,SYST-038,操作模式 AUTO → 停止
"""
SIDE = 1200


def gauge() -> UploadedFile[bytes]:
    """A pressure gauge below its green band, photographed at an angle."""
    image = Image.new("RGB", (SIDE, 900), "#59636a")
    draw = ImageDraw.Draw(image)
    for y in range(900):
        shade = 70 + y // 12
        draw.line((0, y, SIDE, y), fill=(shade, shade + 6, shade + 10))
    draw.rounded_rectangle((70, 560, 1130, 640), 36, fill="#7d8a92")
    draw.rounded_rectangle((70, 575, 1130, 592), 8, fill="#a9b4ba")
    _dial(draw, 600, 430, 300)
    held = io.BytesIO()
    image.rotate(-4, fillcolor="#59636a", resample=Image.Resampling.BICUBIC).crop((60, 60, 1140, 840)).filter(
        ImageFilter.GaussianBlur(0.8)
    ).save(held, "JPEG", quality=90)
    return UploadedFile(io.BytesIO(held.getvalue()), "冷却水压力表.jpg", size=len(held.getvalue()))


def _dial(draw: ImageDraw.ImageDraw, x: int, y: int, r: int) -> None:
    draw.ellipse((x - r - 30, y - r - 30, x + r + 30, y + r + 30), fill="#2b3135")
    draw.ellipse((x - r, y - r, x + r, y + r), fill="#f4f2ea")
    draw.arc((x - r + 40, y - r + 40, x + r - 40, y + r - 40), 300, 405, fill="#3d8b6e", width=26)
    for step in range(41):
        long = step % 5 == 0
        angle = math.radians(135 + step * 270 / 40)
        inner = r - (74 if long else 52)
        ends = [(x + d * math.cos(angle), y + d * math.sin(angle)) for d in (inner, r - 36)]
        draw.line(ends, fill="#1d2326", width=7 if long else 3)
    angle = math.radians(135 + 4.8 * 270 / 40)
    tip = (x + (r - 70) * math.cos(angle), y + (r - 70) * math.sin(angle))
    draw.line(((x, y), tip), fill="#b0281f", width=14)
    draw.ellipse((x - 26, y - 26, x + 26, y + 26), fill="#2b3135")
    draw.text((x - 60, y + 110), "MPa", fill="#1d2326", font_size=56)


def alarms() -> UploadedFile[bytes]:
    """What the controller wrote down."""
    content = ALARMS.encode()
    return UploadedFile(io.BytesIO(content), "报警记录.csv", size=len(content))
