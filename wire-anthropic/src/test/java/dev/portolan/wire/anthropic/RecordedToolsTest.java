package dev.portolan.wire.anthropic;

import dev.portolan.chat.ChatModel;
import dev.portolan.recorded.RecordedSchemas;
import dev.portolan.recorded.RecordedTraffic;
import dev.portolan.recorded.ToolReplay;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.support.VendorOptions;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Recorded conversations with tools, run again through the tool loop, end as they were recorded; answers of schemas are read as their JSON. */
class RecordedToolsTest {

    private static final Set<String> APIS = Set.of("messages");

    private final RecordedEndpoint endpoint = new RecordedEndpoint();
    private final ChatModel model = new WireChatModel(
            endpoint,
            WireProfile.direct("anthropic"),
            Families.profile("claude-opus-4-8"),
            CacheMarks.NONE,
            ModelSettings.builder("recorded", "claude-opus-4-8").build(),
            new VendorOptions("anthropic", null, null));

    @Test
    void everyRecordedConversationWithToolsEndsAsRecorded() {
        RecordedTraffic traffic = RecordedTraffic.of("anthropic");
        // Thoughts may be redacted, or left out but for their signature.
        new ToolReplay(endpoint, recording -> model, thought -> true).check(traffic, APIS);
    }

    @Test
    void everyRecordedAnswerOfASchemaIsReadAsItsJson() {
        RecordedTraffic traffic = RecordedTraffic.of("anthropic");
        RecordedSchemas schemas = new RecordedSchemas();
        traffic.each(APIS, recording -> schemas.read(endpoint, model, recording));
        schemas.check();
    }
}
