"""The fields of a notice by their Chinese names, for reports and pages."""

FIELDS = {
    "title": "标题",
    "text": "正文",
    "department": "部门",
    "channel": "渠道",
    "category": "类别",
    "published_at": "发布日期",
    "effective_from": "生效日期",
    "expires_at": "有效期至",
    "source_url": "原文链接",
    "status": "状态",
    "supersedes": "替代的通知",
    "path": "文件位置",
    "periods": "适用年度",
    "item": "清单事项",
    "item_cues": "归类依据",
    "document_number": "发文字号",
    "deadline": "截止日",
    "evidence": "识别依据",
    "passages": "分段",
    "waiting": "待审查的改动已撤回",
}


def fields_in_words(names: str) -> str:
    """The names of an entry of the trail, which commas join, in Chinese."""
    return "、".join(FIELDS.get(name, name) for name in names.split(", ") if name)
