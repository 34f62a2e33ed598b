// Sentences of the language model appear one by one, each once the server has checked it. Without this file the
// button asks for a page that has them all.
"use strict";

(function () {
  const section = document.getElementById("dien-dat");
  const form = section && section.querySelector("form");
  if (!form) return;
  const sentences = section.querySelector(".sentences");
  const ending = section.querySelector(".ending");
  const status = section.querySelector("[role=status]");
  const button = form.querySelector("button");
  const words = section.dataset;

  function paragraph(text, into) {
    const line = document.createElement("p");
    line.textContent = text;
    into.append(line);
  }

  function show(sentence) {
    const line = document.createElement("p");
    for (const part of sentence.text.split(/(\[\d+\])/)) {
      const marker = /^\[(\d+)\]$/.exec(part);
      if (marker && document.getElementById("dan-" + marker[1])) {
        const link = document.createElement("a");
        link.className = "marker";
        link.href = "#dan-" + marker[1];
        link.setAttribute("aria-label", words.marker.replace("{n}", marker[1]));
        link.textContent = part;
        line.append(link);
      } else {
        line.append(part);
      }
    }
    sentences.append(line);
  }

  function finish(phrasing) {
    if (phrasing.told) paragraph(phrasing.told, ending);
    for (const one of phrasing.dropped) {
      paragraph(words.dropped.replace("{count}", one.count).replace("{why}", one.told), ending);
    }
    status.textContent = words.done;
    const focused = form.contains(document.activeElement);
    form.hidden = true;
    if (focused) section.focus(); // who came by keyboard goes on from here
  }

  function take(event) {
    const name = /^event: ?(.*)$/m.exec(event);
    const data = /^data: ?(.*)$/m.exec(event);
    if (!name || !data) return false;
    if (name[1] === "sentence") show(JSON.parse(data[1]));
    if (name[1] === "end") finish(JSON.parse(data[1]));
    return name[1] === "end";
  }

  async function write() {
    const response = await fetch("/api/phrase", {
      method: "POST", headers: { "Content-Type": "application/json" }, body: words.body
    });
    if (!response.ok) {
      const told = await response.json();
      throw new Error(told.error.message);
    }
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let held = "", ended = false;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      held += value;
      const events = held.split("\n\n");
      held = events.pop();
      for (const event of events) ended = take(event) || ended;
    }
    if (!ended) throw new Error("");
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    if (button.getAttribute("aria-disabled")) return;
    button.setAttribute("aria-disabled", "true"); // not "disabled", which would take the focus away
    section.querySelector(".by").hidden = false;
    status.textContent = words.writing;
    write().catch(function (error) {
      const told = words.failed + (error instanceof TypeError || !error.message ? "" : " " + error.message);
      paragraph(told, ending);
      status.textContent = told;
      button.removeAttribute("aria-disabled");
    });
  });
})();
