package dev.portolan.config;

import static dev.portolan.config.FakeProvider.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.Portolan;
import dev.portolan.spi.DecoratorProvider;
import dev.portolan.spi.DecoratorProvider.Position;
import dev.portolan.spi.ModelProvider;
import dev.portolan.spi.RouterProvider;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Spi;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscoveryTest {

    @TempDir
    private Path folder;

    /** Found by name in a services file. */
    public static final class Found extends FakeProvider {
        public Found() {
            super("found");
        }
    }

    /** Claims the same id. */
    public static final class Rival extends FakeProvider {
        public Rival() {
            super("found");
        }
    }

    /** Made for an SPI of the future. */
    public static final class FromTheFuture extends FakeProvider {
        public FromTheFuture() {
            super("future");
        }

        @Override
        public int spiVersion() {
            return Spi.VERSION + 1;
        }
    }

    /** Cannot be made. */
    public static final class Broken extends FakeProvider {
        public Broken() {
            throw new UnsupportedOperationException("no native library");
        }
    }

    /** Has an id that no key could hold. */
    public static final class Shouting extends FakeProvider {
        public Shouting() {
            super("My.Provider");
        }
    }

    private URLClassLoader loader(ClassLoader parent, Class<?> service, String... classes) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.write(services.resolve(service.getName()), List.of(classes));
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, parent);
    }

    private static Portolan.Builder builder() {
        return Portolan.builder().isolated();
    }

    @Test
    void aProviderIsFoundThroughTheClassLoaderGiven() throws Exception {
        try (URLClassLoader loader = loader(getClass().getClassLoader(), ModelProvider.class, Found.class.getName());
                Portolan portolan = builder()
                        .classLoader(loader)
                        .properties(FakeProvider.model("a", "found", "m"))
                        .build()) {
            assertThat(portolan.chatModel("a").chat(request()).text()).isEqualTo("m@found");
        }
    }

    @Test
    void aProviderIsFoundThroughTheContextClassLoader() throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = loader(before, ModelProvider.class, Found.class.getName())) {
            Thread.currentThread().setContextClassLoader(loader);
            try (Portolan portolan =
                    builder().properties(FakeProvider.model("a", "found", "m")).build()) {
                assertThat(portolan.names()).containsExactly("a");
            }
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void aClassFoundTwiceOrGivenAndFoundCountsOnce() throws Exception {
        Found given = new Found();
        try (URLClassLoader loader = loader(getClass().getClassLoader(), ModelProvider.class, Found.class.getName());
                Portolan portolan = builder()
                        .classLoader(loader)
                        .extension(given)
                        .properties(FakeProvider.model("a", "found", "m"))
                        .build()) {
            portolan.chatModel("a").chat(request());
            assertThat(given.connections).hasSize(1);
        }
    }

    @Test
    void twoClaimantsOfOneIdAreToldWithTheirPlaces() throws Exception {
        String place =
                Found.class.getProtectionDomain().getCodeSource().getLocation().toString();
        try (URLClassLoader loader = loader(
                getClass().getClassLoader(), ModelProvider.class, Found.class.getName(), Rival.class.getName())) {
            assertThatThrownBy(() -> builder().classLoader(loader).build())
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("Two extensions claim the provider id \"found\"")
                    .hasMessageContaining(Found.class.getName() + " in " + place)
                    .hasMessageContaining(Rival.class.getName() + " in " + place);
        }
    }

    @Test
    void aProviderAndARouterCannotShareAnId() {
        assertThatThrownBy(() -> builder()
                        .extension(new FakeProvider("fallback"))
                        .extension(new FakeRouter())
                        .build())
                .hasMessageContaining("claim the provider and router id \"fallback\"");
    }

    @Test
    void anExtensionOfANewerSpiIsRefused() {
        assertThatThrownBy(() -> builder().extension(new FromTheFuture()).build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(FromTheFuture.class.getName())
                .hasMessageContaining("version 2 of the SPI, this Portolan has version 1");
    }

    @Test
    void anIdThatIsNoWordIsRefused() {
        assertThatThrownBy(() -> builder().extension(new Shouting()).build())
                .hasMessageContaining("lower-case letters, digits and single hyphens");
    }

    @Test
    void brokenServicesAreListedAndTheOthersStillFound() throws Exception {
        try (URLClassLoader loader = loader(
                getClass().getClassLoader(),
                ModelProvider.class,
                Broken.class.getName(),
                "com.example.Missing",
                DiscoveryTest.class.getName(),
                Found.class.getName())) {
            assertThatThrownBy(() -> builder()
                            .classLoader(loader)
                            .properties(FakeProvider.model("a", "found", "m"))
                            .build())
                    .isInstanceOfSatisfying(ConfigurationException.class, thrown -> {
                        assertThat(thrown.problems()).hasSize(3);
                        assertThat(thrown)
                                .hasMessageContaining(Broken.class.getName())
                                .hasMessageContaining("java.lang.UnsupportedOperationException")
                                .hasMessageContaining("com.example.Missing")
                                .hasMessageContaining("DiscoveryTest not a subtype");
                    });
        }
    }

    @Test
    void aRouterAndADecoratorAreFoundToo() throws Exception {
        loader(null, RouterProvider.class, FakeRouter.class.getName()).close();
        try (URLClassLoader loader = loader(getClass().getClassLoader(), DecoratorProvider.class);
                Portolan portolan = builder()
                        .classLoader(loader)
                        .extension(new FakeProvider())
                        .properties(FakeProvider.model("a", "fake", "m"))
                        .property("portolan.models.r.provider", "fallback")
                        .property("portolan.models.r.targets", "a")
                        .build()) {
            assertThat(portolan.chatModel("r").chat(request()).text()).isEqualTo("m@fake");
        }
    }

    @Test
    void anExtensionCannotTakeANeutralName() {
        FakeProvider shadowing = new FakeProvider(
                "shadowing",
                List.of(SettingSpec.of("type", SettingSpec.Type.STRING, "Mine.")),
                List.of(SettingSpec.of("temperature", SettingSpec.Type.STRING, "Mine.")));
        assertThatThrownBy(() -> builder()
                        .extension(shadowing)
                        .extension(new FakeDecorator("timeout", Position.RETRY, List.of()))
                        .build())
                .isInstanceOfSatisfying(ConfigurationException.class, thrown -> {
                    assertThat(thrown.problems()).hasSize(3);
                    assertThat(thrown)
                            .hasMessageContaining("model setting \"temperature\", which is a neutral name")
                            .hasMessageContaining("connection setting \"type\"")
                            .hasMessageContaining("decorator \"timeout\" has the id of a neutral setting");
                });
    }
}
