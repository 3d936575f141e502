package dev.portolan.ollama;

import dev.portolan.chat.CallContext;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.WireJson;
import dev.portolan.transport.HttpAnswer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a connection's server has said of its models. Each model is asked for once, in the first call that needs to know, with that
 * call's time and credentials; never at load. Thread-safe.
 */
final class ModelCards {

    private static final Logger LOG = LoggerFactory.getLogger(OllamaConnection.class);

    private final OllamaClient client;
    private final boolean asks;
    private final Map<String, ModelCard> known = new ConcurrentHashMap<>();

    /**
     * @param asks whether the server may be asked at all
     */
    ModelCards(OllamaClient client, boolean asks) {
        this.client = client;
        this.asks = asks;
    }

    /** What is known already, or {@code null}; asks nobody. */
    @Nullable
    ModelCard known(String model) {
        return known.get(model);
    }

    /** What the server says of a model. */
    ModelCard ask(String model, CallContext context, CallGuard guard) {
        ModelCard card = known.get(model);
        if (card == null) {
            card = asks ? asked(model, context, guard) : ModelCard.UNTOLD;
            known.put(model, card);
        }
        return card;
    }

    private ModelCard asked(String model, CallContext context, CallGuard guard) {
        byte[] request = WireJson.object(json -> json.writeStringField("model", model));
        try (HttpAnswer answer = client.show(request, model, context, guard)) {
            return ModelCard.read(answer.bytes());
        } catch (LlmException e) {
            if (!e.kind().equals(ErrorKind.INVALID_REQUEST) && !e.kind().equals(ErrorKind.INVALID_RESPONSE)) {
                throw e;
            }
            // A gateway that lets nothing but chats through; the chat itself may go well.
            LOG.warn(
                    "The server does not tell what {} can: {}",
                    model,
                    e.details().summary());
            return ModelCard.UNTOLD;
        }
    }

    /** With how many tokens of context a model is in memory, or {@code null} when it is not, or the server does not tell. */
    @Nullable
    Integer loadedContext(String model, CallContext context, CallGuard guard) {
        if (!asks) {
            return null;
        }
        try (HttpAnswer answer = client.running(model, context, guard)) {
            return ModelCard.loadedContext(answer.bytes(), model);
        } catch (LlmException e) {
            if (!e.kind().equals(ErrorKind.INVALID_REQUEST) && !e.kind().equals(ErrorKind.INVALID_RESPONSE)) {
                throw e;
            }
            LOG.debug(
                    "The server does not tell what is in its memory: {}",
                    e.details().summary());
            return null;
        }
    }
}
