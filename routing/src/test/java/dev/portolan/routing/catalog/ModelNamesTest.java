package dev.portolan.routing.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelNamesTest {

    private static final ModelCatalog CATALOG = ModelCatalog.builder("test", LocalDate.of(2026, 11, 21))
            .model(CatalogModel.builder("openai/gpt-4o-mini", ModelKind.CHAT)
                    .title("GPT-4o mini")
                    .build())
            .model(CatalogModel.builder("mistral/mistral-small-3.2", ModelKind.CHAT)
                    .build())
            .model(CatalogModel.builder("one/twin", ModelKind.CHAT).build())
            .model(CatalogModel.builder("other/twin", ModelKind.CHAT).build())
            .model(CatalogModel.builder("anthropic/claude-opus-5", ModelKind.CHAT)
                    .build())
            .offer(Offer.builder(Cloud.OPENAI, "gpt-4o-mini", "openai/gpt-4o-mini")
                    .build())
            .offer(Offer.builder(Cloud.MISTRAL, "mistral-small-2506", "mistral/mistral-small-3.2")
                    .build())
            .offer(Offer.builder(Cloud.BEDROCK, "anthropic.claude-opus-5", "anthropic/claude-opus-5")
                    .aliases(List.of("eu.anthropic.claude-opus-5"))
                    .build())
            .build();

    @Test
    void aModelIsNamedCanonicallyWithoutItsVendorOrByItsTitle() {
        assertThat(CATALOG.modelNamed("openai/gpt-4o-mini").orThrow().name()).isEqualTo("openai/gpt-4o-mini");
        assertThat(CATALOG.modelNamed("GPT-4o-Mini").orThrow().name()).isEqualTo("openai/gpt-4o-mini");
        assertThat(CATALOG.modelNamed("gpt-4o MINI").orThrow().name()).isEqualTo("openai/gpt-4o-mini");
    }

    @Test
    void aModelIsNamedByAnIdOfAnyCloud() {
        assertThat(CATALOG.modelNamed("mistral-small-2506").orThrow().name()).isEqualTo("mistral/mistral-small-3.2");
        assertThat(CATALOG.modelNamed("eu.anthropic.claude-opus-5").orThrow().name())
                .isEqualTo("anthropic/claude-opus-5");
    }

    @Test
    void aNameThatTwoVendorsUseIsNotGuessed() {
        NameMatch match = CATALOG.modelNamed("twin");

        assertThat(match.model()).isNull();
        assertThat(match.candidates()).containsExactly("one/twin", "other/twin");
        assertThatIllegalArgumentException()
                .isThrownBy(match::orThrow)
                .withMessage("\"twin\" may mean one/twin or other/twin; give the canonical name");
    }

    @Test
    void anUnknownNameComesWithTheNearest() {
        NameMatch match = CATALOG.modelNamed("gpt-4o-mnii");

        assertThat(match.model()).isNull();
        assertThat(match.nearest()).containsExactly("gpt-4o-mini");
        assertThatIllegalArgumentException()
                .isThrownBy(match::orThrow)
                .withMessage("No model \"gpt-4o-mnii\" is known; the nearest names are gpt-4o-mini");
    }

    @Test
    void aNewerNameIsNotTakenForTheOlderOneThatItBeginsLike() {
        assertThat(CATALOG.modelNamed("claude-opus-5-5").model()).isNull();
        assertThat(CATALOG.modelNamed("gpt-4o-mini-2").model()).isNull();
    }
}
