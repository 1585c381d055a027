"""Reads the form of a request: every field bounded, every fault said in Chinese beside its field."""

import re
from collections.abc import Mapping

from bot.loop.errors import FormInvalid
from bot.requests.request import Applicant, Delivery, Form
from knowledge.privacy import is_identity_number

_MAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{1,190}\.[^\s@]{2,}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_NUMBER = re.compile(r"[0-9A-Za-z]{15,18}")
_BOUNDS = {"name": (2, 80), "contact": (5, 200), "content": (5, 1000), "purpose": (2, 300)}
_EXPECTED = {
    "name": "请填写姓名或者单位名称",
    "contact": "请填写电话、电子邮箱或者通讯地址，以便答复",
    "content": "请写明想要的信息：名称、文号，或者便于查找的描述",
    "purpose": "请写明用途：自身学习、科研、工作等需要",
}


def read(fields: Mapping[str, str]) -> Form:
    """The form that `fields` hold; unknown fields are not looked at. Raises FormInvalid with all faults by field."""
    said = {name: _CONTROL.sub("", fields.get(name, "")).strip() for name in _BOUNDS}
    faults = {name: fault for name in _BOUNDS if (fault := _fault(name, said[name]))}
    applicant, delivery = fields.get("applicant", ""), fields.get("delivery", "")
    if applicant not in tuple(Applicant):
        faults["applicant"] = "请选择公民，或者法人、其他组织"
    if delivery not in tuple(Delivery):
        faults["delivery"] = "请选择获取方式"
    elif delivery == Delivery.MAILBOX and "contact" not in faults and not _MAIL.search(said["contact"]):
        faults["contact"] = "要用电子邮件获取，请在联系方式里写上电子邮箱"
    if faults:
        raise FormInvalid(faults)
    return Form(
        Applicant(applicant), **said, delivery=Delivery(delivery), about_oneself=bool(fields.get("about_oneself"))
    )


def _fault(name: str, value: str) -> str:
    least, most = _BOUNDS[name]
    if len(value) < least:
        return _EXPECTED[name]
    if len(value) > most:
        return f"请不要超过 {most} 字，现在是 {len(value)} 字"
    if any(is_identity_number(found) for found in _NUMBER.findall(value)):
        return "请不要填写身份证号；涉及本人信息的，答复时当面出示证件即可"
    return ""
