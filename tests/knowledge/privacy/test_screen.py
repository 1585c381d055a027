"""Screening a parsed notice: lists of persons kept back, the notice's own text and official tables kept."""

import pytest

from knowledge.document import Block, Document, Heading, Paragraph, Table
from knowledge.privacy import Kind
from knowledge.privacy.screen import Screened, screen
from knowledge.privacy.subjects import Subject
from tests.knowledge.privacy.made_up import card, identity, mobile

PHONE = mobile()
NAMES = ("张小明", "李思雨", "欧阳晓东", "王芳")
NUMBERS = ("2023010101", "2023010102", "2023020203", "2023030304")


def said(screened: Screened) -> str:
    lines: list[str] = []
    for block in screened.document.blocks:
        lines += (
            [" ".join(row) for row in (block.caption.split(), *block.rows)]
            if isinstance(block, Table)
            else [block.text]
        )
    return "\n".join(lines)


def of(title: str, *blocks: Block | str) -> Screened:
    return screen(Document(title, tuple(Paragraph(b) if isinstance(b, str) else b for b in blocks)), title)


def table(heads: str, *rows: str, caption: str = "", header_rows: int = 1) -> Table:
    cells = (tuple(row.split("|")) for row in (heads, *rows))
    return Table(tuple(cells), caption=caption, header_rows=header_rows)


def listed(heads: str, fill: str) -> Table:
    rows = (fill.format(i=i + 1, name=NAMES[i], number=NUMBERS[i]) for i in range(4))
    return table(heads, *rows)


KEPT_BACK = [
    ("2024年国家助学金拟资助学生名单公示", "序号|姓名|学院|等级", "{i}|{name}|计算机学院|一等", Subject.AID),
    ("家庭经济困难学生认定结果公示", "学号|姓名|班级|困难等级", "{number}|{name}|软件2301班|特别困难", Subject.AID),
    ("关于发放临时困难补助的通知", "姓名|班级|金额", "{name}|护理2302班|1000", Subject.AID),
    ("国家励志奖学金获奖学生名单", "姓名|学号|专业", "{name}|{number}|护理", Subject.AID),
    ("2024年学费减免公示", "序号|学生姓名|院系", "{i}|{name}|护理学院", Subject.AID),
    ("勤工助学上岗学生名单", "姓名|岗位编号|班级", "{name}|{i}|软件2301班", Subject.AID),
    ("关于给予部分学生纪律处分的决定", "姓名|学号|处分", "{name}|{number}|记过", Subject.PUNISHMENT),
    ("考试作弊情况通报", "序号|姓名|班级|课程", "{i}|{name}|机电2301班|高等数学", Subject.PUNISHMENT),
    ("关于拟清退学生的公示", "姓名|学号|年级", "{name}|{number}|2020级", Subject.PUNISHMENT),
    ("学业预警学生名单", "学号|姓名", "{number}|{name}", Subject.PUNISHMENT),
    ("心理普查重点关注学生", "姓名|班级|结果", "{name}|软件2301班|需约谈", Subject.HEALTH),
    ("新生体检复查名单", "姓名|性别|班级", "{name}|女|护理2301班", Subject.HEALTH),
    ("因病休学学生情况表", "姓名|学号|原因", "{name}|{number}|因病", Subject.HEALTH),
    ("2024年硕士研究生拟录取名单", "考生编号|姓名|专业", "10394202500{number}|{name}|会计", Subject.ADMISSION),
    ("专升本录取结果", "准考证号|姓名|录取专业", "{number}|{name}|护理", Subject.ADMISSION),
    ("通知公告", "考生号|姓名|成绩", "24{number}|{name}|412", Subject.ADMISSION),
    ("高职单招面试入围人员", "姓名|性别|专业", "{name}|男|护理", Subject.ADMISSION),
    ("2024年转专业拟录取公示", "姓名|学号|转入专业", "{name}|{number}|软件技术", Subject.ADMISSION),
    ("补考成绩公布", "学号|姓名|成绩", "{number}|{name}|58", Subject.MARKS),
]


@pytest.mark.parametrize(("title", "heads", "fill", "subject"), KEPT_BACK, ids=[row[0] for row in KEPT_BACK])
def test_rows_of_persons_are_kept_back(title: str, heads: str, fill: str, subject: Subject) -> None:
    """No name and no number of a list is stored; the notice's own words are, and the report counts the rows."""
    screened = of(
        title, "经评审，现将结果公布如下。", listed(heads, fill), "公示期5个工作日，监督电话：0595-88001234。"
    )
    text = said(screened)
    assert not any(word in text for word in (*NAMES, *NUMBERS))
    assert "现将结果公布如下" in text
    assert "0595-88001234" in text
    assert [(one.subject, one.rows) for one in screened.findings.withheld] == [(subject, 4)]


LINES = [
    ("国家助学金获得者名单公示", ["张小明、李思雨、王芳、欧阳晓东"], 1),
    ("国家助学金获得者名单公示", ["计算机学院：张小明、李思雨", "护理学院：王芳"], 2),
    ("国家助学金获得者名单公示", ["张小明  李思雨  王芳", "欧阳晓东  赵一凡  钱多多"], 2),
    ("国家助学金获得者名单公示", ["张小明", "李思雨", "王芳"], 3),
    (
        "国家助学金获得者名单公示",
        ["1.张小明，男，软件2301班，学号2023010101", "2.李思雨，女，软件2302班，学号2023010102"],
        2,
    ),
    ("困难学生认定结果公示", ["张小明 2023010101 软件2301 特别困难", "李思雨 2023010102 软件2302 困难"], 2),
    ("困难学生认定结果公示", ["（一）特别困难学生：张小明、李思雨、王芳", "（二）困难学生：欧阳晓东、赵一凡等2人"], 2),
    ("关于给予学生处分的决定", ["张小明，软件2301班，给予记过处分。", "李思雨，护理2302班，给予警告处分。"], 2),
    ("2024年拟录取名单", ["计算机学院 张小明 10394202500001", "计算机学院 李思雨 10394202500002"], 2),
    ("2024年拟录取名单", ["张小明（103942025000001）、李思雨（103942025000002）、王芳（103942025000003）"], 1),
]


@pytest.mark.parametrize(("title", "lines", "count"), LINES, ids=[f"{title}{lines[0]}" for title, lines, _ in LINES])
def test_lines_of_persons_are_kept_back(title: str, lines: list[str], count: int) -> None:
    """Names joined, spaced, one a line, with numbers or classes: none is stored, the words around them are."""
    screened = of(title, "经学院评审，现将名单公布如下：", *lines, "如有异议，请拨打监督电话0595-88001234。")
    text = said(screened)
    assert not any(name in text for name in (*NAMES, "赵一凡", "钱多多"))
    assert "经学院评审" in text
    assert "监督电话0595-88001234" in text
    assert sum(one.rows for one in screened.findings.withheld) == count


def test_subheadings_within_a_list_stay_and_do_not_end_it() -> None:
    """计算机学院 over its names is no name, and what follows is still the list."""
    screened = of(
        "通知公告",
        "现将国家助学金拟资助学生名单公示如下：",
        "计算机学院",
        "张小明、李思雨、王芳",
        "护理学院",
        "欧阳晓东、赵一凡、钱多多",
    )
    assert "计算机学院" in said(screened)
    assert "赵一凡" not in said(screened)
    assert sum(one.rows for one in screened.findings.withheld) == 2


def test_names_within_a_sentence_are_starred() -> None:
    """A sentence of the notice stays, the persons in it do not."""
    screened = of(
        "国家助学金评审结果公示",
        "经评审，拟推荐张小明、李思雨、王芳等3名同学获得国家助学金，现予公示。",
        "王小芳同学（学号2023010105）另行通知。",
    )
    text = said(screened)
    assert "拟推荐张**、李**、王*等3名同学获得国家助学金" in text
    assert "王小芳" not in text
    assert "2023010105" not in text
    assert dict(screened.findings.masked)[Kind.NAME] == 4


def test_the_title_of_a_punishment_names_nobody() -> None:
    """Titles are stored and shown too."""
    screened = of("关于给予张小明同学记过处分的决定", "张小明同学违反考场纪律，给予记过处分。")
    assert screened.title == screened.document.title == "关于给予张**同学记过处分的决定"
    assert "张小明" not in said(screened)
    assert of("关于对张小明等3名同学违纪处分的公示").title == "关于对张**等3名同学违纪处分的公示"


STAY = [
    ("学校领导", table("姓名|职务|分管工作", "张小明|校长|全面工作", "李思雨|副校长|学生资助、招生录取")),
    ("学生资助工作领导小组名单", table("姓名|职务", "张小明|组长", "李思雨|成员")),
    ("国家奖学金评审委员会", table("序号|姓名|职称|部门", "1|张小明|教授|教务处")),
    ("招生录取咨询联系方式", table("招生组|负责人|联系电话", f"福建组|张小明|{PHONE}", f"江西组|李思雨|{PHONE}")),
    ("各学院资助联系人", table("学院|联系人|联系电话", f"护理学院|张小明|{PHONE}")),
    ("心理咨询值班安排", table("姓名|值班时间|擅长|电话", "张小明|周一|情绪困扰|0595-88001234")),
    ("新生报到咨询", table("部门|姓名|手机", f"招生办|张小明|{PHONE}")),
    ("师资队伍", table("姓名|职称|研究方向", "张小明|教授|会计")),
    ("专业介绍", table("专业|主讲教师|课程", "护理|张小明|基础护理学")),
    ("家庭经济困难学生认定结果公示", table("学院|特别困难|困难|合计", "计算机学院|104|172|276", "护理学院|96|163|259")),
    ("2024年录取情况", table("省份|科类|最低分|最高分", "福建|理科|512|560", "江西|文科|498|533")),
    ("资助项目一览表", table("项目名称|标准|负责部门|联系电话", "国家助学金|3300元|资助中心|0595-88001234")),
    ("处分申诉程序", table("步骤|时限|部门", "提出申诉|10日|学生处")),
    ("大型仪器公共平台", table("序号|仪器名称|设备编号|放置地点|负责人", "9|冰冻切片机|20123222|二教115|张小明")),
    ("困难认定申请表", table("姓名||性别|", "学号||班级|", "家庭住址|||", header_rows=0)),
    ("校友会捐赠名单", table("姓名|金额", "张小明|1000元", "李思雨|500元")),
    ("招生计划", table("专业|学制|人数|学费", "护理|三年|120|6600")),
    ("奖学金名额分配表", table("学院|国家奖学金|励志奖学金", "护理学院|2|40")),
]


@pytest.mark.parametrize(("title", "given"), STAY, ids=[title for title, _ in STAY])
def test_tables_that_are_no_lists_of_persons_stay(title: str, given: Table) -> None:
    """Leaders, committees, contacts, teachers, figures and empty forms are disclosed on purpose."""
    screened = of(title, "现公布如下：", given)
    assert screened.findings.is_clean
    assert given in screened.document.blocks


TEXTS = [
    ("学生资助管理办法", "第三条 领导小组组长：张小明；成员：李思雨、王芳、赵一凡。"),
    ("国家助学金评审结果公示", "评审小组成员：张小明、李思雨、王芳"),
    ("国家助学金评审结果公示", f"联系人：张老师，电话：{PHONE}"),
    ("国家助学金评审结果公示", "申请材料：申请表、成绩单、证明"),
    ("国家助学金评审结果公示", "特别困难、困难、一般困难三档"),
    ("学校召开资助工作会议", "校领导张小明、李思雨、王芳出席会议。"),
    ("关于做好国家助学金评定工作的通知", "各学院：计算机学院、护理学院、机电学院"),
    ("2024年招生录取问答", "招生科类：文史、理工、艺术"),
    ("奖学金颁奖大会", "指导教师：张小明、李思雨、王芳"),
]


@pytest.mark.parametrize(("title", "text"), TEXTS, ids=[text for _, text in TEXTS])
def test_texts_that_are_no_lists_of_persons_stay(title: str, text: str) -> None:
    """Officials in what they do, kinds and offices are no lists of the aided."""
    screened = of(title, text)
    assert said(screened) == text
    assert screened.findings.is_clean


def test_a_prize_list_stays_without_its_numbers() -> None:
    """Who won a contest may be read; student numbers and identity numbers may not."""
    screened = of("2024年技能大赛获奖名单", listed("序号|姓名|学号|奖项", "{i}|{name}|{number}|一等奖"))
    text = said(screened)
    assert all(name in text for name in NAMES)
    assert not any(number in text for number in NUMBERS)
    assert "2023****01" in text
    assert dict(screened.findings.masked) == {Kind.STUDENT: 4}


def test_columns_tell_what_bare_numbers_are() -> None:
    """Under 身份证号, 银行卡号, 手机, 出生日期, 家庭住址 every cell is masked, whatever the notice is."""
    row = f"张小明|{identity()[:-1]}0|{card()}|{PHONE}|2003-05-06|某省某县河湾乡上坪村|10086111|2023010101"
    screened = of("毕业生信息核对", table("姓名|身份证号|银行卡号|手机|出生日期|家庭住址|QQ|学号", row))
    text = said(screened)
    assert not any(cell in text for cell in row.split("|")[1:])
    assert "138****5678" in text
    assert set(dict(screened.findings.masked)) == {
        Kind.IDENTITY, Kind.CARD, Kind.MOBILE, Kind.BIRTH, Kind.ADDRESS, Kind.ACCOUNT, Kind.STUDENT
    }  # fmt: skip


def test_the_same_mobile_number_stays_as_an_office_s_and_goes_as_a_person_s() -> None:
    """One notice with both, and the number that is declared public stays even in a list."""
    people = table("姓名|班级|联系电话", f"张小明|软件2301班|{PHONE}")
    offices = table("部门|联系电话", f"党政办公室|{PHONE}")
    screened = of("通知", f"电    话：{PHONE}", people, offices)
    assert said(screened).count(PHONE) == 2
    assert "软件2301班 138****5678" in said(screened)
    document = Document("通知", (people,))
    assert PHONE in said(screen(document, "通知", frozenset({PHONE})))


def test_names_beside_offices_only_by_a_heading_of_contacts() -> None:
    """姓名 and 电话 alone are a list of persons, unless the heading gives them out to be called."""
    given = table("姓名|电话", f"张小明|{PHONE}")
    assert PHONE not in said(of("通知", given))
    assert PHONE in said(of("通知", Heading("值班联系方式"), given))
    assert PHONE in said(of("通知", "三、联系方式", f"张小明 {PHONE}"))


def test_a_list_whose_columns_slipped_is_kept_back_whole() -> None:
    """A page's table that was read out of step still shows that its cells are persons and numbers."""
    rows = [f"初试成绩|博士|{name}|10394{number}" for name, number in zip(NAMES, NUMBERS, strict=True)]
    odd = [row for pair in zip(rows, ["综合能力|120|金融学院|金融学"] * 4, strict=True) for row in pair]
    screened = of("港澳台研究生招生", "五、上线生名单", table("攻读学位|姓名|考生编号|院系", *odd))
    assert not any(name in said(screened) for name in NAMES)
    assert screened.findings.withheld[0].rows == 8


def test_a_list_without_column_names_is_kept_back() -> None:
    """A sheet's second page, or a grid of names."""
    rows = [f"{name}|{number}|护理2301" for name, number in zip(NAMES, NUMBERS, strict=True)]
    screened = of(
        "助学金拟资助名单",
        table(rows[0], *rows[1:], header_rows=0),
        table("张小明|李思雨|王芳", "赵一凡|钱多多|周小雨"),
    )
    assert [one.rows for one in screened.findings.withheld] == [4, 2]
    assert "张小明" not in said(screened)


def test_a_title_row_within_the_table_says_what_it_is() -> None:
    """A sheet's first row is its title."""
    title = "2024年国家助学金名单"
    rows = ("序号|姓名|金额", "1|张小明|3300", "2|李思雨|3300")
    screened = of("通知", table(f"{title}|{title}|{title}", *rows, header_rows=0))
    assert "张小明" not in said(screened)
    assert screened.findings.withheld[0].rows == 2


def test_a_grid_of_cities_is_no_list_of_persons() -> None:
    """唐山 and 石家庄 could be names."""
    given = table("石家庄|唐山|秦皇岛|张家口", "周口|郑州|许昌|安阳", header_rows=0)
    assert of("2024年各地市录取结果一览", given).findings.is_clean


def test_sums_and_notes_of_a_list_stay() -> None:
    """合计 and 注 are the notice's own words."""
    given = table("姓名|班级|金额", "张小明|护理2301班|1000", "合计||1000", "注：按月发放||")
    text = said(of("临时困难补助发放公示", given))
    assert "合计" in text
    assert "按月发放" in text
    assert "张小明" not in text


def test_screening_again_finds_nothing() -> None:
    """What was screened is left as it is: an import again changes nothing."""
    first = of(
        "国家助学金拟资助名单公示",
        "名单如下：",
        listed("姓名|学号|班级", "{name}|{number}|护理2301班"),
        f"学生张三 {PHONE}",
    )
    again = screen(first.document, first.title)
    assert again.findings.is_clean
    assert again.document == first.document


def test_an_empty_document_and_one_without_title() -> None:
    """Nothing to screen is nothing found."""
    assert screen(Document("", ())).findings.is_clean
    assert screen(Document("", (Paragraph("正文。"), Table((), caption="")))).title == ""
