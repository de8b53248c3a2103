// The summary of a form's errors takes the focus, so that it is read first.
export function faults(root) {
  const summary = root.querySelector("[data-focus]");
  if (summary && !summary.closest(".example")) summary.focus();
}
