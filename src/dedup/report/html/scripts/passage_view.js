// The life of a passage: every document that has it, the earliest first, and what changed at each stop.

const MOST_STOPS = 500;

// From a passage of a pair, over all pairs that have most of it, to every document in which it stands.
async function stopsOf(pair, passage) {
  const byDocument = passagesByDocument();
  const stops = new Map([[pair.a, passage.a]]);
  const waiting = [pair.a];
  while (waiting.length && stops.size < MOST_STOPS) {
    const document = waiting.shift();
    const here = stops.get(document);
    for (const { there, own, other } of byDocument.get(document) ?? []) {
      const common = Math.min(here.end, own.end) - Math.max(here.start, own.start);
      if (stops.has(there) || common * 2 < here.end - here.start) continue;
      stops.set(there, partOf(here, own, other, await textOf(document), await textOf(there)));
      waiting.push(there);
    }
  }
  if (!stops.has(pair.b)) stops.set(pair.b, passage.b);
  return stops;
}

// Where a stretch stands in the other text of a passage: from its first to its last word that is the same there.
function partOf(here, own, other, text, otherText) {
  if (here.start <= own.start && here.end >= own.end) return other;
  const versions = text === null || otherText === null ? null : [text.slice(own.start, own.end), otherText.slice(other.start, other.end)];
  const matched = versions && matchedWords(...versions);
  if (!matched) return other;
  const inside = ([at]) => matched.left[at].index + own.start >= here.start && endOf(matched.left[at]) + own.start <= here.end;
  const same = matched.kept.filter(inside).map(([, at]) => matched.right[at]);
  if (!same.length) return other;
  const start = other.start + same[0].index;
  const lines = otherText.slice(other.start, start).split("\n").length - 1;
  return { start, end: other.start + endOf(same[same.length - 1]), line: other.line + lines };
}

let passageIndex = null;

function passagesByDocument() {
  if (passageIndex) return passageIndex;
  passageIndex = new Map();
  const add = (document, entry) => {
    if (!passageIndex.has(document)) passageIndex.set(document, []);
    passageIndex.get(document).push(entry);
  };
  for (const pair of values.pairs) {
    for (const { a, b, extra } of pair.passages.map(passageAt)) {
      if (extra) continue;
      add(pair.a, { there: pair.b, own: a, other: b });
      add(pair.b, { there: pair.a, own: b, other: a });
    }
  }
  return passageIndex;
}

// How many sources are known before a document: of two of one day, the one with fewer was first.
const stepsBefore = (document) => values.chains[document]?.length ?? 1;

async function showPassage(number, place) {
  const pair = values.pairs[number - 1];
  const [a, b] = pair ? await bothTexts(pair) : [];
  const passage = pair && passagesOf(pair, a, b)[place - 1];
  if (!passage) return showMissing(`There is no passage ${place} in pair ${number}.`);
  const stops = [...(await stopsOf(pair, passage))].sort(([one], [other]) => {
    const [first, second] = [documentDate(one) || "9999", documentDate(other) || "9999"];
    return first < second ? -1 : first > second ? 1 : stepsBefore(one) - stepsBefore(other);
  });
  const texts = await Promise.all(stops.map(async ([document, at]) => (await textOf(document))?.slice(at.start, at.end) ?? null));
  const [first] = stops[0];
  const dated = documentDate(first) ? `, first ${documentDate(first)}` : "";
  const publisher = documentOf(first).publisher ? ` in ${named(documentOf(first).publisher)}` : "";
  const sentence = `The passage stands in ${counted(stops.length, "document")}${dated}${dated ? publisher : ""}.`;
  show(
    "The life of a passage",
    crumbs(),
    element("h1", { tabindex: -1 }, "The life of a passage"),
    paragraph(sentence, "count"),
    element("p", {}, link(`Pair ${figure(number)}, passage ${place}, side by side`, `#pair/${number}/${place}`)),
    stops.length === MOST_STOPS ? paragraph(`Only the first ${MOST_STOPS} documents are listed.`, "note") : null,
    element("ol", { class: "timeline" }, stops.map(([document, at], stop) => timelineStop(document, at, stop, texts))),
  );
}

function timelineStop(document, at, stop, texts) {
  const text = texts[stop];
  const earlier = texts.slice(0, stop).findLast((each) => each !== null) ?? null;
  const date = documentDate(document) || "no date";
  const heading = element("h2", {}, `${date}: ${documentName(document)}`);
  const details = paragraph(`${documentDetails(document)}, line ${figure(at.line)}`, "faint");
  if (text === null) return element("li", {}, heading, details, paragraph(textMissing(), "faint"));
  if (earlier === null) return element("li", {}, heading, details, element("div", { class: "words" }, named(text)));
  const edits = wordEdits(earlier, text);
  if (edits && !edits[0].length && !edits[1].length) return element("li", {}, heading, details, paragraph("Word for word as before."));
  const changed = edits ? changesInOne(earlier, text, edits) : [named(text)];
  return element("li", {}, heading, details, paragraph("What changed since the stop before:"), element("div", { class: "words" }, changed));
}

// The later version, with the words that are gone where they stood.
function changesInOne(earlier, text, [gone, come, places]) {
  const changes = [
    ...gone.map(([start, end], at) => ({ at: places[at], end: places[at], made: element("del", {}, named(earlier.slice(start, end))) })),
    ...come.map(([start, end]) => ({ at: start, end, made: element("ins", {}, named(text.slice(start, end))) })),
  ].sort((one, other) => one.at - other.at);
  const pieces = [];
  let end = 0;
  for (const change of changes) {
    pieces.push(named(text.slice(end, change.at)), change.end === change.at ? " " : "", change.made);
    end = change.end;
  }
  return [...pieces, named(text.slice(end))];
}
