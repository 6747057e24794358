"""Invented names: a surname and a given name, in characters and in pinyin."""

from collections.abc import Iterator
from random import Random

SURNAMES = {
    "王": "Wang", "李": "Li", "张": "Zhang", "刘": "Liu", "陈": "Chen", "杨": "Yang", "赵": "Zhao", "黄": "Huang", "周": "Zhou", "吴": "Wu",
    "徐": "Xu", "孙": "Sun", "胡": "Hu", "朱": "Zhu", "高": "Gao", "林": "Lin", "何": "He", "郭": "Guo", "马": "Ma", "罗": "Luo",
    "梁": "Liang", "宋": "Song", "郑": "Zheng", "谢": "Xie", "韩": "Han", "唐": "Tang", "冯": "Feng", "于": "Yu", "董": "Dong", "萧": "Xiao",
    "程": "Cheng", "曹": "Cao", "袁": "Yuan", "邓": "Deng", "许": "Xu", "傅": "Fu", "沈": "Shen", "曾": "Zeng", "彭": "Peng", "吕": "Lyu",
    "苏": "Su", "卢": "Lu", "蒋": "Jiang", "蔡": "Cai", "贾": "Jia", "丁": "Ding", "魏": "Wei", "薛": "Xue", "叶": "Ye", "阎": "Yan",
}  # fmt: skip
GIVEN = {
    "伟": "Wei", "芳": "Fang", "娜": "Na", "敏": "Min", "静": "Jing", "强": "Qiang", "磊": "Lei", "军": "Jun", "洋": "Yang", "勇": "Yong",
    "艳": "Yan", "杰": "Jie", "娟": "Juan", "涛": "Tao", "明": "Ming", "超": "Chao", "霞": "Xia", "平": "Ping", "刚": "Gang", "桂": "Gui",
    "建": "Jian", "文": "Wen", "华": "Hua", "玉": "Yu", "红": "Hong", "志": "Zhi", "国": "Guo", "海": "Hai", "春": "Chun", "晓": "Xiao",
    "东": "Dong", "宇": "Yu", "浩": "Hao", "鑫": "Xin", "波": "Bo", "斌": "Bin", "凯": "Kai", "健": "Jian", "俊": "Jun", "帆": "Fan",
    "雪": "Xue", "琳": "Lin", "丽": "Li", "倩": "Qian", "莉": "Li", "慧": "Hui", "燕": "Yan", "云": "Yun", "龙": "Long", "峰": "Feng",
}  # fmt: skip


def names(random: Random, taken: set[str]) -> Iterator[tuple[str, str]]:
    """Names without end, each only once: 林梅, Lin Mei."""
    surnames, given = list(SURNAMES.items()), list(GIVEN.items())
    while True:
        surname, latin = random.choice(surnames)
        parts = random.sample(given, random.choice((1, 2, 2)))
        name = surname + "".join(char for char, _pinyin in parts)
        if name not in taken:
            taken.add(name)
            yield name, f"{latin} {''.join(pinyin for _char, pinyin in parts).capitalize()}"
