"""Finds the offices that a notice tells how to reach: rows of contact tables, and lines such as 「教务处 行政楼203 0591-…」.

A number belongs to the office that stands right before it, or in its own row; where another word stands between, no one
can tell whose it is, and it is left alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.passage import PassageKind

_DAY = r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])"
_LANDLINE = rf"(?<![\d-])(?:[（(]?(?:86[-－—\s]?)?0\d{{2,3}}[)）]?[-－—\s]?)?(?!{_DAY})\d{{7,8}}(?![\d元])"
_PHONE = rf"{_LANDLINE}|(?<!\d)1[3-9]\d{{9}}(?!\d)"
_NAME = (
    r"[\u4e00-\u9fff][\u4e00-\u9fff、与]{0,18}?"
    r"(?:处|部|办公室|办(?!公)|中心|图书馆|档案馆|馆|科|团委|纪委|工会|医院|医务室|值班室|咨询室|档案室|书院|研究生院|学院|服务站|服务台)"
    r"(?:[（(][\u4e00-\u9fff]{1,12}[）)])?"
)
_PLACE = (
    r"(?:[\u4e00-\u9fffA-Za-z0-9（）()/-]{0,16}(?:楼|室|厅|座|号窗口|校区)[A-Za-z0-9\u4e00-\u9fff/-]{0,10}"
    r"|[\u4e00-\u9fff]{2,12}\d{3,4}(?:[/、]\d{2,4}){0,3})"
)
# 教务处—————0591-12345678: a leader of dashes or dots.
_GAP = r"(?:[\s，,：:|]{0,3}|\s*[—–─…·.．－-]{2,40}\s*)"
_LINE = re.compile(
    rf"(?:^|[\s，,。；;：:、|（(）)])(?:请)?(?:联系|致电|拨打|咨询|洽询|由|向|与|到)?(?P<name>{_NAME}){_GAP}"
    rf"(?:(?P<place>{_PLACE})[\s，,；;|]{{1,3}})?"
    rf"(?:(?:办公|联系|咨询|值班|服务|预约|报修|监督|投诉)?(?:电话|热线|TEL|Tel|tel)[：:为是\s]{{0,2}})?(?P<phone>{_PHONE})",
    re.MULTILINE,
)
# 如有疑问请咨询财务处: the clause in front of the office.
_LEADING = re.compile(
    r"^(?:[^处部办室馆科]*?(?:请|可以|可|先|立即|直接|及时|或者))?(?:联系|致电|拨打|咨询|洽询|向|与|到|设在|由|或者|或)+"
)
_ANY = re.compile(r"[本我该各某其]|学院|中心|办公室|处|部|馆|科")
_OFFICE_COLUMN = re.compile(
    r"^(?:部门|单位|处室|科室|机构|办公室|职能部门|部门名称|单位名称|机构名称|服务部门|办理部门|咨询部门|责任部门)$"
)
# A list of persons has the numbers of persons, often of one school's own offices.
_PERSON_COLUMN = re.compile(r"^(?:姓名|职务|职称)$")
_PHONE_COLUMN = re.compile(r"电话|热线|号码|联系方式")
_PLACE_COLUMN = re.compile(r"地点|地址|位置|房间|办公室$")
_HOURS_COLUMN = re.compile(r"时间")
_MAIL_COLUMN = re.compile(r"邮箱|e-?mail", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_BRACKETED = re.compile(r"[（(].*?[）)]")
# A line of its own above its rooms: 党委统战部(返回列表), then 办公室—————23501319.
_UNIT = rf"(?:{_NAME}|[\u4e00-\u9fff][\u4e00-\u9fff ]{{0,18}}(?:院|所|社|会|系|校|园|委|队|公司))"
_OFFICE_LINE = re.compile(rf"[ \t|]*(?P<names>{_UNIT}(?:、{_UNIT}){{0,2}})(?:[（(][^（）()\d]{{1,12}}[）)])*[\s：:]*")
_ROOM = "(?:办公|综合|行政|党政|值班|接待|秘书|主任|部长|处长|馆长|院长)(?:室|科|办公室)"
_ROOM_LINE = re.compile(rf"[ \t|]*(?P<room>{_ROOM}){_GAP}(?P<phone>{_PHONE}).*")
_DIGITS = re.compile(r"\d{7}")
_LEADER = re.compile("[—–─…·．－-]{2}")
_BEST_ROOM = re.compile("办公|综合|行政|党政|值班|接待")


@dataclass(frozen=True, slots=True)
class OfficeContact:
    """How an office is reached, as a notice says it; "" for what it does not say."""

    name: str
    phone: str = ""
    place: str = ""
    hours: str = ""
    mailbox: str = ""

    @property
    def plain_name(self) -> str:
        """The name without what stands in brackets: 公寓管理中心（望潮）."""
        return _BRACKETED.sub("", self.name).strip()


def contacts(kind: PassageKind, text: str) -> Iterator[OfficeContact]:
    """The offices that one passage tells how to reach, in order."""
    if kind is PassageKind.ROW:
        yield from _row(text)
    elif _DIGITS.search(text):
        for match in _LINE.finditer(text):
            name = _LEADING.sub("", match["name"]).rpartition("、")[2]
            if not _ANY.match(name):
                yield OfficeContact(name, match["phone"].strip(), (match["place"] or "").strip())


def below(text: str, under: str = "") -> tuple[list[OfficeContact], str]:
    """The offices of a list in which each has a line of its own above its rooms and their numbers; and the last one's line.

    `under` is the office under which `text` begins: a list goes on in the next passage. Of several rooms the office's own is
    taken before its head's.
    """
    found: dict[str, OfficeContact] = {}
    settled: set[str] = set()
    above = ""
    for line in text.split("\n"):
        if not _has_number(line):
            above = line if line.strip() else above
            continue
        # Only what stands right above a number is looked at: every passage of a bundle is read at the start.
        under, above = _heading(above, under), ""
        if under and (room := _ROOM_LINE.fullmatch(line)):
            for name in under.split("、"):
                plain = _BRACKETED.sub("", name)
                if plain not in found or (_BEST_ROOM.match(room["room"]) and plain not in settled):
                    found[plain] = OfficeContact(plain, room["phone"].strip())
                if _BEST_ROOM.match(room["room"]):
                    settled.add(plain)
    return list(found.values()), _heading(above, under)


def _heading(line: str, otherwise: str) -> str:
    """The office that a line names and nothing else, "" for another line; `otherwise` where there is none."""
    if not line:
        return otherwise
    heading = _OFFICE_LINE.fullmatch(line)
    return heading["names"] if heading else ""


def _has_number(line: str) -> bool:
    return bool(_DIGITS.search(line) and re.search(_PHONE, line))


def lines(text: str, contact: OfficeContact) -> str:
    """The lines of `text` that tell how an office is reached: the one with its number, and the heading above it in a list."""
    known = text.split("\n")
    at = next((number for number, line in enumerate(known) if contact.phone and contact.phone in line), None)
    if at is None:
        return text.strip()
    above = next((number for number in range(at - 1, -1, -1) if not _has_number(known[number])), at)
    if above == at or not _LEADER.search(known[at]) or not _OFFICE_LINE.fullmatch(known[above]):
        return known[at].strip()
    between = ["…"] if at - above > 1 else []
    return "\n".join(line.strip() for line in (known[above], *between, known[at]))


def _row(text: str) -> Iterator[OfficeContact]:
    """The office of a row whose columns name one and a way to reach it; columns as knowledge/rows.py renders them."""
    cells = [_cell(part) for part in text.split("；")]
    if any(_PERSON_COLUMN.match(column) for column, _ in cells):
        return
    name = next((value for column, value in cells if _OFFICE_COLUMN.match(column)), "")
    phone = _joined(cells, _PHONE_COLUMN)
    place, hours = _joined(cells, _PLACE_COLUMN), _joined(cells, _HOURS_COLUMN)
    mailbox = next(
        (found.group() for column, value in cells if _MAIL_COLUMN.search(column) and (found := _MAIL.search(value))), ""
    )
    if name and (re.search(_PHONE, phone) or place or mailbox):
        yield OfficeContact(name, phone if re.search(_PHONE, phone) else "", place, hours, mailbox)


def _cell(part: str) -> tuple[str, str]:
    before, _, value = part.rpartition("：")
    return before.rpartition("：")[2].rpartition("·")[2].strip(), value.strip()


def _joined(cells: list[tuple[str, str]], column: re.Pattern[str]) -> str:
    return "，".join(value for name, value in cells if column.search(name) and value not in ("", "—", "-", "/"))
