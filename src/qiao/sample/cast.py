"""The people who recur in the sample, in tests and in the guide: one for each role."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

# Only ever set in a database that is marked as a sample.
PASSWORD = "qiao-sample-2026"  # noqa: S105


@dataclass(frozen=True)
class Part:
    """One of the cast: who they are, where they stand, what a visitor can try as them."""

    username: str
    name: str
    name_en: str
    unit: str
    role: object
    does: object
    leads: bool = False
    grant: str = ""


CAST = (
    Part("lin.mei", "林梅", "Lin Mei", "WELD-2", _("Team leader"), _("asks, waits, confirms; answers for the shift"), leads=True),
    Part("he.yu", "何雨", "He Yu", "WELD-2", _("Member"), _("raises a request and follows it")),
    Part("tao.zhiyuan", "陶志远", "Tao Zhiyuan", "EQ-AUTO", _("Provider"), _("accepts, hands over, delivers"), leads=True),
    Part("guo.peng", "郭鹏", "Guo Peng", "EQ", _("Department head"), _("sees the boards of the whole department"), leads=True),
    Part("fang.lan", "方岚", "Fang Lan", "HR-DEV", _("Survey officer"), _("runs surveys; serves as HR"), grant="survey_officer"),
    Part("sun.jie", "孙洁", "Sun Jie", "IT-DUTY", _("Administrator"), _("organisation, calendars, catalogue, logins"), grant="administrator"),
    Part("xu.an", "徐安", "Xu An", "FIN-COST", _("Outsider"), _("sees nothing that is not hers")),
    Part("wu.gang", "吴刚", "Wu Gang", "EQ-1", _("Provider"), _("repairs; passes on what is not his")),
    Part("zhao.min", "赵敏", "Zhao Min", "EQ-DESK", _("Provider"), _("first contact of the equipment department"), leads=True),
)  # fmt: skip
