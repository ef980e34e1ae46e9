// How many pairs share how much, as bars, with a threshold that can be moved.

const BARS = 20;

function histogram(changed) {
  const findings = values.pairs.length ? values.pairs.map(shareOf) : values.repetitions.map((each) => each.share);
  const what = values.pairs.length ? ["pair", "pairs"] : ["repetition", "repetitions"];
  const counts = new Array(BARS).fill(0);
  for (const share of findings) counts[Math.min(BARS - 1, Math.floor(share * BARS))] += 1;
  const most = Math.max(1, ...counts);
  const bars = counts.map((count, place) => {
    const height = count ? Math.max(2, 100 * Math.sqrt(count / most)) : 0;
    const bar = drawn("rect", { class: "bar", x: place * 10 + 1, y: 100 - height, width: 8, height });
    bar.append(drawn("title", {}, `${place * 5} to ${place * 5 + 5} %: ${counted(count, ...what)}`));
    return bar;
  });
  const label = `Shares of ${counted(findings.length, ...what)}, from 0 to 100 %: ${counts.map((count, place) => (count ? `${place * 5} % ${figure(count)}` : "")).filter(Boolean).join(", ")}`;
  const range = element("input", { type: "range", min: 0, max: 100, step: 1, value: Math.round(filter.share * 100), id: "threshold" });
  const told = element("span");
  const show = () => {
    told.textContent = `Least share: ${range.value} %`;
    range.setAttribute("aria-valuetext", `${range.value} %`);
    bars.forEach((bar, place) => bar.classList.toggle("off", (place + 1) * 5 <= Number(range.value)));
  };
  range.addEventListener("input", () => {
    filter.share = Number(range.value) / 100;
    show();
    changed();
  });
  show();
  return element(
    "div",
    { class: "threshold" },
    drawn("svg", { class: "histogram", viewBox: `0 0 ${BARS * 10} 100`, preserveAspectRatio: "none", role: "img", "aria-label": label }, bars),
    element("div", { class: "axis", "aria-hidden": "true" }, ["0 %", "50 %", "100 %"].map((text) => element("span", {}, text))),
    element("label", {}, told, range),
    paragraph("How much of the smaller text stands in the other. Heights are square roots of the numbers.", "faint"),
  );
}

// Documents that are linked by pairs, as groups; returns how many documents and groups, and the largest.
function linkedGroups(pairs) {
  const root = new Map();
  const find = (number) => {
    let at = number;
    while ((root.get(at) ?? at) !== at) at = root.get(at);
    root.set(number, at);
    return at;
  };
  for (const pair of pairs) root.set(find(pair.b), find(pair.a));
  const sizes = new Map();
  for (const number of [...root.keys()]) sizes.set(find(number), (sizes.get(find(number)) ?? 0) + 1);
  return { documents: [...sizes.values()].reduce((sum, size) => sum + size, 0), groups: sizes.size, largest: Math.max(0, ...sizes.values()) };
}
