"""`gongkai report subscribers`: how many people have subscribed to each subject."""

from bot.loop.subscriptions import Subscriptions
from scripts import console, loop, options, settings


def subscribers(as_json: options.AsJson = False, config: options.Config = None, data: options.Data = None) -> None:
    """Show how many people want to be told of new notices, by subject; nobody is named."""
    configured = settings.load(config, data)
    with loop.opened(configured) as file:
        counts = Subscriptions(file).counts()
    people = counts[""]
    topics = {topic: count for topic, count in counts.items() if topic}
    if as_json:
        console.write_json({"people": people, "topics": topics})
        return
    for topic, count in topics.items():
        console.OUT.print(f"{topic} {count}", markup=False)
    console.say(f"{people} people")
