// Who took from whom, drawn from the places that the report gives. A step tells its evidence when it is chosen.

const GRAPH = { column: 260, row: 44, width: 190, height: 32, label: 26 };

function originGraph(graph, name) {
  const evidence = element("div", { class: "evidence", role: "status" }, "Choose a step to read its evidence.");
  const middle = ([column, row]) => [column * GRAPH.column, row * GRAPH.row + 22];
  const [width, height] = [graph.columns * GRAPH.column, graph.rows * GRAPH.row + 8];
  const drawing = drawn("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "group", "aria-label": name });
  for (const edge of graph.edges) drawing.append(step(edge, graph, middle, evidence));
  for (const node of graph.nodes) {
    const [x, y] = middle(node.at);
    const shown = named(node.name);
    const cut = shown.length > GRAPH.label ? `${shown.slice(0, GRAPH.label - 1)}…` : shown;
    const box = drawn("rect", { x: x + 1, y: y - GRAPH.height / 2, width: GRAPH.width - 2, height: GRAPH.height, rx: 4 });
    drawing.append(drawn("g", { class: "node" }, drawn("title", {}, shown), box, drawn("text", { x: x + 10, y: y + 5 }, cut)));
  }
  return [
    element("div", { class: "graph" }, drawing),
    paragraph("Solid: observed in the texts. Dashed: declared by a text. Dotted: inferred from dates and the state of the texts.", "legend"),
    graph.leftOut ? paragraph(`${counted(graph.leftOut, "step")} of fewer documents are not drawn; --format graphml has all.`, "faint") : null,
    evidence,
  ];
}

function step(edge, graph, middle, evidence) {
  const [source, copy] = [graph.nodes[edge.from], graph.nodes[edge.to]];
  const [x1, y1] = middle(source.at);
  const [x2, y2] = middle(copy.at);
  const forward = copy.at[0] > source.at[0];
  const from = forward ? x1 + GRAPH.width : x1;
  const to = forward ? x2 : x2 + GRAPH.width;
  const bend = (forward ? 1 : -1) * 36;
  const line = `M${from} ${y1} C${from + bend} ${y1} ${to - bend} ${y2} ${to - bend / 4} ${y2}`;
  const tip = `M${to} ${y2} l${-bend / 4} -5 v10 z`;
  const tell = () => {
    for (const other of group.parentNode.querySelectorAll(".chosen")) other.classList.remove("chosen");
    group.classList.add("chosen");
    evidence.replaceChildren(...edge.evidence.map((sentence) => paragraph(named(sentence))));
  };
  const keydown = (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    tell();
  };
  const label = `${named(source.name)} to ${named(copy.name)}, ${edge.status}, ${counted(edge.documents, "document")}`;
  const group = drawn("g", { class: "step", tabindex: 0, role: "button", "aria-label": label, click: tell, keydown });
  group.append(
    drawn("path", { class: "touch", d: line }),
    drawn("path", { class: `edge ${edge.status}`, d: line }),
    drawn("path", { class: "arrow", d: tip }),
  );
  return group;
}
