// One text with its passages marked, and a narrow map of the whole text beside it.

const HUES = 6;
const LINES = 5;
const kindOf = (place) => `hue-${(place % HUES) + 1} line-${(place % LINES) + 1}`;

class TextPane {
  // `spans` have a start, an end and the number of the passage, from 0; `edits` are pairs of start and end.
  constructor({ name, text, spans, edits, tag, inOrder, chosen }) {
    this.marks = new Map();
    this.chosen = chosen;
    this.text = element("div", { class: "text", role: "region", tabindex: 0, "aria-label": `Text of ${name}` });
    this.text.append(...this.pieces(text, spans, edits, tag, inOrder));
    this.map = drawn("svg", { class: "map", "aria-hidden": "true" });
    this.map.addEventListener("click", (event) => this.goTo(event));
    this.holder = element("div", { class: "pane" }, this.text, this.map);
    this.text.addEventListener("scroll", () => this.drawSeen(), { passive: true });
    new ResizeObserver(() => this.drawMap()).observe(this.holder);
  }

  pieces(text, spans, edits, tag, inOrder) {
    const bounds = new Set([0, text.length]);
    for (const { start, end } of spans) bounds.add(start).add(end);
    for (const [start, end] of edits) bounds.add(start).add(end);
    const cuts = [...bounds].filter((at) => at <= text.length).sort((one, other) => one - other);
    const pieces = [];
    let mark = null;
    let edit = 0;
    const open = [...spans].sort((one, other) => one.start - other.start);
    for (let place = 0; place + 1 < cuts.length; place += 1) {
      const [start, end] = [cuts[place], cuts[place + 1]];
      const covering = open.filter((span) => span.start <= start && span.end >= end).map((span) => span.passage);
      while (edit < edits.length && edits[edit][1] <= start) edit += 1;
      const edited = edit < edits.length && edits[edit][0] <= start;
      const words = edited ? element(tag, {}, named(text.slice(start, end))) : named(text.slice(start, end));
      if (!covering.length) {
        mark = null;
        pieces.push(words);
        continue;
      }
      const passage = Math.min(...covering);
      if (mark === null || mark.passage !== passage) {
        mark = { passage, element: this.mark(passage, inOrder) };
        pieces.push(mark.element);
      }
      mark.element.append(words);
    }
    return pieces;
  }

  // The first mark of a passage begins with a button of its number, which Tab reaches.
  mark(passage, inOrder) {
    const made = element("mark", { class: kindOf(passage), click: () => this.chosen(passage, this) });
    if (!this.marks.has(passage)) {
      this.marks.set(passage, []);
      const focus = () => this.chosen(passage, this);
      const keydown = (event) => this.keydown(event, passage);
      const tag = { class: "tag", "aria-label": `Passage ${passage + 1}`, tabindex: inOrder ? 0 : -1, focus, keydown };
      made.append(button(String(passage + 1), focus, tag));
    }
    this.marks.get(passage).push(made);
    return made;
  }

  // Tab goes on from passage to passage on this side too, after a click on one; at either end it leaves the text.
  keydown(event, passage) {
    if (event.key !== "Tab") return;
    const order = [...this.marks.keys()];
    const next = this.marks.get(order[order.indexOf(passage) + (event.shiftKey ? -1 : 1)]);
    if (!next) return;
    event.preventDefault();
    next[0].querySelector(".tag").focus({ preventScroll: true });
  }

  show(passage) {
    for (const [number, marks] of this.marks) for (const mark of marks) mark.classList.toggle("now", number === passage);
    const first = this.marks.get(passage)?.[0];
    if (first) this.text.scrollTop = first.offsetTop - this.text.clientHeight / 4;
    this.drawMap();
  }

  drawMap() {
    const height = this.map.clientHeight;
    const width = this.map.clientWidth;
    if (!height) return;
    const scale = height / this.text.scrollHeight;
    this.seen = drawn("rect", { class: "seen", x: 1, width: Math.max(0, width - 2) });
    const parts = [];
    for (const [passage, marks] of this.marks) {
      const now = marks[0].classList.contains("now") ? " now" : "";
      for (const mark of marks) {
        const part = Math.max(3, mark.offsetHeight * scale);
        parts.push(drawn("rect", { class: `hue-${(passage % HUES) + 1}${now}`, x: 4, width: Math.max(0, width - 8), y: mark.offsetTop * scale, height: part }));
      }
    }
    this.map.replaceChildren(...parts, this.seen);
    this.drawSeen();
  }

  drawSeen() {
    if (!this.seen) return;
    const scale = this.map.clientHeight / this.text.scrollHeight;
    this.seen.setAttribute("y", Math.max(1, this.text.scrollTop * scale));
    this.seen.setAttribute("height", Math.max(6, this.text.clientHeight * scale - 2));
  }

  goTo(event) {
    const at = (event.offsetY / this.map.clientHeight) * this.text.scrollHeight;
    const near = [...this.marks].find(([, marks]) => marks.some((mark) => at >= mark.offsetTop - 8 && at <= mark.offsetTop + mark.offsetHeight + 8));
    if (near) this.chosen(near[0], this);
    else this.text.scrollTop = at - this.text.clientHeight / 2;
  }
}
