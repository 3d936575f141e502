package dev.portolan.evidence.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.evidence.recording.Recording;
import dev.portolan.evidence.recording.Recordings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetImportTest {

    @TempDir
    private Path folder;

    private static LoggedCall call(String prompt, String... tags) {
        return new LoggedCall(ChatRequest.of(prompt), null, Set.of(tags), null);
    }

    private static List<LoggedCall> many(int number, String... tags) {
        List<LoggedCall> calls = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            calls.add(call(String.join("+", tags) + " " + i, tags));
        }
        return calls;
    }

    private static List<String> prompts(DatasetImport.Result result) {
        return result.dataset().examples().stream()
                .map(example -> example.request().messages().get(0).text())
                .toList();
    }

    @Test
    void recordingsBecomeExamplesWithReferencesTagsAndClusters() {
        ChatRequest asked = ChatRequest.of("My mail is jo@example.com");
        CallContext context = CallContext.builder()
                .feature("triage")
                .stickinessKey("customer-4711")
                .tag("country", "de")
                .build();
        Recordings recordings = new Recordings(
                List.of(
                        Recording.builder(asked)
                                .name("assistant")
                                .context(context)
                                .answered(DatasetTest.answer("Write to jo@example.com"))
                                .build(),
                        Recording.builder(ChatRequest.of("Hello"))
                                .failed(ErrorDetails.builder("down").toException(ErrorKind.UNAVAILABLE))
                                .build()),
                "memory");
        DatasetImport.Result result = DatasetImport.from(recordings).importAs("april");
        Example first = result.dataset().examples().get(0);
        assertThat(first.request().messages().get(0).text()).isEqualTo("My mail is [e-mail]");
        assertThat(first.reference().text()).isEqualTo("Write to [e-mail]");
        assertThat(first.tags()).containsExactlyInAnyOrder("model:assistant", "feature:triage", "country:de");
        assertThat(first.cluster()).isEqualTo("cluster-1");
        Example second = result.dataset().examples().get(1);
        assertThat(second.reference()).isNull();
        assertThat(second.cluster()).isNull();
        assertThat(result.calls()).isEqualTo(2);
        assertThat(result.dataset().name()).isEqualTo("april");
        assertThat(result).hasToString("Result[Dataset[april, 2 examples], sampled=2 of 2, merged=0]");
    }

    @Test
    void callsThatAskTheSameAreOneExampleWithTheirNumberAsWeight() {
        LoggedCall answered = new LoggedCall(ChatRequest.of("a"), DatasetTest.answer("A"), Set.of("x"), "c");
        DatasetImport.Result result =
                DatasetImport.from(List.of(call("a", "y"), answered, call("b"))).importAs("d");
        assertThat(result.merged()).isEqualTo(1);
        assertThat(result.dataset().examples()).hasSize(2);
        Example merged = result.dataset().examples().get(0);
        assertThat(merged.weight()).isEqualTo(2);
        assertThat(merged.tags()).containsExactlyInAnyOrder("x", "y");
        assertThat(merged.reference().text()).isEqualTo("A");
        assertThat(merged.cluster()).isEqualTo("c");
        assertThat(result.dataset().examples().get(1).weight()).isEqualTo(1);
    }

    @Test
    void redactionIsTheApplicationsToExtend() {
        List<LoggedCall> calls = List.of(call("Jo Doe, order K-77", "customer:K-77"));
        DatasetImport.Result result = DatasetImport.from(calls)
                .redactor(text -> Pattern.compile("K-\\d+").matcher(text).replaceAll("[order]"))
                .importAs("d");
        assertThat(prompts(result)).containsExactly("Jo Doe, order [order]");
        assertThat(result.slices()).containsOnlyKeys("customer:[order]");
        assertThat(result.dataset().examples().get(0).tags()).containsExactly("customer:[order]");
    }

    @Test
    void aStratifiedSampleCoversRareTagsAndKeepsTheShares() {
        List<LoggedCall> calls = new ArrayList<>(many(900, "de"));
        calls.addAll(many(95, "fr"));
        calls.addAll(many(4, "it"));
        calls.addAll(many(1, "it", "long"));
        DatasetImport.Result result = DatasetImport.from(calls)
                .sampling(Sampling.stratifiedByTags(100, 7))
                .importAs("d");
        assertThat(result.sampled()).isEqualTo(100);
        assertThat(result.slices().get("de").sampled()).isBetween(88, 90);
        assertThat(result.slices().get("fr").sampled()).isBetween(9, 10);
        assertThat(result.slices().get("it").sampled()).isEqualTo(2);
        assertThat(result.slices()).containsEntry("long", new DatasetImport.Slice(1, 1));
        assertThat(result.uncovered()).isEmpty();
    }

    @Test
    void whatTheSampleDoesNotCoverIsTold() {
        List<LoggedCall> calls = new ArrayList<>(many(1000, "de"));
        calls.addAll(many(1, "rare"));
        DatasetImport.Result result =
                DatasetImport.from(calls).sampling(Sampling.random(10, 1)).importAs("d");
        assertThat(result.sampled()).isEqualTo(10);
        assertThat(result.slices()).containsEntry("de", new DatasetImport.Slice(1000, 10));
        assertThat(result.uncovered()).containsExactly("rare");
        // With fewer places than slices the rarest are left out.
        List<LoggedCall> three = new ArrayList<>(many(3, "a"));
        three.addAll(many(2, "b"));
        three.addAll(many(1, "c"));
        assertThat(DatasetImport.from(three)
                        .sampling(Sampling.stratifiedByTags(2, 0))
                        .importAs("d")
                        .uncovered())
                .containsExactly("c");
    }

    @Test
    void aSeedGivesTheSameSampleInTheOrderOfTheCalls() {
        List<LoggedCall> calls = many(500, "a");
        for (Sampling sampling : List.of(Sampling.random(20, 3), Sampling.stratifiedByTags(20, 3))) {
            List<String> once =
                    prompts(DatasetImport.from(calls).sampling(sampling).importAs("d"));
            assertThat(prompts(DatasetImport.from(calls).sampling(sampling).importAs("d")))
                    .isEqualTo(once)
                    .hasSize(20);
            assertThat(once.stream().map(text -> Integer.valueOf(text.substring(2))))
                    .isSorted();
            Sampling other = new Sampling(20, sampling.stratified(), 4);
            assertThat(prompts(DatasetImport.from(calls).sampling(other).importAs("d")))
                    .isNotEqualTo(once);
        }
        assertThat(DatasetImport.from(calls).importAs("d").sampled()).isEqualTo(200);
        assertThat(DatasetImport.from(calls)
                        .sampling(Sampling.ALL)
                        .importAs("d")
                        .sampled())
                .isEqualTo(500);
        assertThatIllegalArgumentException().isThrownBy(() -> Sampling.random(0, 0));
    }

    private static ChatRequest request(byte[] body) {
        JsonNode messages =
                ExampleFormat.parse(new String(body, StandardCharsets.UTF_8)).get("messages");
        return ChatRequest.of(messages.get(0).get("content").textValue());
    }

    private static ChatResponse response(byte[] body) {
        return DatasetTest.answer(ExampleFormat.parse(new String(body, StandardCharsets.UTF_8))
                .at("/choices/0/message/content")
                .textValue());
    }

    private static final String BODY =
            "{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}";
    private static final String ANSWER =
            "{\"id\":\"chatcmpl-1\",\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"}}]}";

    @Test
    void logsComeInThreeForms() throws IOException {
        Path file = Files.writeString(
                folder.resolve("log.jsonl"),
                BODY.formatted("plain") + "\n{\"request\":" + BODY.formatted("pair") + ",\"response\":" + ANSWER
                        + ",\"tags\":[\"german\"]}\n\n{\"custom_id\":\"1\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":"
                        + BODY.formatted("batch") + "}\n");
        RequestLog.Calls log = RequestLog.of(DatasetImportTest::request)
                .responses(DatasetImportTest::response)
                .read(file);
        assertThat(log.calls())
                .extracting(call -> call.request().messages().get(0).text())
                .containsExactly("plain", "pair", "batch");
        assertThat(log.calls().get(0).response()).isNull();
        assertThat(log.calls().get(1).response().text()).isEqualTo("Hi");
        assertThat(log.calls().get(1).tags()).containsExactlyInAnyOrder("model:gpt-4o-mini", "german");
        assertThat(log.calls().get(2).tags()).containsExactly("model:gpt-4o-mini");
        assertThat(RequestLog.of(DatasetImportTest::request)
                        .read(file)
                        .calls()
                        .get(1)
                        .response())
                .isNull();
        assertThat(log.calls().get(1).toString()).doesNotContain("pair", "Hi");
    }

    @Test
    void aBadLineOfALogStopsOrIsCounted() throws IOException {
        Path file = Files.writeString(
                folder.resolve("log.jsonl"),
                BODY.formatted("a") + "\nsecret\n{\"x\":\"secret\"}\n{\"messages\":[\"secret\"]}\n"
                        + BODY.formatted("b"));
        RequestLog log = RequestLog.of(DatasetImportTest::request);
        assertThatThrownBy(() -> log.read(file))
                .isInstanceOf(DatasetFormatException.class)
                .hasMessageStartingWith(file + ", line 2: ")
                .hasMessageNotContaining("secret");
        RequestLog.Calls calls = log.skipping().read(file);
        assertThat(calls.calls()).hasSize(2);
        assertThat(calls.skipped()).extracting(DatasetFormatException::line).containsExactly(2L, 3L, 4L);
        assertThat(calls.skipped())
                .allSatisfy(bad -> assertThat(bad.getMessage()).doesNotContain("secret"));
        assertThat(calls).hasToString("Calls[2, skipped=3]");
        assertThat(DatasetImport.from(calls).importAs("d").unusable()).isEqualTo(3);
        assertThatThrownBy(() -> log.read(folder.resolve("none"))).isInstanceOf(UncheckedIOException.class);
    }
}
