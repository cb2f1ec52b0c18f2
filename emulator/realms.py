"""Realms that one mini-program after another may have: to make one costs more than most cases, and in one that has been
used V8 knows our code already. Only a realm that is proven to be as it was is used again."""

from collections.abc import Callable

from .realm import Realm, RealmHung

#: Used so many times, a realm makes room for a new one: what V8 keeps of old code only grows.
USES = 300
#: So many wait for their next mini-program.
SPARE = 4


class Realms:
    """*uses*: how many mini-programs may have a realm, one after another; 1: each has a new one. Where that is so, or
    mini-programs do not leave them clean, the next is made while the one before is in use."""

    def __init__(self, uses: int = USES, make: Callable[[], Realm] = Realm) -> None:
        self._uses, self._make = uses, make
        self._spare: list[Realm] = []
        self._used: dict[Realm, int] = {}
        #: How many were made, and why those that were thrown away before their time were.
        self.made = 0
        self.dirty: list[str] = []

    def take(self) -> Realm:
        """A realm in which nothing has happened, as far as any code can tell."""
        realm = self._next()
        if self._uses == 1 or self.dirty:
            self.prepare(1)
        return realm

    def _next(self) -> Realm:
        while True:
            try:
                realm = self._spare.pop()
            except IndexError:  # also where another thread was quicker
                return self._new()
            if self._is_clean(realm):
                return realm
            self._throw_away(realm)

    def prepare(self, count: int) -> None:
        """So many will be wanted: V8 makes them in threads of its own, while we do something else."""
        made = [self._new() for _ in range(count - len(self._spare))]
        self._spare[:0] = reversed(made)  # the first is taken first

    def give_back(self, realm: Realm) -> None:
        """Its mini-program has ended. Whether the realm is clean is asked when it is wanted again."""
        self._used[realm] += 1
        if not realm.closed and self._used[realm] < self._uses and len(self._spare) < SPARE:
            realm.release()
            self._spare.append(realm)
        else:
            self._throw_away(realm)

    def close(self) -> None:
        for realm in self._spare:
            realm.close()
        self._spare.clear()
        self._used.clear()

    def _new(self) -> Realm:
        realm = self._make()
        self.made += 1
        if self._uses > 1:
            realm.keep()
        self._used[realm] = 0
        return realm

    def _is_clean(self, realm: Realm) -> bool:
        if not self._used[realm]:
            return True
        try:
            changed = realm.left()
        except RealmHung as error:
            changed = str(error)
        if changed is not None:
            self.dirty.append(changed)
        return changed is None

    def _throw_away(self, realm: Realm) -> None:
        del self._used[realm]
        realm.close()


#: Those of this process.
SHARED = Realms()
