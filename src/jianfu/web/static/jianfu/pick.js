/* One tick for all on the page. Without scripts each is ticked by itself. */
"use strict";
for (const all of document.querySelectorAll("[data-pick-all]")) {
  all.closest("label").hidden = false;
  all.addEventListener("change", () => {
    for (const one of all.form.querySelectorAll("[name=pick]")) one.checked = all.checked;
  });
}
