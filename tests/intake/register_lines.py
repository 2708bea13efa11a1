"""One line of every register, and what it says: kind, who, and every field."""
# ruff: noqa: E501 — a register's line reads better on one line

from datetime import date, datetime

from jianfu.vocabulary.burden_kind import BurdenKind

DAY = date(2023, 9, 15)

GOLDEN = {
    "收文登记": (
        {
            "序号": 1, "收文时间": "2023-09-15 09:30", "发文字号": "青农发〔2023〕5号", "文件标题": "转发关于做好秋收工作的通知",
            "来文单位": "县农业农村局", "收文单位": "石桥镇", "成文日期": "2023.9.14", "文种": "通知", "文头类别": "红头",
            "紧急程度": "加急", "密级": "无", "渠道": "协同平台", "是否需书记阅示": "是", "页数": "12页", "正文字数": "3,000",
            "办理时限": "2023-09-20 17:00", "办理情况": "已办结", "承办": "党政办", "备注": "以此份为准", "与考核挂钩": "是",
        },
        BurdenKind.DOCUMENT,
        ("转发关于做好秋收工作的通知", "县农业农村局", "石桥镇"),
        {
            "received_at": datetime(2023, 9, 15, 9, 30), "received_on": DAY, "doc_number": "青农发〔2023〕5号",
            "issued_on": date(2023, 9, 14), "document_type": "通知", "header_class": "红头", "urgency": "加急",
            "channel": "协同平台", "for_secretary": True, "pages": 12, "characters": 3000, "status": "已办结",
            "due_at": datetime(2023, 9, 20, 17), "handler": "党政办", "remark": "以此份为准", "tied_to_assessment": True,
            "forwards": "关于做好秋收工作的通知",
        },
    ),
    "会议通知登记": (
        {
            "会议名称": "安全生产调度会", "召开单位": "县应急管理局", "会议时间": "2023年9月20日 下午3:30", "会议形式": "视频",
            "会议层级": "县", "时长": "90", "召集人": "分管副县长", "参会人员": "乡镇长", "参会级别": "正职", "参会人数": 3,
            "通知日期": "2023-09-15", "需书记参加": "否", "通知方式": "电话",
        },
        BurdenKind.MEETING,
        ("安全生产调度会", "县应急管理局", "溪口镇"),
        {
            "starts_at": datetime(2023, 9, 20, 15, 30), "meeting_form": "视频", "meeting_level": "县", "channel": "电话",
            "duration_minutes": 90, "convenor": "分管副县长", "attendees": "乡镇长", "attendance_rank": "正职",
            "people_attending": 3, "received_on": DAY, "for_secretary": False,
        },
    ),
    "报表台账清单": (
        {
            "报表名称": "防溺水台账", "要求部门": "县教育局", "工作事项": "防溺水", "表格字段": "姓名、身份证号、监护人", "报送频次": "每月",
            "每年次数": 12, "模板版本": "第二版", "电子档": "√", "签字盖章纸质档": "√", "给予时限": "4", "录入系统": "教育云",
            "每次耗时": 30, "用纸": 20, "纳入考核": "是", "下达日期": "2023-09-15",
        },
        BurdenKind.DATA_REQUEST,
        ("防溺水台账", "县教育局", "溪口镇"),
        {
            "topic": "防溺水", "form_fields": ("姓名", "身份证号", "监护人"), "frequency": "每月", "times_per_year": 12.0,
            "template_version": "第二版", "electronic": True, "signed_paper": True, "hours_allowed": 4.0, "sheets": 20,
            "system": "教育云", "minutes_per_filing": 30.0, "tied_to_assessment": True, "received_on": DAY,
        },
    ),
    "督查检查登记": (
        {
            "检查事项": "厕所革命", "牵头单位": "县住建局", "检查单位": "县住建局、县农业农村局", "使用名义": "调研",
            "检查日期": "2023-09-15", "是否备案": "否", "计划编号": "无", "陪同人数": "3人", "陪同时长": "2.5小时",
        },
        BurdenKind.INSPECTION,
        ("厕所革命", "县住建局", "溪口镇"),
        {
            "inspecting_units": ("县住建局", "县农业农村局"), "name_used": "调研", "inspected_on": DAY, "in_plan": False,
            "companions": 3, "companion_hours": 2.5,
        },
    ),
    "留痕任务清单": (
        {
            "任务名称": "河道巡查", "要求部门": "县水利局", "频次": "每周一次", "照片张数": 3, "上传条数": "2条", "场所": "溪口河",
            "责任人": "河长", "系统": "河长通",
        },
        BurdenKind.TRACE,
        ("河道巡查", "县水利局", "溪口镇"),
        {
            "frequency": "每周一次", "photos_per_time": 3, "items_per_time": 2, "place": "溪口河", "performer": "河长",
            "system": "河长通",
        },
    ),
    "订阅登记": (
        {
            "报刊名称": "《安全报》", "征订单位": "县应急局", "类别": "报纸", "是否党报党刊": "否", "份数": 3, "金额(万元)": 1.5,
            "年度": "2023年", "使用情况": "未拆封",
        },
        BurdenKind.SUBSCRIPTION,
        ("《安全报》", "县应急局", "溪口镇"),
        {
            "medium": "报纸", "party_press": False, "copies": 3, "amount_fen": 1_500_000, "year": 2023, "use": "未拆封",
        },
    ),
    "阵地牌子清单": (
        {
            "阵地名称": "道德讲堂", "要求部门": "县文明办", "类型": "阵地", "设置层级": "村", "独立场所": "是", "投入": "2万元",
            "使用频率": "每年一次",
        },
        BurdenKind.FACILITY,
        ("道德讲堂", "县文明办", "溪口镇"),
        {
            "facility_form": "阵地", "facility_level": "村", "separate_room": True, "cost_fen": 2_000_000, "use": "每年一次",
        },
    ),
    "APP与工作群清单": (
        {
            "APP名称": "护林通", "推广部门": "县林业局", "类型": "APP", "强制使用": "是", "积分排名": "有", "登录频次": "每天",
            "备案情况": "未备案", "使用人员": "护林员",
        },
        BurdenKind.DIGITAL_TOOL,
        ("护林通", "县林业局", "溪口镇"),
        {
            "tool_form": "APP", "compulsory": True, "points_or_ranking": True, "login_frequency": "每天", "filed": False,
            "holder": "护林员",
        },
    ),
    "任务分解表": (
        {
            "任务名称": "市场主体培育", "下达部门": "县市监局", "任务数": "253户", "已完成": 100, "指标单位": "户", "分解单位": "县市监局",
            "奖惩": "扣分", "乡镇": "石桥镇", "下达日期": "9月15日", "纳入考核": "是",
        },
        BurdenKind.DELEGATION,
        ("市场主体培育", "县市监局", "石桥镇"),
        {
            "quota": 253.0, "completed": 100.0, "quota_unit": "户", "split_by": "县市监局", "penalties": "扣分",
            "received_on": DAY, "tied_to_assessment": True,
        },
    ),
}  # fmt: skip
