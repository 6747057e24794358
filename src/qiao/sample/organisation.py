"""The simulated manufacturer: units, how many people they have, and when they work."""

from dataclasses import dataclass

ZONE = "Asia/Shanghai"


@dataclass(frozen=True)
class CalendarSpec:
    """A calendar: a ready-made pattern of worktime and the crew, or all three shifts every day."""

    code: str
    name_zh: str
    name_en: str
    pattern: str
    crew: int = 0


CALENDARS = (
    CalendarSpec("office", "行政班", "Office hours", "five_days"),
    CalendarSpec("cover", "三班连续", "Round the clock, three shifts", "cover"),
    CalendarSpec("shift3-a", "三班倒甲班", "Three shifts, crew A", "three_shifts_weekly", 0),
    CalendarSpec("shift3-b", "三班倒乙班", "Three shifts, crew B", "three_shifts_weekly", 1),
    CalendarSpec("shift3-c", "三班倒丙班", "Three shifts, crew C", "three_shifts_weekly", 2),
    CalendarSpec("crew4-a", "四班三运转甲班", "Four crews, crew A", "four_crews_three_shifts", 0),
    CalendarSpec("crew4-b", "四班三运转乙班", "Four crews, crew B", "four_crews_three_shifts", 1),
    CalendarSpec("crew4-c", "四班三运转丙班", "Four crews, crew C", "four_crews_three_shifts", 2),
    CalendarSpec("crew4-d", "四班三运转丁班", "Four crews, crew D", "four_crews_three_shifts", 3),
    CalendarSpec("dn-a", "白夜班甲班", "Day and night, crew A", "day_night", 0),
    CalendarSpec("dn-b", "白夜班乙班", "Day and night, crew B", "day_night", 1),
)
# Every day early, late and night, for units that always have somebody there.
COVER = {
    "zone": ZONE,
    "pattern": {"kind": "weekly", "days": [["N", "E", "L"]] * 7},
    "shifts": [
        {"code": "E", "name_zh": "早班", "name_en": "Early", "stretches": [["08:00", "16:00"]]},
        {"code": "L", "name_zh": "中班", "name_en": "Late", "stretches": [["16:00", "24:00"]]},
        {"code": "N", "name_zh": "夜班", "name_en": "Night", "stretches": [["00:00", "08:00"]]},
    ],
}


@dataclass(frozen=True)
class UnitSpec:
    """A unit and its share of the people (in people, when there are 400)."""

    code: str
    name_zh: str
    name_en: str
    kind: str
    parent: str
    calendar: str = ""
    people: int = 0


UNITS = (
    UnitSpec("HC", "衡川机械", "Hengchuan Machinery", "company", "", "office", 2),
    UnitSpec("P1", "一厂", "Plant 1", "plant", "HC", "", 2),
    UnitSpec("STAMP", "冲压车间", "Stamping workshop", "workshop", "P1", "cover", 2),
    UnitSpec("STAMP-1", "冲压一班", "Stamping team 1", "team", "STAMP", "shift3-a", 16),
    UnitSpec("STAMP-2", "冲压二班", "Stamping team 2", "team", "STAMP", "shift3-b", 16),
    UnitSpec("STAMP-3", "冲压三班", "Stamping team 3", "team", "STAMP", "shift3-c", 14),
    UnitSpec("WELD", "焊装车间", "Welding workshop", "workshop", "P1", "cover", 2),
    UnitSpec("WELD-1", "焊装一班", "Welding team 1", "team", "WELD", "shift3-a", 20),
    UnitSpec("WELD-2", "焊装二班", "Welding team 2", "team", "WELD", "shift3-b", 20),
    UnitSpec("WELD-3", "焊装三班", "Welding team 3", "team", "WELD", "shift3-c", 18),
    UnitSpec("PAINT", "涂装车间", "Painting workshop", "workshop", "P1", "cover", 2),
    UnitSpec("PAINT-1", "涂装甲班", "Painting crew A", "team", "PAINT", "crew4-a", 14),
    UnitSpec("PAINT-2", "涂装乙班", "Painting crew B", "team", "PAINT", "crew4-b", 14),
    UnitSpec("PAINT-3", "涂装丙班", "Painting crew C", "team", "PAINT", "crew4-c", 14),
    UnitSpec("PAINT-4", "涂装丁班", "Painting crew D", "team", "PAINT", "crew4-d", 12),
    UnitSpec("ASSY", "总装车间", "Assembly workshop", "workshop", "P1", "cover", 2),
    UnitSpec("ASSY-1", "总装一班", "Assembly team 1", "team", "ASSY", "dn-a", 24),
    UnitSpec("ASSY-2", "总装二班", "Assembly team 2", "team", "ASSY", "dn-b", 24),
    UnitSpec("ASSY-3", "总装三班", "Assembly team 3", "team", "ASSY", "dn-a", 22),
    UnitSpec("ASSY-4", "总装四班", "Assembly team 4", "team", "ASSY", "dn-b", 22),
    UnitSpec("EQ", "设备部", "Equipment department", "department", "P1", "cover", 2),
    UnitSpec("EQ-DESK", "设备部服务台", "Equipment service desk", "team", "EQ", "cover", 5),
    UnitSpec("EQ-1", "维修一组", "Maintenance group 1", "team", "EQ", "cover", 9),
    UnitSpec("EQ-2", "维修二组", "Maintenance group 2", "team", "EQ", "cover", 9),
    UnitSpec("EQ-AUTO", "自动化组", "Automation group", "team", "EQ", "cover", 7),
    UnitSpec("QA", "质量部", "Quality department", "department", "P1", "cover", 2),
    UnitSpec("QA-INSP", "检验组", "Inspection group", "team", "QA", "cover", 10),
    UnitSpec("QA-METR", "计量室", "Metrology room", "team", "QA", "office", 5),
    UnitSpec("LOG", "物流部", "Logistics department", "department", "P1", "cover", 2),
    UnitSpec("LOG-DEL", "配送组", "Line delivery group", "team", "LOG", "cover", 12),
    UnitSpec("LOG-STORE", "仓库", "Warehouse", "team", "LOG", "cover", 8),
    UnitSpec("PROC", "工艺部", "Process engineering", "department", "P1", "office", 2),
    UnitSpec("PROC-W", "焊接工艺组", "Welding process group", "team", "PROC", "office", 5),
    UnitSpec("PROC-P", "涂装工艺组", "Painting process group", "team", "PROC", "office", 4),
    UnitSpec("IT", "信息部", "IT department", "department", "HC", "office", 2),
    UnitSpec("IT-DUTY", "信息值班席", "IT duty desk", "team", "IT", "cover", 5),
    UnitSpec("IT-SYS", "系统组", "Systems group", "team", "IT", "office", 5),
    UnitSpec("HR", "人力资源部", "Human resources", "department", "HC", "office", 2),
    UnitSpec("HR-PAY", "薪酬组", "Pay group", "team", "HR", "office", 4),
    UnitSpec("HR-DEV", "招聘培训组", "Recruiting and training", "team", "HR", "office", 4),
    UnitSpec("FIN", "财务部", "Finance department", "department", "HC", "office", 2),
    UnitSpec("FIN-EXP", "报销组", "Expenses group", "team", "FIN", "office", 4),
    UnitSpec("FIN-COST", "成本组", "Cost group", "team", "FIN", "office", 4),
    UnitSpec("SAFE", "安环部", "Safety and environment", "department", "P1", "office", 6),
    UnitSpec("PUR", "采购部", "Purchasing department", "department", "HC", "office", 8),
    UnitSpec("PLAN", "计划部", "Planning department", "department", "P1", "office", 7),
)
WORKSHOPS = ("STAMP", "WELD", "PAINT", "ASSY")
