"""The page of accounts: the administrator adds, changes, closes and opens them, and gives links."""

import re

from bot.staff.account import Role
from tests.bot.staff.conftest import Open
from tests.fakes.staff import College


async def test_an_account_is_added_with_a_link_that_is_shown_once(browse: Open, college: College) -> None:
    """The link sets the password; the page shown again holds no link."""
    browser = await browse("陈管理")
    await browser.get("/people")
    response = await browser.post("/people/add", name="赵学工", role="officer", office="学生处")
    page = await response.text()
    found = re.search(r'href="(/staff/welcome/[\w-]+)"', page)
    assert found
    assert "/welcome/" not in (await browser.get("/people"))[1]
    assert (await browser.client.get(found[1])).status == 200
    account = college.roster().known("赵学工")
    assert (account.role, account.office, account.has_password) == (Role.OFFICER, "学生处", False)


async def test_what_will_not_do_is_refused_with_what_was_expected(browse: Open) -> None:
    """A taken or strange name, an officer without office, no role, an unknown account, the last administrator."""
    browser = await browse("陈管理")
    for path, fields, said in (
        ("add", {"name": "李财务", "role": "reviewer"}, "已有账号"),
        ("add", {"name": "a b", "role": "reviewer"}, "姓名须为"),
        ("add", {"name": "<script>", "role": "reviewer"}, "姓名须为"),
        ("add", {"name": "赵学工", "role": "officer"}, "所属部门"),
        ("add", {"name": "赵学工", "role": "king"}, "请选择角色"),
        ("link", {"name": "无人"}, "没有账号"),
        ("role", {"name": "陈管理", "role": "reviewer"}, "最后一个管理员"),
        ("enable", {"name": "陈管理", "is_enabled": "no"}, "最后一个管理员"),
    ):
        status, page = await browser.refused(f"/people/{path}", **fields)
        assert status == 409
        assert said in page


async def test_a_person_gets_another_role_and_has_to_sign_in_again(browse: Open, college: College) -> None:
    """Closed and opened again, too; a new link for a lost password."""
    browser, other = await browse("陈管理"), await browse("李财务")
    await browser.send("/people/role", name="李财务", role="reviewer", office="")
    assert college.roster().known("李财务").role is Role.REVIEWER
    assert (await other.get(""))[0] == 303
    await browser.send("/people/enable", name="李财务", is_enabled="no")
    assert "已停用" in (await browser.get("/people"))[1]
    await browser.send("/people/enable", name="李财务", is_enabled="yes")
    assert "/staff/welcome/" in await (await browser.post("/people/link", name="李财务")).text()
