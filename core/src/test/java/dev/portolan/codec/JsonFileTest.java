package dev.portolan.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.Message;
import dev.portolan.conversation.Conversation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonFileTest {

    @TempDir
    Path directory;

    @Test
    void whatIsWrittenIsRead() throws IOException {
        JsonFile<Conversation> file = file("talk.json");
        Conversation talk = Conversation.create().add(Message.user("Hi"));

        file.write(talk);
        file.write(talk.add(Message.assistant("Ahoy")));

        assertThat(file.read().orElseThrow().messages()).containsExactly(Message.user("Hi"), Message.assistant("Ahoy"));
        assertThat(directory).isDirectoryContaining("glob:**talk.json");
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aFileThatIsNotThereHoldsNothing() throws IOException {
        assertThat(file("none.json").read()).isEmpty();
    }

    @Test
    void whatCannotBePutInPlaceLeavesNoTrace() throws IOException {
        Path occupied = Files.createDirectory(directory.resolve("talk.json"));
        Files.createFile(occupied.resolve("inside"));

        assertThatThrownBy(() -> file("talk.json").write(Conversation.create())).isInstanceOf(IOException.class);

        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(occupied);
        }
    }

    @Test
    void somethingElseInTheFileIsRefused() throws IOException {
        Files.writeString(directory.resolve("talk.json"), "{\"portolan\":1,\"type\":\"usage\"}");

        assertThatThrownBy(() -> file("talk.json").read())
                .isInstanceOf(JsonFormatException.class)
                .hasMessageContaining("must be conversation, not usage");
    }

    @Test
    void itTellsItsNameAndType() {
        assertThat(file("talk.json")).hasToString("JsonFile[talk.json, conversation]");
    }

    private JsonFile<Conversation> file(String name) {
        return new JsonFile<>(directory.resolve(name), JsonCodec.CONVERSATION);
    }
}
