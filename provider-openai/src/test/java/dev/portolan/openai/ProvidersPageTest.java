package dev.portolan.openai;

import dev.portolan.recorded.ProvidersPage;
import org.junit.jupiter.api.Test;

class ProvidersPageTest {

    @Test
    void thePageNamesEverySettingWithItsDefaultAndEveryKindOfServer() throws Exception {
        ProvidersPage.requireAllSettingsOf(new OpenAiProvider());
    }
}
