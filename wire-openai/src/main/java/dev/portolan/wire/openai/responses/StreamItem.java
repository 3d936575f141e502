package dev.portolan.wire.openai.responses;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.portolan.spi.support.WireJson;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What an event that begins or ends an item, or a piece of one, says. */
final class StreamItem {

    int outputIndex = -1;
    int contentIndex;

    /** The whole text, refusal or arguments of a piece that is done. */
    @Nullable
    String text;

    @Nullable
    String type;

    @Nullable
    String phase;

    @Nullable
    String callId;

    @Nullable
    String name;

    /** Where the item starts in the data, or -1 when the event has none. */
    int start = -1;

    int end;

    private StreamItem() {}

    static StreamItem read(byte[] data, int offset, int length) throws IOException {
        StreamItem read = new StreamItem();
        try (JsonParser parser = WireJson.factory().createParser(data, offset, length)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                switch (parser.currentName()) {
                    case "output_index" -> read.outputIndex = parser.nextIntValue(-1);
                    case "content_index", "summary_index" -> read.contentIndex = parser.nextIntValue(0);
                    case "text", "refusal", "arguments" -> read.text = parser.nextTextValue();
                    case "item" -> {
                        if (parser.nextToken() == JsonToken.START_OBJECT) {
                            read.item(parser, offset);
                        }
                    }
                    default -> parser.nextToken();
                }
                parser.skipChildren();
            }
        }
        return read;
    }

    private void item(JsonParser parser, int offset) throws IOException {
        start = offset + (int) parser.currentTokenLocation().getByteOffset();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            switch (parser.currentName()) {
                case "type" -> type = parser.nextTextValue();
                case "phase" -> phase = parser.nextTextValue();
                case "call_id" -> callId = parser.nextTextValue();
                case "name" -> name = parser.nextTextValue();
                default -> parser.nextToken();
            }
            parser.skipChildren();
        }
        end = offset + (int) parser.currentTokenLocation().getByteOffset() + 1;
    }
}
