package dev.portolan.codec;

import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.TimeoutPhase;

/** A failure as data. */
final class ErrorFormat {

    private ErrorFormat() {}

    static void fields(JsonWriter out, LlmException error) {
        ErrorDetails details = error.details();
        out.field("kind", error.kind(), ErrorFormat::writeKind)
                .field("summary", details.summary())
                .field("remedy", details.remedy())
                .field("provider", details.provider())
                .field("model", details.model())
                .field("status", details.status())
                .field("vendorCode", details.vendorCode())
                .field("requestId", details.requestId())
                .textOf("retryAfter", details.retryAfter())
                .field("retryable", details.retryable())
                .field("timeoutPhase", details.timeoutPhase())
                .mark("outputBegun", details.outputBegun())
                .field("partialResponse", details.partialResponse(), ResponseFormat::write)
                .field("vendorMessage", details.vendorMessage())
                .field("vendorMetadata", details.vendorMetadata())
                .listIfAny("attempts", details.attempts(), TrailFormat::writeAttempt);
    }

    static LlmException read(Place at) {
        ErrorKind kind = at.get("kind", ErrorFormat::readKind);
        return ErrorDetails.builder(at.get("summary", Place::text))
                .remedy(at.find("remedy", Place::text))
                .provider(at.find("provider", Place::text))
                .model(at.find("model", Place::text))
                .status(at.find("status", Place::small))
                .vendorCode(at.find("vendorCode", Place::text))
                .requestId(at.find("requestId", Place::text))
                .retryAfter(at.find("retryAfter", Place::duration))
                .retryable(at.find("retryable", Place::flag))
                .timeoutPhase(at.find("timeoutPhase", word -> word.word(TimeoutPhase.class)))
                .outputBegun(at.marked("outputBegun"))
                .partialResponse(at.find("partialResponse", ResponseFormat::read))
                .vendorMessage(at.find("vendorMessage", Place::text))
                .vendorMetadata(at.find("vendorMetadata", Place::text))
                .attempts(at.listIfAny("attempts", TrailFormat::readAttempt))
                .toException(kind);
    }

    /** With its flags, so that a reader who does not know the kind still knows whether to try again. */
    private static void writeKind(JsonWriter out, ErrorKind kind) {
        out.object()
                .field("id", kind.id())
                .field("retryable", Boolean.valueOf(kind.retryable()))
                .field("failoverWorthy", Boolean.valueOf(kind.failoverWorthy()))
                .endObject();
    }

    private static ErrorKind readKind(Place at) {
        Place id = at.get("id");
        boolean retryable = at.get("retryable", Place::flag);
        boolean failoverWorthy = at.get("failoverWorthy", Place::flag);
        return id.make(() -> new ErrorKind(id.text(), retryable, failoverWorthy));
    }
}
