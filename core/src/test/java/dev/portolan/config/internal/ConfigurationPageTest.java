package dev.portolan.config.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.Capability;
import dev.portolan.logging.LoggingDecorator;
import dev.portolan.retry.RetryDecorator;
import dev.portolan.spi.DecoratorProvider;
import dev.portolan.spi.SettingSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    @Test
    void thePageNamesEverySettingOfTheCoresDecoratorsWithItsDefault() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "configuration.md"));
        for (DecoratorProvider decorator : List.of(new RetryDecorator(), new LoggingDecorator())) {
            for (SettingSpec setting : decorator.settings()) {
                String name = decorator.id() + (setting.name().isEmpty() ? "" : "." + setting.name());
                String key = setting.type() == SettingSpec.Type.MAP ? name + ".<name>" : name;
                String value = setting.defaultValue() == null ? "" : "`" + setting.defaultValue() + "` ";
                assertThat(page).contains("| `" + key + "` | " + value + "|");
            }
        }
    }
}
