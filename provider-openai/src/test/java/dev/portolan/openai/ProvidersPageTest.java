package dev.portolan.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.spi.SettingSpec;
import dev.portolan.wire.openai.WireProfile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProvidersPageTest {

    @Test
    void thePageNamesEverySettingWithItsDefaultAndEveryKindOfServer() throws Exception {
        String all = Files.readString(Path.of("..", "docs", "providers.md"));
        int begin = all.indexOf("\n## openai\n");
        String page = all.substring(begin, all.indexOf("\n## ", begin + 1));
        OpenAiProvider provider = new OpenAiProvider();
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
        assertThat(WireProfile.servers()).allSatisfy(server -> assertThat(page).contains("`" + server + "`"));
    }
}
