// Comforts only: without this file the form sends, and the page of an upload loads itself again.
"use strict";

(function () {
  const MOST = 20; // files a request: the first ones are being read while the next ones come
  const form = document.querySelector("form.drop");
  if (form) sender(form);
  if (document.querySelector("[data-poll]")) setTimeout(refresh, 700);

  // -- sending -----------------------------------------------------------------------------------

  function sender(form) {
    const said = form.querySelector(".sending");
    const here = form.querySelector(".here");
    const button = form.querySelector("button");
    const suffixes = form.dataset.suffixes.split(" ");
    const largest = form.dataset.fileLimit * 1e6;
    const fits = form.dataset.requestLimit * 1e6 * 0.9;
    let inside = 0;

    form.addEventListener("submit", function (event) {
      const chosen = [];
      for (const input of form.querySelectorAll("input[type=file]")) {
        for (const file of input.files) chosen.push({ file: file, path: file.webkitRelativePath || file.name });
      }
      event.preventDefault();
      send(chosen);
    });
    addEventListener("dragenter", function (event) { if (carries(event)) { inside += 1; show(true); } });
    addEventListener("dragleave", function (event) { if (carries(event)) { inside -= 1; show(inside > 0); } });
    addEventListener("dragover", function (event) { if (carries(event)) event.preventDefault(); });
    addEventListener("drop", function (event) {
      if (!carries(event)) return;
      event.preventDefault();
      inside = 0;
      show(false);
      dropped(event.dataTransfer).then(send, function () { said.textContent = form.dataset.unsent; });
    });

    function carries(event) { return event.dataTransfer && Array.from(event.dataTransfer.types).includes("Files"); }
    function show(over) { form.classList.toggle("over", over); here.hidden = !over; }

    function send(chosen) {
      const left = [];
      const visible = chosen.filter(function (one) { return !one.path.split("/").some(function (part) { return part.startsWith("."); }); });
      const readable = visible.filter(function (one) { return suffixes.some(function (suffix) { return one.path.toLowerCase().endsWith(suffix); }); });
      const fit = readable.filter(function (one) { return one.file.size <= largest; });
      tell(left, form.dataset.skipped, visible.filter(function (one) { return !readable.includes(one); }));
      tell(left, form.dataset.oversized, readable.filter(function (one) { return !fit.includes(one); }));
      said.textContent = left.join("\n");
      if (!fit.length) {
        said.textContent = [chosen.length ? form.dataset.nothing : form.dataset.unchosen].concat(left).join("\n");
        return;
      }
      button.disabled = true;
      post(batches(fit), 0, fit.length, "", left).then(function (id) { location.assign("/nap/lan/" + id); }, function (error) {
        button.disabled = false;
        said.textContent = error.message || form.dataset.unsent;
      });
    }

    function tell(left, sentence, files) {
      if (!files.length) return;
      const names = files.slice(0, 5).map(function (one) { return one.path; }).join(", ") + (files.length > 5 ? "…" : "");
      left.push(sentence.replace("{count}", files.length).replace("{names}", names));
    }

    function batches(files) {
      const made = [];
      let size = 0;
      for (const one of files) {
        if (!made.length || made[made.length - 1].length >= MOST || size + one.file.size > fits) { made.push([]); size = 0; }
        made[made.length - 1].push(one);
        size += one.file.size;
      }
      return made;
    }

    async function post(rest, done, total, job, left) {
      if (!rest.length) return job;
      said.textContent = [form.dataset.sending.replace("{done}", done + 1).replace("{total}", total)].concat(left).join("\n");
      const chosen = form.querySelector("select[name=collection]");
      const into = chosen ? "&collection=" + encodeURIComponent(chosen.value) : "";
      const body = new FormData();
      for (const one of rest[0]) body.append("files", one.file, one.path);
      const response = await fetch("/api/documents?policy=ask" + into + (job ? "&job=" + job : ""), { method: "POST", body: body });
      const answer = await response.json();
      if (!response.ok) throw new Error(answer.error.message + " " + answer.error.hint);
      return post(rest.slice(1), done + rest[0].length, total, answer.id, left);
    }
  }

  async function dropped(transfer) {
    const entries = Array.from(transfer.items).map(function (item) { return item.webkitGetAsEntry && item.webkitGetAsEntry(); });
    if (!entries.some(Boolean)) return Array.from(transfer.files).map(function (file) { return { file: file, path: file.name }; });
    const found = [];
    for (const entry of entries) if (entry) await walk(entry, "", found);
    return found;
  }

  async function walk(entry, folder, found) {
    const path = folder + entry.name;
    if (entry.isFile) {
      found.push({ file: await new Promise(function (done, failed) { entry.file(done, failed); }), path: path });
      return;
    }
    const reader = entry.createReader();
    for (;;) { // a reader gives a hundred entries at a time
      const some = await new Promise(function (done, failed) { reader.readEntries(done, failed); });
      if (!some.length) return;
      for (const one of some) await walk(one, path + "/", found);
    }
  }

  // -- progress ----------------------------------------------------------------------------------

  // The same page is asked for again; only what differs is put in place, so that focus and selection stay.
  async function refresh() {
    let again = true;
    try {
      const response = await fetch(location.pathname + location.search, { headers: { Accept: "text/html" } });
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("lan");
      const shown = document.getElementById("lan");
      if (response.ok && fresh) {
        again = fresh.hasAttribute("data-poll");
        update(shown, fresh, again);
      }
    } catch (error) {
      again = true; // the server may be starting anew: what was sent is kept there
    }
    if (again) setTimeout(refresh, 700);
  }

  function update(shown, fresh, running) {
    const told = document.getElementById("toi-dau");
    const news = fresh.querySelector("#toi-dau");
    const marks = [document.getElementById("can-xem"), fresh.querySelector("#can-xem")];
    if (!marks[0] !== !marks[1] || !told || !news || !document.getElementById("thanh") !== !fresh.querySelector("#thanh")) {
      shown.replaceWith(document.importNode(fresh, true));
      return;
    }
    if (told.textContent !== news.textContent) told.textContent = news.textContent;
    if (marks[0] && marks[0].innerHTML !== marks[1].innerHTML) marks[0].innerHTML = marks[1].innerHTML;
    const bar = document.querySelector("#thanh progress");
    const newBar = fresh.querySelector("#thanh progress");
    if (bar && newBar) { bar.value = newBar.value; bar.max = newBar.max; bar.setAttribute("aria-label", newBar.getAttribute("aria-label")); }
    const list = document.getElementById("cac-tep");
    for (const item of fresh.querySelectorAll("#cac-tep > li")) {
      const old = document.getElementById(item.id);
      if (!old) list.append(document.importNode(item, true));
      else if (old.outerHTML !== item.outerHTML) old.replaceWith(document.importNode(item, true));
    }
    if (!running) shown.removeAttribute("data-poll");
  }
})();
