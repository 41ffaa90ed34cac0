// Painting over what hides a face on its photograph, by hand, by touch or by keyboard. Without it a mask comes as a file.
"use strict";
(function () {
  const form = document.getElementById("paint-form");
  const sheet = document.getElementById("paint");
  if (!form || !sheet) return;
  const brush = window.brushOn(sheet), ring = document.getElementById("paint-ring"), said = document.getElementById("paint-said");
  const width = document.getElementById("paint-width"), wipe = document.getElementById("paint-wipe"), undone = form.querySelector("[data-do=undo]");
  const board = sheet.parentElement, STEP = Math.max(1, sheet.width / 128), FAST = 6;
  const hold = (value, low, high) => Math.min(high, Math.max(low, value));
  let at = { x: sheet.width / 2, y: sheet.height / 2 };
  let down = false;
  let strokes = 0;

  if (sheet.dataset.kept) brush.load(sheet.dataset.kept);

  // A small picture is shown larger, so that a finger does not hide all of it.
  board.style.inlineSize = `min(100%, 44rem, 70vh * ${sheet.width / sheet.height})`;
  function draw() {
    const wide = 100 * width.value / sheet.width;
    ring.style.left = 100 * at.x / sheet.width + "%";
    ring.style.top = 100 * at.y / sheet.height + "%";
    ring.style.inlineSize = wide + "%";
    ring.classList.toggle("wiping", wipe.checked);
    undone.disabled = strokes === 0;
  }
  function begin() { brush.begin(); strokes += 1; }
  function undo() { if (brush.undo()) strokes -= 1; draw(); }
  const under = function (event) {
    const box = sheet.getBoundingClientRect();
    return { x: (event.clientX - box.left) / box.width * sheet.width, y: (event.clientY - box.top) / box.height * sheet.height };
  };

  sheet.addEventListener("pointerdown", function (event) {
    event.preventDefault();
    sheet.focus();
    sheet.setPointerCapture(event.pointerId);
    begin();
    down = true;
    at = under(event);
    brush.dab(at.x, at.y, Number(width.value), wipe.checked);
    draw();
  });
  sheet.addEventListener("pointermove", function (event) {
    const now = under(event);
    if (down) brush.line(at, now, Number(width.value), wipe.checked);
    at = now;
    draw();
  });
  for (const name of ["pointerup", "pointercancel"]) sheet.addEventListener(name, () => { down = false; });

  // By keyboard: arrows move the brush; with the space bar held down, or Shift, it paints where it goes.
  let held = false;
  sheet.addEventListener("keydown", function (event) {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") undo();
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (event.key === " " || event.key === "Enter") {
      if (!event.repeat) { begin(); brush.dab(at.x, at.y, Number(width.value), wipe.checked); }
      held = event.key === " ";
    } else if (way) {
      const paints = held || event.shiftKey, by = paints ? Number(width.value) / 4 : STEP * (event.repeat ? FAST : 2);
      const to = { x: hold(at.x + way[0] * by, 0, sheet.width), y: hold(at.y + way[1] * by, 0, sheet.height) };
      if (paints) {
        if (!held && !event.repeat) begin();
        brush.line(at, to, Number(width.value), wipe.checked);
      }
      at = to;
    } else if (event.key === "+" || event.key === "=") width.value = Number(width.value) * 1.25;
    else if (event.key === "-") width.value = Number(width.value) / 1.25;
    else return;
    event.preventDefault();
    draw();
    said.textContent = `${Math.round(100 * at.x / sheet.width)} %, ${Math.round(100 * at.y / sheet.height)} %`;
  });
  sheet.addEventListener("keyup", function (event) { if (event.key === " ") held = false; });
  sheet.addEventListener("blur", () => { held = false; });

  undone.addEventListener("click", undo);
  form.querySelector("[data-do=clear]").addEventListener("click", function () { brush.clear(); strokes += 1; draw(); });
  for (const each of [width, wipe]) each.addEventListener("input", draw);
  form.addEventListener("submit", function () { form.elements.painted.value = brush.bits(); });

  board.classList.add("ready");
  document.querySelectorAll(".scripts-only").forEach((each) => { each.hidden = false; });
  document.documentElement.classList.add("scripted");
  draw();
})();
