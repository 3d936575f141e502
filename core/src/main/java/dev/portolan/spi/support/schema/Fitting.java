package dev.portolan.spi.support.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.harrel.jsonschema.Dialects;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JacksonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Tells whether a value fits the schema at some place of a document. Thread-safe. */
final class Fitting {

    private static final String BASE = "urn:portolan:schema";

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, URI> places = new ConcurrentHashMap<>();
    private final Validator validator;

    Fitting(ObjectNode document) {
        this.validator = new ValidatorFactory()
                .withJsonNodeFactory(new JacksonNode.Factory(Trees.mapper()))
                .withDefaultDialect(new Dialects.Draft2020Dialect())
                // Done when the schema was made; it costs ten times what all the rest does.
                .withDisabledSchemaValidation(true)
                .createValidator();
        ObjectNode anonymous = document.deepCopy();
        // Its own name would change where references lead.
        anonymous.remove("$id");
        anonymous.remove("$schema");
        validator.registerSchema(URI.create(BASE), anonymous);
    }

    boolean fits(String pointer, JsonNode instance) {
        lock.lock();
        try {
            URI place = places.computeIfAbsent(
                    pointer,
                    at -> validator.registerSchema(
                            JsonNodeFactory.instance.objectNode().put("$ref", BASE + "#" + encoded(at))));
            return validator.validate(place, instance).isValid();
        } finally {
            lock.unlock();
        }
    }

    private static String encoded(String pointer) {
        StringBuilder text = new StringBuilder();
        for (byte one : pointer.getBytes(StandardCharsets.UTF_8)) {
            char letter = (char) (one & 0xFF);
            boolean plain = letter < 128 && (Character.isLetterOrDigit(letter) || "/-._~$".indexOf(letter) >= 0);
            text.append(plain ? String.valueOf(letter) : String.format("%%%02X", (int) letter));
        }
        return text.toString();
    }
}
