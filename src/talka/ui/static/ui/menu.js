// A menu is a <details data-menu>: it closes by Escape, by a press outside, and when the focus leaves it.
const open = () => [...document.querySelectorAll("details[data-menu][open]")];

export function menus(root) {
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    }
  });
  const leave = (event) => {
    for (const menu of open()) if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
  };
  root.addEventListener("click", leave);
  root.addEventListener("focusin", leave);
}
