package dev.portolan.simulator.internal.anthropic;

import dev.portolan.simulator.internal.HttpAnswer;
import dev.portolan.simulator.internal.HttpWire;
import dev.portolan.simulator.internal.http.HttpRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A host of Anthropic's Messages API over HTTP: its keys, models and errors. Thread-safe. */
public interface MessagesHost {

    /**
     * The headers that every answer carries.
     *
     * @return the headers
     */
    Map<String, String> headers();

    /**
     * Checks key, address and headers.
     *
     * @param request the request
     * @return a refusal, or {@code null} when the request may pass
     * @throws MessagesError a refusal in the service's words
     */
    @Nullable
    HttpAnswer refusal(HttpRequest request);

    /**
     * The model behind the name that a request has.
     *
     * @param named what the body names
     * @return the model's own name, or {@code null} when there is none of that name
     */
    @Nullable
    String model(String named);

    /**
     * The host's words for a name without a model.
     *
     * @return the answer
     */
    HttpAnswer noModel();

    /**
     * The host's words for what faults demand.
     *
     * @param headers what every answer carries
     * @return the words
     */
    HttpWire errors(Map<String, String> headers);
}
