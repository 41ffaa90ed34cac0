// The bench's pictures: one photograph of each side at a time, any beside any; from the whole head to eight times the
// pixel; turned; as aligned or as taken; brightness and contrast of each side. Nothing is measured, laid over or improved.
// A photograph of the dead is covered until somebody asks. A look is reported when it was uncovered and on the screen.
"use strict";
window.bench = (function () {
  const bench = document.getElementById("bench");
  if (!bench) return null;
  document.documentElement.classList.add("scripted");
  const token = document.querySelector("#sheet-form [name=csrfmiddlewaretoken]");
  const IDLE = 120000, LOOKED = 1000, TICK = 250;
  const tools = bench.querySelector(".bench-tools");
  const said = document.getElementById("view-said");
  const figuresOf = (pane) => Array.from(pane.element.querySelectorAll("figure"));
  const panes = Array.from(bench.querySelectorAll(".pane")).map(function (element) {
    return { element, window: element.querySelector(".window"), at: 0, taken: false, shade: { brightness: 1, contrast: 1 },
      view: { zoom: 1, x: 0, y: 0, turn: 0 } };
  });
  let active = panes[0];
  let apart = false;
  let covered = Array.from(bench.querySelectorAll("figure")).some((each) => each.querySelector("img").className === "blurred");

  const hold = (value, low, high) => Math.min(high, Math.max(low, value));
  const shownIn = (pane) => figuresOf(pane)[pane.at];
  const moved = () => (apart ? [active] : panes);

  function kind(pane) {
    const figure = shownIn(pane);
    if (covered && "hidden" in figure.dataset) return "blurred";
    return pane.taken ? "taken" : "clear";
  }

  // The picture of this kind, fetched the first time that it is wanted: each clear one that is sent is recorded.
  function image(figure, wanted) {
    const stage = figure.querySelector(".stage");
    let found = stage.querySelector("img." + wanted);
    if (!found) {
      found = stage.querySelector("img").cloneNode();
      found.className = wanted;
      found.alt = found.alt.replace(/ \([^)]*\)$/, "");
      found.src = wanted === "taken" ? figure.dataset.asTaken : wanted === "clear" ? figure.dataset.clear : figure.dataset.clear + "/blurred";
      stage.prepend(found);
      found.addEventListener("load", draw);
    }
    return found;
  }

  function farthest(pane) {
    const shown = image(shownIn(pane), kind(pane));
    const box = pane.window.getBoundingClientRect();
    if (!shown.naturalWidth || !box.width) return 8;
    return Math.max(1, 8 / Math.min(box.width / shown.naturalWidth, box.height / shown.naturalHeight));
  }

  function draw() {
    const most = Math.max(...moved().map(farthest));
    panes.forEach(function (pane) {
      const figures = figuresOf(pane), view = pane.view;
      view.zoom = hold(view.zoom, 1, apart ? farthest(pane) : Math.max(most, 1));
      view.x = hold(view.x, -view.zoom / 2, view.zoom / 2);
      view.y = hold(view.y, -view.zoom / 2, view.zoom / 2);
      figures.forEach(function (figure, n) {
        figure.hidden = n !== pane.at;
        if (n !== pane.at) return;
        const wanted = image(figure, kind(pane));
        figure.querySelectorAll("img").forEach((each) => { each.hidden = each !== wanted; });
        const stage = figure.querySelector(".stage");
        stage.style.transform = `translate(${100 * view.x}%, ${100 * view.y}%) rotate(${view.turn}deg) scale(${view.zoom})`;
        stage.style.filter = `brightness(${pane.shade.brightness}) contrast(${pane.shade.contrast})`;
      });
      pane.window.querySelector(".over").hidden = kind(pane) !== "blurred";
      pane.element.classList.toggle("active", panes.length > 1 && pane === active);
      pane.shots.forEach((each, n) => each.setAttribute("aria-pressed", String(n === pane.at)));
      thumb(pane);
    });
    const of = active.view;
    if (said) said.textContent = `${Math.round(100 * of.zoom)} %` + (of.turn ? `, ${of.turn}°` : "");
    bench.dataset.zoom = of.zoom.toFixed(2);
    press("apart", apart);
    press("taken", active.taken);
    const reveal = bench.querySelector(".reveal");
    if (reveal) reveal.hidden = !covered;
    bench.dispatchEvent(new CustomEvent("drawn"));
  }

  function press(name, on) {
    const found = tools.querySelector(`[data-do=${name}]`);
    if (found) found.setAttribute("aria-pressed", String(on));
  }

  // The strip: drawn from what was sent already, so that nothing is fetched, and nothing recorded, for it.
  function thumb(pane) {
    figuresOf(pane).forEach(function (figure, n) {
      const sheet = pane.shots[n].querySelector("canvas"), hide = covered && "hidden" in figure.dataset;
      const from = (!hide && figure.querySelector("img.clear")) || figure.querySelector("img.blurred") || figure.querySelector("img");
      if (!from.complete || !from.naturalWidth) { from.addEventListener("load", draw, { once: true }); return; }
      const scale = Math.max(sheet.width / from.naturalWidth, sheet.height / from.naturalHeight);
      const wide = from.naturalWidth * scale, high = from.naturalHeight * scale;
      sheet.getContext("2d").drawImage(from, (sheet.width - wide) / 2, (sheet.height - high) / 2, wide, high);
    });
  }

  // x and y of the point that stays where it is, in parts of the window from its middle.
  function zoom(times, x, y) {
    moved().forEach(function (pane) {
      const before = pane.view.zoom;
      pane.view.zoom = hold(before * times, 1, Math.max(...moved().map(farthest)));
      const by = pane.view.zoom / before;
      pane.view.x = x - (x - pane.view.x) * by;
      pane.view.y = y - (y - pane.view.y) * by;
    });
    draw();
  }
  const shift = (x, y) => { moved().forEach((pane) => { pane.view.x += x; pane.view.y += y; }); draw(); };
  const turn = (by) => { moved().forEach((pane) => { pane.view.turn = (pane.view.turn + by + 540) % 360 - 180; }); draw(); };
  function choose(pane, at) { pane.at = (at + figuresOf(pane).length) % figuresOf(pane).length; active = pane; draw(); shades(); }
  function shades() {
    tools.querySelectorAll("[data-shade]").forEach((each) => { each.value = active.shade[each.dataset.shade]; });
  }
  function cover(on) { covered = on; if (!on) document.getElementById("clear").value = "1"; draw(); }

  const acts = {
    cover: () => cover(!covered),
    taken: () => { panes.forEach((pane) => { pane.taken = !active.taken; }); acts.whole(); },
    closer: () => zoom(1.25, 0, 0),
    farther: () => zoom(0.8, 0, 0),
    whole: () => { moved().forEach((pane) => { pane.view = { zoom: 1, x: 0, y: 0, turn: 0 }; }); draw(); },
    left: (many) => turn(many ? -10 : -1),
    right: (many) => turn(many ? 10 : 1),
    apart: () => { apart = !apart; if (!apart) panes.forEach((pane) => { pane.view = { ...active.view }; }); draw(); },
    other: () => { active = panes[(panes.indexOf(active) + 1) % panes.length]; draw(); shades(); },
    next: () => choose(active, active.at + 1),
    full: () => {
      const page = document.getElementById("bench-page");
      if (document.fullscreenElement) document.exitFullscreen(); else if (page.requestFullscreen) page.requestFullscreen();
    },
    west: () => shift(0.1, 0), east: () => shift(-0.1, 0), north: () => shift(0, 0.1), south: () => shift(0, -0.1),
  };
  const keys = {
    c: "cover", v: "taken", z: "whole", x: "apart", m: "other", n: "next", f: "full", "+": "closer", "=": "closer", "-": "farther",
    "0": "whole", "[": "left", "{": "left", "]": "right", "}": "right", ArrowLeft: "west", ArrowRight: "east",
    ArrowUp: "north", ArrowDown: "south",
  };

  // Whether a key was the pictures'.
  function key(event, name) {
    const act = acts[keys[name]];
    if (act) act(event.shiftKey);
    return Boolean(act);
  }

  tools.hidden = false;
  tools.addEventListener("click", function (event) {
    const asked = event.target.closest("[data-do]");
    if (asked && acts[asked.dataset.do]) acts[asked.dataset.do](event.shiftKey);
  });
  tools.addEventListener("input", function (event) {
    const name = event.target.dataset.shade;
    if (name) { active.shade[name] = event.target.value; draw(); }
  });
  const ask = document.getElementById("reveal");
  if (ask) ask.addEventListener("click", function (event) { event.preventDefault(); cover(false); document.getElementById("bench-page").dispatchEvent(new Event("back")); });

  panes.forEach(function (pane) {
    const place = pane.element.querySelector(".shots");
    pane.shots = figuresOf(pane).map(function (_figure, n) {
      const made = document.createElement("button"), sheet = document.createElement("canvas"), number = document.createElement("span");
      made.type = "button";
      sheet.width = 48;
      sheet.height = 60;
      number.textContent = String(n + 1);
      made.append(sheet, number);
      made.addEventListener("click", () => choose(pane, n));
      place.append(made);
      return made;
    });
    place.hidden = panes.every((each) => figuresOf(each).length < 2);
    pane.element.querySelectorAll("img").forEach((each) => each.addEventListener("load", draw));
    hand(pane);
  });

  // Mouse and touch: drag, wheel, two fingers.
  function hand(pane) {
    const held = new Map();
    let span = 0;
    const from = (event, box) => [(event.clientX - box.left) / box.width - 0.5, (event.clientY - box.top) / box.height - 0.5];
    pane.window.addEventListener("wheel", function (event) {
      event.preventDefault();
      active = pane;
      zoom(Math.exp(-event.deltaY / 500), ...from(event, pane.window.getBoundingClientRect()));
    }, { passive: false });
    pane.window.addEventListener("pointerdown", function (event) {
      active = pane;
      if (bench.classList.contains("painting")) return;
      pane.window.setPointerCapture(event.pointerId);
      held.set(event.pointerId, [event.clientX, event.clientY]);
      span = 0;
    });
    pane.window.addEventListener("pointermove", function (event) {
      const before = held.get(event.pointerId), box = pane.window.getBoundingClientRect();
      if (!before) return;
      held.set(event.pointerId, [event.clientX, event.clientY]);
      if (held.size === 1) return shift((event.clientX - before[0]) / box.width, (event.clientY - before[1]) / box.height);
      const [one, two] = Array.from(held.values());
      const now = Math.hypot(one[0] - two[0], one[1] - two[1]);
      if (span) zoom(now / span, ...from({ clientX: (one[0] + two[0]) / 2, clientY: (one[1] + two[1]) / 2 }, box));
      span = now;
    });
    for (const name of ["pointerup", "pointercancel"]) {
      pane.window.addEventListener(name, function (event) { held.delete(event.pointerId); span = 0; });
    }
  }

  // Looks: uncovered, come, and for a moment at least half on the screen of somebody who has this page before them.
  const looked = new Map();
  function onTheScreen(pane, wanted) {
    const box = pane.window.getBoundingClientRect();
    const high = Math.min(box.bottom, window.innerHeight) - Math.max(box.top, 0);
    return document.visibilityState === "visible" && wanted.complete && wanted.naturalWidth > 0 && high > box.height / 2;
  }
  setInterval(function () {
    panes.forEach(function (pane) {
      const figure = shownIn(pane), shows = kind(pane);
      if (figure.dataset.fresh !== "" || shows === "blurred" || !onTheScreen(pane, image(figure, shows))) return;
      const so_far = (looked.get(figure) || 0) + TICK;
      looked.set(figure, so_far);
      if (so_far < LOOKED) return;
      figure.dataset.fresh = "told";
      report(figure);
    });
  }, TICK);
  function report(figure) {
    const body = new URLSearchParams({ seen: figure.dataset.key, csrfmiddlewaretoken: token.value });
    fetch(bench.dataset.seen, { method: "POST", body, keepalive: true })
      .then(function (answer) { if (answer.ok) delete figure.dataset.fresh; else figure.dataset.fresh = ""; })
      .catch(function () { figure.dataset.fresh = ""; });
  }

  // Whoever went away leaves nothing open on the screen.
  let last = Date.now();
  for (const name of ["keydown", "pointermove", "pointerdown", "wheel"]) {
    document.addEventListener(name, () => { last = Date.now(); }, { passive: true });
  }
  setInterval(function () { if (!covered && Date.now() - last > IDLE) cover(true); }, 5000);

  new ResizeObserver(draw).observe(bench);
  draw();
  return { key, panes, draw, shown: () => shownIn(active), covered: () => covered, taken: () => active.taken, token };
})();
