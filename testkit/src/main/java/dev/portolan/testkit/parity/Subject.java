package dev.portolan.testkit.parity;

import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A model that a run asks, under the name that reports give it. Immutable; as thread-safe as the model is.
 *
 * <pre>{@code
 * Subject present = Subject.of("present", portolan.chatModel("assistant"));
 * Subject next = Subject.of("new", other).shaping(request -> request.toBuilder().temperature(0.0).build());
 * }</pre>
 */
public final class Subject {

    private final String name;
    private final ChatModel model;
    private final UnaryOperator<ChatRequest> shaping;
    private final Map<String, String> parameters;

    private Subject(String name, ChatModel model, UnaryOperator<ChatRequest> shaping, Map<String, String> parameters) {
        this.name = name;
        this.model = model;
        this.shaping = shaping;
        this.parameters = parameters;
    }

    /**
     * A model that is asked what the examples say.
     *
     * @param name what reports, journals and recordings call it; not blank, different for each model of a run
     * @param model the model
     * @return the subject
     * @throws IllegalArgumentException when the name is blank
     */
    public static Subject of(String name, ChatModel model) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name: must not be blank");
        }
        return new Subject(name, Objects.requireNonNull(model, "model"), request -> request, Map.of());
    }

    /**
     * Changes what this model is asked, such as another wording of the prompt for it. Reports show that prompts or settings of the
     * sides differ.
     *
     * @param change gives the same for the same request; called from several threads
     * @return a subject that applies it after the changes before
     */
    public Subject shaping(UnaryOperator<ChatRequest> change) {
        Objects.requireNonNull(change, "change");
        UnaryOperator<ChatRequest> before = shaping;
        return new Subject(name, model, request -> change.apply(before.apply(request)), parameters);
    }

    /**
     * Names a setting that requests do not show, such as the region, so that reports can show it. The settings in requests are shown
     * by themselves.
     *
     * @param parameter what is set
     * @param value to what; no secret
     * @return a subject with it
     */
    public Subject parameter(String parameter, String value) {
        Map<String, String> more = new LinkedHashMap<>(parameters);
        more.put(Objects.requireNonNull(parameter, "parameter"), Objects.requireNonNull(value, "value"));
        return new Subject(name, model, shaping, Collections.unmodifiableMap(more));
    }

    /**
     * What reports call it.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Who is asked.
     *
     * @return the model
     */
    public ChatModel model() {
        return model;
    }

    /**
     * The settings that were named.
     *
     * @return unmodifiable, possibly empty
     */
    public Map<String, String> parameters() {
        return parameters;
    }

    /**
     * What this model is asked in place of a request.
     *
     * @param request an example's
     * @return the request after all changes
     */
    public ChatRequest shape(ChatRequest request) {
        return Objects.requireNonNull(shaping.apply(request), "shaping gave no request");
    }

    @Override
    public String toString() {
        return "Subject[" + name + ", " + model.info() + "]";
    }
}
