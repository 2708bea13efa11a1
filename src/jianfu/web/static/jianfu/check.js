// A check sheet without reception: what is typed and photographed stays on the phone until it was sent.
// With reception and without this script the form sends itself.
"use strict";
(() => {
  const form = document.querySelector("form.sheet");
  if (!form) return;
  const key = `check:${form.dataset.visit}`, told = form.querySelector(".told"), cache = "check-sheets";
  const say = (words) => { told.textContent = words; };
  const local = () => { const d = new Date(); return new Date(d - d.getTimezoneOffset() * 60000).toISOString().slice(0, 19); };

  const base = () => new Promise((done, fail) => {
    const asked = indexedDB.open("check-photos", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("photos");
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  const store = async (how, work) => {
    const opened = await base();
    return new Promise((done, fail) => {
      const asked = work(opened.transaction("photos", how).objectStore("photos"));
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => fail(asked.error);
    });
  };

  const keep = (extra = {}) => {
    const kept = { ...JSON.parse(localStorage.getItem(key) || "{}"), ...extra, fields: {} };
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && !["csrfmiddlewaretoken", "opened"].includes(name)) kept.fields[name] = value;
    }
    kept.opened = kept.opened || form.elements.opened.value;
    localStorage.setItem(key, JSON.stringify(kept));
    return kept;
  };
  const restore = () => {
    const kept = JSON.parse(localStorage.getItem(key) || "null");
    if (!kept) return null;
    for (const [name, value] of Object.entries(kept.fields)) {
      const field = form.elements[name];
      if (field) field.value = value;
    }
    return kept;
  };
  const forget = async () => {
    localStorage.removeItem(key);
    await store("readwrite", (photos) => photos.delete(key));
    await (await caches.open(cache)).delete(location.href);
  };

  const send = async () => {
    const kept = JSON.parse(localStorage.getItem(key));
    const data = new FormData();
    for (const [name, value] of Object.entries(kept.fields)) data.set(name, value);
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    data.set("opened", kept.opened);
    data.set("filled", kept.filled);
    for (const photo of await store("readonly", (photos) => photos.get(key)) || []) data.append("photos", photo, "photo.jpg");
    say("正在交……");
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
    } catch {
      say("现在没有信号。填的和照片都存在手机里，有信号时打开这一页会自己交。");
      return;
    }
    const words = await answer.json().catch(() => ({}));
    if (words.address) { await forget(); location.assign(words.address); return; }
    say(words.refused || "没有交成，内容还在手机里。请登录后再打开这一页。");
    if (words.refused) keep({ filled: "" });
  };

  form.addEventListener("input", () => keep());
  form.addEventListener("change", async (event) => {
    if (event.target.name !== "photos") { keep(); return; }
    await store("readwrite", (photos) => photos.put([...event.target.files], key));
    say(`照片 ${event.target.files.length} 张，已存在手机里。`);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep({ filled: local() });
    send();
  });
  const before = restore();
  window.addEventListener("online", () => { if (JSON.parse(localStorage.getItem(key) || "{}").filled) send(); });
  if (before && before.filled && navigator.onLine) send();
  else if (before) say("上次填的还在。");

  if ("serviceWorker" in navigator && window.caches) {
    navigator.serviceWorker.register(form.dataset.worker).then(async () => {
      const parts = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon]")].map((one) => one.href);
      parts.push(...[...document.scripts].map((one) => one.src));
      await (await caches.open(cache)).addAll([location.href, ...parts]);
      form.dataset.kept = "yes";
      if (!before) say("这一页已存在手机里，没有信号也能打开。");
    }).catch(() => { /* without it the page must stay open */ });
  }
})();
