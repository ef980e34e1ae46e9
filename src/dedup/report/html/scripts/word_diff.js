// Two versions of a passage → the stretches of each in which their words differ (Myers 1986: the shortest list of edits).

const TOKEN = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+/g;
const MOST_EDITS = 1500;

// Returns for each side the edits as pairs of start and end in the text, and the places of `b` at which the words that
// are only in `a` would stand; null if there are too many edits to be found.
function wordEdits(a, b) {
  const matched = matchedWords(a, b);
  if (matched === null) return null;
  const { left, right, kept } = matched;
  const edits = [differing(left, kept.map(([at]) => at)), differing(right, kept.map(([, at]) => at))];
  const places = edits[0].map(([start]) => {
    const last = kept.findLast(([at]) => left[at].index < start);
    return last ? endOf(right[last[1]]) : 0;
  });
  return [...edits, places];
}

const endOf = (word) => word.index + word[0].length;

// The words of both texts, and the places in these lists of those that are the same.
function matchedWords(a, b) {
  const left = [...a.matchAll(TOKEN)];
  const right = [...b.matchAll(TOKEN)];
  let before = 0;
  while (before < left.length && before < right.length && left[before][0] === right[before][0]) before += 1;
  let after = 0;
  const shorter = Math.min(left.length, right.length) - before;
  while (after < shorter && left[left.length - 1 - after][0] === right[right.length - 1 - after][0]) after += 1;
  const middle = [left.slice(before, left.length - after), right.slice(before, right.length - after)];
  const kept = commonWords(...middle.map((words) => words.map((word) => word[0])));
  if (kept === null) return null;
  const first = Array.from({ length: before }, (_, at) => [at, at]);
  const last = Array.from({ length: after }, (_, at) => [left.length - after + at, right.length - after + at]);
  return { left, right, kept: [...first, ...kept.map(([one, other]) => [one + before, other + before]), ...last] };
}

function differing(words, kept) {
  const same = new Set(kept);
  const edits = [];
  words.forEach((word, at) => {
    if (same.has(at)) return;
    const end = word.index + word[0].length;
    if (at && !same.has(at - 1)) edits[edits.length - 1][1] = end;
    else edits.push([word.index, end]);
  });
  return edits;
}

// The places of common words in both lists.
function commonWords(a, b) {
  const most = Math.min(a.length + b.length, MOST_EDITS);
  const furthest = new Map([[1, 0]]);
  const steps = [];
  for (let edits = 0; edits <= most; edits += 1) {
    steps.push(new Map(furthest));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const down = diagonal === -edits || (diagonal !== edits && furthest.get(diagonal - 1) < furthest.get(diagonal + 1));
      let x = down ? furthest.get(diagonal + 1) : furthest.get(diagonal - 1) + 1;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x += 1;
      furthest.set(diagonal, x);
      if (x >= a.length && x - diagonal >= b.length) return walkBack(a, b, steps);
    }
  }
  return null;
}

function walkBack(a, b, steps) {
  const common = [];
  let x = a.length;
  let y = b.length;
  for (let edits = steps.length - 1; edits >= 0; edits -= 1) {
    const furthest = steps[edits];
    const diagonal = x - y;
    const down = diagonal === -edits || (diagonal !== edits && furthest.get(diagonal - 1) < furthest.get(diagonal + 1));
    const before = down ? diagonal + 1 : diagonal - 1;
    const beforeX = furthest.get(before) ?? 0;
    const startX = edits === 0 ? 0 : down ? beforeX : beforeX + 1;
    while (x > startX && y > 0) {
      x -= 1;
      y -= 1;
      common.push([x, y]);
    }
    if (edits) {
      x = beforeX;
      y = beforeX - before;
    }
  }
  return common.reverse();
}

// A version of a passage in pieces, with its edits as elements.
function withEdits(text, edits, tag) {
  const pieces = [];
  let end = 0;
  for (const [start, stop] of edits ?? []) {
    pieces.push(named(text.slice(end, start)), element(tag, {}, named(text.slice(start, stop))));
    end = stop;
  }
  return [...pieces, named(text.slice(end))];
}
