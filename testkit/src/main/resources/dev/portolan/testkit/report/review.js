const review = {at: 0, open: false, decisions: new Map(), saved: true};

const CHOICES = [["first", "1", "The first is better"], ["second", "2", "The second is better"], ["same", "0", "Neither"]];

const pairNow = () => data.pairs[data.reviewItems[review.at].pair];

function answerText(title, text) {
  return make("div", {}, make("div", {class: "side-title"}, title), make("div", {class: "text", tabindex: "0"}, shown(text)));
}

function panel() {
  if (data.reviewItems.length === 0) {
    byId("panel").replaceChildren(make("p", {class: "hint"}, "There is no pair of different answers to review."));
  } else if (review.open) {
    byId("panel").replaceChildren(...pairPanel(data.reviewItems[review.at]));
  } else {
    byId("panel").replaceChildren(
        make("p", {class: "hint"}, "Compare " + data.reviewItems.length + " sampled pairs without being told which answer "
            + "is whose. The decisions are saved as a file, which the next run reads."),
        make("div", {class: "choices"},
            make("label", {}, "Your name ", make("input", {id: "reviewer", autocomplete: "name"})),
            make("button", {type: "button", id: "start-review", onclick: start}, "Start the review")));
  }
}

function start() {
  review.reviewer = byId("reviewer").value.trim();
  if (review.reviewer === "") {
    byId("reviewer").focus();
    return;
  }
  review.open = true;
  panel();
  byId("choice-first").focus({preventScroll: true});
}

function pairPanel(item) {
  const decision = review.decisions.get(pairNow().id);
  const progress = review.decisions.size + " of " + data.reviewItems.length + " decided";
  return [
    make("div", {class: "tools"}, make("strong", {}, "Pair " + (review.at + 1) + " of " + data.reviewItems.length),
        make("span", {id: "review-progress", role: "status"}, progress),
        make("button", {type: "button", id: "save-review", onclick: save}, "Save decisions")),
    make("progress", {max: data.reviewItems.length, value: review.decisions.size, "aria-label": progress}),
    make("details", {class: "ask", open: true}, make("summary", {}, "What was asked"),
        asked(pairNow().asked.filter(([role]) => role !== "expected"))),
    make("div", {class: "sides review-pair"}, answerText("First", item.first), answerText("Second", item.second)),
    make("div", {class: "choices", role: "group", "aria-label": "Which answer is better"},
        CHOICES.map(([choice, key, phrase]) => make("button", {type: "button", id: "choice-" + choice,
          "aria-pressed": String(Boolean(decision) && decision.choice === choice), onclick: () => decide(choice)},
        make("kbd", {}, key), " " + phrase)),
        make("button", {type: "button", onclick: () => turn(-1)}, make("kbd", {}, "←"), " back"),
        make("button", {type: "button", onclick: () => turn(1)}, make("kbd", {}, "→"), " next")),
    make("label", {}, "Note (optional)", noteField(decision)),
  ];
}

function noteField(decision) {
  const field = make("textarea", {id: "review-note", onchange: event => {
    const made = review.decisions.get(pairNow().id);
    if (made) {
      made.note = event.target.value.trim() || null;
      review.saved = false;
    }
  }});
  field.value = decision && decision.note ? decision.note : "";
  return field;
}

function decide(choice) {
  const note = byId("review-note").value.trim() || null;
  const id = pairNow().id;
  review.decisions.set(id, {example: id, choice, reviewer: review.reviewer, at: new Date().toISOString(), note});
  review.saved = false;
  turn(1);
}

function turn(by) {
  review.at = Math.max(0, Math.min(data.reviewItems.length - 1, review.at + by));
  panel();
  byId("choice-first").focus({preventScroll: true});
}

/** The form of a review file, so that one reader takes both. */
function save() {
  const file = {...data.review, items: [...review.decisions.values()]};
  const url = URL.createObjectURL(new Blob([JSON.stringify(file, null, 2) + "\n"], {type: "application/json"}));
  const link = make("a", {href: url, download: "parity-review.json"});
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
  review.saved = true;
  byId("review-progress").textContent = review.decisions.size + " decisions saved";
}

document.addEventListener("keydown", event => {
  if (!review.open || typing(event.target) || event.ctrlKey || event.metaKey || event.altKey
      || !byId("panel").contains(event.target)) {
    return;
  }
  const choice = CHOICES.find(([, key]) => key === event.key);
  if (choice) {
    decide(choice[0]);
  } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
    turn(event.key === "ArrowRight" ? 1 : -1);
  }
});
addEventListener("beforeunload", event => {
  if (!review.saved) {
    event.preventDefault();
  }
});
panel();
