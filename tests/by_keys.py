"""Somebody who has no mouse: Tab, Shift+Tab, Enter, Space, arrows and letters, and an eye on where the focus is.

At every stop the focus must be seen: with an outline, not under something else. Nobody may be thrown back to the top of
the page by what they did on it.
"""

from typing import Any

from playwright.sync_api import Page, expect

from .live_site import Visitor

MOST_STOPS = 250
# Where the focus is against what is wanted: "here", "on" (further down), "back"; "" where it is not to be seen.
WHERE = """([wanted, words]) => {
  const goal = [...document.querySelectorAll(wanted)].find(
    e => e.getClientRects().length && !e.disabled && (e.innerText || '').includes(words));
  const here = document.activeElement;
  if (!goal) return '';
  if (here === goal || (here && here.type === 'radio' && here.name === goal.name)) return 'here';
  if (!here || here === document.body) return 'on';
  return goal.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING ? 'back' : 'on';
}"""
# What is wrong with how the focus is shown; "" where all is well.
SEEN = """() => {
  const here = document.activeElement;
  if (!here || here === document.body || here.id === 'content' || here.nodeName === 'MAIN') return '';
  if (here.tabIndex > 0) return 'is out of turn by its tabindex';
  const near = [here, here.nextElementSibling, here.closest('label'), ...(here.labels || [])].filter(Boolean);
  const outlined = e => getComputedStyle(e).outlineStyle !== 'none' && parseFloat(getComputedStyle(e).outlineWidth) > 1;
  if (!near.some(outlined)) return 'has the focus and does not show it';
  for (let e = here; e && e !== document.body; e = e.parentElement) {
    const style = getComputedStyle(e);
    if (style.order !== '0' || style.flexDirection.endsWith('-reverse')) return 'stands out of the order of keys';
  }
  const box = (here.closest('label') || here).getBoundingClientRect();
  const [x, y, w, h] = [box.x, box.y, box.width, box.height];
  const points = [[.5, .5], [.1, .1], [.9, .1], [.1, .9], [.9, .9]].map(([a, b]) => [x + a * w, y + b * h]);
  const inside = points.filter(([a, b]) => a >= 0 && b >= 0 && a < innerWidth && b < innerHeight);
  const hit = inside.map(([a, b]) => document.elementFromPoint(a, b)).filter(Boolean);
  if (!hit.length) return 'has the focus out of sight';
  const own = e => near.some(n => n.contains(e) || e.contains(n));
  return hit.some(own) ? '' : 'has the focus under something else';
}"""
OUTER = "document.activeElement.outerHTML.slice(0, 160)"


class Keys:
    """A visitor who acts by keys alone. Things are named by CSS selectors, and by words where these are many."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page = visitor, visitor.page
        self.stops = 0

    def to(self, wanted: str, words: str = "") -> "Keys":
        """Walk to the first such thing that can be seen."""
        expect(self._things(wanted, words)).not_to_have_count(0)
        for _stop in range(MOST_STOPS):
            where = self.page.evaluate(WHERE, [wanted, words])
            if where == "here":
                return self
            self.page.keyboard.press("Shift+Tab" if where == "back" else "Tab")
            self.stops += 1
            self._seen()
        raise AssertionError(f"no key leads to {wanted} {words} on {self.page.url}")

    def _things(self, wanted: str, words: str) -> Any:
        found = self.page.locator(wanted)
        return found.filter(has_text=words) if words else found

    def _seen(self) -> None:
        if wrong := self.page.evaluate(SEEN):
            self.visitor.watch.faults.append(f"{self.page.url} {wrong}: {self.page.evaluate(OUTER)}")

    def press(self, wanted: str, words: str = "", key: str = "Enter") -> "Keys":
        """Press what acts in place; the focus stays where something can be done next."""
        self.to(wanted, words)
        self.page.keyboard.press(key)
        return self

    def go(self, wanted: str, words: str = "") -> "Keys":
        """Press what leads to another page, and look at that."""
        self.to(wanted, words)
        with self.page.expect_navigation(wait_until="load") as coming:
            self.page.keyboard.press("Enter")
        answer = coming.value
        assert answer is None or answer.status < 400, f"{wanted} is answered {answer.status}: {self.visitor.told()}"
        self.visitor.look()
        return self

    def unfold(self, details: str) -> "Keys":
        if self.page.locator(details).get_attribute("open") is None:
            self.press(f"{details} > summary")
        expect(self.page.locator(details)).to_have_attribute("open", "")
        return self

    def type(self, wanted: str, text: str) -> "Keys":
        """In place of what stands there."""
        self.to(wanted)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        return self

    def choose(self, wanted: str, value: str) -> "Keys":
        """An option of a list, or a radio button, by arrows."""
        self.to(wanted)
        now = "document.activeElement.value"
        if self.page.evaluate("document.activeElement.nodeName") == "SELECT":
            self.page.keyboard.press("Home")
            key = "ArrowDown"
        else:
            key = "ArrowRight"
            if not self.page.evaluate("document.activeElement.checked"):
                self.page.keyboard.press("Space")
        for _option in range(60):
            if self.page.evaluate(now) == value:
                return self
            self.page.keyboard.press(key)
        raise AssertionError(f"no key chooses {value} of {wanted}")

    def kept(self) -> "Keys":
        """The focus was not lost by what was done."""
        expect_focus(self.page)
        return self


def expect_focus(page: Page) -> None:
    expect(page.locator(":focus")).to_have_count(1)
    assert page.evaluate("document.activeElement !== document.body"), f"the focus is lost on {page.url}"
