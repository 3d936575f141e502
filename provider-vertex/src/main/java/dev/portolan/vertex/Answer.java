package dev.portolan.vertex;

import com.google.cloud.aiplatform.v1.Candidate;
import com.google.cloud.aiplatform.v1.GenerateContentResponse;
import com.google.cloud.aiplatform.v1.GenerateContentResponse.PromptFeedback;
import com.google.cloud.aiplatform.v1.LogprobsResult;
import com.google.cloud.aiplatform.v1.Part;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.CitationPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.TokenLogprob;
import dev.portolan.chat.VendorState;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The state of one answer: takes the messages of it, a single one or those of a stream, tells them as events, and makes the
 * response. The first candidate is the answer; others are left to those who read the wire.
 */
final class Answer {

    /** What of a candidate does not belong to the metadata. */
    private static final Set<Integer> READ = Set.of(
            Candidate.CONTENT_FIELD_NUMBER, Candidate.LOGPROBS_RESULT_FIELD_NUMBER, Candidate.INDEX_FIELD_NUMBER);

    private final ToolNames names;
    private final List<Block> blocks = new ArrayList<>(2);
    private final List<TokenLogprob> logprobs = new ArrayList<>(0);
    private final UsageMapper usage = new UsageMapper();
    private final Candidate.Builder about = Candidate.newBuilder();
    private final GenerateContentResponse.Builder frame = GenerateContentResponse.newBuilder();
    private int finish;
    private boolean begun;

    Answer(ToolNames names) {
        this.names = names;
    }

    /**
     * Takes a message.
     *
     * @throws LlmException when it says that the prompt was blocked
     */
    void take(GenerateContentResponse message, Consumer<ChatEvent> out) {
        if (message.hasUsageMetadata()) {
            usage.add(message.getUsageMetadata());
            frame.setUsageMetadata(message.getUsageMetadata());
        }
        if (!message.getModelVersion().isEmpty()) {
            frame.setModelVersion(message.getModelVersion());
        }
        if (!message.getResponseId().isEmpty()) {
            frame.setResponseId(message.getResponseId());
        }
        if (message.hasCreateTime()) {
            frame.setCreateTime(message.getCreateTime());
        }
        if (message.hasPromptFeedback()) {
            frame.setPromptFeedback(message.getPromptFeedback());
            requireUnblocked(message);
        }
        for (Candidate candidate : message.getCandidatesList()) {
            if (candidate.getIndex() == 0) {
                begun = true;
                take(candidate, out);
            } else {
                out.accept(new ChatEvent.Other("candidate", ProtoJson.print(candidate)));
            }
        }
    }

    /** A prompt that is blocked has no candidates, only the reason. */
    private void requireUnblocked(GenerateContentResponse message) {
        PromptFeedback feedback = message.getPromptFeedback();
        if (begun || message.getCandidatesCount() > 0 || feedback.getBlockReasonValue() == 0) {
            return;
        }
        PromptFeedback.BlockedReason reason = PromptFeedback.BlockedReason.forNumber(feedback.getBlockReasonValue());
        throw ErrorDetails.builder("The vendor blocked the prompt")
                .provider(VertexProvider.ID)
                .remedy("Change the prompt, or the safety settings; asking again does not help")
                .vendorCode(reason == null ? Integer.toString(feedback.getBlockReasonValue()) : reason.name())
                .vendorMessage(feedback.getBlockReasonMessage().isEmpty() ? null : feedback.getBlockReasonMessage())
                .vendorMetadata(ProtoJson.print(feedback))
                .toException(ErrorKind.CONTENT_FILTERED);
    }

    private void take(Candidate candidate, Consumer<ChatEvent> out) {
        for (Part part : candidate.getContent().getPartsList()) {
            take(part, out);
        }
        addLogprobs(candidate.getLogprobsResult());
        if (candidate.getFinishReasonValue() != 0) {
            finish = candidate.getFinishReasonValue();
        }
        for (Map.Entry<FieldDescriptor, Object> field : candidate.getAllFields().entrySet()) {
            if (!READ.contains(field.getKey().getNumber())) {
                about.setField(field.getKey(), field.getValue());
            }
        }
    }

    private void take(Part part, Consumer<ChatEvent> out) {
        Block last = blocks.isEmpty() ? null : blocks.get(blocks.size() - 1);
        Block block = last;
        String text = part.getText();
        if (last != null && last.takes(part)) {
            last.take(part);
        } else {
            block = new Block(blocks.size(), part, names);
            blocks.add(block);
        }
        if (block == null) {
            return;
        }
        switch (block.kind) {
            case TEXT -> {
                if (!text.isEmpty()) {
                    out.accept(new ChatEvent.TextDelta(text, block.number));
                }
            }
            case REASONING -> {
                if (!text.isEmpty()) {
                    out.accept(new ChatEvent.ReasoningDelta(text, block.number));
                }
            }
            case CALL ->
                out.accept(new ChatEvent.ToolCallDelta(
                        block.number,
                        block.call().id(),
                        block.call().name(),
                        block.call().arguments()));
            case OTHER -> out.accept(new ChatEvent.Other(block.type(), block.json()));
        }
    }

    private void addLogprobs(LogprobsResult result) {
        for (int i = 0; i < result.getChosenCandidatesCount(); i++) {
            List<TokenLogprob> others = new ArrayList<>();
            if (i < result.getTopCandidatesCount()) {
                for (LogprobsResult.Candidate other : result.getTopCandidates(i).getCandidatesList()) {
                    others.add(logprob(other, List.of()));
                }
            }
            logprobs.add(logprob(result.getChosenCandidates(i), others));
        }
    }

    private static TokenLogprob logprob(LogprobsResult.Candidate token, List<TokenLogprob> others) {
        float value = token.getLogProbability();
        return new TokenLogprob(token.getToken(), Float.isFinite(value) ? value : -Float.MAX_VALUE, others);
    }

    /** Whether the vendor's end marker has come. It may come more than once, and more may follow. */
    boolean finished() {
        return finish != 0;
    }

    /** The stream has ended well: hands out the calls, the usage and the response. */
    void complete(Consumer<ChatEvent> out) {
        for (Block block : blocks) {
            if (block.kind == Block.Kind.CALL) {
                out.accept(new ChatEvent.ToolCallCompleted(block.call(), block.number));
            }
        }
        ChatResponse response = response(true).build();
        response.message().parts().forEach(part -> {
            VendorState state = part.vendorState();
            if (part instanceof CitationPart && state != null) {
                out.accept(new ChatEvent.Other("citation", state.json()));
            }
        });
        if (usage.known()) {
            out.accept(new ChatEvent.UsageReported(usage.usage()));
        }
        out.accept(new ChatEvent.Completed(response));
    }

    /** What has come so far, without calls; {@code null} when nothing has. */
    @Nullable
    ChatResponse partial() {
        return begun ? response(false).build() : null;
    }

    /** Says what went wrong when an answer holds no candidate. */
    void requireCandidate() {
        if (!begun) {
            throw ErrorDetails.builder("the answer holds no candidate")
                    .remedy("Ask again")
                    .toException(ErrorKind.INVALID_RESPONSE);
        }
    }

    ChatResponse.Builder response(boolean whole) {
        List<dev.portolan.chat.Part> parts = new ArrayList<>(blocks.size());
        boolean calls = false;
        for (Block block : blocks) {
            if (whole || block.kind != Block.Kind.CALL) {
                block.addTo(parts);
                calls |= block.kind == Block.Kind.CALL;
            }
        }
        Candidate said = about.build();
        parts.addAll(Citations.of(said, onlyText(parts)));
        GenerateContentResponse metadata = frame.clone().addCandidates(said).build();
        return ChatResponse.builder()
                .message(new AssistantMessage(parts))
                .finishReason(FinishReasons.of(finish, calls))
                .usage(usage.usage())
                .provider(VertexProvider.ID)
                .model(frame.getModelVersion())
                .responseId(frame.getResponseId().isEmpty() ? null : frame.getResponseId())
                .logprobs(logprobs)
                .vendorMetadata(() -> ProtoJson.print(metadata));
    }

    private static @Nullable String onlyText(List<dev.portolan.chat.Part> parts) {
        String only = null;
        for (dev.portolan.chat.Part part : parts) {
            if (part instanceof TextPart text) {
                if (only != null) {
                    return null;
                }
                only = text.text();
            }
        }
        return only;
    }
}
