// Opens the phone's page without a network: the page as it was shown last, without what only a form of that hour could
// use, and the files it is made of. Everything else asks the network. SETTINGS stands above: page, files, version, code.
const PAGES = `talka-page-${SETTINGS.code}`;
const FILES = `talka-files-${SETTINGS.version}`;
const PATIENCE = 5000;
const TOKEN = /<input[^>]*name="csrfmiddlewaretoken"[^>]*>/g;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(FILES).then((kept) => kept.addAll(SETTINGS.files)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => names.filter((name) => name.startsWith("talka-files-") && name !== FILES))
      .then((old) => Promise.all(old.map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate" && address.pathname === SETTINGS.page) event.respondWith(page(request));
  else if (SETTINGS.files.includes(address.pathname)) event.respondWith(file(request));
});

self.addEventListener("message", (event) => {
  if (event.data === "keep") event.waitUntil(fetch(SETTINGS.page, { credentials: "same-origin" }).then(keep));
  if (event.data === "forget") event.waitUntil(caches.delete(PAGES));
});

async function page(request) {
  try {
    const answer = await Promise.race([fetch(request), late()]);
    if (answer.ok) keep(answer.clone());
    if (answer.status < 500) return answer;
  } catch (error) {
    // no network, or none worth the name
  }
  const kept = await (await caches.open(PAGES)).match(SETTINGS.page);
  return kept || fetch(request);
}

function late() {
  return new Promise((resolve, reject) => setTimeout(() => reject(new Error("late")), PATIENCE));
}

// Only a page that belongs to a seat; without a form's token; marked, so that its script knows.
async function keep(answer) {
  if (!answer.ok || answer.redirected || answer.type !== "basic") return;
  const html = await answer.text();
  if (!html.includes('id="own"')) return;
  const body = html.replace(TOKEN, "").replace("<html", "<html data-kept");
  const headers = { "Content-Type": "text/html; charset=utf-8" };
  for (const name of ["Content-Security-Policy", "Referrer-Policy", "Permissions-Policy", "X-Content-Type-Options"]) {
    if (answer.headers.has(name)) headers[name] = answer.headers.get(name);
  }
  await (await caches.open(PAGES)).put(SETTINGS.page, new Response(body, { headers }));
}

async function file(request) {
  const kept = await (await caches.open(FILES)).match(request.url);
  return kept || fetch(request);
}
