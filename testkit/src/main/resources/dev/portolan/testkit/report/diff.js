const MOST_WORDS = 6000;
const MOST_STEPS = 1200;

const words = text => text.match(/\s+|[\p{L}\p{N}\p{M}_]+|[^\s\p{L}\p{N}\p{M}_]/gu) || [];

/**
 * The shortest edit script of two lists (Myers 1986), as runs of [kind, items] with the kinds "=", "-" and "+".
 * Where both differ too much to be compared usefully, everything goes and everything comes.
 */
function edits(before, after) {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) {
    head++;
  }
  let tail = 0;
  while (tail < before.length - head && tail < after.length - head
      && before[before.length - 1 - tail] === after[after.length - 1 - tail]) {
    tail++;
  }
  const runs = [];
  push(runs, "=", before.slice(0, head));
  middle(before.slice(head, before.length - tail), after.slice(head, after.length - tail))
      .forEach(([kind, items]) => push(runs, kind, items));
  push(runs, "=", before.slice(before.length - tail));
  return runs;
}

function push(runs, kind, items) {
  if (items.length > 0) {
    const last = runs[runs.length - 1];
    if (last && last[0] === kind) {
      last[1].push(...items);
    } else {
      runs.push([kind, [...items]]);
    }
  }
}

function middle(before, after) {
  const trace = before.length + after.length > MOST_WORDS ? null : steps(before, after);
  if (trace === null) {
    return [["-", before], ["+", after]];
  }
  const path = [];
  let x = before.length;
  let y = after.length;
  for (let step = trace.length - 1; step >= 0; step--) {
    const diagonal = x - y;
    const down = goesDown(trace[step], diagonal, step);
    const from = down ? diagonal + 1 : diagonal - 1;
    const startX = step === 0 ? 0 : at(trace[step], from);
    const startY = step === 0 ? 0 : startX - from;
    while (x > startX && y > startY && before[x - 1] === after[y - 1]) {
      path.push(["=", before[x - 1]]);
      x--;
      y--;
    }
    if (step > 0) {
      path.push(down ? ["+", after[y - 1]] : ["-", before[x - 1]]);
      x = startX;
      y = startY;
    }
  }
  const runs = [];
  path.reverse().forEach(([kind, item]) => push(runs, kind, [item]));
  return runs;
}

const at = (reach, diagonal) => reach.has(diagonal) ? reach.get(diagonal) : -1;

/** Whether the farthest way to a diagonal comes from the one above it: something came, nothing went. */
const goesDown = (reach, diagonal, step) =>
    diagonal === -step || (diagonal !== step && at(reach, diagonal - 1) < at(reach, diagonal + 1));

/** How far each diagonal reaches before each step; null when there are too many steps. */
function steps(before, after) {
  const trace = [];
  const reach = new Map([[1, 0]]);
  for (let step = 0; step <= Math.min(MOST_STEPS, before.length + after.length); step++) {
    trace.push(new Map(reach));
    for (let diagonal = -step; diagonal <= step; diagonal += 2) {
      let x = goesDown(reach, diagonal, step) ? at(reach, diagonal + 1) : at(reach, diagonal - 1) + 1;
      let y = x - diagonal;
      while (x < before.length && y < after.length && before[x] === after[y]) {
        x++;
        y++;
      }
      reach.set(diagonal, x);
      if (x >= before.length && y >= after.length) {
        return trace;
      }
    }
  }
  return null;
}

/** Both texts as nodes: what only the source has is struck through, what only the target has is underlined. */
function wordDiff(source, target) {
  const left = [];
  const right = [];
  for (const [kind, items] of edits(words(source), words(target))) {
    const text = items.join("");
    if (kind !== "+") {
      left.push(kind === "=" ? shown(text) : make("del", {}, shown(text)));
    }
    if (kind !== "-") {
      right.push(kind === "=" ? shown(text) : make("ins", {}, shown(text)));
    }
  }
  return [left.flat(), right.flat()];
}

/** Every leaf of a JSON value by its path. */
function leaves(value, path, out) {
  const keys = value !== null && typeof value === "object" ? Object.keys(value) : [];
  if (keys.length === 0) {
    out.set(path, JSON.stringify(value));
  }
  for (const key of keys) {
    const name = /^[A-Za-z_]\w*$/.test(key) ? "." + key : "[" + JSON.stringify(key) + "]";
    leaves(value[key], path + (Array.isArray(value) ? "[" + key + "]" : name), out);
  }
  return out;
}

const SIGNS = {
  same: ["=", "the same"],
  changed: ["≠", "differs"],
  gone: ["−", "only in the source"],
  new: ["+", "only in the target"],
};

/** Two maps of texts, key by key. */
function rows(source, target) {
  return [...new Set([...source.keys(), ...target.keys()])].map(key => {
    const before = source.get(key);
    const after = target.get(key);
    const kind = before === after ? "same" : before === undefined ? "new" : after === undefined ? "gone" : "changed";
    return [kind, key, before === undefined ? "" : before, after === undefined ? "" : after];
  });
}

function diffTable(keyName, lines) {
  return make("table", {class: "diff"},
      make("thead", {}, make("tr", {},
          make("td", {class: "sign"}), make("th", {scope: "col"}, keyName),
          make("th", {scope: "col"}, "source"), make("th", {scope: "col"}, "target"))),
      make("tbody", {}, lines.map(([kind, key, before, after]) => make("tr", {class: kind},
          make("td", {class: "sign", title: SIGNS[kind][1]}, SIGNS[kind][0]),
          make("th", {scope: "row"}, shown(key)),
          make("td", {}, kind === "changed" ? make("del", {}, shown(before)) : shown(before)),
          make("td", {}, kind === "changed" ? make("ins", {}, shown(after)) : shown(after))))));
}

const jsonDiff = (source, target) =>
    diffTable("path", rows(leaves(source, "$", new Map()), leaves(target, "$", new Map())));

/** Arguments by path; what is no JSON stands whole under one name. */
function argumentsOf(call) {
  if (call === undefined) {
    return new Map();
  }
  const value = parsedJson(call[1] || "{}");
  return value === undefined ? new Map([["(no JSON)", call[1]]]) : leaves(value, "", new Map());
}

/** Calls of both sides, those of the same name beside each other, argument by argument. */
function callDiff(source, target) {
  const lines = [];
  let left = 0;
  let right = 0;
  for (const [kind, names] of edits(source.map(call => call[0]), target.map(call => call[0]))) {
    for (const name of names) {
      const before = kind === "+" ? undefined : source[left++];
      const after = kind === "-" ? undefined : target[right++];
      lines.push([kind === "=" ? "same" : kind === "+" ? "new" : "gone", name + "()",
        before ? "called" : "not called", after ? "called" : "not called"]);
      for (const [change, key, one, other] of rows(argumentsOf(before), argumentsOf(after))) {
        if (key !== "") {
          lines.push([change, "    " + key.replace(/^\./, ""), one, other]);
        }
      }
    }
  }
  return diffTable("call and argument", lines);
}

