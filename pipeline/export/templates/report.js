"use strict";
for (const place of document.querySelectorAll("[data-filter]")) {
  const rows = [...document.querySelectorAll("main tbody tr")];
  const texts = rows.map((row) => row.textContent.toLocaleLowerCase());
  const label = document.createElement("label");
  const field = document.createElement("input");
  const told = document.createElement("p");
  label.textContent = place.dataset.filter;
  field.type = "search";
  told.className = "muted";
  told.setAttribute("role", "status");
  label.append(field);
  place.append(label, told);
  place.classList.add("filter");
  field.addEventListener("input", () => {
    const words = field.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    rows.forEach((row, n) => {
      row.hidden = !words.every((word) => texts[n].includes(word));
      found += row.hidden ? 0 : 1;
    });
    told.textContent = words.length ? `${place.dataset.found} ${found} / ${rows.length}` : "";
  });
}
