"""Why a log cannot be read: a stable code and one sentence that says what to do, in both languages."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "missing": (
            "There is no file {path}: check the name.",
            "找不到文件 {path}，请检查文件名。",
        ),
        "directory": (
            "{path} is a folder: name the log file in it.",
            "{path} 是文件夹，请指明其中的日志文件。",
        ),
        "unreadable": (
            "{path} cannot be read: {why}.",
            "无法读取 {path}：{why}。",
        ),
        "empty": (
            "{path} is empty: there is no event in it.",
            "{path} 是空文件，没有任何事件。",
        ),
        "binary": (
            "{path} is no event log: it is neither XES, CSV nor Parquet. Export the log as one of these.",
            "{path} 不是事件日志：既不是 XES、CSV，也不是 Parquet。请导出为其中一种格式。",
        ),
        "archive": (
            "{path} is a ZIP archive or an Excel workbook: unpack it, or save the sheet as CSV.",
            "{path} 是 ZIP 压缩包或 Excel 工作簿：请先解压，或把工作表另存为 CSV。",
        ),
        "damaged": (
            "{path} is damaged or was cut off: fetch it again. Nothing was imported from it.",
            "{path} 已损坏或不完整，请重新获取。没有导入其中任何内容。",
        ),
        "bad_encoding": (
            "{path} cannot be read as {encoding} (near line {line}): name the encoding with --encoding.",
            "{path} 不能按 {encoding} 解码（第 {line} 行附近），请用 --encoding 指明编码。",
        ),
        "unknown_encoding": (
            "“{encoding}” is no known encoding: try utf-8, gb18030, cp1252 or utf-16.",
            "没有“{encoding}”这种编码，可用 utf-8、gb18030、cp1252 或 utf-16。",
        ),
        "line_too_long": (
            "{path}, line {line}: longer than {limit} characters. It is no event log, or a quote is missing.",
            "{path} 第 {line} 行超过 {limit} 个字符：不是事件日志，或引号不配对。",
        ),
        "bad_row": (
            "{path}, line {line}: {why}. Correct the line and try again.",
            "{path} 第 {line} 行：{why}。请更正后重试。",
        ),
        "one_column": (
            "{path} has a single column: it is no log, or its separator is not comma, semicolon, tab, bar.",
            "{path} 只有一列：不是事件日志，或分隔符不是逗号、分号、制表符或竖线。",
        ),
        "not_xes": (
            "{path} is XML but no event log: its first element is <{root}>, not <log>.",
            "{path} 是 XML 但不是事件日志：根元素是 <{root}>，不是 <log>。",
        ),
        "bad_xml": (
            "{path} is not well-formed XML: {why}. Fetch or export it again.",
            "{path} 不是格式正确的 XML：{why}。请重新获取或导出。",
        ),
        "document_type": (
            "{path} declares a document type (DOCTYPE), which may hold harmful entities: remove it first.",
            "{path} 含有 DOCTYPE 声明，可能夹带有害实体，请去掉后重试。",
        ),
        "bad_parquet": (
            "{path} is no readable Parquet file: {why}.",
            "{path} 不是可读的 Parquet 文件：{why}。",
        ),
        "no_events": (
            "{path} holds no event that could be used: {why}.",
            "{path} 中没有可用的事件：{why}。",
        ),
        "no_such_column": (
            "The log has no column “{column}”. Its columns: {columns}.",
            "日志中没有“{column}”这一列。现有的列：{columns}。",
        ),
        "cannot_guess": (
            "Which column holds the {role} cannot be told: name it with --{option}. The columns: {columns}.",
            "无法判断哪一列是{role_zh}，请用 --{option} 指明。现有的列：{columns}。",
        ),
        "bad_mapping": (
            "The mapping {path} cannot be used: {why}.",
            "映射文件 {path} 无法使用：{why}。",
        ),
        "unknown_zone": (
            "“{zone}” is no known time zone: write it as Europe/Rome or Asia/Shanghai.",
            "没有“{zone}”这个时区，请写成 Asia/Shanghai 或 Europe/Rome 这样的形式。",
        ),
        "unknown_step": (
            "“{step}” is no step of a request; there are {steps}.",
            "没有“{step}”这个步骤，可用的有 {steps}。",
        ),
        "disk_full": (
            "The disk ran full while sorting the log in {folder}: free some space or set TMPDIR elsewhere.",
            "在 {folder} 中给日志排序时磁盘已满：请腾出空间，或用 TMPDIR 指定其他目录。",
        ),
    }
)


class LogError(Exception):
    """A log, or a mapping, that cannot be used. ``code`` is a key of SENTENCES, ``params`` fill it."""

    def __init__(self, code: str, **params: Any) -> None:
        self.code = code
        self.params = params
        super().__init__(self.sentence())

    def sentence(self, language: str = "en") -> str:
        """One sentence that says what is wrong and what to do."""
        return SENTENCES[self.code][language.lower().startswith("zh")].format(**self.params)
