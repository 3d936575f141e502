package dev.portolan.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.spi.ModelProvider;
import dev.portolan.spi.SettingSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The page on providers says what the code says. */
public final class ProvidersPage {

    private ProvidersPage() {}

    /** Requires that a provider's section names every setting with its default. */
    public static void requireAllSettingsOf(ModelProvider provider) throws IOException {
        String all = Files.readString(Path.of("..", "docs", "providers.md"));
        int begin = all.indexOf("\n## " + provider.id() + "\n");
        assertThat(begin).as("the section of %s", provider.id()).isNotNegative();
        String page = all.substring(begin, all.indexOf("\n## ", begin + 1));
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
