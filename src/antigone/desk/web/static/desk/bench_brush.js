// Painting over what hides the face of the dead: points over the aligned head, sent as bits, one a point.
"use strict";
(function () {
  const bar = document.getElementById("brush");
  const bench = window.bench;
  const section = document.getElementById("bench");
  if (!section || !bench) return;
  const ACROSS = 128, DOWN = 160;
  const button = section.querySelector("[data-do=brush]");
  const brushes = new Map();
  let painting = false;

  function layer(figure) {
    let found = figure.querySelector("canvas.cover");
    if (!found) {
      found = document.createElement("canvas");
      found.className = "cover";
      found.width = ACROSS;
      found.height = DOWN;
      figure.querySelector(".stage").append(found);
      brushes.set(found, window.brushOn(found));
      if ("painted" in figure.dataset) brushes.get(found).load(figure.dataset.cover);
    }
    return found;
  }

  // The layer lies where the picture lies, which is as large as fits into its window.
  function lay() {
    section.querySelectorAll("figure:not([hidden])").forEach(function (figure) {
      const wanted = painting || "painted" in figure.dataset;
      if (!wanted || figure.closest(".pane").dataset.side !== "pm") return;
      const sheet = layer(figure), stage = figure.querySelector(".stage");
      const scale = Math.min(stage.clientWidth / ACROSS, stage.clientHeight / DOWN);
      sheet.style.inlineSize = ACROSS * scale + "px";
      sheet.style.blockSize = DOWN * scale + "px";
      sheet.style.left = (stage.clientWidth - ACROSS * scale) / 2 + "px";
      sheet.style.top = (stage.clientHeight - DOWN * scale) / 2 + "px";
      sheet.hidden = bench.taken() || bench.covered();
    });
  }
  section.addEventListener("drawn", lay);
  lay();
  if (!bar || !button) return;

  function toggle() {
    painting = !painting;
    bar.hidden = !painting;
    button.setAttribute("aria-pressed", String(painting));
    section.classList.toggle("painting", painting);
    if (painting && bench.taken()) bench.key({ shiftKey: false }, "v");
    lay();
  }
  button.addEventListener("click", toggle);
  bench.brushKey = function (name) { if (name === "b") toggle(); return name === "b"; };

  let down = false;
  let last = null;
  const undone = document.getElementById("brush-undo");
  undone.addEventListener("click", function () { brushes.get(layer(bench.shown())).undo(); });
  function stroke(event) {
    const figure = event.target.closest("figure");
    if (!figure || bench.covered()) return;
    // The layer is turned and scaled with its picture: the point is asked of the layer itself.
    const sheet = layer(figure), at = inside(sheet, event), brush = brushes.get(sheet);
    if (!last || last.sheet !== sheet) { brush.begin(); last = { sheet, at }; }
    brush.line(last.at, at, Number(document.getElementById("brush-width").value), document.getElementById("brush-wipe").checked);
    last = { sheet, at };
  }
  function inside(sheet, event) {
    const stage = sheet.parentElement, matrix = new DOMMatrix(getComputedStyle(stage).transform);
    const box = stage.parentElement.getBoundingClientRect();
    const middle = new DOMPoint(event.clientX - box.left - box.width / 2, event.clientY - box.top - box.height / 2);
    const there = matrix.inverse().transformPoint(middle);
    return {
      x: (there.x + stage.clientWidth / 2 - sheet.offsetLeft) / sheet.offsetWidth * ACROSS,
      y: (there.y + stage.clientHeight / 2 - sheet.offsetTop) / sheet.offsetHeight * DOWN,
    };
  }
  section.addEventListener("pointerdown", function (event) {
    if (!painting || !event.target.closest(".window")) return;
    event.preventDefault();
    last = null;
    down = true;
    stroke(event);
  });
  section.addEventListener("pointermove", function (event) { if (down) stroke(event); });
  for (const name of ["pointerup", "pointercancel", "pointerleave"]) section.addEventListener(name, () => { down = false; });

  document.getElementById("brush-keep").addEventListener("click", function () {
    const figure = bench.shown(), painted = brushes.get(layer(figure)).bits();
    const body = new URLSearchParams({ csrfmiddlewaretoken: bench.token.value, painted });
    bar.querySelectorAll("[name=kind]:checked").forEach((each) => body.append("kind", each.value));
    fetch(figure.dataset.cover, { method: "POST", body }).then(() => location.assign(location.href));
  });
})();
