"""What was odd about a log: counted, with examples, never silent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

EXAMPLES = 5  # kept per finding: enough to find the place, bounded whatever the file holds

TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "encoding": (
            "The file is not UTF-8; it was read as {encoding}.",
            "文件不是 UTF-8 编码，已按 {encoding} 读取。",
        ),
        "broken_bytes": (
            "Bytes that are no valid {encoding} were replaced by �.",
            "不符合 {encoding} 的字节已替换为 �。",
        ),
        "separator": (
            "Columns are separated by {separator}, not by a comma.",
            "列之间用{separator}而不是逗号分隔。",
        ),
        "no_header": (
            "The first line holds data: the columns were named column 1, column 2, …",
            "首行就是数据，各列已命名为 column 1、column 2……",
        ),
        "nul_characters": (
            "Characters that no text may hold (NUL); they were taken out.",
            "含有文本中不允许的 NUL 字符，已去除。",
        ),
        "unknown_activity": (
            "The log has no activity “{name}”, for which a step was given.",
            "已为活动“{name}”指定步骤，但日志中没有这个活动。",
        ),
        "duplicate_column": (
            "Several columns are called “{column}”: both are kept, the later one as “{renamed}”.",
            "有多列同名“{column}”：全部保留，后一列改称“{renamed}”。",
        ),
        "unnamed_column": (
            "A column has no name; it is called “{renamed}”.",
            "有一列没有名称，改称“{renamed}”。",
        ),
        "short_rows": (
            "Lines with fewer cells than the header; the missing ones count as empty.",
            "有的行比表头少列，缺少的按空值处理。",
        ),
        "long_rows": (
            "Lines with more cells than the header; the surplus cells were left out.",
            "有的行比表头多列，多出的单元格未采用。",
        ),
        "skipped_column": (
            "The column “{column}” holds nested values and was left out.",
            "“{column}”列含有嵌套值，未采用。",
        ),
        "zone_assumed": (
            "Times without a zone; they were read as {zone}.",
            "时间没有注明时区，已按 {zone} 读取。",
        ),
        "time_twice": (
            "Times that the clock of {zone} showed twice (set back); the first was taken.",
            "{zone} 的时钟回拨，这些时刻出现过两次，取第一次。",
        ),
        "day_or_month": (
            "Dates such as {example} can be read day first or month first; they were read as {chosen}.",
            "{example} 这样的日期既可日在前也可月在前，已按 {chosen} 读取。",
        ),
        "unparsable_time": (
            "Events whose time cannot be read; they were left out.",
            "有的事件时间无法识别，未采用。",
        ),
        "missing_time": ("Events without a time; they were left out.", "有的事件没有时间，未采用。"),
        "missing_case": (
            "Events that belong to no case; they were left out.",
            "有的事件不属于任何案例，未采用。",
        ),
        "missing_activity": (
            "Events without an activity; they are called “{name}”.",
            "有的事件没有活动名称，记为“{name}”。",
        ),
        "missing_team": (
            "Events without a team; they stay with the team before them.",
            "有的事件没有团队，归入其前一个团队。",
        ),
        "case_without_team": (
            "Cases in which no event names a team.",
            "有的案例从头到尾没有团队。",
        ),
        "missing_resource": ("Events without a person.", "有的事件没有人员。"),
        "placeholder_team": (
            "A team called “{team}” looks like a placeholder; the log names it, so it counts as a team.",
            "团队“{team}”像是占位符；日志写明了它，因此仍算一个团队。",
        ),
        "placeholder_person": (
            "A person called “{person}” looks like a placeholder; the log names it, so it counts as one.",
            "人员“{person}”像是占位符；日志写明了它，因此仍算一个人。",
        ),
        "global_missing": (
            "“{column}” is missing although the log declares it for all; it stays empty.",
            "日志声明处处都有“{column}”，这里却缺失，保持为空。",
        ),
        "out_of_order": (
            "Events that stand after a later event of their case; they were put in order of time.",
            "有的事件排在同案例较晚的事件之后，已按时间重排。",
        ),
        "repeated_event": (
            "Events that repeat an earlier one in every value; they were kept and counted.",
            "有的事件与之前的完全相同，已保留并计数。",
        ),
        "same_time": (
            "Events of a case with the same time; they stay in the order of the file.",
            "同一案例中时间相同的事件，按文件中的顺序排列。",
        ),
        "single_event": ("Cases with a single event.", "有的案例只有一个事件。"),
        "empty_case": ("Cases without any event; they were left out.", "有的案例没有任何事件，未采用。"),
        "unnamed_case": (
            "Cases without a name; they were named after their place in the file.",
            "有的案例没有编号，按其在文件中的位置命名。",
        ),
        "split_case": (
            "Cases that stand in the file several times; their events were put together.",
            "有的案例在文件中分成几段，事件已合并。",
        ),
        "changing_attribute": (
            "“{column}” changes inside a case; the first value counts for the request.",
            "“{column}”在案例内有变化，服务请求取第一个值。",
        ),
        "deadline_before_start": (
            "Deadlines before the first event of their case; they were kept as they are.",
            "有的期限早于案例的第一个事件，按原值保留。",
        ),
        "unparsable_deadline": (
            "Deadlines that cannot be read; they were left empty.",
            "有的期限无法识别，留空。",
        ),
        "unknown_priority": (
            "The priority “{name}” is unknown; it counts as normal.",
            "优先级“{name}”无法识别，按普通处理。",
        ),
        "long_text": (
            "Texts that are longer than Qiao keeps; they were shortened.",
            "有的文字超过长度限制，已截短。",
        ),
        "guessed": (
            "Column for {role}: “{column}”, guessed ({sure}): {why}.",
            "{role}列：“{column}”，推测（{sure}）：{why}。",
        ),
        "already_imported": (
            "Cases that an earlier import brought already; they were left as they are.",
            "有的案例之前已经导入，保持原样。",
        ),
        "case_changed": (
            "Cases that differ from their earlier import; they were left as they were then.",
            "有的案例与之前导入的不同，保持当时的内容。",
        ),
        "resumed": (
            "An earlier import of this log had been interrupted; it was resumed.",
            "此前对该日志的导入曾中断，已接着进行。",
        ),
        "no_final_step": (
            "No activity of the log ends a case, so the last event of each case closes it (see --step).",
            "日志中没有结束案例的活动，因此以每个案例的最后一个事件为结束（见 --step）。",
        ),
        "nobody_sees": (
            "Nobody can see the imported requests yet: give the unit “{unit}” a leader (--leader).",
            "目前没有人能看到导入的请求：请用 --leader 给“{unit}”指定负责人。",
        ),
        "no_requester": (
            "The log does not say who asked; “{person}” stands for them.",
            "日志没有记录请求人，以“{person}”代替。",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Example:
    """Where something was found."""

    line: int | None = None
    case: str | None = None
    value: str | None = None

    def document(self) -> dict[str, Any]:
        pairs = (("line", self.line), ("case", self.case), ("value", self.value))
        return {name: value for name, value in pairs if value is not None}


@dataclass(slots=True)
class Finding:
    """One kind of oddity: how often, and where for instance."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)
    count: int = 0
    examples: list[Example] = field(default_factory=list)

    def message(self, language: str = "en") -> str:
        """What was found and what was done about it."""
        return TEXTS[self.code][language.lower().startswith("zh")].format(**self.params)

    def document(self, language: str = "en") -> dict[str, Any]:
        """For a report in JSON."""
        return {
            "code": self.code,
            "message": self.message(language),
            "count": self.count,
            "examples": [example.document() for example in self.examples],
        }


class Findings:
    """Collects findings: equal ones are counted together."""

    def __init__(self) -> None:
        self._kept: dict[tuple[Any, ...], Finding] = {}

    def note(
        self,
        code: str,
        *,
        line: int | None = None,
        case: str | None = None,
        value: str | None = None,
        count: int = 1,
        **params: Any,
    ) -> None:
        """Counts one more; the first few places are kept as examples."""
        if code not in TEXTS:
            raise KeyError(code)
        key = (code, *params.values())
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = Finding(code, params)
        found.count += count
        if len(found.examples) < EXAMPLES and (line or case or value):
            found.examples.append(Example(line, case, value[:80] if value else value))

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._kept.values())

    def __len__(self) -> int:
        return len(self._kept)

    def documents(self, language: str = "en") -> list[dict[str, Any]]:
        """All findings for a report in JSON."""
        return [finding.document(language) for finding in self]

    def codes(self) -> dict[str, int]:
        """Each code with how often it was found."""
        found: dict[str, int] = {}
        for finding in self:
            found[finding.code] = found.get(finding.code, 0) + finding.count
        return found
