package dev.portolan.config.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.Capability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {

    @Test
    void thePageNamesEveryNeutralSettingAndCapability() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "configuration.md"));
        assertThat(NeutralSettings.NAMES)
                .filteredOn(name -> !name.startsWith("capabilities."))
                .allSatisfy(name -> assertThat(page).contains("| `" + name + "` |"));
        for (Capability capability : Capability.values()) {
            String word = capability.name().toLowerCase(Locale.ROOT).replace('_', '-');
            assertThat(page).contains("`" + word + "`");
        }
    }
}
