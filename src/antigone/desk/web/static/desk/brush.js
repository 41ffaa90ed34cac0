// A brush over a picture: white where something hides it, on a canvas of few points, sent as bits, one a point.
// The bench and the page of a photograph paint with it. It undoes, and keeps nothing.
"use strict";
window.brushOn = function (sheet) {
  const STEPS = 40;
  const pen = sheet.getContext("2d", { willReadFrequently: true }), { width, height } = sheet;
  const before = [];

  function keep() {
    before.push(pen.getImageData(0, 0, width, height));
    if (before.length > STEPS) before.shift();
  }
  // A stroke begins: what stood there can be had again. `wipe` takes off instead.
  function begin() { keep(); }
  function dab(x, y, wide, wipe) {
    pen.globalCompositeOperation = wipe ? "destination-out" : "source-over";
    pen.fillStyle = "#fff";
    pen.beginPath();
    pen.arc(x, y, wide / 2, 0, 2 * Math.PI);
    pen.fill();
  }
  function line(from, to, wide, wipe) {
    const many = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / (wide / 4)));
    for (let n = 0; n <= many; n += 1) dab(from.x + (to.x - from.x) * n / many, from.y + (to.y - from.y) * n / many, wide, wipe);
  }
  function undo() {
    const last = before.pop();
    if (last) pen.putImageData(last, 0, 0);
    return Boolean(last);
  }
  function clear() { keep(); pen.clearRect(0, 0, width, height); }
  // What was kept is white on black: black becomes clear.
  function load(address, done) {
    const kept = new Image();
    kept.addEventListener("load", function () {
      pen.globalCompositeOperation = "source-over";
      pen.drawImage(kept, 0, 0, width, height);
      const all = pen.getImageData(0, 0, width, height);
      for (let n = 0; n < all.data.length; n += 4) all.data[n + 3] = all.data[n] > 127 ? 255 : 0;
      pen.putImageData(all, 0, 0);
      if (done) done();
    });
    kept.src = address;
  }
  function bits() {
    const points = pen.getImageData(0, 0, width, height).data, found = new Uint8Array(Math.ceil(width * height / 8));
    for (let n = 0; n < width * height; n += 1) if (points[4 * n + 3] > 127) found[n >> 3] |= 128 >> (n & 7);
    let said = "";
    found.forEach((each) => { said += String.fromCharCode(each); });
    return btoa(said);
  }
  return { begin, dab, line, undo, clear, load, bits };
};
