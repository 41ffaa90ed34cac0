// The bench: pictures side by side are moved and zoomed together, by mouse, touch, keyboard and buttons; brightness and
// contrast for each side. Nothing is measured, laid over or improved. Components are kept when one leaves them.
"use strict";
(function () {
  const bench = document.getElementById("bench");
  const form = document.getElementById("sheet-form");
  if (!form) return;
  document.documentElement.classList.add("scripted");

  // Keep a component when its fields are left, if something was changed and it can be kept.
  const changed = new Set();
  form.addEventListener("input", function (event) {
    const component = event.target.closest(".component");
    if (component) changed.add(component.id);
  });
  form.addEventListener("focusout", function (event) {
    const component = event.target.closest(".component");
    if (!component || component.contains(event.relatedTarget) || !changed.has(component.id)) return;
    if (event.relatedTarget && event.relatedTarget.form === form && event.relatedTarget.name === "do") return;
    const how = component.querySelector("[type=radio]:checked");
    const words = component.querySelector("textarea");
    const keep = component.querySelector(".keep");
    if (!how || !keep || (!words.value.trim() && !how.value.startsWith("not-"))) return;
    changed.delete(component.id);
    keep.click();
  });
  if (!bench) return;

  const words = bench.dataset;
  const view = { zoom: 1, x: 0, y: 0 };
  const windows = function () { return bench.querySelectorAll("figure:not([hidden]) .window"); };

  function hold(value, low, high) { return Math.min(high, Math.max(low, value)); }

  function draw() {
    view.zoom = hold(view.zoom, 1, 8);
    view.x = hold(view.x, 1 - view.zoom, 0);
    view.y = hold(view.y, 1 - view.zoom, 0);
    windows().forEach(function (each) {
      const place = `translate(${100 * view.x}%, ${100 * view.y}%) scale(${view.zoom})`;
      each.firstElementChild.style.transform = place;
    });
    bench.dataset.zoom = view.zoom.toFixed(2);
  }

  // x and y of the point that stays where it is, in parts of the window.
  function zoom(times, x, y) {
    const before = view.zoom;
    view.zoom = hold(before * times, 1, 8);
    const by = view.zoom / before;
    view.x = x - (x - view.x) * by;
    view.y = y - (y - view.y) * by;
    draw();
  }

  function move(x, y) { view.x += x; view.y += y; draw(); }

  function button(name, sign, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = sign;
    made.setAttribute("aria-label", name);
    made.title = name;
    made.addEventListener("click", act);
    return made;
  }

  const tools = document.createElement("div");
  tools.className = "bench-tools";
  tools.setAttribute("role", "group");
  tools.setAttribute("aria-label", words.keys);
  tools.append(
    button(words.closer, "+", function () { zoom(1.25, 0.5, 0.5); }),
    button(words.farther, "−", function () { zoom(0.8, 0.5, 0.5); }),
    button(words.left, "←", function () { move(0.1, 0); }),
    button(words.right, "→", function () { move(-0.1, 0); }),
    button(words.up, "↑", function () { move(0, 0.1); }),
    button(words.down, "↓", function () { move(0, -0.1); }),
    button(words.whole, "1:1", function () { view.zoom = 1; draw(); })
  );
  bench.querySelector(".panes").after(tools);

  function slider(pane, name, from, to, apply) {
    const label = document.createElement("label");
    const input = document.createElement("input");
    input.type = "range";
    input.min = from;
    input.max = to;
    input.step = 0.05;
    input.value = 1;
    label.append(name, input);
    input.addEventListener("input", apply);
    return { label, input };
  }

  bench.querySelectorAll(".pane").forEach(function (pane) {
    const figures = Array.from(pane.querySelectorAll("figure"));
    const own = document.createElement("div");
    own.className = "bench-tools";
    own.setAttribute("role", "group");
    own.setAttribute("aria-label", pane.querySelector("h2").textContent);
    function shade() {
      const look = `brightness(${light.input.value}) contrast(${contrast.input.value})`;
      figures.forEach(function (each) { each.querySelector("img").style.filter = look; });
    }
    const light = slider(pane, words.brightness, 0.5, 2, shade);
    const contrast = slider(pane, words.contrast, 0.5, 2, shade);
    const choose = figures.map(function (figure, at) {
      const made = button(`${words.picture} ${at + 1}`, String(at + 1), function () { show(at); });
      return made;
    });
    function show(at) {
      figures.forEach(function (figure, n) {
        figure.hidden = n !== at;
        choose[n].setAttribute("aria-pressed", String(n === at));
      });
      reveal();
      draw();
    }
    if (figures.length > 1) own.append(...choose);
    own.append(light.label, contrast.label);
    pane.append(own);
    show(0);
  });

  // A picture is fetched clearly only when somebody asked, and only the one that is looked at.
  function reveal() {
    if (document.getElementById("clear").value !== "1") return;
    bench.querySelectorAll("figure:not([hidden]) img[data-clear]").forEach(function (image) {
      image.src = image.dataset.clear;
      delete image.dataset.clear;
    });
  }
  const ask = document.getElementById("reveal");
  if (ask) ask.addEventListener("click", function (event) {
    event.preventDefault();
    document.getElementById("clear").value = "1";
    reveal();
    ask.parentElement.hidden = true;
  });

  const keys = {
    "+": function () { zoom(1.25, 0.5, 0.5); }, "=": function () { zoom(1.25, 0.5, 0.5); },
    "-": function () { zoom(0.8, 0.5, 0.5); }, "0": function () { view.zoom = 1; draw(); },
    ArrowLeft: function () { move(0.1, 0); }, ArrowRight: function () { move(-0.1, 0); },
    ArrowUp: function () { move(0, 0.1); }, ArrowDown: function () { move(0, -0.1); }
  };
  const held = new Map();
  let apart = 0;
  bench.querySelectorAll(".window").forEach(function (each) {
    each.tabIndex = 0;
    each.setAttribute("role", "group");
    each.setAttribute("aria-label", words.keys);
    each.addEventListener("keydown", function (event) {
      const act = keys[event.key];
      if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      act();
    });
    each.addEventListener("wheel", function (event) {
      event.preventDefault();
      const box = each.getBoundingClientRect();
      zoom(Math.exp(-event.deltaY / 500), (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
    }, { passive: false });
    each.addEventListener("pointerdown", function (event) {
      each.setPointerCapture(event.pointerId);
      held.set(event.pointerId, [event.clientX, event.clientY]);
      apart = 0;
    });
    each.addEventListener("pointermove", function (event) {
      const before = held.get(event.pointerId);
      if (!before) return;
      const box = each.getBoundingClientRect();
      held.set(event.pointerId, [event.clientX, event.clientY]);
      if (held.size === 1) {
        move((event.clientX - before[0]) / box.width, (event.clientY - before[1]) / box.height);
        return;
      }
      const [one, two] = Array.from(held.values());
      const now = Math.hypot(one[0] - two[0], one[1] - two[1]);
      if (apart) zoom(now / apart, ((one[0] + two[0]) / 2 - box.left) / box.width, ((one[1] + two[1]) / 2 - box.top) / box.height);
      apart = now;
    });
    ["pointerup", "pointercancel"].forEach(function (name) {
      each.addEventListener(name, function (event) { held.delete(event.pointerId); apart = 0; });
    });
    each.firstElementChild.draggable = false;
  });
})();
