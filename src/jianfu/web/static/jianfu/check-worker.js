// Keeps check sheets that were opened with reception, so that they open again without. Nothing else is kept.
"use strict";
const KEPT = "check-sheets";
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const asked = event.request;
  if (asked.method !== "GET") return;
  event.respondWith(fetch(asked).catch(async () => {
    const kept = await (await caches.open(KEPT)).match(asked, { ignoreVary: true });
    return kept || Response.error();
  }));
});
