// A comfort only: pointing at a document shows which lines are its own.
"use strict";

(function () {
  const graph = document.querySelector("svg.graph");
  if (!graph) return;
  const nodes = new Map(Array.from(graph.querySelectorAll("a[data-node]")).map(function (node) { return [node.dataset.node, node]; }));
  const lines = Array.from(graph.querySelectorAll("path[data-from]"));

  function trace(node) {
    const id = node.dataset.node;
    for (const other of nodes.values()) other.classList.toggle("near", other === node);
    for (const line of lines) {
      const own = line.dataset.from === id || line.dataset.to === id;
      line.classList.toggle("near", own);
      if (own) for (const end of [line.dataset.from, line.dataset.to]) nodes.get(end).classList.add("near");
    }
    graph.classList.add("traced");
  }

  function clear() { graph.classList.remove("traced"); }

  for (const node of nodes.values()) {
    node.addEventListener("mouseenter", function () { trace(node); });
    node.addEventListener("mouseleave", clear);
    node.addEventListener("focus", function () { trace(node); });
    node.addEventListener("blur", clear);
  }
})();
