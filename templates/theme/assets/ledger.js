/* Conveniences on top of pages that work without any script: the filter, sorting, opening what a link points at. */
(() => {
  "use strict";

  /* A link to a claim opens every fold around it. */
  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    let folded = false;
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      folded ||= !fold.open;
      fold.open = true;
    }
    const inside = target.matches(".fact") && target.querySelector("details");
    if (inside) inside.open = true;
    if (folded) target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();

  /* What is printed is open. */
  addEventListener("beforeprint", () => document.querySelectorAll(".md-content details:not([open])").forEach((fold) => {
    fold.open = true;
    fold.dataset.printed = "";
  }));
  addEventListener("afterprint", () => document.querySelectorAll("details[data-printed]").forEach((fold) => {
    fold.open = false;
    delete fold.dataset.printed;
  }));

  /* Copy buttons, only where copying works. */
  if (navigator.clipboard) document.querySelectorAll("[data-copy]").forEach((block) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.setAttribute("aria-label", `Copy: ${block.dataset.copy}`);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(block.textContent.trim());
      button.textContent = "Copied";
    });
    block.after(button);
  });

  /* The table of exchanges: filter and order live in the address. */
  const table = document.getElementById("exchange-table");
  const form = document.getElementById("filter");
  if (!table || !form) return;
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const count = form.querySelector("output");
  const fields = [...form.querySelectorAll("[name]")];
  const headers = [...table.tHead.rows[0].cells].filter((cell) => cell.dataset.sort);
  let order = { name: "date", down: true };

  const wanted = () => Object.fromEntries(fields
    .map((field) => [field.name, field.type === "checkbox" ? (field.checked ? "1" : "") : field.value.trim()])
    .filter(([, value]) => value));

  const holds = (row, [name, value]) => {
    if (name === "q") return value.toLowerCase().split(/\s+/).every((word) => row.dataset.text.includes(word));
    return (row.dataset[name] || "").split("|").includes(value);
  };

  const place = (row, name) => {
    const key = row.querySelector(`[data-column="${name}"]`).dataset.key;
    return key === "" ? null : Number.isNaN(Number(key)) ? key : Number(key);
  };

  const sort = () => {
    const sign = order.down ? -1 : 1;
    const keyed = rows.map((row) => [place(row, order.name), row]);
    keyed.sort(([one], [other]) => {
      if (one === null || other === null) return (one === null) - (other === null);
      return one < other ? -sign : one > other ? sign : 0;
    });
    body.append(...keyed.map(([, row]) => row));
    mark();
  };

  const mark = () => headers.forEach((cell) => {
    if (cell.dataset.sort === order.name) cell.setAttribute("aria-sort", order.down ? "descending" : "ascending");
    else cell.removeAttribute("aria-sort");
  });

  const show = () => {
    const asked = Object.entries(wanted());
    let shown = 0;
    rows.forEach((row) => {
      row.hidden = !asked.every((ask) => holds(row, ask));
      shown += !row.hidden;
    });
    count.textContent = `${shown} of ${rows.length} rows shown`;
  };

  const remember = () => {
    const query = new URLSearchParams(wanted());
    if (order.name !== "date" || !order.down) query.set("sort", (order.down ? "-" : "") + order.name);
    const text = query.toString();
    history.replaceState(null, "", location.pathname + (text ? `?${text}` : "") + location.hash);
  };

  const recall = () => {
    const query = new URLSearchParams(location.search);
    fields.forEach((field) => {
      const value = query.get(field.name) || "";
      if (field.type === "checkbox") field.checked = value === "1";
      else field.value = value;
      if (field.tagName === "SELECT" && field.value !== value) field.value = "";
    });
    const name = (query.get("sort") || "-date").replace(/^-/, "");
    if (headers.some((cell) => cell.dataset.sort === name)) {
      order = { name, down: !query.has("sort") || query.get("sort").startsWith("-") };
    }
  };

  headers.forEach((cell) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = cell.textContent;
    cell.textContent = "";
    cell.append(button);
    button.addEventListener("click", () => {
      const name = cell.dataset.sort;
      order = { name, down: order.name === name ? !order.down : true };
      sort();
      remember();
    });
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => { show(); remember(); });
  form.addEventListener("reset", () => setTimeout(() => { show(); remember(); }));
  form.hidden = false;
  recall();
  if (order.name === "date" && order.down) mark();  // the table comes in this order
  else sort();
  show();
})();
