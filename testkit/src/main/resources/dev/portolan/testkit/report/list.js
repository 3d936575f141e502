const PAGE = 40;
const FILTERS = [
  ["worse", "▼ regressed", pair => pair.worse.length > 0],
  ["broken", "⚡ hard break", pair => pair.broken],
  ["better", "▲ improved", pair => pair.better.length > 0],
  ["unsteady", "≈ repeats differ", pair => unsteady(pair.source) || unsteady(pair.target)],
  ["failed", "⊘ errors", pair => pair.failed],
  ["review", "☞ for review", pair => data.reviewItems.some(item => item.pair === pair.index)],
  ["all", "all", () => true],
];
/** Whether a check, or a judge, scored the repeats of a side differently. */
function unsteady(trials) {
  const valuesOf = metric => trials.map(trial => scoreOf(trial, metric)).filter(score => score && score[1] !== null)
      .map(score => score[1]);
  return data.metrics.some((name, metric) => new Set(valuesOf(metric)).size > 1);
}

const state = {filter: "worse", special: null, label: "", search: ""};
let found = [];
let shownRows = 0;

data.pairs.forEach((pair, index) => {
  pair.index = index;
});

/** All that can be searched of a pair, made when it is first asked for. */
function textOf(pair) {
  if (pair.searched === undefined) {
    const said = trial => [saidOf(trial), ...(trial.calls || []).flat(), ...trial.scores.map(score => score[3])];
    pair.searched = [pair.id, ...pair.tags, ...pair.asked.map(message => message[1]),
      ...pair.source.flatMap(said), ...pair.target.flatMap(said)].join("\n").toLowerCase();
  }
  return pair.searched;
}

/** What to look at first: hard breaks, then the largest loss on a guard, then on what is for information. */
function weight(pair) {
  const loss = metric => (pair.means[metric][0] - pair.means[metric][1]) * (data.guards[metric] ? 1 : 0.001);
  return (pair.broken ? 2 : 0) + Math.max(0, ...pair.worse.map(loss));
}

function search() {
  const wanted = state.search.trim().toLowerCase();
  const keep = state.special || FILTERS.find(([name]) => name === state.filter)[2];
  found = data.pairs.filter(pair => keep(pair) && (wanted === "" || textOf(pair).includes(wanted)));
  if (state.special === null && state.filter === "worse") {
    found.sort((one, other) => weight(other) - weight(one));
  }
  shownRows = 0;
  byId("list").replaceChildren();
  more();
  byId("count").textContent = found.length + " of " + data.pairs.length + " examples";
  if (found.length === 0) {
    byId("list").append(make("p", {class: "hint"}, "No example is in this list."));
  }
  for (const button of byId("filters").children) {
    button.setAttribute("aria-pressed", String(state.special === null && button.dataset.filter === state.filter));
  }
  byId("chip").hidden = state.special === null;
  byId("chip").replaceChildren(state.special === null ? "" : make("button",
      {type: "button", title: "remove this filter", onclick: () => choose(state.filter)}, plain(state.label) + " ✕"));
}

/** Rows are made as the reader comes near them. */
function more() {
  const next = found.slice(shownRows, shownRows + PAGE);
  byId("list").append(...next.map(rowOf));
  shownRows += next.length;
}

function choose(filter) {
  state.filter = filter;
  state.special = null;
  search();
}

/** A filter that no button stands for, such as a cell of a table. */
function chooseSpecial(label, keep) {
  state.special = keep;
  state.label = label;
  state.search = byId("search").value = "";
  search();
  byId("examples").scrollIntoView();
}

const CELLS = {
  both: ["both pass", (source, target) => source >= 0.5 && target >= 0.5],
  source: ["only the source passes", (source, target) => source >= 0.5 && target < 0.5],
  target: ["only the target passes", (source, target) => source < 0.5 && target >= 0.5],
  neither: ["both fail", (source, target) => source < 0.5 && target < 0.5],
};

const scored = (pair, metric) => pair.means[metric][0] !== null && pair.means[metric][1] !== null;

function onCell(button) {
  const metric = Number(button.dataset.metric);
  const [phrase, holds] = CELLS[button.dataset.cell];
  chooseSpecial(data.metrics[metric] + ": " + phrase, pair => scored(pair, metric) && holds(...pair.means[metric]));
}

function onDot(dot) {
  const metric = Number(dot.dataset.metric);
  const [source, target] = [Number(dot.dataset.source), Number(dot.dataset.target)];
  chooseSpecial(data.metrics[metric] + ": " + source / 50 + " → " + target / 50, pair => scored(pair, metric)
      && Math.round(pair.means[metric][0] * 50) === source && Math.round(pair.means[metric][1] * 50) === target);
}

/** Tags in the order of the table of slices, whose own words are not taken: hidden characters are named in them. */
const tagNames = [...new Set(data.pairs.flatMap(pair => pair.tags))];

function onTag(button) {
  const name = tagNames[[...document.querySelectorAll("[data-tag]")].indexOf(button)];
  chooseSpecial("tag " + name, pair => pair.tags.includes(name));
}

/** Opens the example that the address names. */
function follow() {
  const pair = location.hash.startsWith("#item=") ? data.pairs.find(one => linkOf(one) === location.hash) : undefined;
  if (pair === undefined) {
    if (location.hash.startsWith("#item=")) {
      byId("count").textContent = "There is no example of that name.";
    }
    return;
  }
  if (!found.includes(pair)) {
    state.search = byId("search").value = "";
    choose("all");
  }
  while (shownRows <= found.indexOf(pair)) {
    more();
  }
  const row = byId("list").querySelector('[data-index="' + pair.index + '"]');
  row.open = true;
  row.scrollIntoView({block: "start"});
  row.querySelector("summary").focus({preventScroll: true});
}

function move(by) {
  const summaries = [...byId("list").querySelectorAll(".item > summary")];
  const now = summaries.findIndex(one => one.parentElement.contains(document.activeElement));
  const next = summaries[Math.max(0, Math.min(summaries.length - 1, now + by))];
  if (next) {
    next.focus();
    if (summaries.indexOf(next) > summaries.length - 5) {
      more();
    }
  }
}

const typing = target => target.matches("input, textarea");

document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || (typing(event.target) && event.key !== "Escape")) {
    return;
  }
  if (event.key === "/") {
    byId("search").focus();
    event.preventDefault();
  } else if (event.key === "j" || event.key === "k") {
    move(event.key === "j" ? 1 : -1);
  } else if (event.key === "Escape") {
    event.target.blur();
  } else if ((event.key === "Enter" || event.key === " ") && event.target.matches(".dot")) {
    onDot(event.target);
    event.preventDefault();
  }
});

document.addEventListener("click", event => {
  for (const [selector, act] of [["[data-cell]", onCell], [".dot", onDot], ["[data-tag]", onTag]]) {
    const chosen = event.target.closest(selector);
    if (chosen) {
      act(chosen);
    }
  }
});

for (const [name, label, holds] of FILTERS) {
  byId("filters").append(make("button", {type: "button", "data-filter": name, onclick: () => choose(name)},
      label + " ", make("span", {class: "n"}, String(data.pairs.filter(holds).length))));
}
byId("search").addEventListener("input", event => {
  state.search = event.target.value;
  search();
});
const end = make("div", {});
byId("list").after(end);
new IntersectionObserver(entries => {
  if (entries.some(entry => entry.isIntersecting)) {
    more();
  }
}, {rootMargin: "800px"}).observe(end);
addEventListener("hashchange", follow);
if (!data.pairs.some(FILTERS[0][2])) {
  state.filter = "all";
}
search();
follow();

