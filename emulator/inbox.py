"""A merchant without a server, for tests: what was pushed, try by try, and what is answered next."""

from dataclasses import dataclass, field
from typing import Any

from .deliveries import PushAnswer
from .errors import Cause
from .push import Post
from .world import World

#: A scripted reply: a status, a body with status 200, or one of these words.
Reply = int | str
WORDS = {"timeout": Cause("push.timeout"), "down": Cause("push.unreachable", {"reason": "connection refused"})}


@dataclass
class Inbox:
    """``received``: each try as ``{**event, "attempt": n}``; ``replies`` are used up first, then it is ``success``."""

    world: World
    received: list[dict[str, Any]] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)

    def carry(self) -> bool:
        """Take what waits to be pushed and answer it; whether there was anything."""
        posts = self.world.deliveries.take()
        for post in posts:
            self.posts.append(post)
            self.world.deliveries.answered(post.id, self.answer(post))
        return bool(posts)

    def answer(self, post: Post) -> PushAnswer:
        """Receive one and answer it."""
        delivery = self.world.deliveries.all.get(post.id)
        if delivery is None:
            return PushAnswer(200, post.url.rpartition("echostr=")[2])
        self.received.append({**delivery.event.content(), "attempt": delivery.tries})
        reply = self.replies.pop(0) if self.replies else "success"
        if isinstance(reply, int):
            return PushAnswer(reply, "success" if reply == 200 else "")
        return PushAnswer(cause=WORDS[reply]) if reply in WORDS else PushAnswer(200, reply)
