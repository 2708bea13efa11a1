// Uploads with what forms alone cannot do: files and folders dropped on the page, progress, a way to stop.
// Without this script the form sends the same fields by itself.
"use strict";
(() => {
  const SYSTEM = /^(\.|~\$|thumbs\.db$|desktop\.ini$)/i;
  const size = (bytes) => bytes < 1048576 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(bytes < 10485760 ? 1 : 0)} MB`;

  // All files below what was dropped. A folder gives its entries in portions, until an empty one.
  const walk = async (entry) => {
    if (entry.isFile) return [await new Promise((done, fail) => entry.file(done, fail))];
    const reader = entry.createReader(), found = [];
    for (;;) {
      const portion = await new Promise((done, fail) => reader.readEntries(done, fail));
      if (!portion.length) return found;
      for (const inner of portion) found.push(...await walk(inner));
    }
  };

  const set = (form) => {
    const part = (selector) => form.querySelector(selector);
    const told = part(".told"), progress = part("progress"), stop = part(".stop"), list = part(".chosen");
    const button = part("button:not([type=button])"), limits = form.dataset;
    let chosen = [], request = null;

    const say = (words) => { told.textContent = words; };
    const show = () => {
      if (!list) return;
      list.replaceChildren(...chosen.map((file, place) => {
        const line = document.createElement("li"), drop = document.createElement("button");
        drop.type = "button"; drop.className = "plain"; drop.textContent = "去掉";
        drop.setAttribute("aria-label", `去掉 ${file.name}`);
        drop.addEventListener("click", () => { chosen.splice(place, 1); show(); });
        line.append(`${file.webkitRelativePath || file.name}　${size(file.size)}　`, drop);
        return line;
      }));
      const bytes = chosen.reduce((sum, file) => sum + file.size, 0);
      say(chosen.length ? `选好 ${chosen.length} 个文件，${size(bytes)}。` : "");
    };
    const refusal = () => {
      const large = chosen.find((file) => file.size > Number(limits.largestFile));
      if (chosen.length > Number(limits.mostFiles)) return `一次最多 ${limits.mostFiles} 个文件，现在有 ${chosen.length} 个。请分几次，或打成压缩包。`;
      if (large) return `“${large.name}”超过 ${size(Number(limits.largestFile))}，请拆分后再交。`;
      if (chosen.reduce((sum, file) => sum + file.size, 0) > Number(limits.largestUpload)) return `一次最多交 ${size(Number(limits.largestUpload))}，请分几次交。`;
      return "";
    };
    const add = (files) => {
      const same = (one, other) => one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;
      for (const file of files) if (!SYSTEM.test(file.name) && !chosen.some((known) => same(known, file))) chosen.push(file);
      show();
      if (refusal()) say(refusal());
      else if ("atOnce" in limits && chosen.length) send();
    };
    const rest = (words) => { request = null; progress.hidden = stop.hidden = true; if (button) button.disabled = false; say(words); };
    const end = () => {
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch { /* not from the page itself */ }
      if (answer.address) { location.assign(answer.address); return; }
      const words = { 403: "登录已过期，没有收下。请在新窗口登录，再回来点一次，选好的文件还在。", 413: "太大了，服务器没有收。请分几次交。" };
      rest(answer.refused || words[request.status] || "没有交成，选好的文件还在，请再点一次。");
      if ("atOnce" in limits) chosen = [];
    };
    const send = () => {
      if (request) return;
      const body = new FormData(form);
      body.delete("files");
      for (const file of chosen) body.append("files", file, file.name);
      request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.setRequestHeader("Accept", "application/json");
      request.upload.addEventListener("progress", (event) => {
        if (!event.lengthComputable) return;
        progress.value = 100 * event.loaded / event.total;
        say(event.loaded < event.total ? `已传 ${Math.floor(progress.value)}%` : "传完了，正在存。");
      });
      request.addEventListener("load", end);
      request.addEventListener("error", () => rest("网络断了，没有交成；选好的文件还在，请再点一次。"));
      request.addEventListener("abort", () => { if ("atOnce" in limits) chosen = []; rest("已停止，什么都没有交。"); });
      progress.value = 0; progress.hidden = stop.hidden = false;
      if (button) button.disabled = true;
      request.send(body);
    };

    form.querySelectorAll("input[type=file]").forEach((input) => input.addEventListener("change", () => { const files = [...input.files]; input.value = ""; add(files); }));
    stop.addEventListener("click", () => request && request.abort());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const words = part("[name=words]");
      if (refusal()) say(refusal());
      else if (!chosen.length && !(words && words.value.trim())) say("还没有选文件，也没有粘贴内容。");
      else send();
    });

    const area = part(".drop");
    if (!area) return;
    part(".dropwords").hidden = false;
    const over = (on) => (event) => { event.preventDefault(); area.classList.toggle("over", on); };
    area.addEventListener("dragover", over(true));
    area.addEventListener("dragleave", over(false));
    area.addEventListener("drop", async (event) => {
      over(false)(event);
      // Entries must be taken before the first await: the list is emptied after the event.
      const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
      const loose = entries.length ? [] : [...event.dataTransfer.files];
      try { for (const entry of entries) loose.push(...await walk(entry)); } catch { say("有的文件打不开，请用“选文件”再选一次。"); }
      add(loose);
    });
  };

  document.querySelectorAll("form.upload").forEach(set);
  // A message that was copied is put in at once where the browser lets it; otherwise one pastes.
  document.querySelectorAll("details.forward").forEach((details) => details.addEventListener("toggle", async () => {
    const words = details.querySelector("textarea");
    if (!details.open) return;
    words.focus();
    try { if (!words.value) words.value = await navigator.clipboard.readText(); } catch { /* not allowed: one pastes */ }
  }));
})();
