// On top, where the browser allows it (https): the page opens without a network.
export async function keepOffline(script, scope) {
  if (!("serviceWorker" in navigator) || !window.isSecureContext) return;
  try {
    await navigator.serviceWorker.register(script, { scope });
    const ready = await navigator.serviceWorker.ready;
    ready.active.postMessage("keep");
    if (navigator.storage && navigator.storage.persist) await navigator.storage.persist();
  } catch (error) {
    // without it everything works while the page is open
  }
}

// Another person may use this phone next.
export function forgetOffline() {
  if (navigator.serviceWorker && navigator.serviceWorker.controller) {
    navigator.serviceWorker.controller.postMessage("forget");
  }
}
