package dev.portolan.interop.azure;

import dev.portolan.Portolan;
import dev.portolan.chat.ChatRequest;
import dev.portolan.error.LlmException;

/** What runs in a process of its own, since identities are found by the environment: one call with {@code auth=entra}. */
final class IdentityCall {

    private IdentityCall() {}

    /**
     * Prints the answer, or the kind of failure.
     *
     * @param arguments the address of the resource
     */
    public static void main(String[] arguments) {
        try (Portolan portolan = Portolan.builder()
                .isolated()
                .property("portolan.models.a.provider", "azure")
                .property("portolan.models.a.model", "gpt-4o")
                .property("portolan.models.a.retry", "off")
                .property("portolan.models.a.timeout", "30s")
                .property("portolan.providers.azure.endpoint", arguments[0])
                .property("portolan.providers.azure.auth", "entra")
                .property("portolan.providers.azure.managed-identity-client-id", "client-7")
                .build()) {
            System.out.println("answer "
                    + portolan.chatModel("a").chat(ChatRequest.of("Where?")).text());
        } catch (LlmException e) {
            System.out.println("failure " + e.kind().id());
        }
    }
}
