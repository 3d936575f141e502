package dev.portolan.simulator.vertex;

import com.google.cloud.aiplatform.v1.Candidate;
import com.google.cloud.aiplatform.v1.Content;
import com.google.cloud.aiplatform.v1.GenerateContentResponse;
import com.google.cloud.aiplatform.v1.GenerateContentResponse.PromptFeedback;
import com.google.cloud.aiplatform.v1.Part;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
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

    /** The chunks of all candidates, interleaved; made when they are sent. */
    List<Supplier<Message>> chunks() {
        List<List<Supplier<GenerateContentResponse>>> each = new ArrayList<>();
        for (int i = 0; i < speeches.size(); i++) {
            each.add(chunks(speeches.get(i), i));
        }
        List<Supplier<Message>> all = new ArrayList<>();
        int longest = each.stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < longest; i++) {
            for (List<Supplier<GenerateContentResponse>> chunks : each) {
                if (i < chunks.size()) {
                    all.add(chunks.get(i)::get);
                }
            }
        }
        if (!without.usage()) {
            Supplier<Message> last = all.remove(all.size() - 1);
            all.add(() -> ((GenerateContentResponse) last.get())
                    .toBuilder().setUsageMetadata(counts.usage()).build());
        }
        if (without.twice()) {
            all.add(all.get(all.size() - 1));
        }
        return all;
    }

    private List<Supplier<GenerateContentResponse>> chunks(Speech speech, int index) {
        List<Supplier<GenerateContentResponse>> chunks = new ArrayList<>();
        List<String> thoughts = speech.thoughts();
        List<String> text = speech.text();
        // The last thought and the first word share a chunk.
        boolean shared = !thoughts.isEmpty() && !text.isEmpty();
        for (int i = 0; i < thoughts.size() - (shared ? 1 : 0); i++) {
            Part part = Speech.text(thoughts.get(i), true);
            TokenCounts said = counts.soFar(0, i + 1);
            chunks.add(() -> chunk(index, said, List.of(part), List.of()));
        }
        for (int i = 0; i < text.size(); i++) {
            Part part = Speech.text(text.get(i), false);
            List<Part> parts = i == 0 && shared
                    ? List.of(Speech.text(thoughts.get(thoughts.size() - 1), true), part)
                    : List.of(part);
            TokenCounts said = counts.soFar(i + 1, counts.thoughts());
            List<String> piece = List.of(text.get(i));
            chunks.add(() -> chunk(index, said, parts, piece));
        }
        if (!speech.calls().isEmpty()) {
            chunks.add(() -> chunk(index, counts, speech.calls(), List.of()));
        }
        chunks.add(() -> last(speech, index));
        return chunks;
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
    private GenerateContentResponse last(Speech speech, int index) {
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
        return frame.toBuilder().addCandidates(candidate).build();
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
