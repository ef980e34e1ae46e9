// Two texts side by side, or one text beside itself: passages are gone through on both sides at once.

function crumbs() {
  return element("p", { class: "crumbs" }, link("← All findings", "#"));
}

async function showPair(number, passage) {
  const pair = values.pairs[number - 1];
  if (!pair) return showMissing(`There is no pair ${number}.`);
  const [a, b] = await bothTexts(pair);
  const passages = passagesOf(pair, a, b);
  const facts = [
    `${relationOf(pair)}: ${values.relations[pair.relation].meaning}`,
    `${counted(pair.words, "shared word")}, longest run ${figure(pair.run)}`,
    `${percent(pair.inA)} of the first text and ${percent(pair.inB)} of the second`,
    `Jaccard ${pair.jaccard}`,
    ...(pair.material ? [`Material edits: ${pair.material.map(named).join("; ")}`] : []),
  ];
  const head = (member, side) => element("div", {}, element("h2", {}, `Text ${side}: ${documentName(member)}`), paragraph([documentDetails(member), counted(documentOf(member).words ?? 0, "word")].filter(Boolean).join(", "), "faint"));
  const content = [
    crumbs(),
    element("h1", { tabindex: -1 }, `Pair ${figure(number)}: ${relationOf(pair)}`),
    paragraph(`${facts.join(". ")}.`),
    element("div", { class: "pair-head" }, head(pair.a, "a"), head(pair.b, "b")),
  ];
  const title = `Pair ${number}: ${documentName(pair.a)} and ${documentName(pair.b)}`;
  if (a === null || b === null) {
    show(title, ...content, paragraph(withoutTexts(pair), "note"), passageList(passages));
    return;
  }
  setPrinted([alignedPair(pair, passages, a, b)]);
  const names = [documentName(pair.a), documentName(pair.b)];
  const view = sideBySide({ texts: [a, b], names, passages, address: `pair/${number}`, life: (place) => `#passage/${number}/${place + 1}` });
  show(title, ...content, view.holder);
  view.start(passage);
}

async function showRepetition(number) {
  const chosen = values.repetitions[number - 1];
  if (!chosen) return showMissing(`There is no repetition ${number}.`);
  const text = await textOf(chosen.document);
  const all = values.repetitions.filter((each) => each.document === chosen.document).sort((one, other) => one.first[0] - other.first[0]);
  const side = ([start, end, line]) => ({ start, end, line });
  const passages = all.map((each) => ({ a: side(each.first), b: side(each.second), words: each.words, same: 0 }));
  const name = documentName(chosen.document);
  const content = [
    crumbs(),
    element("h1", { tabindex: -1 }, `Said again in ${name}`),
    paragraph([documentDetails(chosen.document), counted(all.length, "repetition")].filter(Boolean).join(", "), "faint"),
    paragraph("The same text stands on both sides: the first place of each repetition on the left, the second on the right."),
  ];
  if (text === null) {
    const quotations = all.map((each) => element("li", {}, `Lines ${each.first[2]} and ${each.second[2]}, ${counted(each.words, "word")}: “${named(each.excerpt)}”`));
    show(`Repetitions: ${name}`, ...content, paragraph(textMissing(), "note"), element("ol", {}, quotations));
    return;
  }
  setPrinted([alignedPair({ a: chosen.document, b: chosen.document }, passages, text, text)]);
  const addresses = all.map((each) => `repetition/${repetitionNumber.get(each)}`);
  const view = sideBySide({ texts: [text, text], names: [`${name}, first places`, `${name}, second places`], passages, addresses });
  show(`Repetitions: ${name}`, ...content, view.holder);
  view.start(all.indexOf(chosen) + 1);
}

// The passages of a pair; identical texts without any are one passage.
function passagesOf(pair, a, b) {
  const passages = pair.passages.map(passageAt);
  if (passages.length || relationOf(pair) !== "identical" || a === null || b === null) return passages;
  return [{ a: { start: 0, end: a.length, line: 1 }, b: { start: 0, end: b.length, line: 1 }, words: pair.words, same: pair.words }];
}

function textMissing() {
  return typeof DecompressionStream === "undefined"
    ? "This browser cannot open the texts, which are compressed; a browser of 2023 or later can."
    : "The texts are not in this file.";
}

function withoutTexts(pair) {
  if (values.hidden || hidesNames) return textMissing();
  const path = (number) => `'${(documentOf(number).path ?? documentOf(number).id).replaceAll("'", "'\\''")}'`;
  return `${textMissing()} This shows them: dedup compare ${path(pair.a)} ${path(pair.b)}`;
}

function passageList(passages) {
  return element("ol", {}, passages.map((each) => element("li", {}, `Lines ${figure(each.a.line)} and ${figure(each.b.line)}: ${passageWords(each)}`)));
}

function passageWords(passage) {
  const words = passage.same && passage.same < passage.words ? `${figure(passage.same)} of ${counted(passage.words, "word")} the same` : counted(passage.words, "word");
  return `${words}${passage.extra ? ", once more in one of the two" : ""}${passage.marked ? `, marked as ${passage.marked}` : ""}`;
}

function editsOf(passages, texts) {
  const edits = [[], []];
  for (const { a, b } of passages) {
    const found = wordEdits(texts[0].slice(a.start, a.end), texts[1].slice(b.start, b.end)) ?? [[], []];
    [a, b].forEach((place, side) => edits[side].push(...found[side].map(([start, end]) => [place.start + start, place.start + end])));
  }
  return edits.map((side) => side.sort((one, other) => one[0] - other[0]));
}

function sideBySide({ texts, names, passages, address, addresses, life }) {
  const edits = editsOf(passages, texts);
  const told = element("p", { class: "count", role: "status" });
  const before = button("← Previous passage", () => go(now - 1));
  const next = button("Next passage →", () => go(now + 1));
  const where = element("a", { hidden: true }, "Where else it stands");
  let now = -1;
  const panes = ["a", "b"].map((side, place) =>
    new TextPane({
      name: names[place],
      text: texts[place],
      spans: passages.map((passage, number) => ({ start: passage[side].start, end: passage[side].end, passage: number })),
      edits: edits[place],
      tag: place ? "ins" : "del",
      inOrder: place === 0,
      chosen: (passage, pane) => choose(passage, pane),
    }),
  );
  const choose = (passage) => {
    if (passage === now) return;
    now = passage;
    const { a, b } = passages[passage];
    told.textContent = `Passage ${passage + 1} of ${passages.length}: lines ${figure(a.line)} and ${figure(b.line)}, ${passageWords(passages[passage])}`;
    before.disabled = passage === 0;
    next.disabled = passage === passages.length - 1;
    if (life) {
      where.href = life(passage);
      where.hidden = false;
    }
    for (const pane of panes) pane.show(passage);
    history.replaceState(null, "", `#${addresses ? addresses[passage] : `${address}/${passage + 1}`}`);
  };
  const go = (passage) => {
    if (passages[passage]) choose(passage);
  };
  const legend = element("p", { class: "legend" }, "Words only on the left are ", element("del", {}, "struck"), ", words only on the right ", element("ins", {}, "doubly underlined"), ". Tab goes from passage to passage.");
  const tools = element("div", { class: "bar-of-passages" }, passages.length > 1 ? [before, next] : null, told, where, button("Print", () => window.print()));
  const start = (passage) => {
    before.disabled = true;
    next.disabled = !passages.length;
    if (passages.length) choose(Math.min(Math.max(0, (passage || 1) - 1), passages.length - 1));
    else told.textContent = "No passage of these two texts is listed.";
    // Fonts that come late move lines: once more, when the page is laid out.
    requestAnimationFrame(() => panes.forEach((pane) => pane.show(now)));
  };
  return { holder: element("div", {}, tools, element("div", { class: "panes" }, panes.map((pane) => pane.holder)), legend), start };
}

// A pair as a page of print: its passages, the one version beside the other.
function alignedPair(pair, passages, a, b) {
  const names = [pair.a, pair.b].map((member) => element("th", { scope: "col" }, documentName(member), element("small", {}, documentDetails(member))));
  const bodies = passages.map((passage, place) => {
    const versions = [a.slice(passage.a.start, passage.a.end), b.slice(passage.b.start, passage.b.end)];
    const edits = wordEdits(...versions) ?? [[], []];
    const heading = `Passage ${place + 1}: lines ${figure(passage.a.line)} and ${figure(passage.b.line)}, ${passageWords(passage)}`;
    const cells = versions.map((version, side) => element("td", {}, withEdits(version, edits[side], side ? "ins" : "del")));
    return element("tbody", {}, element("tr", {}, element("th", { colspan: 2, scope: "rowgroup" }, heading)), element("tr", {}, cells));
  });
  const title = pair.relation === undefined ? "Repetitions" : `Pair ${pairNumber.get(pair)}: ${relationOf(pair)}, ${counted(pair.words, "shared word")}`;
  return element("article", { class: "pair-text" }, element("h2", {}, title), element("table", { class: "aligned" }, element("thead", {}, element("tr", {}, names)), bodies));
}

function setPrinted(articles) {
  document.getElementById("print").replaceChildren(...articles);
  document.body.classList.toggle("prints-pairs", articles.length > 0);
}

async function printPairs(pairs) {
  const articles = [];
  for (const pair of pairs) {
    const [a, b] = await bothTexts(pair);
    if (a !== null && b !== null) articles.push(alignedPair(pair, passagesOf(pair, a, b), a, b));
  }
  setPrinted(articles);
  addEventListener("afterprint", () => setPrinted([]), { once: true });
  window.print();
}
