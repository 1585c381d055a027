from prometheus_client.parser import text_string_to_metric_families
from pytest_aiohttp.plugin import AiohttpClient

from tests.fakes.wechat import Service


async def test_metrics_are_served_in_prometheus_format(aiohttp_client: AiohttpClient) -> None:
    """A question through the API is counted with its outcome and its time."""
    service = Service()
    client = await aiohttp_client(service.app())
    await client.post("/api/ask", json={"question": "学费"})
    response = await client.get("/metrics")
    assert response.content_type == "text/plain"
    families = {family.name: family for family in text_string_to_metric_families(await response.text())}
    assert {"gongkai_messages", "gongkai_message_seconds"} <= set(families)
    labels = {"channel": "web", "kind": "text", "outcome": "answered"}
    assert service.counted("gongkai_messages_total", **labels) == 1
