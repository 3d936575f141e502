package dev.portolan.simulator.vertex;

import com.google.cloud.aiplatform.v1.Candidate;
import com.google.cloud.aiplatform.v1.Content;
import com.google.cloud.aiplatform.v1.GenerateContentResponse;
import com.google.cloud.aiplatform.v1.GenerateContentResponse.PromptFeedback;
import com.google.cloud.aiplatform.v1.Part;
import com.google.protobuf.Timestamp;
import dev.portolan.simulator.internal.Framing;
import dev.portolan.simulator.internal.Omissions;
import dev.portolan.simulator.internal.Piece;
import dev.portolan.simulator.internal.Role;
import dev.portolan.simulator.internal.TokenPieces;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Writes generated content, whole or in chunks. */
final class Generation {

    private final GenerateCall call;
    private final List<Speech> speeches;
    private final TokenCounts counts;
    private final GenerateContentResponse frame;
    private final Omissions without;
    private final boolean cumulative;

    Generation(
            GenerateCall call,
            List<Speech> speeches,
            TokenCounts counts,
            GenerateContentResponse frame,
            Omissions without,
            boolean cumulative) {
        this.call = call;
        this.speeches = speeches;
        this.counts = counts;
        this.frame = frame;
        this.without = without;
        this.cumulative = cumulative;
    }

    /** What all messages of one answer have in common. */
    static GenerateContentResponse frame(ModelPath path, Instant now, String id, Omissions without) {
        GenerateContentResponse.Builder frame = GenerateContentResponse.newBuilder()
                .setCreateTime(
                        Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()));
        return without.ids()
                ? frame.build()
                : frame.setModelVersion(path.model()).setResponseId(id).build();
    }

    /** The answer to a prompt that is blocked: no candidates, only why. */
    static GenerateContentResponse blocked(GenerateContentResponse frame, Omissions without) {
        GenerateContentResponse.Builder message = frame.toBuilder()
                .setPromptFeedback(PromptFeedback.newBuilder()
                        .setBlockReason(PromptFeedback.BlockedReason.PROHIBITED_CONTENT)
                        .setBlockReasonMessage("The prompt is blocked due to prohibited contents"));
        return without.usage()
                ? message.build()
                : message.setUsageMetadata(TokenCounts.early()).build();
    }

    GenerateContentResponse whole() {
        GenerateContentResponse.Builder message = frame.toBuilder();
        for (int i = 0; i < speeches.size(); i++) {
            message.addCandidates(whole(speeches.get(i), i));
        }
        return without.usage()
                ? message.build()
                : message.setUsageMetadata(counts.usage()).build();
    }

    private Candidate whole(Speech speech, int index) {
        Candidate.Builder candidate = Candidate.newBuilder().setIndex(index);
        end(candidate, speech);
        if (speech.blocked()) {
            // What was said before it was found to be bad is kept back.
            return candidate.build();
        }
        Content.Builder content = Content.newBuilder().setRole("model");
        if (!speech.thoughts().isEmpty()) {
            content.addParts(Speech.text(String.join("", speech.thoughts()), true));
        }
        if (!speech.text().isEmpty()) {
            Part.Builder text = Speech.text(String.join("", speech.text()), false).toBuilder();
            if (speech.signsText()) {
                text.setThoughtSignature(Signatures.of(text.getText()));
            }
            content.addParts(text);
        }
        content.addAllParts(speech.calls());
        candidate.setContent(content).setAvgLogprobs(-0.05);
        if (call.logprobs() != null) {
            candidate.setLogprobsResult(LogProbabilities.of(speech.text(), call.logprobs()));
        }
        return candidate.build();
    }

    private void end(Candidate.Builder candidate, Speech speech) {
        if (!without.finish()) {
            candidate.setFinishReasonValue(speech.reason());
            if (!speech.message().isEmpty()) {
                candidate.setFinishMessage(speech.message());
            }
        }
        if (call.ratesSafety() || speech.blocked()) {
            candidate.addAllSafetyRatings(SafetyRatings.of(speech.blocked()));
        }
    }

    /** The chunks of all candidates, interleaved; made when they are sent. The very last one has the usage. */
    List<Piece> pieces() {
        List<List<Piece>> each = new ArrayList<>();
        for (int i = 0; i < speeches.size(); i++) {
            each.add(pieces(speeches.get(i), i, i == speeches.size() - 1));
        }
        List<Piece> all = new ArrayList<>();
        int longest = each.stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < longest - 1; i++) {
            for (List<Piece> pieces : each) {
                if (i < pieces.size() - 1) {
                    all.add(pieces.get(i));
                }
            }
        }
        each.forEach(pieces -> all.add(pieces.get(pieces.size() - 1)));
        return all;
    }

    private List<Piece> pieces(Speech speech, int index, boolean last) {
        List<Piece> pieces = new ArrayList<>();
        List<String> thoughts = speech.thoughts();
        List<String> text = speech.text();
        // The last thought and the first word share a chunk.
        boolean shared = !thoughts.isEmpty() && !text.isEmpty();
        for (int i = 0; i < thoughts.size() - (shared ? 1 : 0); i++) {
            Part part = Speech.text(thoughts.get(i), true);
            TokenCounts said = counts.soFar(0, i + 1);
            pieces.add(piece(() -> chunk(index, said, List.of(part), List.of()), thoughts.get(i)));
        }
        for (int i = 0; i < text.size(); i++) {
            String word = text.get(i);
            Part part = Speech.text(word, false);
            List<Part> parts = i == 0 && shared
                    ? List.of(Speech.text(thoughts.get(thoughts.size() - 1), true), part)
                    : List.of(part);
            TokenCounts said = counts.soFar(i + 1, counts.thoughts());
            pieces.add(piece(() -> chunk(index, said, parts, List.of(word)), word));
        }
        List<Part> calls = speech.calls();
        if (!calls.isEmpty()) {
            pieces.add(piece(
                    () -> chunk(index, counts, calls, List.of()),
                    calls.get(0).getFunctionCall().getName()));
        }
        pieces.add(new Piece(Role.FINISH, () -> last(speech, index, last).toByteArray(), Framing.NONE, "model"));
        return pieces;
    }

    private static Piece piece(Supplier<GenerateContentResponse> message, String text) {
        return new Piece(Role.CONTENT, () -> message.get().toByteArray(), Framing.NONE, text);
    }

    private GenerateContentResponse chunk(int index, TokenCounts said, List<Part> parts, List<String> pieces) {
        Candidate.Builder candidate = Candidate.newBuilder()
                .setIndex(index)
                .setContent(Content.newBuilder().setRole("model").addAllParts(parts));
        if (call.logprobs() != null && !pieces.isEmpty()) {
            candidate.setLogprobsResult(LogProbabilities.of(pieces, call.logprobs()));
        }
        GenerateContentResponse.Builder chunk = frame.toBuilder().addCandidates(candidate);
        return without.usage()
                ? chunk.build()
                : chunk.setUsageMetadata(cumulative ? said.usage() : TokenCounts.early())
                        .build();
    }

    /** The end: a signature in a part without text, or a content without parts, or nothing but the reason. */
    private GenerateContentResponse last(Speech speech, int index, boolean veryLast) {
        Candidate.Builder candidate = Candidate.newBuilder().setIndex(index);
        end(candidate, speech);
        if (!speech.blocked()) {
            Content.Builder content = Content.newBuilder().setRole("model");
            if (speech.signsText()) {
                content.addParts(Part.newBuilder()
                        .setText("")
                        .setThoughtSignature(Signatures.of(String.join("", speech.text()))));
            }
            candidate.setContent(content);
        }
        GenerateContentResponse.Builder chunk = frame.toBuilder().addCandidates(candidate);
        if (!without.usage()) {
            chunk.setUsageMetadata(veryLast ? counts.usage() : TokenCounts.early());
        }
        return chunk.build();
    }

    /** How many tokens an answer in one piece is worth. */
    int tokens() {
        return speeches.stream()
                .mapToInt(speech -> speech.thoughts().size()
                        + speech.text().size()
                        + speech.calls().stream()
                                .mapToInt(part -> TokenPieces.count(part.toString()))
                                .sum())
                .max()
                .orElse(0);
    }
}
