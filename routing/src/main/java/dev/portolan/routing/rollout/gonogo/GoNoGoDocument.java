package dev.portolan.routing.rollout.gonogo;

import dev.portolan.routing.internal.RecordJson;
import dev.portolan.routing.rollout.gonogo.ClosingAnswer.Finding;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The decision before it is signed, with all that it rests on. Immutable; holds no prompt and no answer.
 *
 * @param format the version of its form
 * @param rollout the id of the plan
 * @param owner who decides
 * @param successMetric by what success is measured
 * @param rollbackTrigger when traffic goes back
 * @param steps the plan's steps, in words
 * @param go whether every answer is yes
 * @param at the time of the decision
 * @param answers one to each question, in their order
 * @param changes what changes with the move, in words; empty when nobody knows
 * @param hashes what the decision is bound to, by name; sorted
 * @param decommissioning what is left to do when all traffic has moved
 */
public record GoNoGoDocument(
        String format,
        String rollout,
        String owner,
        String successMetric,
        String rollbackTrigger,
        List<String> steps,
        boolean go,
        Instant at,
        List<ClosingAnswer> answers,
        List<String> changes,
        Map<String, String> hashes,
        List<String> decommissioning) {

    static final String FORMAT = "portolan-go-no-go/1";

    /**
     * Checks the components.
     *
     * @param format as above
     * @param rollout as above
     * @param owner as above
     * @param successMetric as above
     * @param rollbackTrigger as above
     * @param steps as above; copied
     * @param go as above
     * @param at as above
     * @param answers as above; copied
     * @param changes as above; copied
     * @param hashes as above; copied
     * @param decommissioning as above; copied
     */
    public GoNoGoDocument {
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(rollout, "rollout");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(successMetric, "successMetric");
        Objects.requireNonNull(rollbackTrigger, "rollbackTrigger");
        Objects.requireNonNull(at, "at");
        steps = List.copyOf(steps);
        answers = List.copyOf(answers);
        changes = List.copyOf(changes);
        hashes = Collections.unmodifiableMap(new TreeMap<>(hashes));
        decommissioning = List.copyOf(decommissioning);
        if (!format.equals(FORMAT)) {
            throw new IllegalArgumentException("format: must be " + FORMAT);
        }
        if (!answers.stream().map(ClosingAnswer::question).toList().equals(List.of(ClosingQuestion.values()))) {
            throw new IllegalArgumentException("answers: must be one to each question, in their order");
        }
        if (go != answers.stream().allMatch(answer -> answer.finding() == Finding.YES)) {
            throw new IllegalArgumentException("go: must be what the answers say");
        }
    }

    /**
     * Why it is no GO.
     *
     * @return a sentence for each answer that is not yes; empty for a GO
     */
    public List<String> reasons() {
        return answers.stream()
                .filter(answer -> answer.finding() != Finding.YES)
                .map(answer -> answer.question().text() + " " + answer.finding() + ": "
                        + answer.basis().get(0))
                .toList();
    }

    /**
     * The hash of all that it says.
     *
     * @return SHA-256 in hexadecimal
     */
    public String hash() {
        return DecisionHashes.of(toJson());
    }

    /**
     * Signs it as the owner.
     *
     * @param actor who signs; the owner
     * @param at when
     * @return the signed document
     * @throws IllegalArgumentException when it is somebody else, or before the decision was made
     */
    public SignedGoNoGo sign(String actor, Instant at) {
        if (!actor.equals(owner)) {
            throw new IllegalArgumentException(
                    "actor: the owner, " + owner + ", signs; anybody else can only override");
        }
        return new SignedGoNoGo(this, actor, at, hash(), null);
    }

    /**
     * Signs that traffic shall move although it is no GO.
     *
     * @param actor who answers for it
     * @param at when
     * @param reason why
     * @return the signed document
     * @throws IllegalArgumentException when it is a GO, or no reason is given, or before the decision was made
     */
    public SignedGoNoGo override(String actor, Instant at, String reason) {
        return new SignedGoNoGo(this, actor, at, hash(), Objects.requireNonNull(reason, "reason"));
    }

    /**
     * The document as JSON.
     *
     * @return text that {@link #fromJson} reads; equal documents give equal texts
     */
    public String toJson() {
        return RecordJson.write(this);
    }

    /**
     * Reads a document.
     *
     * @param json what {@link #toJson} gave
     * @return the document
     * @throws IllegalArgumentException when the text holds none, or contradicts itself
     */
    public static GoNoGoDocument fromJson(String json) {
        return RecordJson.read(json, GoNoGoDocument.class, "go/no-go document");
    }

    /**
     * The document for people.
     *
     * @return Markdown
     */
    public String toMarkdown() {
        return new GoNoGoMarkdown(this).text(null);
    }

    @Override
    public String toString() {
        return "GoNoGoDocument[" + rollout + ", " + (go ? "GO" : "NO GO") + "]";
    }
}
