package dev.portolan.codec;

import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.OutputMode;
import dev.portolan.chat.RateLimits;
import dev.portolan.chat.Timings;
import dev.portolan.chat.TokenLogprob;
import dev.portolan.chat.Usage;

/** A whole answer. */
final class ResponseFormat {

    private static final String NO_METADATA = "{}";

    private ResponseFormat() {}

    static void write(JsonWriter out, ChatResponse response) {
        fields(out.object(), response);
        out.endObject();
    }

    static void fields(JsonWriter out, ChatResponse response) {
        out.field("provider", response.provider())
                .field("model", response.model())
                .field("responseId", response.responseId())
                .field("requestId", response.requestId())
                .field("message", response.message(), MessageFormat::write)
                .field("finishReason", response.finishReason(), ResponseFormat::writeFinish);
        if (!response.usage().equals(Usage.UNKNOWN)) {
            out.field("usage", response.usage(), UsageFormat::write);
        }
        out.field("timings", response.timings(), ResponseFormat::writeTimings)
                .field("rateLimits", response.rateLimits(), ResponseFormat::writeLimits)
                .field("outputMode", response.outputMode())
                .listIfAny("prompts", response.prompts(), PromptFormat::write)
                .listIfAny("warnings", response.warnings(), TrailFormat::writeWarning)
                .listIfAny("attempts", response.attempts(), TrailFormat::writeAttempt)
                .listIfAny("logprobs", response.logprobs(), ResponseFormat::writeLogprob);
        String metadata = response.vendorMetadata();
        if (!metadata.equals(NO_METADATA)) {
            out.field("vendorMetadata", metadata);
        }
    }

    static ChatResponse read(Place at) {
        Usage usage = at.find("usage", UsageFormat::read);
        String metadata = at.find("vendorMetadata", Place::text);
        return ChatResponse.builder()
                .provider(at.get("provider", Place::text))
                .model(at.get("model", Place::text))
                .responseId(at.find("responseId", Place::text))
                .requestId(at.find("requestId", Place::text))
                .message(at.get("message", MessageFormat::readAssistant))
                .finishReason(at.get("finishReason", ResponseFormat::readFinish))
                .usage(usage == null ? Usage.UNKNOWN : usage)
                .timings(at.get("timings", ResponseFormat::readTimings))
                .rateLimits(at.find("rateLimits", ResponseFormat::readLimits))
                .outputMode(at.find("outputMode", word -> word.word(OutputMode.class)))
                .prompts(at.listIfAny("prompts", PromptFormat::read))
                .warnings(at.listIfAny("warnings", TrailFormat::readWarning))
                .attempts(at.listIfAny("attempts", TrailFormat::readAttempt))
                .logprobs(at.listIfAny("logprobs", ResponseFormat::readLogprob))
                .vendorMetadata(metadata == null ? () -> NO_METADATA : () -> metadata)
                .build();
    }

    private static void writeFinish(JsonWriter out, FinishReason reason) {
        out.object().field("kind", reason.kind()).field("raw", reason.raw()).endObject();
    }

    private static FinishReason readFinish(Place at) {
        return new FinishReason(
                at.get("kind", word -> word.word(FinishReason.Kind.class)), at.find("raw", Place::text));
    }

    private static void writeTimings(JsonWriter out, Timings timings) {
        out.object()
                .textOf("total", timings.total())
                .textOf("firstToken", timings.firstToken())
                .endObject();
    }

    private static Timings readTimings(Place at) {
        return new Timings(at.get("total", Place::duration), at.find("firstToken", Place::duration));
    }

    private static void writeLimits(JsonWriter out, RateLimits limits) {
        out.object()
                .field("limitRequests", limits.limitRequests())
                .field("remainingRequests", limits.remainingRequests())
                .textOf("resetRequests", limits.resetRequests())
                .field("limitTokens", limits.limitTokens())
                .field("remainingTokens", limits.remainingTokens())
                .textOf("resetTokens", limits.resetTokens())
                .endObject();
    }

    private static RateLimits readLimits(Place at) {
        return new RateLimits(
                at.find("limitRequests", Place::whole),
                at.find("remainingRequests", Place::whole),
                at.find("resetRequests", Place::duration),
                at.find("limitTokens", Place::whole),
                at.find("remainingTokens", Place::whole),
                at.find("resetTokens", Place::duration));
    }

    private static void writeLogprob(JsonWriter out, TokenLogprob token) {
        out.object()
                .field("token", token.token())
                .name("logprob")
                .number(token.logprob())
                .listIfAny("alternatives", token.alternatives(), ResponseFormat::writeLogprob)
                .endObject();
    }

    private static TokenLogprob readLogprob(Place at) {
        return new TokenLogprob(
                at.get("token", Place::text),
                at.get("logprob", Place::decimal),
                at.listIfAny("alternatives", ResponseFormat::readLogprob));
    }
}
