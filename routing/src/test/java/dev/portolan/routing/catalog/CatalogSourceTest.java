package dev.portolan.routing.catalog;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogSourceTest {

    @TempDir
    Path folder;

    private static String support(ModelCatalog catalog) {
        return requireNonNull(
                requireNonNull(catalog.offer(Cloud.AZURE, "gpt-4o")).support());
    }

    private static String overlay(String support) {
        return "offers: {azure: {gpt-4o: {support: " + support + "}}}\n";
    }

    private ModelCatalog usual(Map<String, String> properties, Map<String, String> environment) throws IOException {
        Properties given = new Properties();
        properties.forEach(given::setProperty);
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.resolve("classes").toUri().toURL()}, null)) {
            return CatalogSource.standard(given, environment, folder.resolve("work"), loader)
                    .base(SmallCatalog::catalog)
                    .build()
                    .catalog();
        }
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(requireNonNull(file.getParent()));
        return Files.writeString(file, text);
    }

    @Test
    void withoutAnyOverlayItIsTheBaseItself() throws IOException {
        ModelCatalog base = SmallCatalog.catalog();

        assertThat(CatalogSource.builder().base(() -> base).build().catalog()).isSameAs(base);
        assertThat(usual(Map.of(), Map.of()).version()).isEqualTo(base.version());
    }

    @Test
    void overlaysLieOverEachOtherFromTheClassPathToThePropertyToTheCode() throws IOException {
        write("classes/portolan-catalog.yaml", overlay("classpath"));
        assertThat(support(usual(Map.of(), Map.of()))).isEqualTo("classpath");

        write("work/portolan-catalog.json", "{\"offers\": {\"azure\": {\"gpt-4o\": {\"support\": \"directory\"}}}}");
        assertThat(support(usual(Map.of(), Map.of()))).isEqualTo("directory");

        Path named = write("named.yaml", overlay("environment"));
        assertThat(support(usual(Map.of(), Map.of("PORTOLAN_CATALOG_OVERLAY", named.toString()))))
                .isEqualTo("environment");

        Path first = write("first.yaml", overlay("first"));
        Path second = write("second.yaml", overlay("second"));
        ModelCatalog all = usual(
                Map.of(CatalogSource.OVERLAY, first + ", " + second + ","),
                Map.of("PORTOLAN_CATALOG_OVERLAY", named.toString()));
        assertThat(support(all)).isEqualTo("second");
        assertThat(all.version()).containsPattern("portolan-catalog\\..*portolan-catalog\\..*first\\..*second\\.");

        assertThat(support(CatalogSource.builder()
                        .base(SmallCatalog::catalog)
                        .overlay(first)
                        .overlay(CatalogOverlay.of(overlay("code"), "code"))
                        .build()
                        .catalog()))
                .isEqualTo("code");
    }

    @Test
    void anOverlayThatIsNamedMustBeThere() {
        CatalogSource source = CatalogSource.builder()
                .base(SmallCatalog::catalog)
                .overlay(folder.resolve("missing.yaml"))
                .build();

        assertThatThrownBy(source::catalog)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("missing.yaml");
    }

    @Test
    void aNewerCopyGoesBeforeTheBundledCatalogAnOlderOrDamagedOneDoesNot() throws IOException {
        Path copy = folder.resolve("copy.json");
        Map<String, String> named = Map.of(CatalogSource.COPY, copy.toString());
        assertThat(usual(named, Map.of()).version()).isEqualTo("2026.11.21");

        SmallCatalog.builder()
                .version("newer")
                .asOf(SmallCatalog.DAY.plusDays(1))
                .build()
                .write(copy);
        assertThat(usual(named, Map.of()).version()).isEqualTo("newer");

        SmallCatalog.builder()
                .version("older")
                .asOf(SmallCatalog.DAY.minusDays(1))
                .build()
                .write(copy);
        assertThat(usual(named, Map.of()).version()).isEqualTo("2026.11.21");

        Files.writeString(copy, "{\"schema\": 1");
        assertThat(usual(named, Map.of()).version()).isEqualTo("2026.11.21");
    }

    @Test
    void theUsualPlacesOfThisProcessAreFound() throws IOException {
        write("portolan-catalog.yml", "name: here\nnote: nothing\n");

        assertThat(CatalogSource.beside(folder).overlays())
                .extracting(CatalogOverlay::name)
                .containsExactly("here");
        assertThat(CatalogSource.standard().overlays()).isEmpty();
    }
}
