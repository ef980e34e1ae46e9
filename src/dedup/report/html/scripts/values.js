// The values of the report, and the texts that stand compressed at the end of the page.

const values = JSON.parse(document.getElementById("values").textContent);
const carried = JSON.parse(document.getElementById("texts").textContent);
const openedBlocks = new Map();

const pageIsWhole = new Promise((resolve) => {
  if (document.readyState !== "loading") resolve();
  else document.addEventListener("DOMContentLoaded", resolve, { once: true });
});

// The text of a document, by its number; null where the page does not have it.
async function textOf(number) {
  const place = carried.places[number];
  if (!place) return null;
  const [block, start, length] = place;
  if (!openedBlocks.has(block)) openedBlocks.set(block, openBlock(block));
  const opened = await openedBlocks.get(block);
  return opened === null ? null : opened.slice(start, start + length);
}

// Null where the browser cannot decompress (before 2023).
async function openBlock(number) {
  if (typeof DecompressionStream === "undefined") return null;
  await pageIsWhole;
  const packed = document.getElementById(`block-${number}`).textContent;
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const opened = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const buffer = await new Response(opened).arrayBuffer();
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(buffer);
}

const bothTexts = (pair) => Promise.all([textOf(pair.a), textOf(pair.b)]);

const numberFormat = new Intl.NumberFormat("en");
const figure = (number) => numberFormat.format(number);
const counted = (number, one, many = `${one}s`) => `${figure(number)} ${number === 1 ? one : many}`;
const percent = (share) => `${share >= 0.995 && share < 1 ? 99 : Math.round(share * 100)} %`;

// The share of the smaller text that stands in the other one.
const shareOf = (pair) => Math.max(pair.inA, pair.inB);
const relationOf = (finding) => values.relations[finding.relation].name;

const passageAt = (passage) => ({
  a: { start: passage[0], end: passage[1], line: passage[2] },
  b: { start: passage[3], end: passage[4], line: passage[5] },
  words: passage[6],
  same: passage[7],
  extra: passage[8] === 1,
  marked: passage[9],
});
