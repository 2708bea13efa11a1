/* Shows only the fields that the chosen kind has. Without scripts all are shown, and the rest is ignored. */
"use strict";
const OF_KIND = {
  frequency: ["data_request", "trace", "digital_tool"], system: ["data_request", "trace"], form_fields: ["data_request"],
  duration_minutes: ["meeting"], people_attending: ["meeting"], photos_per_time: ["trace"], electronic: ["data_request"],
  signed_paper: ["data_request"], separate_room: ["facility"], compulsory: ["digital_tool"], points_or_ranking: ["digital_tool"],
};
const kind = document.querySelector("[name=kind]");
function showFields() {
  for (const place of document.querySelectorAll("[data-field]")) {
    const kinds = OF_KIND[place.dataset.field];
    place.hidden = Boolean(kinds) && !kinds.includes(kind.value);
  }
}
kind.addEventListener("change", showFields);
showFields();
