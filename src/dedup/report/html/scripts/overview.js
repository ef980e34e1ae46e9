// The first page: the opening lines, filters, and the lists of pairs, repetitions, clusters and origins.

const MOST_PRINTED = 50;
const TABS = [
  { name: "pairs", title: "Pairs", total: () => values.pairs.length },
  { name: "repetitions", title: "Repetitions", total: () => values.repetitions.length },
  { name: "clusters", title: "Clusters", total: () => values.clusters.length },
  { name: "origins", title: "Origins", total: () => values.origins.edges.length },
  { name: "text", title: "Everything as text" },
];
let openTab = null;

const pairNumber = new Map(values.pairs.map((pair, place) => [pair, place + 1]));
const repetitionNumber = new Map(values.repetitions.map((each, place) => [each, place + 1]));

function documentCell(number, side) {
  const publisher = documentOf(number).publisher;
  const name = element("span", { class: "cut", title: `${documentName(number)} (${documentDetails(number)})` }, side ? `${side}: ` : "", documentName(number));
  return element("div", { class: "named" }, name, publisher ? element("small", {}, named(publisher)) : null);
}

const excerptCell = (finding) => element("div", { class: "cut quote" }, finding.excerpt ? `“${named(finding.excerpt)}”` : "");

const pairColumns = [
  { title: "No.", kind: "figure", width: "col-number", sort: (pair) => pairNumber.get(pair), cell: (pair) => element("a", { href: `#pair/${pairNumber.get(pair)}`, "aria-label": `Pair ${pairNumber.get(pair)}: ${documentName(pair.a)} and ${documentName(pair.b)}` }, figure(pairNumber.get(pair))) },
  { title: "Documents", sort: (pair) => documentName(pair.a).toLowerCase(), cell: (pair) => [documentCell(pair.a, "a"), documentCell(pair.b, "b"), excerptCell(pair)] },
  { title: "Relation", width: "col-relation", sort: (pair) => pair.relation, cell: relationOf },
  { title: "Share", kind: "figure", width: "col-figure", down: true, sort: shareOf, cell: (pair) => [element("div", {}, percent(pair.inA)), element("div", {}, percent(pair.inB))] },
  { title: "Words", kind: "figure", width: "col-figure", down: true, sort: (pair) => pair.words, cell: (pair) => figure(pair.words) },
  { title: "Date", width: "col-date", sort: (pair) => [documentDate(pair.a), documentDate(pair.b)].filter(Boolean).sort()[0] ?? "9999", cell: (pair) => [element("div", {}, documentDate(pair.a) || "–"), element("div", {}, documentDate(pair.b) || "–")] },
];

const repetitionColumns = [
  { title: "No.", kind: "figure", width: "col-number", sort: (each) => repetitionNumber.get(each), cell: (each) => element("a", { href: `#repetition/${repetitionNumber.get(each)}`, "aria-label": `Repetition ${repetitionNumber.get(each)} in ${documentName(each.document)}` }, figure(repetitionNumber.get(each))) },
  { title: "Document and words", sort: (each) => documentName(each.document).toLowerCase(), cell: (each) => [documentCell(each.document), excerptCell(each), each.verdict ? element("small", {}, each.verdict) : null] },
  { title: "Relation", width: "col-relation", sort: (each) => each.relation, cell: relationOf },
  { title: "Words", kind: "figure", width: "col-figure", down: true, sort: (each) => each.words, cell: (each) => figure(each.words) },
  { title: "Lines", width: "col-date", kind: "figure", sort: (each) => each.first[2], cell: (each) => `${figure(each.first[2])} ↔ ${figure(each.second[2])}` },
];

function pairTable(pairs) {
  const table = new VirtualTable("Pairs", pairColumns);
  table.show(pairs);
  return table;
}

function showOverview(tab) {
  openTab = tab ?? openTab ?? (TABS.find((each) => each.total?.()) ?? TABS[4]).name;
  const pairs = new VirtualTable("Pairs", pairColumns);
  const repetitions = new VirtualTable("Repetitions", repetitionColumns, true);
  const count = element("p", { class: "count", role: "status" });
  const tools = element("div", { class: "tools" }, count);
  const panel = element("div", { role: "tabpanel", id: "list", "aria-labelledby": `tab-${openTab}` });
  const tabs = tabList(() => update(), panel);
  const update = () => {
    const found = filtered();
    for (const tabButton of tabs.children) tabButton.textContent = tabTitle(tabButton.dataset.name, found);
    count.textContent = countSentence(found);
    const content = { pairs: () => pairs.holder, repetitions: () => repetitions.holder, clusters: () => clusterCards(found.clusters), origins: () => originGraph(values.origins, "Who took from whom, all documents"), text: () => null };
    document.getElementById("plain").hidden = openTab !== "text";
    const shown = [content[openTab]()].flat().filter(Boolean);
    if (openTab !== "origins" || panel.dataset.name !== "origins") panel.replaceChildren(...(shown.length || openTab === "text" ? shown : [paragraph("There is nothing to list.")]));
    panel.dataset.name = openTab;
    if (openTab === "pairs") pairs.show(found.pairs);
    if (openTab === "repetitions") repetitions.show(found.repetitions);
    printButton.hidden = openTab !== "pairs" || !found.pairs.length;
    printable = found.pairs;
  };
  let printable = [];
  const printButton = button(values.pairs.length > MOST_PRINTED ? `Print the first ${MOST_PRINTED} of these pairs` : "Print these pairs", () => printPairs(printable.slice(0, MOST_PRINTED)));
  tools.append(printButton);
  const found = values.pairs.length + values.repetitions.length;
  show(
    "Copies and origins",
    element("h1", { tabindex: -1 }, "Copies and origins"),
    element("ul", { class: "opening" }, values.opening.map((line) => element("li", {}, line.address ? link(named(line.text), line.address) : named(line.text)))),
    carried.missing.map((sentence) => paragraph(sentence, "note")),
    found ? element("section", { class: "filters", "aria-label": "Filters" }, histogram(update), filterPanel(update)) : null,
    tabs,
    tools,
    panel,
  );
  update();
}

function tabTitle(name, found) {
  const tab = TABS.find((each) => each.name === name);
  if (!tab.total) return tab.title;
  const [shown, total] = [found[name]?.length ?? tab.total(), tab.total()];
  return `${tab.title} (${shown === total ? figure(total) : `${figure(shown)} of ${figure(total)}`})`;
}

function countSentence(found) {
  if (openTab === "pairs") {
    const linked = linkedGroups(found.pairs);
    const groups = found.pairs.length ? `; they link ${counted(linked.documents, "document")} to ${counted(linked.groups, "group")}, the largest of ${figure(linked.largest)}` : "";
    return `${figure(found.pairs.length)} of ${counted(values.pairs.length, "pair")}${groups}.`;
  }
  if (openTab === "repetitions") return `${figure(found.repetitions.length)} of ${counted(values.repetitions.length, "repetition")}.`;
  return openTab === "clusters" ? `${figure(found.clusters.length)} of ${counted(values.clusters.length, "cluster")}.` : "";
}

function tabList(update, panel) {
  const tabs = element("div", { class: "tabs", role: "tablist", "aria-label": "Lists" });
  const choose = (name) => {
    openTab = name;
    for (const each of tabs.children) {
      each.setAttribute("aria-selected", each.dataset.name === name);
      each.tabIndex = each.dataset.name === name ? 0 : -1;
    }
    panel.setAttribute("aria-labelledby", `tab-${name}`);
    history.replaceState(null, "", `#${name}`);
    update();
  };
  const keydown = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const all = [...tabs.children];
    const next = all[(all.indexOf(event.target) + step + all.length) % all.length];
    choose(next.dataset.name);
    next.focus();
  };
  for (const { name } of TABS) {
    const selected = name === openTab;
    tabs.append(button("", () => choose(name), { role: "tab", id: `tab-${name}`, "data-name": name, "aria-controls": "list", "aria-selected": String(selected), tabindex: selected ? 0 : -1, keydown }));
  }
  return tabs;
}
