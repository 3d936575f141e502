package dev.portolan.ollama;

import dev.portolan.recorded.ProvidersPage;
import org.junit.jupiter.api.Test;

/** The page on providers says what the code says. */
class ProvidersPageTest {

    @Test
    void thePageNamesEverySettingWithItsDefault() throws Exception {
        ProvidersPage.requireAllSettingsOf(new OllamaProvider());
    }
}
