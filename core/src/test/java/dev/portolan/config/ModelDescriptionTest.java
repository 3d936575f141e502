package dev.portolan.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.Portolan;
import dev.portolan.spi.SettingSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelDescriptionTest {

    private static final FakeProvider FAKE = new FakeProvider(
            "fake",
            List.of(
                    SettingSpec.of("api-key", SettingSpec.Type.SECRET, "The key."),
                    SettingSpec.of("base-url", SettingSpec.Type.URI, "Where it is."),
                    SettingSpec.of("region", SettingSpec.Type.STRING, "The region.")
                            .withDefault("here"),
                    SettingSpec.of("options", SettingSpec.Type.JSON, "Anything."),
                    SettingSpec.of("headers", SettingSpec.Type.MAP, "Headers.")),
            List.of());

    private static Portolan.Builder builder() {
        return Portolan.builder()
                .isolated()
                .extension(FAKE)
                .property("portolan.models.a.provider", "fake")
                .property("portolan.models.a.model", "m-1")
                .property("portolan.providers.fake.api-key", "very-secret")
                .property("portolan.providers.fake.base-url", "https://host.example:8443/v1?token=t")
                .property("portolan.providers.fake.options", "{\"deep\":\"hidden\"}")
                .property("portolan.providers.fake.headers.X-Team", "secret-team");
    }

    @Test
    void aModelIsDescribedWithItsConnectionAndItsDefaults() {
        try (Portolan portolan = builder().build()) {
            ModelDescription found = portolan.describe("a");

            assertThat(found.name()).isEqualTo("a");
            assertThat(found.provider()).isEqualTo("fake");
            assertThat(found.connection()).isEqualTo("fake");
            assertThat(found.model()).isEqualTo("m-1");
            assertThat(found.targets()).isEmpty();
            assertThat(found.settings()).containsEntry("region", "here").containsEntry("headers", "[X-Team]");
        }
    }

    @Test
    void noSecretIsInADescription() {
        try (Portolan portolan = builder().build()) {
            ModelDescription found = portolan.describe("a");

            assertThat(found.secrets()).containsExactly("api-key");
            assertThat(found.settings())
                    .containsEntry("base-url", "https://host.example:8443/v1")
                    .containsEntry("options", "(set)");
            assertThat(found.toString()).doesNotContain("very-secret", "token", "hidden", "secret-team");
        }
    }

    @Test
    void aModelThatWasPutInByHandHasNothingButItsName() {
        try (Portolan portolan = builder().build();
                Portolan other = Portolan.builder()
                        .isolated()
                        .model("mine", portolan.chatModel("a"))
                        .build()) {
            assertThat(other.describe("mine")).isEqualTo(ModelDescription.byHand("mine"));
        }
    }

    @Test
    void aRouterIsDescribedByItsTargets() {
        try (Portolan portolan = builder()
                .extension(new FakeRouter())
                .property("portolan.models.r.provider", new FakeRouter().id())
                .property("portolan.models.r.targets", "a")
                .build()) {
            ModelDescription found = portolan.describe("r");

            assertThat(found.targets()).containsExactly("a");
            assertThat(found.connection()).isNull();
            assertThat(found.model()).isNull();
        }
    }

    @Test
    void anUnknownNameIsToldWithTheNearest() {
        try (Portolan portolan = builder().build()) {
            assertThatThrownBy(() -> portolan.describe("b"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no model named \"b\"");
        }
    }
}
