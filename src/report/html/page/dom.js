"use strict";

/**
 * Makes an element. Strings among the children become text, never markup, and `null` nothing; attributes that are `false`
 * or `null` are left out, and functions listen: `el("button", { onclick: open }, "Open")`.
 */
function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  return dress(element, attributes, children);
}

/** Makes an element of a drawing. */
function svg(name, attributes = {}, ...children) {
  return dress(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function dress(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Text of the input, which may be of any direction and must not turn what stands around it. */
function told(text, attributes = {}) {
  return el("bdi", attributes, text);
}

function byId(id) {
  return document.getElementById(id);
}

const WHOLE = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

function counted(count, noun) {
  return `${WHOLE.format(count)} ${noun}${count === 1 ? "" : "s"}`;
}

function percent(share) {
  const value = 100 * share;
  const digits = value > 0 && value < 1 ? 1 : 0;
  return `${value.toFixed(digits)} %`;
}

/** An overlap as a bar and a number. */
function share(value) {
  const filled = el("span", { class: "filled" });
  filled.style.inlineSize = `${100 * value}%`;
  return el("span", { class: "share" }, el("span", { class: "bar", "aria-hidden": "true" }, filled), value.toFixed(2));
}
