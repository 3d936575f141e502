package dev.portolan.simulator.vertex;

import com.google.rpc.Code;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The resource that a request names, such as {@code projects/p/locations/global/publishers/google/models/gemini-2.5-flash}.
 *
 * @param full as it was sent
 * @param project the project
 * @param location the location
 * @param publisher who made the model, empty for an endpoint
 * @param model the model's or the endpoint's id
 */
record ModelPath(String full, String project, String location, String publisher, String model) {

    private static final Pattern FORM =
            Pattern.compile("projects/([^/]+)/locations/([^/]+)/(?:publishers/([^/]+)/models/|endpoints/)([^/]+)");

    static ModelPath of(String full) {
        Matcher form = FORM.matcher(full);
        if (!form.matches()) {
            throw VertexError.invalid("Invalid Endpoint name: " + full + ".");
        }
        String publisher = form.group(3);
        return new ModelPath(full, form.group(1), form.group(2), publisher == null ? "" : publisher, form.group(4));
    }

    VertexError notFound() {
        return new VertexError(Code.NOT_FOUND, "Publisher Model `" + full + "` not found.");
    }

    /** The newest family wants its signatures back. */
    boolean needsSignatures() {
        return model.startsWith("gemini-3");
    }

    boolean thinks() {
        return model.startsWith("gemini-3") || model.startsWith("gemini-2.5");
    }

    /** Thinking is off unless it is asked for. */
    boolean thinksOnDemand() {
        return model.contains("flash-lite");
    }
}
