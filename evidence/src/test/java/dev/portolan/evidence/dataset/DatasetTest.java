package dev.portolan.evidence.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Usage;
import dev.portolan.evidence.check.Expectations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetTest {

    private static final String FULL = """
            {"id":"t-1","system":"You sort tickets.","prompt":"Ticket: {{text}} {{ n }}","variables":{"text":"late {{n}} $1","n":2},\
            "tools":[{"name":"find","description":"finds","parameters":{"type":"object"}},{"name":"list"}],\
            "schema":{"type":"object"},"expect":{"label":"delivery"},"tags":["german","short"],"cluster":"c4","weight":2.5}
            """;

    @TempDir
    private Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Dataset read(String name, String text) throws IOException {
        return Dataset.read(file(name, text));
    }

    private static String text(Example example) {
        List<dev.portolan.chat.Message> messages = example.request().messages();
        return messages.get(messages.size() - 1).text();
    }

    static ChatResponse answer(String text) {
        return ChatResponse.builder()
                .provider("openai")
                .model("gpt-4o-mini")
                .finishReason(FinishReason.of(FinishReason.Kind.STOP))
                .usage(Usage.of(3, 1))
                .message(new AssistantMessage(List.of(new TextPart(text))))
                .build();
    }

    @Test
    void aLineOfJsonIsAnExample() throws IOException {
        Dataset dataset = read("triage.jsonl", "\ufeff" + FULL + "\n\n{\"prompt\":\"Hello\"}\n");
        assertThat(dataset.name()).isEqualTo("triage");
        assertThat(dataset.examples()).hasSize(2);
        Example first = dataset.examples().get(0);
        assertThat(first.id()).isEqualTo("t-1");
        assertThat(first.request().messages().get(0).text()).isEqualTo("You sort tickets.");
        assertThat(text(first)).isEqualTo("Ticket: late {{n}} $1 2");
        assertThat(first.template().messages().get(1).text()).isEqualTo("Ticket: {{text}} {{ n }}");
        assertThat(first.request().tools()).extracting("name").containsExactly("find", "list");
        assertThat(first.request().outputFormat()).isInstanceOf(OutputFormat.Schema.class);
        assertThat(first.expectations().labels()).containsExactly("delivery");
        assertThat(first.tags()).containsExactly("german", "short");
        assertThat(first.cluster()).isEqualTo("c4");
        assertThat(first.weight()).isEqualTo(2.5);
        Example second = dataset.examples().get(1);
        assertThat(second.id()).matches("[0-9a-f]{12}");
        assertThat(second.weight()).isEqualTo(1);
        assertThat(second.cluster()).isNull();
        assertThat(second.expectations()).isEqualTo(Expectations.NONE);
        assertThat(dataset).hasToString("Dataset[triage, 2 examples]");
    }

    @Test
    void messagesAndWholeRequestsAreTakenToo() throws IOException {
        Dataset dataset = read(
                "a.ndjson",
                "{\"messages\":[{\"role\":\"system\",\"content\":\"S\"},{\"role\":\"user\",\"content\":\"U\"},"
                        + "{\"role\":\"assistant\",\"content\":\"A\"},{\"role\":\"user\",\"content\":\"V\"}]}\n"
                        + "{\"request\":"
                        + dev.portolan.codec.JsonCodec.CHAT_REQUEST.toJson(
                                ChatRequest.builder().user("W").temperature(0.5).build())
                        + "}");
        assertThat(dataset.examples().get(0).request().messages())
                .extracting(dev.portolan.chat.Message::text)
                .containsExactly("S", "U", "A", "V");
        assertThat(dataset.examples().get(1).request().temperature()).isEqualTo(0.5);
    }

    @Test
    void bracesStandForThemselvesWithoutVariables() throws IOException {
        assertThat(text(read("a.jsonl", "{\"prompt\":\"Use {{name}}\"}")
                        .examples()
                        .get(0)))
                .isEqualTo("Use {{name}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json secret",
                "[]",
                "{\"promt\":\"secret\"}",
                "{\"prompt\":7}",
                "{\"prompt\":\"a\",\"messages\":[]}",
                "{\"id\":\"a\"}",
                "{\"messages\":{\"role\":\"user\",\"content\":\"secret\"}}",
                "{\"messages\":[{\"role\":\"tool\",\"content\":\"secret\"}]}",
                "{\"messages\":[{\"role\":\"user\"}]}",
                "{\"prompt\":\"a\",\"tools\":[{\"description\":\"secret\"}]}",
                "{\"prompt\":\"a\",\"tools\":{}}",
                "{\"prompt\":\"a\",\"schema\":{\"type\":\"secret\"}}",
                "{\"prompt\":\"{{b}}\",\"variables\":{\"a\":\"secret\"}}",
                "{\"prompt\":\"a\",\"variables\":[\"secret\"]}",
                "{\"prompt\":\"a\",\"variables\":{\"b c\":\"secret\"}}",
                "{\"prompt\":\"a\",\"expect\":{\"refusal\":\"secret\"}}",
                "{\"prompt\":\"a\",\"expect\":\"secret\"}",
                "{\"prompt\":\"a\",\"tags\":\"secret\"}",
                "{\"prompt\":\"a\",\"tags\":[\" \"]}",
                "{\"prompt\":\"a\",\"weight\":0}",
                "{\"prompt\":\"a\",\"weight\":\"secret\"}",
                "{\"prompt\":\"a\",\"id\":{\"secret\":1}}",
                "{\"prompt\":\"a\",\"cluster\":\"\"}",
                "{\"prompt\":\"a\",\"attachments\":[\"../secret.png\"]}",
                "{\"prompt\":\"a\",\"attachments\":[\"/etc/secret.txt\"]}",
                "{\"prompt\":\"a\",\"attachments\":[\"C:\\\\secret.txt\"]}",
                "{\"prompt\":\"a\",\"attachments\":[\"secret\"]}",
                "{\"request\":{\"messages\":[\"secret\"]}}",
                "{\"request\":{},\"tools\":[]}",
                "{\"prompt\":\"first\"}",
                "{\"prompt\":\"b\",\"id\":\"one\"}",
                "{\"prompt\":\"a\",\"prompt\":\"secret\"}",
            })
    void aBadLineStopsTheReadingWithFileAndLineAndQuotesNothing(String line) throws IOException {
        Path file = file("a.jsonl", "{\"prompt\":\"first\"}\n{\"prompt\":\"x\",\"id\":\"one\"}\n\n" + line + "\n");
        assertThatThrownBy(() -> Dataset.read(file)).isInstanceOfSatisfying(DatasetFormatException.class, e -> {
            assertThat(e.getMessage()).startsWith(file + ", line 4: ").doesNotContain("secret");
            assertThat(e.line()).isEqualTo(4);
            assertThat(e.source()).isEqualTo(file.toString());
        });
    }

    @Test
    void badLinesAreSkippedAndCountedWhereThatIsWanted() throws IOException {
        Path file = file("a.jsonl", "{\"prompt\":\"a\"}\nbroken\n{\"prompt\":\"b\"}\n{\"prompt\":\"a\"}");
        try (ExampleReader in = ExampleReader.open(file).skipping()) {
            List<String> texts = new ArrayList<>();
            for (Example example = in.next(); example != null; example = in.next()) {
                texts.add(text(example));
            }
            assertThat(texts).containsExactly("a", "b");
            assertThat(in.skipped()).extracting(DatasetFormatException::line).containsExactly(2L, 4L);
        }
    }

    @Test
    void aTableNamesItsColumns() throws IOException {
        Dataset dataset = read("a.csv", """
                id,system,prompt,var.name,expect.label,expect.labels,expect.number,expect.json,expect.tone,tags,cluster,weight
                1,"You, politely","Hello {{name}},
                two lines ""quoted\""",Jo,billing,,42.5,"{""a"":1}",warm,german|short,c1,2

                2,,Bye,,,a|b,,,"{""x"":1}",,,
                """);
        Example first = dataset.examples().get(0);
        assertThat(first.id()).isEqualTo("1");
        assertThat(first.request().messages().get(0).text()).isEqualTo("You, politely");
        assertThat(text(first)).isEqualTo("Hello Jo,\ntwo lines \"quoted\"");
        assertThat(first.expectations().labels()).containsExactly("billing");
        assertThat(first.expectations().number()).isEqualByComparingTo("42.5");
        assertThat(first.expectations().json()).isEqualTo("{\"a\":1}");
        assertThat(first.expectations().other("tone")).isEqualTo("\"warm\"");
        assertThat(first.tags()).containsExactly("german", "short");
        assertThat(first.cluster()).isEqualTo("c1");
        assertThat(first.weight()).isEqualTo(2);
        Example second = dataset.examples().get(1);
        assertThat(second.request().messages()).hasSize(1);
        assertThat(second.expectations().labels()).containsExactly("a", "b");
        assertThat(second.expectations().other("tone")).isEqualTo("{\"x\":1}");
        assertThat(second.tags()).isEmpty();
    }

    @Test
    void aBadRowNamesItsLineAndCanBeSkipped() throws IOException {
        Path file = file("a.csv", "prompt,weight\n\"a\nx\",1\n\nb,secret\nc,3\n");
        assertThatThrownBy(() -> Dataset.read(file))
                .isInstanceOf(DatasetFormatException.class)
                .hasMessageStartingWith(file + ", line 5: weight")
                .hasMessageNotContaining("secret");
        try (ExampleReader in = ExampleReader.open(file).skipping()) {
            assertThat(in.next()).isNotNull();
            assertThat(text(in.next())).isEqualTo("c");
            assertThat(in.next()).isNull();
            assertThat(in.skipped()).hasSize(1);
        }
        assertThatThrownBy(() -> read("b.csv", "prompt,secret\na,b\n"))
                .isInstanceOf(DatasetFormatException.class)
                .hasMessageContaining("line 2");
    }

    @Test
    void aTableWithRaggedRowsIsBroken() throws IOException {
        Path file = file("a.csv", "prompt,weight\na,1\nsecret\nc,3,secret\n");
        try (ExampleReader in = ExampleReader.open(file).skipping()) {
            assertThat(in.next()).isNotNull();
            assertThatThrownBy(in::next)
                    .isInstanceOf(DatasetFormatException.class)
                    .hasMessageContaining("CSV")
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void yamlIsAListOrDocuments() throws IOException {
        String item = "prompt: |\n    Two\n    lines\n  tags: [a]\n  expect:\n    number: 4.50\n    escalation: true\n";
        for (String text : List.of(
                "# comment\n- id: one\n  " + item + "- {id: two, prompt: \"x: y\"}\n",
                "id: one\n" + item.replace("\n  ", "\n") + "---\nid: two\nprompt: \"x: y\"\n")) {
            Dataset dataset = read("a.yaml", text);
            assertThat(dataset.examples()).extracting(Example::id).containsExactly("one", "two");
            assertThat(text(dataset.examples().get(0))).isEqualTo("Two\nlines\n");
            assertThat(dataset.examples().get(0).expectations().number()).isEqualByComparingTo("4.5");
            assertThat(dataset.examples().get(0).expectations().escalation()).isTrue();
            assertThat(text(dataset.examples().get(1))).isEqualTo("x: y");
        }
    }

    @Test
    void aBadItemOfYamlNamesItsLine() throws IOException {
        Path file = file("a.yml", "- prompt: a\n- promt: secret\n- prompt: c\n");
        assertThatThrownBy(() -> Dataset.read(file))
                .isInstanceOf(DatasetFormatException.class)
                .hasMessageStartingWith(file + ", line 2: ")
                .hasMessageNotContaining("secret");
        try (ExampleReader in = ExampleReader.open(file).skipping()) {
            assertThat(text(in.next())).isEqualTo("a");
            assertThat(text(in.next())).isEqualTo("c");
            assertThat(in.next()).isNull();
        }
        Path broken = file("b.yml", "- prompt: a\n- prompt: \"secret\n");
        try (ExampleReader in = ExampleReader.open(broken).skipping()) {
            assertThat(in.next()).isNotNull();
            assertThatThrownBy(in::next)
                    .isInstanceOf(DatasetFormatException.class)
                    .hasMessageContaining("is no YAML")
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void attachmentsAreReadFromTheFolderOfTheDataset() throws IOException {
        Files.createDirectories(folder.resolve("scans"));
        Files.write(folder.resolve("scans/1.png"), new byte[] {1, 2});
        Files.writeString(folder.resolve("notes.txt"), "notes");
        for (String sound : List.of("a.mp3", "b.mp4")) {
            Files.write(folder.resolve(sound), new byte[] {3});
        }
        Example example = read(
                        "a.jsonl",
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"See\"},{\"role\":\"assistant\",\"content\":\"What?\"}],"
                                + "\"attachments\":[\"scans/1.png\",\"notes.txt\",\"a.mp3\",\"b.mp4\"]}")
                .examples()
                .get(0);
        assertThat(example.attachments()).containsExactly("scans/1.png", "notes.txt", "a.mp3", "b.mp4");
        assertThat(example.request().messages().get(0).parts())
                .hasSize(5)
                .contains(new ImagePart(Media.of(new byte[] {1, 2}, "image/png")))
                .contains(new DocumentPart(
                        Media.of("notes".getBytes(StandardCharsets.UTF_8), "text/plain"), "notes.txt"));
        Example missing = Example.builder(ChatRequest.of("a"))
                .attachments(folder, "none.png")
                .build();
        assertThatThrownBy(missing::request).isInstanceOf(UncheckedIOException.class);
        Example nobody = Example.builder(ChatRequest.builder()
                        .add(dev.portolan.chat.Message.assistant("Hi"))
                        .build())
                .attachments(folder, "notes.txt")
                .build();
        assertThatIllegalArgumentException().isThrownBy(nobody::request);
    }

    @Test
    void aLinkLeadsNotOutOfTheFolder() throws IOException {
        Path inside = Files.createDirectories(folder.resolve("inside"));
        Path secret = file("secret.txt", "secret");
        try {
            Files.createSymbolicLink(inside.resolve("link.txt"), secret);
        } catch (UnsupportedOperationException | IOException e) {
            org.junit.jupiter.api.Assumptions.abort("This system makes no links");
        }
        Example example = Example.builder(ChatRequest.of("a"))
                .attachments(inside, "link.txt")
                .build();
        assertThatIllegalArgumentException().isThrownBy(example::request).withMessageContaining("out of");
    }

    @Test
    void aDatasetLiesOnTheClassPathToo() {
        Dataset dataset = Dataset.resource("dev/portolan/evidence/dataset/small.jsonl");
        assertThat(dataset.name()).isEqualTo("small");
        Example example = dataset.examples().get(0);
        assertThat(example.request().messages().get(0).parts()).hasSize(2);
        assertThat(example.tags()).containsExactly("german");
        assertThatThrownBy(() -> Dataset.resource("none.jsonl")).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> Dataset.read(folder.resolve("none.jsonl"))).isInstanceOf(UncheckedIOException.class);
        assertThatIllegalArgumentException().isThrownBy(() -> Dataset.read(folder.resolve("a.txt")));
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        Dataset dataset = read("a.jsonl", FULL);
        Example answered = dataset.examples().get(0).toBuilder()
                .id("t-2")
                .reference(answer("delivery"))
                .build();
        Dataset both = Dataset.of("both", List.of(dataset.examples().get(0), answered));
        Path file = folder.resolve("b.jsonl");
        both.write(file);
        Dataset again = Dataset.read(file);
        assertThat(again.contentHash()).isEqualTo(both.contentHash());
        assertThat(again.examples().get(0).contentHash())
                .isEqualTo(dataset.examples().get(0).contentHash());
        assertThat(again.examples().get(0).request())
                .isEqualTo(dataset.examples().get(0).request());
        assertThat(again.examples().get(1).reference().text()).isEqualTo("delivery");
        assertThat(again.examples().get(1).weight()).isEqualTo(2.5);
        assertThatIllegalArgumentException().isThrownBy(() -> both.write(folder.resolve("b.csv")));
        assertThatThrownBy(() -> both.write(folder.resolve("none/b.jsonl"))).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void theHashKnowsContentAndNeitherOrderNorFormat() throws IOException {
        String hash = read("a.jsonl", "{\"id\":\"1\",\"prompt\":\"a\"}\n{\"id\":\"2\",\"prompt\":\"b\"}")
                .contentHash();
        assertThat(hash).matches("[0-9a-f]{64}");
        assertThat(read("b.yaml", "- {id: \"2\", prompt: b}\n- {id: \"1\", prompt: a}")
                        .contentHash())
                .isEqualTo(hash);
        assertThat(read("c.csv", "id,prompt\n1,a\n2,b\n").contentHash()).isEqualTo(hash);
        assertThat(read("d.csv", "id,prompt\n1,a\n2,c\n").contentHash()).isNotEqualTo(hash);
        assertThat(read("e.csv", "id,prompt,tags\n1,a,x\n2,b,\n").contentHash()).isNotEqualTo(hash);
        assertThat(read("f.csv", "id,prompt,weight\n1,a,3\n2,b,1\n").contentHash())
                .isNotEqualTo(hash);
        Files.writeString(folder.resolve("n.txt"), "one");
        Dataset attached = read("g.jsonl", "{\"prompt\":\"a\",\"attachments\":[\"n.txt\"]}");
        String before = attached.contentHash();
        Files.writeString(folder.resolve("n.txt"), "two");
        assertThat(attached.contentHash()).isNotEqualTo(before);
    }

    @Test
    void twoExamplesHaveDifferentIds() {
        Example one = Example.builder(ChatRequest.of("a")).id("x").build();
        assertThatIllegalArgumentException().isThrownBy(() -> Dataset.of("d", List.of(one, one)));
        assertThatIllegalArgumentException().isThrownBy(() -> Dataset.of(" ", List.of(one)));
        assertThat(Example.builder(ChatRequest.of("a")).build().id())
                .isEqualTo(Example.builder(ChatRequest.of("a"))
                        .tags("t")
                        .weight(2)
                        .build()
                        .id())
                .isNotEqualTo(Example.builder(ChatRequest.of("b")).build().id());
        assertThat(Example.builder(ChatRequest.of("secret"))
                        .variable("a", "hidden")
                        .build()
                        .toString())
                .doesNotContain("secret", "hidden");
    }
}
