package dev.portolan.spi.support;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;

/** One chat API as pure functions between bytes and nouns; no HTTP client inside. Thread-safe. */
public interface ChatWire {

    /**
     * Where requests are posted, relative to the base address.
     *
     * @return such as {@code chat/completions}
     */
    String path();

    /**
     * A request as bytes.
     *
     * @param request what is asked
     * @param model the model's id on the wire; empty to leave it out, where the address names the model
     * @param stream whether the answer shall come piece by piece
     * @return the JSON body, with warnings for what could not travel
     * @throws dev.portolan.error.LlmException of kind unsupported-feature when something that must not be dropped has no place
     *     on this wire
     */
    EncodedRequest encode(ChatRequest request, String model, boolean stream);

    /**
     * A whole answer from bytes.
     *
     * @param body the JSON body of a successful answer
     * @return message, finish reason, usage, model, response id, log-probabilities and vendor metadata; the caller adds what
     *     it knows of the call, and the model where the answer names none, which is empty then
     * @throws dev.portolan.error.LlmException of kind invalid-response when the body is not of this wire, or of the kind the
     *     body tells when it holds an error
     */
    ChatResponse.Builder decode(byte[] body);

    /**
     * Starts decoding a streamed answer. The model of its response is empty when the stream names none.
     *
     * @return a decoder for one stream
     */
    StreamDecoder streamDecoder();

    /**
     * A request from bytes: the other direction of {@link #encode}, for importing logs of other clients.
     *
     * @param body the JSON body of a request
     * @return what it asks, and of which model
     * @throws IllegalArgumentException when the body is no request of this wire; the message names the field
     */
    DecodedRequest decodeRequest(byte[] body);
}
