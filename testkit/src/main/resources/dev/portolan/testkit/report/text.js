// What is shown is text: nodes are made one by one, and no markup is ever parsed.
const byId = id => document.getElementById(id);
const data = JSON.parse(byId("data").textContent);

/** An element with attributes and children; strings become text nodes. */
function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key.startsWith("on")) {
      element.addEventListener(key.slice(2), value);
    } else if (value === true) {
      element.setAttribute(key, "");
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(key, value);
    }
  }
  element.append(...children.flat(3).filter(child => child !== null && child !== undefined));
  return element;
}

/** Control characters, turns of direction and halves of pairs; the same set as in the Java of this page. */
const HIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}\u{d800}-\u{dfff}]/gu;

const codeName = one => "U+" + one.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");

/** Text as nodes, with what hides in it named. */
function shown(text) {
  const nodes = [];
  let from = 0;
  for (const found of text.matchAll(HIDDEN)) {
    if (found.index > from) {
      nodes.push(text.slice(from, found.index));
    }
    nodes.push(make("span", {class: "hidden-char"}, codeName(found[0])));
    from = found.index + found[0].length;
  }
  if (from < text.length) {
    nodes.push(text.slice(from));
  }
  return nodes;
}

/** The same in one string, where nodes cannot stand. */
const plain = text => text.replace(HIDDEN, one => "[" + codeName(one) + "]");

const number = value => value === null || value === undefined ? "–" : String(Math.round(value * 100) / 100);

/** JSON, also when a model put it into a fence; undefined for what is none. */
function parsedJson(text) {
  const bare = text.trim().replace(/^```(?:json)?\s*\n([\s\S]*)\n```$/, "$1");
  if (!/^[{[]/.test(bare)) {
    return undefined;
  }
  try {
    return JSON.parse(bare);
  } catch (error) {
    return undefined;
  }
}

