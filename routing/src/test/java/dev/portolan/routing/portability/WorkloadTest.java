package dev.portolan.routing.portability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Message;
import dev.portolan.chat.Usage;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.evidence.dataset.CallTrace;
import dev.portolan.evidence.dataset.Dataset;
import dev.portolan.evidence.dataset.Example;
import dev.portolan.evidence.dataset.LoggedCall;
import dev.portolan.evidence.recording.Recording;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkloadTest {

    private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");
    private static final ChatRequest REQUEST = ChatRequest.of("secret prompt");

    private static ChatResponse answer(FinishReason.Kind end) {
        return ChatResponse.builder()
                .provider("openai")
                .model("gpt-4o-mini")
                .message(Message.assistant("secret answer"))
                .finishReason(FinishReason.of(end))
                .usage(Usage.of(100, 10))
                .build();
    }

    @Test
    void recordingsTellTheMost() {
        Workload workload = Workload.ofRecordings(List.of(
                Recording.builder(REQUEST)
                        .startedAt(AT)
                        .took(Duration.ofSeconds(2))
                        .answered(answer(FinishReason.Kind.CONTENT_FILTER))
                        .build(),
                Recording.builder(REQUEST)
                        .startedAt(AT)
                        .took(Duration.ofSeconds(1))
                        .failed(ErrorDetails.builder("late").toException(ErrorKind.RATE_LIMITED))
                        .build(),
                Recording.builder(REQUEST)
                        .startedAt(AT)
                        .took(Duration.ofSeconds(9))
                        .streamed(List.of(), null)
                        .build()));

        WorkloadCall filtered = workload.calls().get(0);
        assertThat(filtered.id()).isEqualTo("0");
        assertThat(filtered.at()).isEqualTo(AT);
        assertThat(filtered.streamed()).isFalse();
        assertThat(filtered.took()).isEqualTo(Duration.ofSeconds(2));
        assertThat(filtered.usage()).isEqualTo(Usage.of(100, 10));
        assertThat(filtered.filteredAnswer()).isTrue();
        assertThat(workload.calls().get(1).error()).isEqualTo(ErrorKind.RATE_LIMITED);
        assertThat(workload.calls().get(1).usage()).isEqualTo(Usage.UNKNOWN);
        WorkloadCall left = workload.calls().get(2);
        assertThat(left.streamed()).isTrue();
        assertThat(left.took()).as("of a stream that was left").isNull();
        assertThat(workload).hasToString("Workload[3 calls]");
        assertThat(filtered.toString()).doesNotContain("secret");
    }

    @Test
    void logsTellWhatTheirTracesHold() {
        CallTrace trace = new CallTrace(AT, Duration.ofSeconds(3), true, "responses", "gpt-4o-mini", ErrorKind.TIMEOUT);
        Workload workload = Workload.ofCalls(List.of(
                new LoggedCall(REQUEST, null, Set.of(), null, trace),
                new LoggedCall(REQUEST, answer(FinishReason.Kind.STOP), Set.of(), null)));

        WorkloadCall traced = workload.calls().get(0);
        assertThat(traced.streamed()).isTrue();
        assertThat(traced.took()).isEqualTo(Duration.ofSeconds(3));
        assertThat(traced.error()).isEqualTo(ErrorKind.TIMEOUT);
        assertThat(workload.calls().get(1).at()).isNull();
        assertThat(workload.calls().get(1).streamed()).isNull();
        assertThat(workload.calls().get(1).filteredAnswer()).isFalse();
    }

    @Test
    void findingsNameTheExamplesOfADataset() {
        Dataset dataset = Dataset.of(
                "desk",
                List.of(Example.builder(ChatRequest.builder().user("a").topK(3).build())
                        .id("ticket-7")
                        .reference(answer(FinishReason.Kind.STOP))
                        .build()));
        PortabilityReport report = Portability.check(
                Workload.of(dataset),
                PortabilityTarget.of(UncallableModel.lacking("bedrock", "large-1", dev.portolan.chat.Capability.TOP_K))
                        .build());

        assertThat(report.findings())
                .filteredOn(finding -> finding.code().equals("left-out"))
                .extracting(PortabilityFinding::example)
                .containsExactly("ticket-7");
    }
}
