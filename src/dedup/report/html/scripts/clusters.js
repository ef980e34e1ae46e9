// Clusters: documents that are versions of one text, as cards, and one cluster by itself.

const CARDS = 24;
const CARD_MEMBERS = 5;

// The members of a cluster: its origin first, then by date.
function membersInOrder(cluster) {
  const key = (member) => (member === cluster.origin ? "" : documentDate(member) || "9999");
  return [...cluster.members].sort((one, other) => (key(one) < key(other) ? -1 : key(one) > key(other) ? 1 : 0));
}

const clusterAddress = (cluster) => `#cluster/${values.clusters.indexOf(cluster) + 1}`;

function chainOf(cluster) {
  const chains = cluster.members.map((member) => values.chains[member]).filter(Boolean);
  return chains.sort((one, other) => other.length - one.length)[0];
}

function pairsWithin(cluster) {
  const inside = new Set(cluster.members);
  return values.pairs.filter((pair) => inside.has(pair.a) && inside.has(pair.b));
}

function memberLine(member) {
  const publisher = documentOf(member).publisher;
  return [publisher ? named(publisher) : documentName(member), documentDate(member)].filter(Boolean).join(", ");
}

function clusterCard(cluster) {
  const members = membersInOrder(cluster);
  const shares = pairsWithin(cluster).map(shareOf);
  const listed = members.slice(0, CARD_MEMBERS).map((member) => {
    const origin = member === cluster.origin;
    return element("li", { class: origin ? "first" : "" }, memberLine(member), origin ? " (comes first)" : "");
  });
  const [least, most] = [percent(Math.min(...shares)), percent(Math.max(...shares))];
  const share = shares.length ? `, sharing ${least === most ? least : `${least} to ${most}`}` : "";
  const chain = chainOf(cluster);
  return element(
    "li",
    { class: "card" },
    element("h2", {}, link(documentName(members[0]), clusterAddress(cluster))),
    paragraph(`${counted(members.length, "document")}${share}`, "faint"),
    cluster.origins.length ? paragraph(`${counted(cluster.origins.length, "known origin")}: ${cluster.origins.map(named).join(", ")}`) : null,
    element("ol", {}, listed),
    members.length > CARD_MEMBERS ? paragraph(`and ${figure(members.length - CARD_MEMBERS)} more`, "faint") : null,
    chain ? paragraph(chain.map(named).join(" → ")) : null,
  );
}

function clusterCards(clusters) {
  const list = element("ul", { class: "cards" });
  const more = button("", () => add());
  let shown = 0;
  const add = () => {
    list.append(...clusters.slice(shown, shown + CARDS).map(clusterCard));
    shown = Math.min(shown + CARDS, clusters.length);
    more.textContent = `Show more (${figure(clusters.length - shown)} left)`;
    more.hidden = shown === clusters.length;
  };
  add();
  return [list, more];
}

function showCluster(number) {
  const cluster = values.clusters[number - 1];
  if (!cluster) return showMissing(`There is no cluster ${number}.`);
  const members = membersInOrder(cluster);
  const rows = members.map((member) =>
    element(
      "tr",
      {},
      element("td", {}, documentName(member), member === cluster.origin ? element("strong", {}, " comes first") : null),
      element("td", {}, documentDetails(member)),
      element("td", { class: "figure" }, figure(documentOf(member).words ?? 0)),
    ),
  );
  const headings = ["document", "publisher, author, date, id"].map((title) => element("th", { scope: "col" }, title));
  headings.push(element("th", { scope: "col", class: "figure" }, "words"));
  const pairs = pairsWithin(cluster);
  show(
    `Cluster ${number}: ${documentName(members[0])}`,
    crumbs(),
    element("h1", { tabindex: -1 }, `${counted(members.length, "version")} of one text: ${documentName(members[0])}`),
    paragraph(`Each is held by a link to another one of ${percent(cluster.weakest)} or more.`),
    element("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": "Members" }, element("table", { class: "aligned" }, element("thead", {}, element("tr", {}, headings)), element("tbody", {}, rows))),
    cluster.graph ? [element("h2", {}, "Who took from whom"), originGraph(cluster.graph, "Origins of this cluster")] : null,
    pairs.length ? [element("h2", {}, counted(pairs.length, "pair")), pairTable(pairs).holder] : null,
  );
}
