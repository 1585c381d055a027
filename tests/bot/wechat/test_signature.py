from bot.wechat.signature import matches, sign


def test_the_platform_s_own_examples_come_out() -> None:
    """The two worked examples of WeChat's documentation give the signatures printed there."""
    assert sign("AAAAA", "1714036504", "1514711492") == "f464b24fc39322e44b38aa78f5edd27bd1441696"
    assert sign("AAAAA", "1714037059", "486452656") == "899cf89e464efb63f54ddac96b0a0a235f53aa78"


def test_a_wrong_signature_of_any_shape_is_refused_without_an_error() -> None:
    """Empty, foreign and unencodable signatures simply do not match."""
    good = sign("t", "1", "2")
    assert matches(good, "t", "1", "2")
    for wrong in ("", good[:-1], good.upper(), "签名", "\ud800", good + "0"):
        assert not matches(wrong, "t", "1", "2")
    assert not matches(good, "t", "1", "\ud800")
