package dev.portolan.spi.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.portolan.chat.Capability;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.ModelLimits;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.support.CapabilityProfiles.Profile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CapabilityProfilesTest {

    private static final CapabilityProfiles ACME = CapabilityProfiles.load(
            CapabilityProfilesTest.class, "acme-capabilities.json", Set.of("token-limit", "role"));

    private static Profile find(String model, String host) {
        return ACME.find("acme", host, ModelSettings.builder("assistant", model).build());
    }

    @Test
    void anUnknownModelHasTheGenericProfile() {
        Profile profile = find("brand-new", null);
        assertThat(profile.info())
                .isEqualTo(ModelInfo.builder("acme", "brand-new")
                        .capability(Capability.TEMPERATURE, true)
                        .capability(Capability.TOP_K, false)
                        .limits(new ModelLimits(8_000, null, 2.0, 4, null, null))
                        .build());
        assertThat(profile.quirks()).containsExactly(Map.entry("token-limit", "max_tokens"));
    }

    @Test
    void eachLayerLiesOverTheOneBefore() {
        Profile family = find("thinker-9", null);
        assertThat(family.info().supports(Capability.TEMPERATURE)).isFalse();
        assertThat(family.info().supports(Capability.REASONING_EFFORT)).isTrue();
        assertThat(family.info().limits()).isEqualTo(new ModelLimits(200_000, null, 2.0, 4, 64, 20_000_000L));
        assertThat(family.quirks()).containsEntry("token-limit", "max_completion_tokens");

        Profile hosted = find("thinker-9", "elsewhere");
        assertThat(hosted.info().supports(Capability.SEED)).isFalse();
        assertThat(hosted.info().limits().contextTokens()).isEqualTo(32_000);
        assertThat(hosted.info().supports(Capability.TEMPERATURE)).isFalse();

        Profile model = find("thinker-9-mini", "elsewhere");
        assertThat(model.info().limits().contextTokens()).isEqualTo(100_000);
        assertThat(model.quirks()).containsEntry("role", "developer");
    }

    @Test
    void anExactIdLiesOverPatternsWhereverItStandsInTheFile() {
        assertThat(find("thinker-9-mini", null).info().supports(Capability.TOOLS))
                .isTrue();
        assertThat(find("thinker-8-mini", null).info().supports(Capability.TOOLS))
                .isFalse();
    }

    @Test
    void idsAreComparedWithoutRegardToCase() {
        assertThat(find("Thinker-9-MINI", null).info().limits().contextTokens()).isEqualTo(100_000);
    }

    @Test
    void theBaseModelIsLookedUpForANameTheCustomerChose() {
        Profile profile = ACME.find(
                "acme",
                null,
                ModelSettings.builder("assistant", "our-deployment")
                        .baseModel("thinker-9-mini")
                        .build());
        assertThat(profile.info().model()).isEqualTo("our-deployment");
        assertThat(profile.info().baseModel()).isEqualTo("thinker-9-mini");
        assertThat(profile.info().limits().contextTokens()).isEqualTo(100_000);
    }

    @Test
    void whatTheUserStatesLiesOverEverything() {
        Profile profile = ACME.find(
                "acme",
                null,
                ModelSettings.builder("assistant", "thinker-9-mini")
                        .capabilities(Map.of(Capability.TOOLS, false, Capability.VIDEO_INPUT, true))
                        .limits(new ModelLimits(null, 77, null, null, null, null))
                        .build());
        assertThat(profile.info().supports(Capability.TOOLS)).isFalse();
        assertThat(profile.info().knows(Capability.VIDEO_INPUT)).isTrue();
        assertThat(profile.info().limits().maxOutputTokens()).isEqualTo(77);
        assertThat(profile.info().limits().contextTokens()).isEqualTo(100_000);
    }

    @Test
    void modelsWithAnExactIdAreListed() {
        assertThat(ACME.models()).containsExactly("thinker-9-mini");
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-4o*, gpt-4o, true",
        "gpt-4o*, gpt-4o-mini, true",
        "gpt-4o*, gpt-4, false",
        "*/llama-*, meta/llama-3, true",
        "*/llama-*, llama-3, false",
        "a*b*c, abc, true",
        "a*b*c, axxbxxc, true",
        "a*b*c, acb, false",
        "ab*ba, aba, false",
        "a*bc*c, abc, false",
        "exact, exact, true",
        "exact, exactly, false",
        "*, anything, true"
    })
    void aStarIsAnyText(String pattern, String model, boolean fits) throws IOException {
        CapabilityProfile profile = file("{\"layer\":\"family\",\"match\":[\"" + pattern + "\"]," + SOURCE + "}");
        assertThat(profile.appliesTo(model, null)).isEqualTo(fits);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"layer\":\"planet\",%s} | there is no layer planet",
                "{\"layer\":\"generic\",\"match\":[\"a\"],%s} | generic applies to all",
                "{\"layer\":\"family\",%s} | family needs match",
                "{\"layer\":\"host\",%s} | host needs host",
                "{\"layer\":\"model\",%s} | model needs either id or match",
                "{\"layer\":\"model\",\"id\":\"a\",\"match\":[\"a\"],%s} | model needs either id or match",
                "{\"layer\":\"generic\",\"suports\":[],%s} | there is no key suports",
                "{\"layer\":\"generic\",\"supports\":[\"flying\"],%s} | there is no capability flying",
                "{\"layer\":\"generic\",\"supports\":\"tools\",%s} | supports must be an array of texts",
                "{\"layer\":\"generic\",\"supports\":[1],%s} | supports must be an array of texts",
                "{\"layer\":\"generic\",\"supports\":[\"tools\"],\"lacks\":[\"tools\"],%s} | tools is stated twice",
                "{\"layer\":\"generic\",\"limits\":{\"tokens\":1},%s} | there is no key tokens",
                "{\"layer\":\"generic\",\"limits\":{\"max-tools\":\"1\"},%s} | max-tools must be a number",
                "{\"layer\":\"generic\",\"limits\":{\"max-tools\":-1},%s} | max-tools must be a number",
                "{\"layer\":\"generic\",\"limits\":{\"max-tools\":1.5},%s} | max-tools must be a whole number",
                "{\"layer\":\"generic\",\"limits\":[],%s} | must be an object",
                "{\"layer\":\"generic\",\"quirks\":{\"tail\":\"curly\"},%s} | there is no key tail",
                "{\"layer\":\"generic\",\"quirks\":{\"role\":1},%s} | quirk role must be a text",
                "{\"layer\":\"generic\",\"source\":\"https://acme.example/docs\"} | date must be given",
                "{\"layer\":\"generic\",\"source\":\"https://acme.example/docs\",\"date\":\"soon\"} | date must look like",
                "{\"layer\":\"generic\",\"date\":\"2026-08-01\"} | source must be given",
                "7 | must be an object"
            })
    void whatTheFormDoesNotKnowIsRefusedWithItsPlace(String sample) {
        String[] halves = sample.split(" \\| ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> file(halves[0].replace("%s", SOURCE)))
                .withMessageStartingWith("acme.json profiles[0]: ")
                .withMessageContaining(halves[1]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"format\":1,\"profiles\":[] | is no JSON",
                "{\"format\":1,\"format\":1,\"profiles\":[]} | is no JSON",
                "{\"format\":2,\"profiles\":[]} | format must be 1",
                "{\"format\":1,\"profiles\":{}} | profiles must be an array",
                "{\"format\":1,\"profile\":[]} | there is no key profile"
            })
    void aFileOfAnotherFormIsRefused(String sample) {
        String[] halves = sample.split(" \\| ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(halves[0]))
                .withMessageStartingWith("acme.json: ")
                .withMessageContaining(halves[1]);
    }

    @Test
    void oneIdTwiceIsRefused() {
        String entry = "{\"layer\":\"model\",\"id\":\"a\"," + SOURCE + "}";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> file(entry + "," + entry))
                .withMessageContaining("profiles[1]: the id occurs twice");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CapabilityProfiles.load(CapabilityProfilesTest.class, "none.json", Set.of()))
                .withMessageContaining("none.json")
                .withMessageContaining(CapabilityProfilesTest.class.getName());
    }

    private static final String SOURCE = "\"source\":\"https://acme.example/docs\",\"date\":\"2026-08-01\"";

    private static CapabilityProfile file(String entries) throws IOException {
        return read("{\"format\":1,\"profiles\":[" + entries + "]}").get(0);
    }

    private static java.util.List<CapabilityProfile> read(String json) throws IOException {
        return new CapabilityFile("acme.json", Set.of("role")).read(json.getBytes(StandardCharsets.UTF_8));
    }
}
