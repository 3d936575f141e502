package dev.portolan.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.Portolan;
import dev.portolan.spi.LoadListener;
import dev.portolan.spi.ModelResolver;
import dev.portolan.spi.Spi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a resolver is told of the configuration, and what listeners hear of a load. */
class ResolverSurroundingsTest {

    @TempDir
    private Path folder;

    private final List<ModelResolver.Query> asked = new ArrayList<>();
    private final List<List<LoadListener.LoadedModel>> heard = new ArrayList<>();

    private Portolan.Builder builder() {
        return Portolan.builder().isolated().extension(new FakeProvider("fake"));
    }

    @Test
    void aResolverIsToldTheNameTheFoldersAndTheLock() throws IOException {
        Path file = folder.resolve("conf").resolve("llm.properties");
        Files.createDirectories(folder.resolve("conf"));
        Files.writeString(file, "portolan.models.assistant.provider=fake\nportolan.models.assistant.tier=mini\n");

        builder()
                .file(file)
                .workingDirectory(folder)
                .systemProperties(Map.of("portolan.lock", "other/models.lock"))
                .extension(resolver("small-1"))
                .build()
                .close();

        assertThat(asked).singleElement().satisfies(query -> {
            assertThat(query.name()).isEqualTo("assistant");
            assertThat(query.tier()).isEqualTo("mini");
            assertThat(query.like()).isNull();
            assertThat(query.surroundings().lock()).isEqualTo(folder.resolve("other/models.lock"));
            assertThat(query.surroundings().folders()).containsExactly(folder.resolve("conf"));
            assertThat(query.surroundings().loaders()).isEmpty();
        });
    }

    @Test
    void theWorkingDirectoryIsAmongTheFoldersUnlessTheLoadIsIsolated() {
        Portolan.builder()
                .extension(new FakeProvider("fake"))
                .workingDirectory(folder)
                .environment(Map.of("PORTOLAN_LOCK", "a.lock"))
                .systemProperties(Map.of())
                .property("portolan.models.a.provider", "fake")
                .property("portolan.models.a.like", "gpt-4o-mini")
                .extension(resolver("small-1"))
                .build()
                .close();

        assertThat(asked.get(0).surroundings().folders()).contains(folder);
        assertThat(asked.get(0).surroundings().loaders()).isNotEmpty();
        assertThat(asked.get(0).surroundings().lock()).isEqualTo(folder.resolve("a.lock"));
    }

    @Test
    void whatAResolverFindsBrokenIsAMistakeOfTheConfiguration() {
        assertThatThrownBy(() -> builder()
                        .property("portolan.models.a.provider", "fake")
                        .property("portolan.models.a.tier", "mini")
                        .extension(new Resolver(asked, null))
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("portolan.models.a.tier: cannot be answered: the lock is broken");
    }

    @Test
    void theLockCannotBeNamedInAFile() {
        assertThatThrownBy(() -> builder().property("portolan.lock", "x.lock").build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("portolan.lock: is read before the files");
    }

    @Test
    void listenersHearOfTheLoadAndOfEachReload() {
        Map<String, String> model = FakeProvider.model("a", "fake", "m-1");
        try (Portolan portolan = builder()
                .properties(model)
                .property("portolan.models.a.base-model", "gpt-4o-mini")
                .extension(new Listener(heard))
                .build()) {
            portolan.reload();
        }

        assertThat(heard).hasSize(2);
        assertThat(heard.get(0))
                .containsExactly(new LoadListener.LoadedModel(
                        "a", "fake", "fake", "m-1", "gpt-4o-mini", "https://fake.example/v1"));
        assertThat(heard.get(1)).isEqualTo(heard.get(0));
    }

    @Test
    void aListenerThatFailsChangesNothing() {
        try (Portolan portolan = builder()
                .properties(FakeProvider.model("a", "fake", "m-1"))
                .extension(new Listener(List.of()))
                .build()) {
            assertThat(portolan.chatModel("a").info().model()).isEqualTo("m-1");
        }
    }

    private ModelResolver resolver(String answer) {
        return new Resolver(asked, answer);
    }

    private record Resolver(
            List<Query> asked,
            @org.jspecify.annotations.Nullable String answer) implements ModelResolver {

        @Override
        public String id() {
            return "asked";
        }

        @Override
        public int spiVersion() {
            return Spi.VERSION;
        }

        @Override
        public String resolve(Query query) {
            asked.add(query);
            if (answer == null) {
                throw new IllegalArgumentException("the lock is broken");
            }
            return answer;
        }
    }

    private record Listener(List<List<LoadedModel>> heard) implements LoadListener {

        @Override
        public String id() {
            return "heard";
        }

        @Override
        public int spiVersion() {
            return Spi.VERSION;
        }

        @Override
        public void loaded(List<LoadedModel> models) {
            heard.add(models);
        }
    }
}
