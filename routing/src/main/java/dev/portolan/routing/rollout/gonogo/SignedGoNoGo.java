package dev.portolan.routing.rollout.gonogo;

import dev.portolan.routing.internal.RecordJson;
import dev.portolan.routing.rollout.GoDecision;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A document that somebody put a name to. The hash tells whether the document is the one that was signed; it is no proof of who signed,
 * so keep it where only the right people write. Immutable.
 *
 * @param document what was signed
 * @param actor who
 * @param at when
 * @param contentHash the hash of the document
 * @param overrideReason why traffic shall move although it is no GO, or {@code null}
 */
public record SignedGoNoGo(
        GoNoGoDocument document,
        String actor,
        Instant at,
        String contentHash,
        @Nullable String overrideReason) {

    /**
     * Checks the components.
     *
     * @param document as above
     * @param actor as above
     * @param at as above
     * @param contentHash as above
     * @param overrideReason as above
     */
    public SignedGoNoGo {
        Objects.requireNonNull(document, "document");
        if (actor.isBlank()) {
            throw new IllegalArgumentException("actor: must not be blank");
        }
        if (at.isBefore(document.at())) {
            throw new IllegalArgumentException("at: nobody signs what is not yet decided");
        }
        if (!contentHash.equals(document.hash())) {
            throw new IllegalArgumentException("contentHash: the document is not the one that was signed");
        }
        if (overrideReason == null && !actor.equals(document.owner())) {
            throw new IllegalArgumentException("actor: the owner, " + document.owner() + ", signs");
        }
        if (overrideReason != null && (document.go() || overrideReason.isBlank())) {
            throw new IllegalArgumentException("overrideReason: only what is no GO is overridden, and with a reason");
        }
    }

    /**
     * What is not as it was when the decision was made.
     *
     * @param now hashes of what runs now, by the names of {@link DecisionHashes}; the plan's at least
     * @return the names of those that differ or that the decision does not know; empty when all match
     * @throws IllegalArgumentException when the plan's is missing
     */
    public List<String> differences(Map<String, String> now) {
        if (!now.containsKey(DecisionHashes.PLAN)) {
            throw new IllegalArgumentException("now: must hold the hash of the plan");
        }
        return new TreeMap<>(now)
                .entrySet().stream()
                        .filter(hash ->
                                !hash.getValue().equals(document.hashes().get(hash.getKey())))
                        .map(Map.Entry::getKey)
                        .toList();
    }

    /**
     * The decision for a rollout that is about to begin. It says GO only when the document does and all hashes match.
     *
     * @param now hashes of what runs now, by the names of {@link DecisionHashes}; the plan's at least
     * @return the decision
     * @throws IllegalArgumentException when the plan's is missing
     */
    public GoDecision decision(Map<String, String> now) {
        boolean matches = differences(now).isEmpty();
        return new Decision(
                actor, at, document.go() && matches, overrideReason, contentHash, Map.copyOf(document.hashes()));
    }

    private record Decision(
            String actor,
            Instant at,
            boolean go,
            @Nullable String overrideReason,
            String reference,
            Map<String, String> hashes)
            implements GoDecision {}

    /**
     * The signed document as JSON.
     *
     * @return text that {@link #fromJson} reads; equal documents give equal texts
     */
    public String toJson() {
        return RecordJson.write(this);
    }

    /**
     * Reads a signed document.
     *
     * @param json what {@link #toJson} gave
     * @return the document
     * @throws IllegalArgumentException when the text holds none, or not the one that was signed
     */
    public static SignedGoNoGo fromJson(String json) {
        return RecordJson.read(json, SignedGoNoGo.class, "signed go/no-go document");
    }

    /**
     * The signed document for people.
     *
     * @return Markdown
     */
    public String toMarkdown() {
        return new GoNoGoMarkdown(document).text(this);
    }

    @Override
    public String toString() {
        return "SignedGoNoGo[" + document.rollout() + ", " + (document.go() ? "GO" : "NO GO") + ", by " + actor
                + (overrideReason == null ? "" : ", overridden") + "]";
    }
}
