// Names of documents, publishers and authors, or numbers in their place while the switch hides them.

const WORD = /[\p{L}\p{N}_]+/gu;
const ADDRESS = /(?:https?:\/\/|www\.)[^\s<>"')\]]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
const LONGEST_GAP = 3;
let hidesNames = false;
let replacements = null;

const keyOf = (words) => (words.length > 1 ? words.map((word) => word.toLowerCase()) : words).join(" ");

function buildReplacements() {
  const shown = new Map();
  const sizes = new Map();
  for (const [replacement, name] of values.names) {
    const words = name.split(" ");
    shown.set(keyOf(words), replacement);
    const first = words[0].toLowerCase();
    const known = sizes.get(first) ?? [];
    if (!known.includes(words.length)) sizes.set(first, [...known, words.length].sort((one, other) => other - one));
  }
  return { shown, sizes };
}

// A text as it is shown now.
function named(text) {
  return hidesNames && text ? withoutNames(text) : text;
}

function withoutNames(text) {
  replacements ??= buildReplacements();
  const words = [...text.matchAll(WORD)].map((found) => ({ text: found[0], start: found.index, end: found.index + found[0].length }));
  const found = [...text.matchAll(ADDRESS)].map((each) => ({ start: each.index, end: each.index + each[0].length, shown: "[address]" }));
  for (let place = 0; place < words.length; ) {
    const name = nameAt(words, place);
    if (name) found.push(name);
    place += name ? name.size : 1;
  }
  found.sort((one, other) => one.start - other.start || other.end - one.end);
  let shown = "";
  let end = 0;
  for (const each of found) {
    if (each.start >= end) shown += text.slice(end, each.start) + each.shown;
    end = Math.max(end, each.end);
  }
  return shown + text.slice(end);
}

function nameAt(words, place) {
  for (const size of replacements.sizes.get(words[place].text.toLowerCase()) ?? []) {
    const part = words.slice(place, place + size);
    if (part.length < size || part.some((word, at) => at && word.start - part[at - 1].end > LONGEST_GAP)) continue;
    const shown = replacements.shown.get(keyOf(part.map((word) => word.text)));
    if (shown) return { start: part[0].start, end: part[size - 1].end, shown, size };
  }
  return null;
}

const documentOf = (number) => values.documents[number];
const documentName = (number) => (hidesNames ? `Document ${documentOf(number).number}` : documentOf(number).name);
const documentDate = (number) => (documentOf(number).date ?? "").slice(0, 10);

function documentDetails(number) {
  const known = documentOf(number);
  const details = [known.publisher && named(known.publisher), known.author && named(known.author), documentDate(number)];
  if (!hidesNames && known.id !== known.name) details.push(known.id);
  return details.filter(Boolean).join(", ");
}

// The texts of the plain report as they were, by text node.
const plainTexts = new Map();

function renamePlainReport() {
  const walker = document.createTreeWalker(document.getElementById("plain"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!plainTexts.has(node)) plainTexts.set(node, node.data);
    node.data = named(plainTexts.get(node));
  }
}
