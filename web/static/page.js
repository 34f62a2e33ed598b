// Comforts only: every page asks and reads without this file.
"use strict";

(function () {
  const said = document.getElementById("said");
  const box = document.getElementById("q");

  function say(text) {
    said.textContent = "";
    requestAnimationFrame(function () { said.textContent = text; });
  }

  // Copying a quotation with its source
  function copyBySelection(text) {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "unseen";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy"); // pages served without https have no clipboard object
    area.remove();
    return done ? Promise.resolve() : Promise.reject(new Error("copy"));
  }

  function copy(text, button) {
    const label = button.textContent;
    const written = navigator.clipboard ? navigator.clipboard.writeText(text).catch(function () { return copyBySelection(text); }) : copyBySelection(text);
    written.then(function () {
      say(button.dataset.said || said.dataset.copied);
      button.textContent = "✓ " + label;
      setTimeout(function () { button.textContent = label; }, 1500);
      button.focus();
    }, function () { say(said.dataset.notCopied); });
  }

  for (const button of document.querySelectorAll("button.copy")) {
    button.hidden = false;
    button.addEventListener("click", function () {
      const link = button.parentElement.querySelector("a"); // its href is whole, as the browser sees it
      copy(button.dataset.copy || link.href, button);
    });
  }
  window.tracuuCopy = copy; // other scripts copy in the same way

  // Keys: / asks, j and k walk through the quotations, Esc leaves
  const quotations = Array.from(document.querySelectorAll(".quotation"));

  function walk(step) {
    const at = quotations.findIndex(function (item) { return item.contains(document.activeElement); });
    const next = at < 0 ? (step > 0 ? 0 : quotations.length - 1) : at + step;
    if (quotations[next]) {
      quotations[next].focus({ focusVisible: true });
      quotations[next].scrollIntoView({ block: "nearest" });
    }
  }

  document.addEventListener("keydown", function (event) {
    const writing = event.target.matches("input, textarea, select");
    if (event.key === "Escape") {
      document.activeElement.blur();
    } else if (writing || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    } else if (event.key === "/" && box) {
      event.preventDefault();
      box.focus();
      box.select();
    } else if (event.key === "/") {
      event.preventDefault();
      location.assign("/");
    } else if (event.key === "j" || event.key === "k") {
      walk(event.key === "j" ? 1 : -1);
    }
  });

  // The outline: closed on a phone, and following the text where there is room
  const outline = document.querySelector(".outline");
  if (outline) {
    if (matchMedia("(max-width: 60rem)").matches) outline.querySelector(".fold").open = false;
    if (matchMedia("(max-width: 74rem)").matches) {
      for (const notes of document.querySelectorAll(".margin details")) notes.open = false;
      const target = document.querySelector(":target"); // what was folded above it has moved it
      if (target) target.scrollIntoView();
    }
    followText(outline);
  }

  function followText(nav) {
    const links = new Map();
    for (const link of nav.querySelectorAll("a[data-section]")) {
      const anchor = document.getElementById(link.dataset.section);
      if (anchor) links.set(anchor, link);
    }
    const anchors = Array.from(links.keys());
    let current = nav.querySelector("[aria-current]");
    let waiting = false;

    function update() {
      waiting = false;
      const line = innerHeight / 3;
      const passed = anchors.filter(function (anchor) { return anchor.getBoundingClientRect().top <= line; });
      const link = links.get(passed[passed.length - 1]);
      if (!link || link === current) return;
      if (current) current.removeAttribute("aria-current");
      link.setAttribute("aria-current", "location");
      for (let fold = link.closest("details"); fold && nav.contains(fold); fold = fold.parentElement.closest("details")) {
        if (!fold.classList.contains("fold")) fold.open = true;
      }
      const top = link.getBoundingClientRect().top - nav.getBoundingClientRect().top;
      if (top < 0 || top > nav.clientHeight - 40) nav.scrollTop += top - nav.clientHeight / 3;
      current = link;
    }

    addEventListener("scroll", function () {
      if (!waiting) { waiting = true; requestAnimationFrame(update); }
    }, { passive: true });
  }
})();
