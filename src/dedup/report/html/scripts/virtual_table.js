// A table of many rows, of which only those in sight are elements of the page. All rows have one height.

const ROWS_AROUND = 12;

class VirtualTable {
  // Columns have a title, a kind, `sort` (a value of a row) and `cell` (the nodes of a row's cell).
  constructor(name, columns, low = false) {
    this.columns = columns;
    this.order = { column: columns[0], down: false };
    this.rows = [];
    this.made = new Map();
    this.head = element("tr", {}, columns.map((column) => this.heading(column)));
    this.body = element("tbody");
    this.above = element("tr", { class: "gap", "aria-hidden": "true" }, element("td", { colspan: columns.length }));
    this.below = element("tr", { class: "gap", "aria-hidden": "true" }, element("td", { colspan: columns.length }));
    this.table = element("table", { "aria-label": name }, element("thead", {}, this.head), this.body);
    this.holder = element("div", { class: low ? "rows low" : "rows", tabindex: 0, role: "group", "aria-label": `${name}, scrolls` }, this.table);
    this.holder.addEventListener("scroll", () => this.draw(), { passive: true });
    this.body.append(this.above, this.below);
    new ResizeObserver(() => this.measure()).observe(this.holder);
  }

  heading(column) {
    const sort = column.sort && button(column.title, () => this.sortBy(column));
    return element("th", { scope: "col", class: `${column.kind ?? ""} ${column.width ?? ""}` }, sort || column.title);
  }

  sortBy(column) {
    const same = this.order.column === column;
    this.order = { column, down: same ? !this.order.down : Boolean(column.down) };
    this.show(this.rows);
    this.holder.scrollTop = 0;
  }

  show(rows) {
    const { column, down } = this.order;
    const sign = down ? -1 : 1;
    const keys = new Map(rows.map((row) => [row, column.sort(row)]));
    this.rows = [...rows].sort((one, other) => {
      const [first, second] = [keys.get(one), keys.get(other)];
      return first < second ? -sign : first > second ? sign : 0;
    });
    this.columns.forEach((each, place) => {
      const heading = this.head.children[place];
      if (!each.sort) return;
      heading.setAttribute("aria-sort", each === column ? (down ? "descending" : "ascending") : "none");
      heading.firstChild.textContent = each.title + (each === column ? (down ? " ▼" : " ▲") : "");
    });
    this.table.setAttribute("aria-rowcount", rows.length + 1);
    for (const row of this.made.values()) row.remove();
    this.made.clear();
    this.measure();
  }

  measure() {
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    this.height = rem * parseFloat(getComputedStyle(this.holder).getPropertyValue("--row"));
    this.draw();
  }

  draw() {
    const height = this.height;
    if (!height) return; // the table is not in the page yet
    const first = Math.max(0, Math.floor(this.holder.scrollTop / height) - ROWS_AROUND);
    const last = Math.min(this.rows.length, Math.ceil((this.holder.scrollTop + this.holder.clientHeight) / height) + ROWS_AROUND);
    for (const [place, row] of this.made) {
      if (place >= first && place < last) continue;
      if (row.contains(document.activeElement)) this.holder.focus({ preventScroll: true });
      row.remove();
      this.made.delete(place);
    }
    let after = this.above;
    for (let place = first; place < last; place += 1) {
      if (!this.made.has(place)) {
        this.made.set(place, this.row(this.rows[place], place));
        after.after(this.made.get(place));
      }
      after = this.made.get(place);
    }
    this.above.style.height = `${first * height}px`;
    this.below.style.height = `${(this.rows.length - last) * height}px`;
  }

  row(finding, place) {
    const cells = this.columns.map((column) => element("td", { class: column.kind }, element("div", {}, column.cell(finding))));
    return element("tr", { "aria-rowindex": place + 2 }, cells);
  }
}
