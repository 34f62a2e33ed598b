// Comforts only: the list of clauses shows the one that is open, and is closed on a phone.
"use strict";

(function () {
  const list = document.querySelector(".clauses");
  const current = list && list.querySelector("[aria-current]");
  if (!current) return;
  if (matchMedia("(max-width: 60rem)").matches) list.closest("details").open = false;
  list.scrollTop += current.getBoundingClientRect().top - list.getBoundingClientRect().top - list.clientHeight / 3;
})();
