package dev.portolan.vertex;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the setting {@code model} names: a publisher's model by its id, with the publisher before it or with its whole path, or an
 * endpoint that a model of one's own is deployed to.
 *
 * @param publisher who made the model, such as {@code google}; empty for an endpoint
 * @param id the model's or the endpoint's id
 * @param project the project that the path names, or {@code null} for the connection's
 * @param location the location that the path names, or {@code null} for the connection's
 */
record ModelName(
        String publisher,
        String id,
        @Nullable String project,
        @Nullable String location) {

    static final String GOOGLE = "google";
    static final String ANTHROPIC = "anthropic";
    static final String MISTRAL = "mistralai";

    /**
     * Reads a name.
     *
     * @param publisher the setting of that name, which wins over what the name says, or {@code null}
     */
    static ModelName of(String model, @Nullable String publisher) {
        String[] steps = model.split("/", -1);
        if (model.startsWith("projects/")) {
            if (steps.length == 8 && steps[4].equals("publishers") && steps[6].equals("models")) {
                return new ModelName(or(publisher, steps[5]), steps[7], steps[1], steps[3]);
            }
            if (steps.length == 6 && steps[4].equals("endpoints")) {
                return new ModelName(or(publisher, ""), steps[5], steps[1], steps[3]);
            }
            throw wrong(model);
        }
        if (steps.length == 4 && steps[0].equals("publishers") && steps[2].equals("models")) {
            return new ModelName(or(publisher, steps[1]), steps[3], null, null);
        }
        if (steps.length == 2 && steps[0].equals("endpoints")) {
            return new ModelName(or(publisher, ""), steps[1], null, null);
        }
        if (steps.length == 2) {
            return new ModelName(or(publisher, steps[0]), steps[1], null, null);
        }
        if (steps.length != 1) {
            throw wrong(model);
        }
        return new ModelName(or(publisher, maker(model)), model, null, null);
    }

    private static String or(@Nullable String given, String otherwise) {
        return given != null ? given : otherwise;
    }

    private static IllegalArgumentException wrong(String model) {
        return new IllegalArgumentException("model: " + model
                + " is neither an id nor publishers/PUBLISHER/models/ID, endpoints/ID or such a path behind"
                + " projects/PROJECT/locations/LOCATION");
    }

    /** By the names that the publishers give their models. */
    private static String maker(String id) {
        String name = id.toLowerCase(Locale.ROOT);
        if (name.startsWith("claude")) {
            return ANTHROPIC;
        }
        if (name.startsWith("llama")) {
            return "meta";
        }
        if (name.startsWith("mistral")
                || name.startsWith("codestral")
                || name.startsWith("ministral")
                || name.startsWith("magistral")) {
            return MISTRAL;
        }
        if (name.startsWith("deepseek")) {
            return "deepseek-ai";
        }
        if (name.startsWith("qwen")) {
            return "qwen";
        }
        if (name.startsWith("gpt-oss")) {
            return "openai";
        }
        return GOOGLE;
    }

    /** How a model of this publisher is called. */
    String api() {
        return switch (publisher) {
            case GOOGLE, "" -> "gemini";
            case ANTHROPIC -> "claude";
            case MISTRAL -> "openai-raw";
            default -> "openai";
        };
    }

    /** The resource that gRPC calls name. */
    String path(String connectionProject, String connectionLocation) {
        return "projects/" + or(project, connectionProject) + "/locations/" + or(location, connectionLocation)
                + (publisher.isEmpty() ? "/endpoints/" + id : "/publishers/" + publisher + "/models/" + id);
    }

    /** What the OpenAI-compatible endpoint calls it. */
    String qualified() {
        return publisher.isEmpty() ? id : publisher + "/" + id;
    }
}
