// What the reader asks for: a text, relations, a publisher, dates, a share. All lists show what meets it.

const filter = { text: "", relations: new Set(), publisher: "", from: "", to: "", share: 0 };
let searchable = null;
let searchableExcerpts = new Map();

function forgetSearchable() {
  searchable = null;
  searchableExcerpts = new Map();
}

function searchableExcerpt(finding) {
  if (!searchableExcerpts.has(finding)) searchableExcerpts.set(finding, named(finding.excerpt ?? "").toLowerCase());
  return searchableExcerpts.get(finding);
}

// What a search reads is made before somebody searches.
function prepareSearch() {
  searchableTexts();
  for (const finding of [...values.pairs, ...values.repetitions]) searchableExcerpt(finding);
}

function searchableTexts() {
  searchable ??= values.documents.map((known, number) =>
    [documentName(number), documentDetails(number), hidesNames ? "" : known.path ?? ""].join(" ").toLowerCase(),
  );
  return searchable;
}

// For each document whether it may stand in a list, and whether it has all words that are searched for.
function documentsThatMeet() {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const texts = words.length ? searchableTexts() : null;
  return values.documents.map((known, number) => {
    const date = documentDate(number);
    const inTime = (!filter.from || (date && date >= filter.from)) && (!filter.to || (date && date <= filter.to));
    const from = !filter.publisher || (known.publisher ?? "") === filter.publisher;
    return Boolean(inTime && from && (!texts || words.every((word) => texts[number].includes(word))));
  });
}

const meetsRelation = (finding) => !filter.relations.size || filter.relations.has(finding.relation);

function filtered() {
  const meets = documentsThatMeet();
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const quoted = (finding) => {
    const text = searchableExcerpt(finding);
    return words.every((word) => text.includes(word));
  };
  const onlyText = words.length && !filter.from && !filter.to && !filter.publisher;
  return {
    pairs: values.pairs.filter(
      (pair) => shareOf(pair) >= filter.share && meetsRelation(pair) && (meets[pair.a] || meets[pair.b] || (onlyText && quoted(pair))),
    ),
    repetitions: values.repetitions.filter(
      (each) => each.share >= filter.share && meetsRelation(each) && (meets[each.document] || (onlyText && quoted(each))),
    ),
    clusters: values.clusters.filter((cluster) => cluster.members.some((member) => meets[member])),
  };
}

function filterPanel(changed) {
  const set = (name) => (event) => {
    filter[name] = event.target.value;
    changed();
  };
  const publishers = [...new Set(values.documents.map((known) => known.publisher).filter(Boolean))].sort();
  const fields = element(
    "div",
    { class: "fields" },
    labelled("Search names, publishers, ids, quotations", element("input", { type: "search", id: "search", value: filter.text, input: set("text") }), "wide"),
  );
  if (publishers.length > 1) {
    const choices = publishers.map((name) => element("option", { value: name, selected: name === filter.publisher }, named(name)));
    fields.append(labelled("Publisher", element("select", { change: set("publisher") }, element("option", { value: "" }, "all"), choices)));
  }
  if (values.documents.some((known) => known.date)) {
    fields.append(labelled("From", element("input", { type: "date", value: filter.from, change: set("from") })));
    fields.append(labelled("To", element("input", { type: "date", value: filter.to, change: set("to") })));
  }
  fields.append(relationChoices(changed));
  fields.append(button("Clear all", () => {
    Object.assign(filter, { text: "", relations: new Set(), publisher: "", from: "", to: "", share: 0 });
    showOverview();
    document.getElementById("search").focus();
  }));
  return fields;
}

function relationChoices(changed) {
  const present = new Set([...values.pairs, ...values.repetitions].map((finding) => finding.relation));
  const choices = [...present].sort((one, other) => one - other).map((relation) => {
    const change = (event) => {
      if (event.target.checked) filter.relations.add(relation);
      else filter.relations.delete(relation);
      changed();
    };
    const box = element("input", { type: "checkbox", checked: filter.relations.has(relation), change });
    return element("label", { title: values.relations[relation].meaning }, box, values.relations[relation].name);
  });
  return element("fieldset", {}, element("legend", {}, "Relation (none chosen: all)"), choices);
}
