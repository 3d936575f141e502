package dev.portolan.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.spi.support.WireJson;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the headers tell of who served a request; support asks for it. Part of the vendor metadata, under the headers' names. */
final class ServedBy {

    private static final List<String> HEADERS =
            List.of("apim-request-id", "x-ms-region", "x-ms-deployment-name", "x-ms-served-model");

    private static final int LONGEST = 200;

    private ServedBy() {}

    /** A JSON object as text, or {@code null} when the headers tell nothing. */
    static @Nullable String metadata(Function<String, @Nullable String> header) {
        ObjectNode json = WireJson.mapper().createObjectNode();
        for (String name : HEADERS) {
            String value = header.apply(name);
            if (value != null && value.length() <= LONGEST) {
                json.put(name, value);
            }
        }
        return json.isEmpty() ? null : json.toString();
    }

    /** Both objects as one. */
    static String merged(String metadata, String headers) {
        String inner = headers.substring(1);
        return metadata.equals("{}") ? headers : metadata.substring(0, metadata.length() - 1) + "," + inner;
    }
}
