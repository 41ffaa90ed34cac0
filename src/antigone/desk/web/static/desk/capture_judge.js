// Says at once what a picture's own pixels tell: its size, its light, its sharpness. What a face needs the desk says later.
// The measures are those of antigone/face/quality.py without a face: the middle of the picture stands for it. The limits
// were set on photographs of living people (bench/capture_judge.py, docs/decisions/0061).
"use strict";
window.captureJudge = (function () {
  const SIDE = 640, DARK = 0.35, WHITE = 0.15, SHARP = 0.08, SHORT = 600;

  function grey(canvas) {
    const left = Math.floor(canvas.width / 5), top = Math.floor(canvas.height / 5);
    const width = canvas.width - 2 * left, height = canvas.height - 2 * top;
    const pixels = canvas.getContext("2d", { willReadFrequently: true }).getImageData(left, top, width, height).data;
    const values = new Float32Array(width * height);
    for (let i = 0; i < values.length; i += 1) {
      values[i] = 0.299 * pixels[4 * i] + 0.587 * pixels[4 * i + 1] + 0.114 * pixels[4 * i + 2];
    }
    return { values, width, height };
  }

  // The mean of each pixel's neighbours, in one direction; called for both.
  function meanAlong(values, width, height, half, step, across) {
    const out = new Float32Array(values.length);
    const length = step === 1 ? width : height, lines = step === 1 ? height : width;
    for (let line = 0; line < lines; line += 1) {
      let sum = 0, count = 0;
      const start = line * across;
      for (let i = 0; i < Math.min(half, length); i += 1) { sum += values[start + i * step]; count += 1; }
      for (let i = 0; i < length; i += 1) {
        if (i + half < length) { sum += values[start + (i + half) * step]; count += 1; }
        if (i - half - 1 >= 0) { sum -= values[start + (i - half - 1) * step]; count -= 1; }
        out[start + i * step] = sum / count;
      }
    }
    return out;
  }

  function mean(seen, half) {
    const { width, height } = seen;
    const rows = meanAlong(seen.values, width, height, half, 1, width);
    return meanAlong(rows, width, height, half, width, 1);
  }

  function spread(a, b) {
    let sum = 0, squares = 0;
    for (let i = 0; i < a.length; i += 1) { const d = a[i] - b[i]; sum += d; squares += d * d; }
    return Math.sqrt(Math.max(0, squares / a.length - (sum / a.length) ** 2));
  }

  function measure(canvas) {
    const seen = grey(canvas);
    const sorted = Float32Array.from(seen.values).sort();
    const near = mean(seen, 1);
    return {
      brightest: sorted[Math.floor(0.99 * (sorted.length - 1))] / 255,
      white: seen.values.reduce((n, value) => n + (value > 249 ? 1 : 0), 0) / seen.values.length,
      sharpness: spread(seen.values, near) / (spread(near, mean(seen, 12)) + 2),
    };
  }

  // Draws the picture onto the canvas and returns what is wrong with it, as keys of words; null if it cannot be shown.
  async function judge(file, canvas) {
    let picture;
    try {
      picture = await createImageBitmap(file);
    } catch {
      return null;
    }
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.imageSmoothingQuality = "high";
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const found = measure(canvas);
    const wrong = [];
    if (found.brightest < DARK) wrong.push("dark");
    if (found.white > WHITE) wrong.push("bright");
    if (found.sharpness < SHARP) wrong.push("blurred");
    if (Math.min(picture.width, picture.height) < SHORT) wrong.push("small");
    picture.close();
    return wrong;
  }

  return { judge };
})();
