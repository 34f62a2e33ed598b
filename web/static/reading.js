// Comforts of reading: copying what is selected with its source, turning pages by key, the lit words in sight.
"use strict";

(function () {
  const text = document.querySelector("article.text");
  const said = document.getElementById("said");

  // The place of a selection: the last section that begins before it
  function placeBefore(node) {
    let found = "";
    for (const anchor of text.querySelectorAll("[data-place]")) {
      if (anchor.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_PRECEDING) break;
      found = anchor.dataset.place;
    }
    return found;
  }

  function withSource(selection) {
    const place = placeBefore(selection.getRangeAt(0).startContainer);
    const name = text.dataset.name;
    const source = place ? place + ", " + name : name.charAt(0).toUpperCase() + name.slice(1);
    const quote = selection.toString().replace(/\s*\t\s*/g, " | ").trim();
    return text.dataset.form.replace("{quote}", function () { return quote; }).replace("{source}", function () { return source; });
  }

  if (text && text.dataset.form) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy-selected";
    button.textContent = text.dataset.copy;
    button.hidden = true;
    document.body.append(button);
    let kept = "";

    document.addEventListener("selectionchange", function () {
      const selection = document.getSelection();
      const inside = selection.rangeCount && !selection.isCollapsed && text.contains(selection.getRangeAt(0).startContainer);
      if (inside && selection.toString().trim()) {
        kept = withSource(selection);
        button.hidden = false;
      } else if (document.activeElement !== button) {
        button.hidden = true;
      }
    });
    button.addEventListener("mousedown", function (event) { event.preventDefault(); }); // the selection stays
    button.addEventListener("click", function () { window.tracuuCopy(kept, button); });
  }

  // A page beside its picture
  const picture = document.querySelector(".paper .picture");
  if (!picture) return;
  const lit = picture.querySelector(".lit");

  function show() {
    if (!lit || picture.scrollHeight <= picture.clientHeight) return;
    const box = lit.getBoundingClientRect();
    picture.scrollTop += box.top - picture.getBoundingClientRect().top - picture.clientHeight / 3;
  }

  const image = picture.querySelector("img");
  if (image.complete) show(); else image.addEventListener("load", show);
  image.addEventListener("error", function () { said.textContent = image.alt; });

  document.addEventListener("keydown", function (event) {
    if (event.target.matches("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    const way = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    const link = way && document.querySelector(".paging a[rel=" + way + "]");
    if (link) location.assign(link.href);
  });
})();
