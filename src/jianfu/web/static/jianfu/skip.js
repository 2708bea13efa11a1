// Hides questions that do not apply. Without this script they say when they are meant, and the server drops the rest.
"use strict";
(() => {
  const parts = [...document.querySelectorAll("[data-when]")];
  const show = () => {
    for (const part of parts) {
      const chosen = [...document.querySelectorAll(`input[name="${part.dataset.when}"]:checked`)].map((one) => one.value);
      const isAsked = chosen.includes(part.dataset.choice);
      part.hidden = !isAsked;
      for (const field of part.querySelectorAll("input, textarea")) field.disabled = !isAsked;
    }
  };
  document.addEventListener("change", show);
  show();
})();
