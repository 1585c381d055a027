"""Names of persons as they stand in lists: a surname with one or two characters more, 张某 and 张* included."""

import re

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄穆萧尹姚邵湛汪祁毛禹狄米贝明臧伏成戴谈宋茅庞"
    "熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘缪干解应宗丁宣邓郁单"
    "杭洪包诸左石崔吉龚程嵇邢滑裴陆荣翁荀羊甄封储靳松井段富巫焦巴牧隗山谷车侯宓郗仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙"
    "叶幸司韶黎薄印宿白怀蒲邰鄂索赖卓蔺屠蒙池乔阴胥苍闻党翟谭贡劳逄姬申扶堵冉宰郦雍桑桂濮牛寿通边扈燕冀浦尚农温别庄晏柴瞿"
    "阎充慕连茹习宦艾鱼容向古易慎戈廖庾终居衡步耿满弘匡文寇禄阙东欧利蔚越隆师巩聂晁勾敖融冷辛阚那简饶曾沙鞠丰巢"
    "关蒯查荆红游竺权盖桓仉督岳帅缑亢琴商佘佟言福肖闫付代仝苑邸覃苟卿门冼岂逯闪尧迟仵檀"
    "陳張劉楊趙黃吳許謝馮蔣韓鄧蕭葉鄭羅盧蘇呂魯嚴鄒龔譚賴閻顧龍孫馬詹賈鍾鐘湯韋關塗莊藍溫連錢簡聶萬葛劍楚涂"
)
_COMPOUND = (
    "欧阳|太史|上官|司马|东方|独孤|南宫|夏侯|诸葛|尉迟|皇甫|公孙|慕容|长孙|宇文|司徒|轩辕|令狐|端木|申屠|司空|歐陽|司馬"
)
_PLAIN = re.compile(
    rf"(?:(?:{_COMPOUND})[\u4e00-\u9fff]{{1,2}}|[{_SURNAMES}](?:[\u4e00-\u9fff]{{1,2}}|[某*＊×xX]{{1,3}}|[*＊×][\u4e00-\u9fff])"
    r"|[\u4e00-\u9fff]{2,8}[·•・][\u4e00-\u9fff·•・]{2,14})"
)
# What ends like this is a thing, an office or a subject: 马克思学院 is none, 高数 neither.
_THING = re.compile(
    "[院部处科班级费类办室表书省县区校奖等式率额目项证件料年月日号课卷厅局系组队站馆社团所店厂称位数据分值]$|(?:专业|学科|大学|中学|公司|集团|工程|管理|技术|教育|艺术|数学|英语|化学|物理|文学|法学|医学|"
    "金融|经济|计算|通过|合格|优秀|良好|不详|说明|要求|条件|时间|地点|单位|名称|党员|团员|汉族|满族|回族|壮族|老师|主任|经理|同志|先生|女士|"
    "困难|特困|一般|特别|国家|助学|资助|应届|往届|本科|专科|硕士|博士|研究|普通|高职|高考|高中|中专|文史|理工|农村|城镇|城市|平均|总计|合计|小计|备注|"
    "处分|警告|应该|应当|应如|应按|时候|时任|明确|明年|云南|云计|申请|签字|签名|意见|盖章|审核|审批|方法|步骤|方式|记过|严重|留校|开除|安全|方向|方案|程序|成绩|成果|贫困|低保|孤儿|残疾)"
)
_FOREIGN = re.compile(r"[A-Z][A-Za-z'’\-]+(?: [A-Z][A-Za-z'’\-.]*){1,4}|[A-Z]{2,}(?: [A-Z]{2,}){1,4}")
_INNER_BLANK = re.compile(r"(?<=^[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff]$)")


def is_name(text: str) -> bool:
    """Whether the whole of a short text can be a person's name; 李 明 is one as well as 李明."""
    bare = _INNER_BLANK.sub("", text.strip())
    return bool(_PLAIN.fullmatch(bare)) and not _THING.search(bare)


def is_foreign_name(text: str) -> bool:
    """Whether a text is two to five capitalised words: a name only in a column of names."""
    return bool(_FOREIGN.fullmatch(text.strip()))


def starred_name(name: str) -> str:
    """A name with its surname left: 张*, 张**, 欧阳**."""
    compound = re.match(_COMPOUND, name)
    kept = compound.end() if compound else 1
    return name[:kept] + "*" * max(1, len(name) - kept)
