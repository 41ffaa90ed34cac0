// Points set on a photograph: dragged, or moved by arrows, with a loupe. The fields are the form: without this they do it.
"use strict";
(function () {
  const form = document.getElementById("points-form");
  const board = document.getElementById("board");
  if (!form || !board) return;
  const picture = board.querySelector("img"), loupe = document.getElementById("loupe"), said = document.getElementById("point-said");
  const WIDTH = Number(board.dataset.width), HEIGHT = Number(board.dataset.height);
  // Where the five points of an average face lie, in parts of the picture's smaller side, from its middle.
  const AVERAGE = [[-0.12, -0.1], [0.12, -0.1], [0, 0.03], [-0.1, 0.16], [0.1, 0.16]];
  const STEP = Math.max(0.5, Math.max(WIDTH, HEIGHT) / 1000), FAST = 10, SEEN = 5, MOST = 8;
  const hold = (value, low, high) => Math.min(high, Math.max(low, value));
  let zoom = 1;
  let current = 0;

  const points = Array.from(board.querySelectorAll(".point")).map(function (button, n) {
    const name = button.dataset.point, row = form.querySelector(`[data-row=${name}]`);
    const fields = ["x", "y"].map((axis) => form.elements[`${name}_${axis}`]);
    const small = Math.min(WIDTH, HEIGHT);
    const start = fields.map((field, axis) =>
      field.dataset.now === undefined ? [WIDTH, HEIGHT][axis] / 2 + AVERAGE[n][axis] * small : Number(field.dataset.now));
    const leave = row.querySelector("[data-leave]");
    return { button, row, fields, start, leave, at: start.slice() };
  });

  const isSet = (point) => point.fields.every((field) => field.value !== "");

  function read(point) {
    point.at = isSet(point) ? point.fields.map((field) => Number(field.value)) : point.start.slice();
  }
  function write(point, at) {
    point.at = [hold(at[0], 0, WIDTH - 1), hold(at[1], 0, HEIGHT - 1)];
    point.fields.forEach((field, axis) => { field.value = point.at[axis].toFixed(1); });
    draw();
  }
  function leave(point) {
    point.fields.forEach((field) => { field.value = ""; });
    read(point);
    draw();
  }

  // Where the machine found a face, somebody may say that its points are right: then they are a person's.
  const right = document.getElementById("all-right");
  right.addEventListener("click", function () {
    points.filter((point) => !isSet(point)).forEach((point) => write(point, point.at));
    tell();
  });

  function draw() {
    right.hidden = points.some((point) => point.fields[0].dataset.now === undefined) || points.every(isSet);
    board.style.inlineSize = `calc(min(100%, 44rem, 70vh * ${WIDTH / HEIGHT}) * ${zoom})`;
    points.forEach(function (point, n) {
      const { button } = point;
      button.hidden = false;
      button.style.left = 100 * (point.at[0] + 0.5) / WIDTH + "%";
      button.style.top = 100 * (point.at[1] + 0.5) / HEIGHT + "%";
      button.classList.toggle("set", isSet(point));
      button.classList.toggle("now", n === current);
      button.setAttribute("aria-label", `${button.dataset.words}: ${point.at.map(Math.round).join(", ")}`);
      point.row.classList.toggle("now", n === current);
      point.leave.hidden = !isSet(point);
    });
    magnify();
  }

  // What lies about the current point, five times as large as the picture that was sent: it is not fetched again.
  function magnify() {
    const pen = loupe.getContext("2d"), side = loupe.width, scale = picture.naturalWidth / WIDTH;
    if (!picture.complete || !picture.naturalWidth) return;
    const [x, y] = points[current].at.map((value) => (value + 0.5) * scale), part = side / SEEN / Math.max(1, zoom / 2);
    pen.fillStyle = "#767676";
    pen.fillRect(0, 0, side, side);
    pen.drawImage(picture, x - part / 2, y - part / 2, part, part, 0, 0, side, side);
    for (const [width, colour] of [[3, "#000"], [1, "#fff"]]) {
      pen.lineWidth = width;
      pen.strokeStyle = colour;
      pen.beginPath();
      for (const [fromX, fromY, toX, toY] of [[0.5, 0.1, 0.5, 0.44], [0.5, 0.56, 0.5, 0.9], [0.1, 0.5, 0.44, 0.5], [0.56, 0.5, 0.9, 0.5]]) {
        pen.moveTo(fromX * side, fromY * side);
        pen.lineTo(toX * side, toY * side);
      }
      pen.stroke();
    }
  }
  const tell = () => { said.textContent = points[current].button.getAttribute("aria-label"); };
  function choose(n) { current = n; draw(); tell(); }

  function under(event) {
    const box = board.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width * WIDTH - 0.5, (event.clientY - box.top) / box.height * HEIGHT - 0.5];
  }

  points.forEach(function (point, n) {
    const { button } = point;
    let grip = null;
    button.addEventListener("focus", () => choose(n));
    button.addEventListener("pointerdown", function (event) {
      const from = under(event);
      grip = [point.at[0] - from[0], point.at[1] - from[1]];
      button.setPointerCapture(event.pointerId);
      choose(n);
    });
    button.addEventListener("pointermove", function (event) {
      if (!grip) return;
      const to = under(event);
      write(point, [to[0] + grip[0], to[1] + grip[1]]);
    });
    for (const name of ["pointerup", "pointercancel"]) {
      button.addEventListener(name, function () { if (grip) tell(); grip = null; });
    }
    button.addEventListener("keydown", function (event) {
      const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (event.key === "Delete" || event.key === "Backspace") leave(point);
      else if (way && !event.altKey && !event.ctrlKey && !event.metaKey) {
        const by = STEP * (event.shiftKey ? FAST : 1);
        write(point, [point.at[0] + way[0] * by, point.at[1] + way[1] * by]);
      } else return;
      event.preventDefault();
      tell();
    });
    point.fields.forEach(function (field) {
      field.addEventListener("input", function () { current = n; read(point); draw(); });
      field.addEventListener("focus", () => choose(n));
    });
    point.leave.addEventListener("click", function () { leave(point); tell(); button.focus(); });
    read(point);
  });

  // Touching the picture sets the point that is chosen, and goes on to the next that nobody has set.
  board.addEventListener("click", function (event) {
    if (event.target.closest(".point")) return;
    write(points[current], under(event));
    tell();
    const next = points.findIndex((point, n) => n > current && !isSet(point));
    if (next >= 0) choose(next);
  });

  document.querySelectorAll("[data-zoom]").forEach(function (button) {
    button.addEventListener("click", function () {
      zoom = hold(zoom * Number(button.dataset.zoom), 1, MOST);
      draw();
      const window_ = board.parentElement, { offsetLeft, offsetTop } = points[current].button;
      window_.scrollTo(offsetLeft - window_.clientWidth / 2, offsetTop - window_.clientHeight / 2);
    });
  });

  document.documentElement.classList.add("scripted");
  document.querySelector(".board-tools").hidden = false;
  document.querySelectorAll(".scripts-only").forEach((each) => { each.hidden = false; });
  picture.addEventListener("load", draw);
  draw();
})();
