package dev.portolan.simulator.internal.openai;

import dev.portolan.simulator.internal.HttpWire;
import dev.portolan.simulator.internal.RateMeter;
import dev.portolan.simulator.internal.http.HttpRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A host of OpenAI's API: its addresses, keys, models, limits and errors. Thread-safe. */
public interface Dialect {

    /**
     * What an address stands for.
     *
     * @param request the request
     * @return the target, or {@code null} when nothing is there
     */
    @Nullable
    Target target(HttpRequest request);

    /**
     * The headers that every answer carries.
     *
     * @param ids makes ids
     * @param target what was asked, or {@code null} when nothing is there
     * @return the headers
     */
    Map<String, String> headers(Ids ids, @Nullable Target target);

    /**
     * Checks key, address and version.
     *
     * @param request the request
     * @param target what it asks
     * @return the target, when there is one
     * @throws OpenAiError when the request may not pass
     */
    Target admit(HttpRequest request, @Nullable Target target);

    /**
     * Finds out which model is asked. It need not exist.
     *
     * @param target what is asked
     * @param named the model that the body names, or {@code null}
     * @return its names
     * @throws OpenAiError when none is named
     */
    ModelName name(Target target, @Nullable String named);

    /**
     * Checks that a model exists and has an API.
     *
     * @param api the API
     * @param name the model
     * @throws OpenAiError when it does not
     */
    void require(Api api, ModelName name);

    /**
     * The models there are.
     *
     * @param name one of them, or {@code null} for all
     * @return the body
     * @throws OpenAiError when there is no such model
     */
    byte[] models(@Nullable String name);

    /**
     * Tells the state of the limits.
     *
     * @param model the model that is asked
     * @param reading the state
     * @return headers
     * @throws OpenAiError when the limits do not let the request pass
     */
    Map<String, String> limits(String model, RateMeter.Reading reading);

    /**
     * The host's words for what faults demand.
     *
     * @param api the API that is asked
     * @param model the model's own name
     * @param headers what every answer carries
     * @return the words
     */
    HttpWire errors(Api api, String model, Map<String, String> headers);

    /**
     * What the host adds to answers.
     *
     * @return the additions
     */
    Additions additions();
}
