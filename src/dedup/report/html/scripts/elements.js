// Elements of the page. Texts become text nodes: nothing that a document holds can become markup.

const SVG = "http://www.w3.org/2000/svg";

function element(tag, properties = {}, ...children) {
  return filled(document.createElement(tag), properties, children);
}

function drawn(tag, properties = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), properties, children);
}

function filled(made, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

const button = (text, click, properties = {}) => element("button", { type: "button", click, ...properties }, text);
const link = (text, address) => element("a", { href: address }, text);
const paragraph = (text, kind) => element("p", { class: kind }, text);

function labelled(text, control, kind) {
  return element("label", { class: kind }, element("span", {}, text), control);
}
