package dev.portolan.codec;

import dev.portolan.chat.Attempt;
import dev.portolan.chat.Warning;

/** How an answer came about: attempts and warnings. */
final class TrailFormat {

    private TrailFormat() {}

    static void writeAttempt(JsonWriter out, Attempt attempt) {
        attemptFields(out.object(), attempt);
        out.endObject();
    }

    static void attemptFields(JsonWriter out, Attempt attempt) {
        out.field("provider", attempt.provider())
                .field("model", attempt.model())
                .textOf("startedAt", attempt.startedAt())
                .textOf("duration", attempt.duration())
                .field("outcome", attempt.outcome())
                .field("status", attempt.status())
                .field("requestId", attempt.requestId())
                .field("note", attempt.note())
                .field("usage", attempt.usage(), UsageFormat::write);
    }

    static Attempt readAttempt(Place at) {
        return new Attempt(
                at.get("provider", Place::text),
                at.get("model", Place::text),
                at.get("startedAt", Place::instant),
                at.get("duration", Place::duration),
                at.get("outcome", Place::text),
                at.find("status", Place::small),
                at.find("requestId", Place::text),
                at.find("note", Place::text),
                at.find("usage", UsageFormat::read));
    }

    static void writeWarning(JsonWriter out, Warning warning) {
        warningFields(out.object(), warning);
        out.endObject();
    }

    static void warningFields(JsonWriter out, Warning warning) {
        out.field("code", warning.code()).field("field", warning.field()).field("message", warning.message());
    }

    static Warning readWarning(Place at) {
        return new Warning(at.get("code", Place::text), at.find("field", Place::text), at.get("message", Place::text));
    }
}
