"""Names that columns of event logs usually have, by role. The first that fits weighs most."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

HINTS: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "case": (
            r"case:concept:name",
            r"case ?(id|number|no|key)?",
            r"(ticket|incident|problem|request|sr|issue|order|process instance|trace)s? ?(id|number|no|key)",
            r"工单(编?号)?|案例(编?号)?|流程实例.*|单号|编号|请求(编?号)",
            r"(ticket|incident|issue|trace|number|id|key)",
        ),
        "activity": (
            r"concept:name",
            r"activity( name)?|task( name)?|event( name| type)?|step|action",
            r"活动(名称)?|环节(名称)?|步骤|操作|事件(名称|类型)?",
            r"(.* )?status|(.* )?state|状态",
            r"(.* )?(activity|task|event|step)",
        ),
        "time": (
            r"time:timestamp",
            r"(complete|completion|end|event|change) ?(timestamp|time|date.*time)",
            r"timestamp|time|datetime|.*date ?\+ ?time|发生时间|操作时间|完成时间|时间(戳)?",
            r".*(timestamp|change date|event time).*",
            r".*(date|time|时间|日期).*",
        ),
        "resource": (
            r"org:resource",
            r"resource|user( name)?|employee|agent|performer|assignee|handler|operator",
            r"处理人|经办人|操作人|人员|员工|执行人",
            r".*(owner|user|agent|assignee|resource|employee).*(name|id)",
            r".*(user|agent|assignee|resource|employee).*",
        ),
        "team": (
            r"org:group|.*(support|assigned|assignment) ?(team|group)|team|work ?group|班组|团队|处理部门",
            r"organi[sz]ation involved|.*owner st|.*involved st.*|group|department|部门|科室|组",
            r".*(team|group|department|division|section|org line|unit|部门|班组).*",
            r"org:role",
        ),
        "title": (
            r"(case:)?(title|subject|summary|short description|标题|主题|摘要)",
            r"(case:)?(description|描述|内容)",
        ),
        "priority": (
            r"(case:)?(priority|urgency|优先级|紧急程度)",
            r"(case:)?.*(impact|severity|seriousness.*|严重程度)",
        ),
        "service": (
            r"(case:)?(service( type| name| item)?|服务(项目|类型)?)",
            r"(case:)?(category|product|产品|类别)",
        ),
        "deadline": (r"(case:)?(deadline|due( date| at| by)?|promised.*|期限|截止(时间|日期)?|承诺时间)",),
        "requester": (
            r"(case:)?(requester|requestor|caller|customer|reporter|raised by|请求人|申请人|报修人|客户)",
        ),
    }
)
SUB_ACTIVITY = re.compile(r"lifecycle:transition|.*sub[ _-]?(status|state|activity).*|子状态|次级状态", re.I)
PRIORITIES: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(
            ("urgent", "critical", "blocker", "emergency", "major", "p1", "紧急", "特急"), "urgent"
        ),
        **dict.fromkeys(("high", "important", "p2", "高", "重要"), "high"),
        **dict.fromkeys(("normal", "medium", "moderate", "standard", "p3", "中", "普通", "一般"), "normal"),
        **dict.fromkeys(("low", "minor", "trivial", "p4", "p5", "低"), "low"),
    }
)
NOT_A_PARTY = re.compile(r".*(country|国家|land|city|email|phone|variant).*", re.I)


def priority(value: str) -> str | None:
    """What a word for urgency means: urgent, high, normal or low; None when it is none of them."""
    return PRIORITIES.get(re.sub(r"^\W*\d+\W+", "", value.strip().lower()))


def rank(role: str, name: str) -> int:
    """How well a name fits a role: 0 is best; a large number when it does not fit."""
    plain = re.sub(r"[_\s]+", " ", name.strip().lower())
    for place, pattern in enumerate(HINTS[role]):
        if re.fullmatch(pattern, plain):
            return place
    return 99
