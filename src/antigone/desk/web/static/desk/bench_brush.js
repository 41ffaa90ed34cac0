// Painting over what hides the face of the dead: points over the aligned head, sent as bits, one a point.
"use strict";
(function () {
  const bar = document.getElementById("brush");
  const bench = window.bench;
  const section = document.getElementById("bench");
  if (!section || !bench) return;
  const ACROSS = 128, DOWN = 160;
  const button = section.querySelector("[data-do=brush]");
  let painting = false;

  function layer(figure) {
    let found = figure.querySelector("canvas.cover");
    if (!found) {
      found = document.createElement("canvas");
      found.className = "cover";
      found.width = ACROSS;
      found.height = DOWN;
      figure.querySelector(".stage").append(found);
      if ("painted" in figure.dataset) {
        const kept = new Image();
        kept.addEventListener("load", function () {
          found.getContext("2d").drawImage(kept, 0, 0);
          whiteAlone(found);
        });
        kept.src = figure.dataset.cover;
      }
    }
    return found;
  }

  function whiteAlone(sheet) {
    const pen = sheet.getContext("2d"), all = pen.getImageData(0, 0, ACROSS, DOWN);
    for (let n = 0; n < all.data.length; n += 4) all.data[n + 3] = all.data[n] > 127 ? 255 : 0;
    pen.putImageData(all, 0, 0);
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
  function dab(event) {
    const figure = event.target.closest("figure");
    if (!figure || bench.covered()) return;
    // The layer is turned and scaled with its picture: the point is asked of the layer itself.
    const sheet = layer(figure), at = inside(sheet, event), pen = sheet.getContext("2d");
    pen.globalCompositeOperation = document.getElementById("brush-wipe").checked ? "destination-out" : "source-over";
    pen.fillStyle = "#fff";
    pen.beginPath();
    pen.arc(at.x, at.y, Number(document.getElementById("brush-width").value) / 2, 0, 2 * Math.PI);
    pen.fill();
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
    down = true;
    dab(event);
  });
  section.addEventListener("pointermove", function (event) { if (down) dab(event); });
  for (const name of ["pointerup", "pointercancel", "pointerleave"]) section.addEventListener(name, () => { down = false; });

  document.getElementById("brush-keep").addEventListener("click", function () {
    const figure = bench.shown(), points = layer(figure).getContext("2d").getImageData(0, 0, ACROSS, DOWN).data;
    const bits = new Uint8Array(ACROSS * DOWN / 8);
    for (let n = 0; n < ACROSS * DOWN; n += 1) if (points[4 * n + 3] > 127) bits[n >> 3] |= 128 >> (n & 7);
    const body = new URLSearchParams({ csrfmiddlewaretoken: bench.token.value, painted: btoa(String.fromCharCode(...bits)) });
    bar.querySelectorAll("[name=kind]:checked").forEach((each) => body.append("kind", each.value));
    fetch(figure.dataset.cover, { method: "POST", body }).then(() => location.assign(location.href));
  });
})();
