/* Changes the form as soon as another kind is chosen; without scripts a button does the same. */
"use strict";
const chooseKind = document.querySelector("#kind");
const changeKind = document.querySelector("#change-kind");
changeKind.hidden = true;
chooseKind.addEventListener("change", () => changeKind.form.requestSubmit(changeKind));
