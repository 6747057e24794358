"""What the departments of the sample offer, and what people ask of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from qiao.catalogue.rules import Assignment

CATEGORIES = (
    ("equipment", "设备与工装", "Equipment and tooling", "gear"),
    ("quality", "质量与计量", "Quality and metrology", "check"),
    ("material", "物料与配送", "Material and delivery", "serve"),
    ("process", "工艺与技术", "Process and engineering", "edit"),
    ("it", "信息与账号", "IT and accounts", "globe"),
    ("hr", "人事与培训", "People and training", "people"),
    ("money", "财务与采购", "Money and purchasing", "download"),
    ("safety", "安全与环境", "Safety and environment", "shield"),
)


def choice(key: str, zh: str, en: str, options: str, **more: Any) -> dict[str, Any]:
    """A choice; options as "value=中文/English, …"."""
    pairs = [each.strip().partition("=") for each in options.split(",")]
    listed = [
        {"value": value, "label_zh": words.partition("/")[0], "label_en": words.partition("/")[2]}
        for value, _equals, words in pairs
    ]
    return {"key": key, "kind": "choice", "label_zh": zh, "label_en": en, "options": listed, **more}


def question(kind: str, key: str, zh: str, en: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": kind, "label_zh": zh, "label_en": en, **more}


STOPPED = choice(
    "stopped", "停线了吗", "Has the line stopped?", "yes=已停线/Stopped,no=没停线/Running", required=True
)
MACHINE = question(
    "place",
    "machine",
    "哪台设备",
    "Which machine",
    required=True,
    help_zh="铭牌上的编号；扫设备上的码会自动填好",
    help_en="The code on its plate; scanning it fills this in",
)
PHOTO = question("photo", "photo", "照片", "Photo")
LINE = question("text", "place", "工位", "Station", required=True)
QUANTITY = question("number", "quantity", "数量", "Quantity", required=True)
NEEDED = question("date", "needed_on", "希望哪天", "Needed on")
WHEN_FREE = question(
    "text",
    "free_at",
    "什么时候可以停机",
    "When may it be stopped?",
    when={"key": "stopped", "values": ["no"]},
)


@dataclass(frozen=True)
class ServiceSpec:
    """A service, how often it is asked for, where its requests wander, and how they read."""

    code: str
    unit: str
    category: str
    name_zh: str
    name_en: str
    description_zh: str
    description_en: str
    # Minutes of working time: to respond, to complete.
    target: tuple[int, int]
    titles: Sequence[str]
    weight: float = 1.0
    form: Sequence[Mapping[str, Any]] = ()
    assignment: Assignment = Assignment.QUEUE
    route: Sequence[str] = ()
    confidential: bool = False
    audience: Sequence[str] = ()
    calendar: str = ""
    asked_by: Sequence[str] = field(default=())


Q, R, L, S = Assignment.QUEUE, Assignment.ROUND_ROBIN, Assignment.LEAST_LOADED, Assignment.ON_SHIFT
SHOPS = ("STAMP", "WELD", "PAINT", "ASSY")

SERVICES = (
    ServiceSpec("EQ-REPAIR", "EQ-DESK", "equipment", "设备抢修", "Machine repair",
        "设备故障、异响、漏油漏水，先打这里，服务台首问。", "Breakdowns, noises, leaks: start here, the desk answers first.",
        (20, 240), ("{n} 号焊接机器人焊枪冷却水漏水", "{n} 号压力机光栅误触发", "涂装输送链编码器报警", "总装 AGV {n} 号车反复急停",
        "二保焊送丝机堵丝", "{n} 线升降台异响", "机械手夹爪不到位", "液压站油温报警", "{n} 号烘房温度上不去", "拧紧枪扭矩超差"),
        9, (STOPPED, MACHINE, WHEN_FREE, PHOTO), S, ("EQ-1", "EQ-2", "EQ-AUTO"), asked_by=SHOPS),
    ServiceSpec("EQ-PLAN", "EQ-1", "equipment", "计划检修", "Planned maintenance", "约时间保养、换件、校准。", "Maintenance, replacement or calibration by appointment.",
        (120, 1440), ("{n} 号压力机导轨润滑保养", "夹具 B-{n} 气缸更换", "{n} 号机器人电池批量更换", "除尘风机滤芯更换"), 3, (MACHINE, NEEDED), R, ("EQ-2",), asked_by=SHOPS),
    ServiceSpec("EQ-TOOL", "EQ-2", "equipment", "工装夹具修理", "Jigs and fixtures", "夹具、吊具、料架的修理和改造。", "Repair and change of jigs, hoists and racks.",
        (60, 720), ("侧围料架定位销磨损，上件时卡滞", "门盖夹具压块松动", "吊具防坠销更换", "{n} 号工位夹具加装防错销"), 3, (LINE, PHOTO), L, ("PROC-W",), asked_by=SHOPS),
    ServiceSpec("EQ-AUTO", "EQ-AUTO", "equipment", "自动化与程序", "Automation and programs", "PLC、机器人、传感器、AGV 的程序与通讯。", "Programs and communication of PLCs, robots, sensors, AGVs.",
        (30, 480), ("二线 {n} 号机器人示教器黑屏", "新夹具 PLC 程序下载", "给工艺部导出焊接轨迹数据", "{n} 线光电传感器漏检", "AGV 路径重新规划"), 4, (STOPPED, MACHINE, WHEN_FREE), L, ("IT-SYS",)),
    ServiceSpec("EQ-AIR", "EQ-1", "equipment", "水电气保障", "Power, air and water", "压缩空气、照明、动力电、循环水。", "Compressed air, lights, power, cooling water.",
        (20, 300), ("{n} 线压缩空气压力低", "夜班休息区饮水机不出水", "{n} 号工位照明不亮", "循环水泵跳闸"), 2.5, (LINE, STOPPED), Q, ("EQ-2",)),
    ServiceSpec("QA-CHECK", "QA-INSP", "quality", "首件与过程检验", "First article and in-process check", "首件、换型、抽检，结果当班给。", "First articles, change-overs, samples; results within the shift.",
        (15, 120), ("换型首件检验 {part}", "{part} 焊点拉力试样 6 件", "{part} 面差间隙抽检", "夜班首件三坐标测量"), 7, (question("text", "part", "零件号", "Part number", required=True), QUANTITY), S, ("QA-METR",), asked_by=SHOPS),
    ServiceSpec("QA-8D", "QA-INSP", "quality", "质量异常处理", "Quality incident", "来料、在制品、成品的异常判定和围堵。", "Judging and containing faults of incoming, running and finished goods.",
        (30, 480), ("{part} 来料毛刺超标", "{part} 漏焊 2 点，已隔离", "漆面颗粒连续 {n} 台", "{part} 孔位偏 1.5 mm"), 4, (question("text", "part", "零件号", "Part number", required=True), QUANTITY, PHOTO), L, ("PROC-W", "PROC-P", "PUR")),
    ServiceSpec("QA-GAUGE", "QA-METR", "quality", "量检具校准", "Gauge calibration", "卡尺、扭矩扳手、检具的校准与换发。", "Calibration and exchange of callipers, wrenches, gauges.",
        (240, 1440), ("扭矩扳手到期校准 {n} 把", "检具基准面磕碰复测", "数显卡尺换发"), 1.5, (QUANTITY, NEEDED), R),
    ServiceSpec("LOG-LINE", "LOG-DEL", "material", "缺料配送", "Missing material", "线边缺料、错料、料架不足，先送再查。", "Missing or wrong material, too few racks: delivered first, traced after.",
        (10, 60), ("{n} 工位缺 {part}，还能撑 20 分", "错料：{part} 送成左件", "空料架不够，{n} 线", "标准件补货 {n} 箱", "包装纸板用完"), 9, (LINE, question("text", "part", "零件号", "Part number"), QUANTITY), S, ("LOG-STORE", "PLAN"), asked_by=SHOPS),
    ServiceSpec("LOG-STORE", "LOG-STORE", "material", "领料与退料", "Drawing and returning stores", "劳保、辅料、备件的领用和退库。", "Drawing and returning protective gear, consumables, spares.",
        (30, 180), ("领用密封圈 {n} 只", "焊丝领用 {n} 盘", "防护手套补领", "退库：多领的电极帽 {n} 个"), 5, (QUANTITY,), Q, ("PUR",)),
    ServiceSpec("LOG-MOVE", "LOG-DEL", "material", "物品搬运", "Moving things", "设备、料架、样车的厂内搬运。", "Moving machines, racks and sample cars in the plant.",
        (60, 480), ("样车转运到评审间", "旧料架 {n} 个清场", "新夹具卸车就位"), 1.5, (LINE, NEEDED), R),
    ServiceSpec("PROC-WELD", "PROC-W", "process", "焊接参数与工艺", "Welding parameters", "参数确认、工艺变更、现场支持。", "Confirming parameters, process changes, help on the floor.",
        (60, 480), ("门槛件焊接参数确认", "A 线电极帽换新规格的参数", "飞溅偏大，请来看", "保护气体改用二元混合气的参数"), 3, (LINE, question("text", "part", "零件号", "Part number")), L, ("QA-INSP",), asked_by=SHOPS),
    ServiceSpec("PROC-PAINT", "PROC-P", "process", "涂装工艺支持", "Painting process", "漆膜、色差、烘烤曲线的现场支持。", "Film thickness, colour, baking curves.",
        (60, 480), ("色差超 ΔE 1.0，连续 {n} 台", "电泳膜厚偏低", "烘烤曲线复测"), 2, (LINE, QUANTITY), L, ("QA-INSP",), asked_by=("PAINT",)),
    ServiceSpec("PROC-SOP", "PROC", "process", "作业指导书更新", "Work instruction update", "改版、补图、防错说明。", "New editions, pictures, mistake-proofing.",
        (240, 2400), ("{n} 工位作业指导书补防错图", "换件后作业指导书没改", "新员工看不懂的第 {n} 步"), 1.5, (LINE, question("file", "marked", "标注稿", "Marked-up copy")), R, ("PROC-W", "PROC-P")),
    ServiceSpec("IT-HELP", "IT-DUTY", "it", "电脑与终端故障", "Computers and terminals", "电脑、扫码枪、打印机、看板屏。", "Computers, scanners, printers, display boards.",
        (20, 240), ("扫码枪连不上 {n} 号终端", "线边打印机卡纸", "看板屏黑屏 {n} 线", "夜班考勤机数据没上传", "电脑开机很慢"), 6, (LINE, choice("kind", "什么设备", "What is it?", "pc=电脑/Computer,scan=扫码枪/Scanner,print=打印机/Printer,board=看板屏/Board", required=True)), S, ("IT-SYS", "EQ-AUTO")),
    ServiceSpec("IT-ACC", "IT-DUTY", "it", "账号与权限", "Accounts and rights", "开通、重置、调岗后权限变更。", "New accounts, resets, rights after a move.",
        (30, 240), ("新员工开通 MES 账号", "密码过期，进不了系统", "调岗后缺报工权限", "供应商账号停用"), 3.5, (question("person", "whose", "给谁", "For whom", required=True), choice("system", "哪个系统", "Which system?", "mes=MES/MES,erp=ERP/ERP,oa=OA/OA,mail=邮箱/Mail", required=True)), R, ("IT-SYS",)),
    ServiceSpec("IT-DATA", "IT-SYS", "it", "数据与报表", "Data and reports", "取数、报表修改、接口问题。", "Extracts, report changes, interfaces.",
        (240, 2400), ("焊装节拍日报加一列", "MES 与 ERP 数量对不上", "导出上月停机明细"), 1.5, (NEEDED, question("long_text", "fields", "要哪些字段", "Which fields?", required=True)), L),
    ServiceSpec("HR-PAY", "HR-PAY", "hr", "工资与考勤查询", "Pay and attendance", "工资条、加班、补卡。只有你和薪酬组看得到。", "Payslips, overtime, corrections. Only you and the pay group see it.",
        (240, 960), ("上月夜班津贴少算 {n} 天", "忘打卡补登", "加班工时和班组记录不一致", "调薪没有到账"), 3, (question("date", "day", "哪一天", "Which day?", required=True),), R, (), confidential=True),
    ServiceSpec("HR-TRAIN", "HR-DEV", "hr", "培训与上岗证", "Training and licences", "安排培训、复训、换证。", "Training, refreshers, licences.",
        (480, 4800), ("焊工证复审报名 {n} 人", "新员工三级安全教育", "叉车证到期换证"), 1.5, (QUANTITY, NEEDED), R, ("SAFE",)),
    ServiceSpec("HR-PEOPLE", "HR-DEV", "hr", "人员补充", "More hands", "缺员、借调、实习生。", "Vacancies, secondments, trainees.",
        (480, 9600), ("二班缺焊工 {n} 名", "旺季借调 {n} 人到总装"), 0.6, (QUANTITY, NEEDED), L, audience=("P1",)),
    ServiceSpec("FIN-EXP", "FIN-EXP", "money", "费用报销", "Expenses", "差旅、办公、招待费用报销。", "Travel, office and other expenses.",
        (480, 2400), ("差旅报销：供应商质量走访", "样件快递费报销", "培训差旅报销 {n} 人"), 2.5, (question("number", "amount", "金额（元）", "Amount (CNY)", required=True), question("file", "receipt", "发票", "Receipt")), R, ("FIN-COST",)),
    ServiceSpec("FIN-COST", "FIN-COST", "money", "成本核算支持", "Costing", "料工费测算、专项分析。", "Cost estimates and analyses.",
        (480, 4800), ("电极帽换供应商的成本测算", "返修工时成本分摊"), 0.7, (NEEDED,), L),
    ServiceSpec("PUR-BUY", "PUR", "money", "采购申请", "Purchase", "备件、工具、服务的采购。", "Buying spares, tools, services.",
        (480, 4800), ("减速机备件 {n} 台采购", "安全鞋补采 {n} 双", "涂胶枪嘴紧急采购", "外协修理：涂胶机器人减速机"), 2.5, (QUANTITY, question("number", "amount", "预计金额（元）", "Estimated amount (CNY)"), NEEDED), L, ("FIN-COST",)),
    ServiceSpec("SAFE-RISK", "SAFE", "safety", "隐患报告", "Hazard report", "发现危险，先报这里。可以不署名传开：只有安环部看得到。", "Found something dangerous? Tell us first. Only Safety sees it.",
        (15, 480), ("地面油渍，{n} 号柱旁", "护栏门联锁被短接", "吊具钢丝绳断丝", "通道被料架占用"), 2.5, (LINE, PHOTO), S, (), confidential=True),
    ServiceSpec("SAFE-PPE", "SAFE", "safety", "劳动防护用品", "Protective equipment", "防护用品标准与发放。", "Standards and issue of protective equipment.",
        (240, 1440), ("防噪耳塞型号不合适", "焊接面罩镜片补领 {n} 片"), 1, (QUANTITY,), R, ("LOG-STORE",)),
    ServiceSpec("SAFE-PERMIT", "SAFE", "safety", "动火与受限空间许可", "Hot work and confined space permit", "作业前申请，现场确认后签发。", "Applied for before work, issued on the spot.",
        (30, 240), ("烘房内部焊补动火申请", "废水池清淤受限空间作业"), 1, (LINE, NEEDED), S, asked_by=("EQ", "PAINT", "STAMP")),
    ServiceSpec("PLAN-CHANGE", "PLAN", "material", "计划调整", "Schedule change", "插单、换型顺序、班次调整。", "Rush orders, change-over order, shift changes.",
        (60, 480), ("换型顺序调整，等夹具", "急件插单 {part}", "周末加班计划确认"), 2, (NEEDED,), L, ("LOG-DEL",), asked_by=SHOPS),
    ServiceSpec("WELD-REWORK", "WELD", "process", "返修与补焊", "Rework welding", "别的车间送来的返修补焊。", "Rework from other workshops.",
        (30, 480), ("返修车 {n} 台补焊下线", "{part} 漏焊补焊", "给质量部补焊点拉力试样 6 件"), 2.5, (QUANTITY,), S, ("WELD-1", "WELD-2", "WELD-3"), asked_by=("ASSY", "PAINT", "QA")),
    ServiceSpec("ASSY-TRIAL", "ASSY", "process", "试装配合", "Trial assembly", "新件试装、工时测定的配合。", "Trial fitting of new parts, time studies.",
        (120, 960), ("新尾门铰链试装 {n} 台", "线束改版试装"), 1, (QUANTITY, NEEDED), Q, (), asked_by=("PROC", "QA")),
)  # fmt: skip
