// On a telephone each row of a table is a card: every cell says what its column is called. Its meaning as a table stays.
"use strict";
(function () {
  function heading(cell) {
    const words = cell.cloneNode(true);
    words.querySelectorAll("[aria-hidden], .unseen").forEach((each) => each.remove());
    return words.textContent.trim().replace(/\s+/g, " ");
  }

  for (const table of document.querySelectorAll("main table")) {
    const rows = table.tHead ? table.tHead.rows : [];
    if (rows.length !== 1 || table.querySelector("[colspan], [rowspan]") || table.tBodies.length !== 1) continue;
    const headings = Array.from(rows[0].cells, heading);
    if (!Array.from(table.tBodies[0].rows).every((row) => row.cells.length === headings.length)) continue;
    table.classList.add("cards");
    table.setAttribute("role", "table");
    for (const row of table.rows) row.setAttribute("role", "row");
    for (const part of [table.tHead, table.tBodies[0]]) part.setAttribute("role", "rowgroup");
    Array.from(rows[0].cells, (cell, at) => cell.setAttribute("role", headings[at] ? "columnheader" : "cell"));
    for (const row of table.tBodies[0].rows) {
      Array.from(row.cells).forEach(function (cell, at) {
        cell.setAttribute("role", cell.tagName === "TH" ? "rowheader" : "cell");
        if (headings[at] && cell.textContent.trim()) cell.dataset.label = headings[at];
        else if (!cell.children.length) cell.classList.add("blank");
      });
    }
  }
})();
