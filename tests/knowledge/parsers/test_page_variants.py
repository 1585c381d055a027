"""Pages as colleges really have them, written down small: what each passage must say, and what must be gone."""

from datetime import date
from pathlib import Path

from knowledge import chunk
from knowledge.document import Document
from knowledge.notice import NoticeId
from knowledge.parsers import registry


def _read(markup: str, encoding: str = "utf-8", name: str = "page.html") -> tuple[Document, list[str]]:
    document = registry.parse(Path(name), markup.encode(encoding))
    return document, [passage.text for passage in chunk.chunk(NoticeId("x"), document)[1]]


def test_a_word_export_with_a_caption_and_a_header_of_two_rows() -> None:
    """Each row has the caption over its table, the group and the name of each column, the merged cell and the unit."""
    document, texts = _read(
        """<html xmlns:o="urn:x"><head><meta http-equiv=Content-Type content="text/html; charset=gb2312">
        <!--[if gte mso 9]><xml><w:View>Print</w:View></xml><![endif]--></head><body lang=ZH-CN><div class=Section1>
        <p class=MsoNormal align=center><b>某学院2015年在各省录取情况<o:p></o:p></b></p>
        <p class=MsoNormal align=center>2015年本科录取分数线（单位：分）</p>
        <table border=1><tr><td rowspan=2><p>省份</p></td><td rowspan=2>批次</td><td colspan=2>理工</td>
        <td colspan=2>文史</td></tr>
        <tr><td>最高分</td><td>最低分</td><td>最高分</td><td>最低分</td></tr>
        <tr><td rowspan=2>福建</td><td>一本</td><td>560</td><td>532</td><td>570</td><td>555</td></tr>
        <tr><td>二本</td><td>520</td><td>500</td><td>530</td><td>511</td></tr></table>
        <p>注：含中外合作办学。</p></div></body></html>""",
        "gbk",
    )
    assert document.title == "某学院2015年在各省录取情况"
    row = (
        "2015年本科录取分数线：省份：福建；批次：二本；理工最高分：520；理工最低分：500；"
        "文史最高分：530；文史最低分：511（单位：分）"
    )
    assert row in texts
    assert "注：含中外合作办学。" in texts


def test_a_page_of_the_vsb_builder() -> None:
    """Menu, path, counter, attachment counter, neighbours and footer are gone; office and day are known."""
    document, texts = _read(
        """<html><head><title>2023年收费标准-某大学财务处</title></head><body>
        <div class="header"><ul class="nav"><li><a href="1">首页</a></li>
        <li><a href="2">部门概况</a></li><li>
        <a href="3">通知公告</a></li>
        <li><a href="4">规章制度</a></li></ul></div>
        <div class="weizhi">当前位置: <a href="1">首页</a> >> 正文</div>
        <form name="_newscontent_fromname"><h1 align="center">2023年收费标准</h1>
        <div align="center">发布日期：2023-08-15&nbsp;&nbsp; 作者：财务处&nbsp;&nbsp; 点击：[<script>x</script>]</div>
        <div id="vsb_content_2"><div class="v_news_content"><p>各学院：</p><p>现将2023级新生学费标准公布如下：</p>
        <table><tr class="firstRow"><td><p>序号</p></td><td><p>专业名称</p></td><td><p>学费<br>（元/生·学年）</p></td></tr>
        <tr><td>1</td><td>法学、社会学</td><td rowspan="2">5200</td></tr><tr><td>2</td><td>英语</td></tr></table>
        <p>联系电话：0591-12345678</p></div></div><p>附件【<a href="1.xlsx">收费公示表.xlsx</a>】已下载<span>12</span>次</p>
        <div>上一条：<a href="1.htm">关于放假的通知</a></div></form>
        <div class="footer">版权所有 © 某大学 闽ICP备1号</div></body></html>"""
    )
    assert document.title == "2023年收费标准"
    assert (document.metadata.department, document.metadata.published_at) == ("财务处", date(2023, 8, 15))
    assert "现将2023级新生学费标准：序号：2；专业名称：英语；学费（元/生·学年）：5200" in texts
    assert not any(noise in text for text in texts for noise in ("首页", "上一条", "点击", "版权", "已下载"))


def test_a_page_of_2012_laid_out_by_tables() -> None:
    """The title is the one shown, not the site's; the side list of cut titles and the counter line are gone."""
    document, texts = _read(
        """<HTML><HEAD><TITLE>:::某大学研究生处:::</TITLE></HEAD><BODY><TABLE width=1000><TR><TD colspan=4><IMG src=top.jpg>
        </TD></TR>
        <TR><TD><A href=1>首页</A></TD><TD><A href=2>机构设置</A></TD>
        <TD><A href=3>招生信息</A></TD><TD><A href=4>培养管理</A>
        </TD></TR></TABLE>
        <TABLE><TR><TD width=200><TABLE><TR><TD>最新通知</TD></TR><TR><TD><A href=7>关于答辩安排的通知...</A></TD></TR>
        <TR><TD><A href=8>关于提交论文的通知...</A></TD></TR><TR><TD><A href=8>关于注册的通知...</A></TD></TR>
        <TR><TD><A href=9>关于领取学生证的通知...</A></TD></TR></TABLE></TD>
        <TD><TABLE><TR><TD align=center><FONT size=5><B>2012年硕士研究生学费标准</B></FONT></TD></TR>
        <TR><TD align=center>2012-03-05 阅读次数：321</TD></TR><TR><TD><P>　　我校2012级硕士研究生学费标准为：</P>
        <TABLE border=1><TR><TD>类别</TD><TD>学制</TD><TD>学费（元/年）</TD></TR><TR><TD>学术型</TD><TD>3年</TD><TD>8000</TD></TR>
        <TR><TD>专业学位</TD><TD>2年</TD><TD>20000</TD></TR></TABLE><P>　　特此通知。</P></TD></TR></TABLE></TD></TR></TABLE>
        <CENTER>版权所有：某大学研究生处</CENTER></BODY></HTML>""",
        "gbk",
    )
    assert document.title == "2012年硕士研究生学费标准"
    assert document.metadata.published_at == date(2012, 3, 5)
    assert "我校2012级硕士研究生学费标准：类别：专业学位；学制：2年；学费（元/年）：20000" in texts
    assert not any(noise in text for text in texts for noise in ("首页", "阅读次数", "答辩安排", "版权"))


def test_a_server_page_fragment_whose_sections_are_rows() -> None:
    """Server code is gone; a row over the whole width names the rows under it, the first one too, and not the others."""
    document, texts = _read(
        """<%@ page language="java" pageEncoding="GBK"%><jsp:include page="head.jsp"/>
        <c:if test="${user != null}">欢迎 ${user.name}</c:if><div class="title2">2014年各专业录取分数统计</div><p>单位：分</p>
        <table><tr><td colspan="4">福建省</td></tr><tr><td>专业</td><td>科类</td><td>最高分</td><td>最低分</td></tr>
        <tr><td>法学</td><td>文史</td><td>580</td><td>561</td></tr><tr><td colspan="4">江西省</td></tr>
        <tr><td>法学</td><td>文史</td><td>570</td><td>551</td></tr></table>""",
        "gbk",
        "frag.jsp",
    )
    assert document.title == "2014年各专业录取分数统计"
    assert "2014年各专业录取分数统计：福建省｜专业：法学；科类：文史；最高分：580；最低分：561（单位：分）" in texts
    assert "2014年各专业录取分数统计：江西省｜专业：法学；科类：文史；最高分：570；最低分：551（单位：分）" in texts
    assert not any("user" in text or "欢迎" in text for text in texts)
