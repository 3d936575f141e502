package dev.portolan.ollama;

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
        String all = Files.readString(Path.of("..", "docs", "providers.md"));
        int begin = all.indexOf("\n## ollama\n");
        String page = all.substring(begin, all.indexOf("\n## ", begin + 1));
        OllamaProvider provider = new OllamaProvider();
        List<SettingSpec> settings = new ArrayList<>(provider.connectionSettings());
        settings.addAll(provider.modelSettings());
        assertThat(settings)
                .allSatisfy(setting -> assertThat(page)
                        .contains(
                                setting.type() == SettingSpec.Type.MAP
                                        ? "`" + setting.name() + ".<name>`"
                                        : "`" + setting.name() + "`"));
        assertThat(settings)
                .filteredOn(setting -> setting.defaultValue() != null)
                .allSatisfy(setting ->
                        assertThat(page).contains("| `" + setting.name() + "` | `" + setting.defaultValue() + "` |"));
    }
}
