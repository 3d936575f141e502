const DOTS = {
  full: ["●", "passed"],
  half: ["◐", "partly"],
  low: ["○", "failed"],
  hard: ["✖", "hard break"],
  lost: ["·", "no score"],
};

const scoreOf = (trial, metric) => trial.scores.find(score => score[0] === metric);

function dotOf(score) {
  if (score === undefined || score[1] === null) {
    return "lost";
  }
  return score[2] ? "hard" : score[1] >= 0.999 ? "full" : score[1] > 0.001 ? "half" : "low";
}

/** A dot for each repeat. */
function strip(trials, metric) {
  const dots = trials.map(trial => dotOf(scoreOf(trial, metric)));
  return make("span", {class: "strip", role: "img", "aria-label": dots.map(dot => DOTS[dot][1]).join(", ")},
      dots.map((dot, repeat) =>
        make("span", {class: dot, title: "repeat " + (repeat + 1) + ": " + DOTS[dot][1]}, DOTS[dot][0])));
}

/** Why the worst answer of the target has its score. */
function whyOf(pair, metric) {
  const scores = pair.target.map(trial => scoreOf(trial, metric)).filter(score => score);
  const rank = score => score[2] ? -1 : score[1] === null ? 2 : score[1];
  return scores.length === 0 ? "" : scores.reduce((one, other) => rank(other) < rank(one) ? other : one)[3];
}

function scoreTable(pair) {
  const applied = data.metrics.map((name, metric) => metric)
      .filter(metric => [...pair.source, ...pair.target].some(trial => scoreOf(trial, metric)));
  return make("table", {class: "scores"},
      make("thead", {}, make("tr", {}, make("th", {scope: "col"}, "Check"),
          make("th", {scope: "col", colspan: "2"}, "Source"), make("th", {scope: "col", colspan: "2"}, "Target"),
          make("th", {scope: "col"}, "Why, of the target's worst"))),
      make("tbody", {}, applied.map(metric => make("tr", {},
          make("th", {scope: "row"}, make("bdi", {}, shown(data.metrics[metric])), " ",
              pair.worse.includes(metric) ? make("span", {class: "flag worse"}, "▼ worse") : null,
              pair.better.includes(metric) ? make("span", {class: "flag better"}, "▲ better") : null),
          make("td", {class: "num"}, number(pair.means[metric][0])), make("td", {}, strip(pair.source, metric)),
          make("td", {class: "num"}, number(pair.means[metric][1])), make("td", {}, strip(pair.target, metric)),
          make("td", {class: "why"}, shown(whyOf(pair, metric)))))));
}

function saidOf(trial) {
  return trial.error !== undefined ? trial.error : (trial.refusal || "") + (trial.text || "");
}

function metaOf(trial) {
  const parts = [trial.model || trial.outcome, trial.finish];
  for (const [name, value] of Object.entries(trial.figures)) {
    parts.push(name + " " + value + (name.endsWith("latency") ? " s" : ""));
  }
  return parts.concat(trial.replayed ? "replayed" : []).filter(part => part).join(" · ");
}

function sideOf(title, key, trial, nodes) {
  return make("div", {},
      make("div", {class: "side-title"}, make("span", {class: "key " + key, "aria-hidden": "true"}), title + " ",
          make("bdi", {}, shown(data[key])), " ",
          trial.refusal !== undefined ? make("span", {class: "flag worse"}, "refused") : null,
          trial.error !== undefined ? make("span", {class: "flag failed"}, "⊘ " + trial.outcome) : null),
      make("div", {class: "meta"}, shown(metaOf(trial))),
      make("div", {class: "text", tabindex: "0"}, nodes.length ? nodes : "(no text)"));
}

/** Both answers of a repeat beside each other. */
function answers(source, target) {
  const [left, right] = wordDiff(saidOf(source), saidOf(target));
  const parts = [make("div", {class: "sides words"},
      sideOf("Source", "source", source, left), sideOf("Target", "target", target, right))];
  const before = parsedJson(source.text || "");
  const after = parsedJson(target.text || "");
  if (before !== undefined && after !== undefined) {
    parts.push(make("div", {class: "json"}, make("h4", {}, "JSON, path by path"), jsonDiff(before, after)));
  }
  if (source.calls || target.calls) {
    parts.push(make("div", {class: "tool-calls"}, make("h4", {}, "Tool calls, argument by argument"),
        callDiff(source.calls || [], target.calls || [])));
  }
  if (source.raw || target.raw) {
    parts.push(make("details", {class: "ask raw"}, make("summary", {}, "Raw responses"),
        make("div", {class: "sides"}, [source, target].map(trial =>
          make("div", {class: "text", tabindex: "0"}, trial.raw ? shown(trial.raw) : "(none)")))));
  }
  return parts;
}

const asked = messages => messages.map(([role, text]) =>
  make("div", {}, make("h4", {}, role), make("div", {class: "text", tabindex: "0"}, shown(text))));

function bodyOf(pair) {
  const place = make("div", {class: "answers"});
  const repeats = Math.min(pair.source.length, pair.target.length);
  const buttons = [];
  const show = repeat => {
    buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(i === repeat)));
    place.replaceChildren(...answers(pair.source[repeat], pair.target[repeat]));
  };
  for (let repeat = 0; repeat < repeats; repeat++) {
    buttons.push(make("button", {type: "button", onclick: () => show(repeat)}, "Repeat " + (repeat + 1)));
  }
  if (repeats > 0) {
    show(0);
  } else {
    place.append("One side has no call.");
  }
  return make("div", {class: "body"},
      make("div", {class: "scroll"}, scoreTable(pair)),
      make("details", {class: "ask"}, make("summary", {}, "What was asked"), asked(pair.asked)),
      repeats > 1 ? make("div", {class: "repeats", role: "group", "aria-label": "Repeat"}, buttons) : null,
      place,
      make("div", {class: "meta"},
          pair.tags.length ? "tags: " : null, pair.tags.map(tag => [make("bdi", {}, shown(tag)), " "]),
          pair.cluster ? [" cluster: ", make("bdi", {}, shown(pair.cluster)), " "] : null,
          make("a", {href: linkOf(pair)}, "link to this example")));
}

/** Half a surrogate pair has no form in an address: it stands there as a question mark in a box. */
const linkOf = pair => "#item=" + encodeURIComponent(pair.id.replace(/\p{Surrogate}/gu, "\ufffd"));

/** A row of the list; its body is made when it is opened. */
function rowOf(pair) {
  const last = pair.asked.filter(([role]) => role === "user").pop() || pair.asked[0];
  const row = make("details", {class: "item", "data-index": pair.index},
      make("summary", {},
          make("span", {class: "id"}, make("bdi", {}, shown(pair.id))),
          make("span", {class: "what"}, last ? plain(last[1].slice(0, 160)).replace(/\s+/g, " ") : ""),
          make("span", {class: "flags"},
              pair.broken ? make("span", {class: "flag hard"}, "⚡ hard break") : null,
              pair.worse.map(metric => make("span", {class: "flag " + (data.guards[metric] ? "worse" : "aside")}, "▼ " + plain(data.metrics[metric]) + " "
                  + number(pair.means[metric][0]) + " → " + number(pair.means[metric][1]))),
              pair.better.map(metric => make("span", {class: "flag better"}, "▲ " + plain(data.metrics[metric]))),
              pair.failed ? make("span", {class: "flag failed"}, "⊘ error") : null)));
  row.addEventListener("toggle", () => {
    if (row.open && row.childElementCount === 1) {
      row.append(bodyOf(pair));
    }
  });
  return row;
}

