package dev.portolan.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.spi.SettingSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page on providers says what the code says. */
class ProvidersPageTest {

    @Test
    void thePageNamesEverySettingWithItsDefault() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "providers.md"));
        String azure = page.substring(page.indexOf("\n## azure"));
        AzureProvider provider = new AzureProvider();
        List<SettingSpec> settings = new ArrayList<>(provider.connectionSettings());
        settings.addAll(provider.modelSettings());
        assertThat(settings)
                .allSatisfy(setting -> assertThat(azure)
                        .contains(
                                setting.type() == SettingSpec.Type.MAP
                                        ? "`" + setting.name() + ".<name>`"
                                        : "`" + setting.name() + "`"));
        assertThat(settings)
                .filteredOn(setting -> setting.defaultValue() != null)
                .allSatisfy(setting ->
                        assertThat(azure).contains("| `" + setting.name() + "` | `" + setting.defaultValue() + "` |"));
    }
}
