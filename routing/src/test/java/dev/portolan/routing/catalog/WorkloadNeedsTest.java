package dev.portolan.routing.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.AudioPart;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Tool;
import dev.portolan.chat.Usage;
import dev.portolan.chat.VideoPart;
import dev.portolan.conversation.TokenEstimate;
import dev.portolan.evidence.inventory.WorkloadInventory;
import dev.portolan.evidence.recording.Recording;
import dev.portolan.evidence.recording.TimedEvent;
import dev.portolan.schema.JsonSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkloadNeedsTest {

    private static final ChatRequest RICH = ChatRequest.builder()
            .add(Message.user(
                    new TextPart("What is this?"),
                    new ImagePart(Media.of(new byte[] {1}, "image/png")),
                    new AudioPart(Media.of(new byte[] {1}, "audio/wav")),
                    new VideoPart(Media.of(new byte[] {1}, "video/mp4")),
                    new DocumentPart(Media.of(new byte[] {1}, "application/pdf"), null)))
            .tools(List.of(Tool.of("look", "Looks closer", "{\"type\":\"object\"}")))
            .parallelToolCalls(true)
            .outputFormat(new OutputFormat.Schema("answer", JsonSchema.EMPTY_OBJECT, null, null))
            .maxOutputTokens(300)
            .build();

    private static Recording call(ChatRequest request, boolean streamed, long input, long output) {
        ChatResponse response = ChatResponse.builder()
                .provider("openai")
                .model("gpt-4o-mini")
                .message(Message.assistant("Hi"))
                .usage(Usage.of(input, output))
                .build();
        Recording.Builder call = Recording.builder(request);
        return streamed
                ? call.streamed(List.of(new TimedEvent(Duration.ZERO, new ChatEvent.Completed(response))), null)
                        .build()
                : call.answered(response).build();
    }

    @Test
    void anInventoryTellsWhatItsCallsUse() {
        Needs needs = Needs.of(WorkloadInventory.of(
                        List.of(call(RICH, true, 900, 70), call(ChatRequest.of("Hi"), false, 8, 90)),
                        (provider, model) -> null))
                .build();
        assertThat(needs.capabilities())
                .containsExactlyInAnyOrder(
                        Capability.TOOLS,
                        Capability.STREAMING,
                        Capability.PARALLEL_TOOL_CALLS,
                        Capability.JSON_SCHEMA_OUTPUT,
                        Capability.IMAGE_INPUT,
                        Capability.AUDIO_INPUT,
                        Capability.VIDEO_INPUT,
                        Capability.DOCUMENT_INPUT);
        assertThat(needs.toolsInStreams()).isTrue();
        assertThat(needs.inputTokens()).isEqualTo(900);
        assertThat(needs.outputTokens()).isEqualTo(90);
    }

    @Test
    void aPlainInventoryNeedsNothingAndOneThatStreamsNeedsStreams() {
        Needs plain = Needs.of(WorkloadInventory.of(List.of(), (provider, model) -> null))
                .build();
        assertThat(plain.capabilities()).isEmpty();
        assertThat(plain.inputTokens()).isNull();
        Needs streams = Needs.of(WorkloadInventory.of(
                        List.of(call(ChatRequest.of("Hi"), true, 8, 9)), (provider, model) -> null))
                .build();
        assertThat(streams.capabilities()).containsExactly(Capability.STREAMING);
        assertThat(streams.toolsInStreams()).isFalse();
    }

    @Test
    void requestsTellTheirLongestAndWhatTheyUse() {
        List<ChatRequest> requests = new ArrayList<>();
        for (int i = 1; i <= 200; i++) {
            requests.add(ChatRequest.of("x".repeat(4 * i)));
        }
        requests.add(RICH);
        Needs needs = Needs.of(requests, TokenEstimate.CHARACTERS).build();
        // The rich one takes about 6,000; the 199th of 201 in order is the 199th of the plain ones, with four tokens
        // around it.
        assertThat(needs.inputTokens()).isEqualTo(203);
        assertThat(needs.outputTokens()).isEqualTo(300);
        assertThat(needs.capabilities())
                .contains(Capability.TOOLS, Capability.VIDEO_INPUT, Capability.JSON_SCHEMA_OUTPUT)
                .doesNotContain(Capability.STREAMING);
        assertThat(needs).hasToString("Needs[margin 180 d, " + needs.capabilities() + ", input 203, output 300]");
    }
}
