package dev.portolan.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    private static final String RESOURCE = "https://example.openai.azure.com";

    @Test
    void theV1AddressNamesNeitherVersionNorDeployment() {
        assertThat(new Addresses(URI.create(RESOURCE), "v1").of("chat/completions", "prod"))
                .isEqualTo(RESOURCE + "/openai/v1/chat/completions");
        assertThat(new Addresses(URI.create(RESOURCE), "preview").of("responses", "prod"))
                .isEqualTo(RESOURCE + "/openai/v1/responses?api-version=preview");
    }

    @Test
    void aDatedAddressNamesBoth() {
        Addresses dated = new Addresses(URI.create(RESOURCE + "/"), "2024-10-21");
        assertThat(dated.of("chat/completions", "prod mini"))
                .isEqualTo(RESOURCE + "/openai/deployments/prod%20mini/chat/completions?api-version=2024-10-21");
        assertThat(dated.of("embeddings", "e"))
                .isEqualTo(RESOURCE + "/openai/deployments/e/embeddings?api-version=2024-10-21");
    }

    @Test
    void responsesNeverNameTheDeploymentInTheAddress() {
        assertThat(new Addresses(URI.create(RESOURCE), "2025-04-01-preview").of("responses", "prod"))
                .isEqualTo(RESOURCE + "/openai/responses?api-version=2025-04-01-preview");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/openai", "/openai/", "/openai/v1", "/openai/v1/", "/models"})
    void whatAPortalShowsBehindTheResourceMayStay(String tail) {
        assertThat(new Addresses(URI.create(RESOURCE + tail), "v1").base()).isEqualTo(RESOURCE);
    }

    @Test
    void theWayToAGatewayStays() {
        assertThat(new Addresses(URI.create("https://gateway.example.com/llm/openai"), "2024-10-21")
                        .of("chat/completions", "prod"))
                .isEqualTo(
                        "https://gateway.example.com/llm/openai/deployments/prod/chat/completions?api-version=2024-10-21");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2024", "latest", "2024-10-21-beta", "v2"})
    void anotherVersionIsRefused(String version) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Addresses(URI.create(RESOURCE), version))
                .withMessageContaining("api-version");
    }

    @Test
    void aVersionInTheEndpointIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Addresses(URI.create(RESOURCE + "?api-version=2024-10-21"), "v1"))
                .withMessageContaining("endpoint");
    }
}
