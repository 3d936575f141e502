package dev.portolan.routing.catalog.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portolan.routing.catalog.ModelCatalog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The bundled catalog is what the generator makes of the facts. They are looked for in the folder {@code -Dportolan.catalog.facts}; without
 * it {@code ../shared/data/catalog} beside the checkout is taken, and without that the tests are skipped. With {@code
 * -Dportolan.catalog.write=true} the bundled file is written anew first.
 */
class CatalogGenerationTest {

    private static final Path FACTS =
            Path.of(System.getProperty("portolan.catalog.facts", "../../shared/data/catalog"));
    private static final Path BUNDLED = Path.of("src/main/resources/dev/portolan/routing/catalog/catalog.json.gz");

    @BeforeEach
    void needsTheFacts() {
        assumeTrue(Files.isRegularFile(FACTS.resolve("facts.jsonl.gz")), "There are no facts in " + FACTS);
    }

    @Test
    void theBundledCatalogIsWhatTheFactsGive() throws IOException {
        if (Boolean.getBoolean("portolan.catalog.write")) {
            GenerateCatalog.main(new String[] {FACTS.toString(), BUNDLED.toString()});
        }
        assertThat(text(ModelCatalog.read(BUNDLED)))
                .as("the bundled file; -Dportolan.catalog.write=true makes it anew")
                .isEqualTo(text(GenerateCatalog.generate(FACTS)));
    }

    @Test
    void theSameFactsGiveTheSameBytes() throws IOException {
        assertThat(text(GenerateCatalog.generate(FACTS))).isEqualTo(text(GenerateCatalog.generate(FACTS)));
    }

    private static String text(ModelCatalog catalog) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        catalog.write(out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
