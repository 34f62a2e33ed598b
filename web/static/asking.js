// Comforts of the ask box: suggestions while typing, and a history that stays in this browser.
"use strict";

(function () {
  const box = document.getElementById("q");
  const said = document.getElementById("said");

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  // Suggestions: an editable combobox with a list box (ARIA authoring practices)
  const PAUSE = 70; // milliseconds without a key before the library is asked
  const list = element("ul", "suggestions");
  let options = [];
  let active = -1;
  let waiting = 0;
  let asked = null;
  let shownFor = ""; // what was typed when the suggestions in sight were asked for

  list.id = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.list);
  list.hidden = true;
  box.parentElement.append(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) {
    box.setAttribute(name, value);
  }

  function close() {
    clearTimeout(waiting);
    if (asked) asked.abort();
    list.hidden = true;
    list.replaceChildren();
    options = [];
    choose(-1);
    box.setAttribute("aria-expanded", "false");
  }

  function choose(index) {
    active = index;
    Array.from(list.children).forEach(function (item, at) { item.setAttribute("aria-selected", String(at === index)); });
    if (index < 0) {
      box.removeAttribute("aria-activedescendant");
    } else {
      box.setAttribute("aria-activedescendant", list.children[index].id);
      list.children[index].scrollIntoView({ block: "nearest" });
    }
  }

  function accept(index) {
    const one = options[index];
    box.value = Array.from(typed()).slice(0, one.start).join("") + one.text;
    close();
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
  }

  function typed() {
    return box.value.normalize("NFC");
  }

  function show(found, text) {
    options = found;
    shownFor = text;
    list.replaceChildren(...found.map(function (one, at) {
      const item = element("li");
      item.id = "suggestion-" + at;
      item.setAttribute("role", "option");
      item.append(element("span", "", one.text), " ", element("span", "kind", [box.dataset[one.kind], one.detail].filter(Boolean).join(" · ")));
      item.addEventListener("pointerdown", function (event) { event.preventDefault(); accept(at); });
      return item;
    }));
    choose(-1);
    list.hidden = !found.length;
    box.setAttribute("aria-expanded", String(found.length > 0));
    said.textContent = found.length ? found.length + " " + box.dataset.count : "";
  }

  function ask(then) {
    if (asked) asked.abort();
    asked = new AbortController();
    const text = typed();
    fetch("/api/suggest?q=" + encodeURIComponent(text), { signal: asked.signal })
      .then(function (response) { return response.ok ? response.json() : { suggestions: [] }; })
      .then(function (answer) {
        if (document.activeElement !== box || text !== typed()) return;
        show(answer.suggestions, text);
        if (then) then();
      })
      .catch(close); // without suggestions the box is a box
  }

  box.addEventListener("input", function (event) {
    clearTimeout(waiting);
    choose(-1);
    if (event.isComposing || !box.value.trim()) return close();
    waiting = setTimeout(ask, PAUSE);
  });
  box.addEventListener("compositionend", function () { waiting = setTimeout(ask, PAUSE); });
  box.addEventListener("blur", close);
  box.form.addEventListener("submit", close);

  box.addEventListener("keydown", function (event) {
    if (event.isComposing) return;
    const open = !list.hidden && shownFor === typed(); // Enter never takes a suggestion for other words
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (!open) return ask(function () { if (options.length) choose(step > 0 ? 0 : options.length - 1); });
      const next = active + step; // from before the first one to after the last one, through the box itself
      choose(active < 0 && step < 0 ? options.length - 1 : next >= options.length ? -1 : next);
    } else if (event.key === "Enter" && open && active >= 0) {
      event.preventDefault();
      accept(active);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    }
  });

  // What was asked on this machine
  const KEY = "tracuu.history";
  const OFF = "tracuu.history.off";
  const KEPT = 50;

  function stored() {
    try {
      const found = JSON.parse(localStorage.getItem(KEY) || "[]");
      return Array.isArray(found) ? found.filter(function (one) { return one && typeof one.q === "string" && /^\/(tim)?\?/.test(one.url); }) : [];
    } catch (error) {
      return [];
    }
  }

  function store(entries) {
    try {
      localStorage.setItem(KEY, JSON.stringify(entries.slice(0, KEPT)));
    } catch (error) { /* storage is full or forbidden: there is no history then */ }
  }

  function off() {
    try {
      return localStorage.getItem(OFF) === "1";
    } catch (error) {
      return true;
    }
  }

  const kind = box.form.dataset.remember;
  if (kind && !off()) {
    const address = new URL(location.href);
    address.searchParams.delete("lang");
    address.searchParams.delete("trang");
    const url = address.pathname + address.search;
    store([{ q: box.value, url: url, kind: kind }].concat(stored().filter(function (one) { return one.url !== url; })));
  }

  const history = document.getElementById("history");
  if (history) showHistory();

  function showHistory() {
    const entries = history.querySelector("ol");
    const keep = history.querySelector("input");
    const clear = history.querySelector("button");

    function list() {
      const kept = stored();
      entries.replaceChildren(...kept.map(function (one, at) {
        const item = element("li");
        const link = element("a", "", one.q);
        const remove = element("button", "plain", history.dataset.remove);
        link.href = one.url;
        remove.type = "button";
        remove.setAttribute("aria-label", history.dataset.remove + ": " + one.q);
        remove.addEventListener("click", function () {
          store(stored().filter(function (other) { return other.url !== one.url; }));
          list();
          said.textContent = history.dataset.removed;
          (entries.querySelectorAll("button")[Math.min(at, entries.children.length - 1)] || keep).focus();
        });
        item.append(link, " ", element("span", "kind", one.kind === "find" ? history.dataset.found : history.dataset.asked), " ", remove);
        return item;
      }));
      clear.hidden = !kept.length;
      history.hidden = !kept.length && !off();
    }

    keep.checked = !off();
    keep.addEventListener("change", function () {
      try {
        if (keep.checked) localStorage.removeItem(OFF); else localStorage.setItem(OFF, "1");
      } catch (error) { keep.checked = false; }
      if (!keep.checked) store([]);
      list();
      history.hidden = false;
    });
    clear.addEventListener("click", function () {
      store([]);
      list();
      said.textContent = history.dataset.removed;
      history.hidden = false;
      keep.focus();
    });
    list();
  }
})();
