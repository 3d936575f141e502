package dev.portolan.azure;

import dev.portolan.error.ErrorDetails;
import dev.portolan.error.LlmException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Says what to do about an error in the words of Azure's portal and of our settings, and keeps what support asks for.
 *
 * @see <a href="https://learn.microsoft.com/azure/ai-foundry/openai/how-to/quota">Azure: quota</a>
 */
final class ErrorAdvice {

    private final String connection;
    private final boolean byToken;
    private final String address;

    ErrorAdvice(String connection, boolean byToken, String address) {
        this.connection = "portolan.providers." + connection + ".";
        this.byToken = byToken;
        this.address = address;
    }

    /** The same error, with advice and with the headers that name the request and the region. */
    LlmException addTo(LlmException error, String deployment, Function<String, @Nullable String> header) {
        ErrorDetails.Builder details = error.details().toBuilder();
        String remedy = remedy(error, deployment);
        if (remedy != null) {
            details.remedy(remedy);
        }
        String metadata = metadata(error.details().vendorMetadata(), header);
        if (metadata != null) {
            details.vendorMetadata(metadata);
        }
        return error.withDetails(details.build());
    }

    private @Nullable String remedy(LlmException error, String deployment) {
        int status = error.status() == null ? 0 : error.status();
        return switch (error.kind().id()) {
            case "authentication" ->
                byToken
                        ? "The token is not for this resource: check " + connection
                                + "scope and the tenant of the identity"
                        : "Check that " + connection + "api-key is a key of the very resource that " + connection
                                + "endpoint names";
            case "permission" ->
                "Check that the identity has the role Cognitive Services OpenAI User on the resource, and that the resource's"
                        + " network rules or private endpoint let this machine in";
            case "model-not-found" ->
                "There is no deployment " + deployment + " at " + address
                        + ": set `deployment` of the model to a name that the"
                        + " resource's page lists; a new deployment takes some minutes";
            case "invalid-request" ->
                status == 404
                        ? "Nothing is at this address: check " + connection + "endpoint, and that " + connection
                                + "api-version has this API (" + address + ")"
                        : null;
            case "rate-limited" ->
                "Wait as told. The limit is the deployment's own: raise its tokens per minute, or spread the load over"
                        + " deployments or regions";
            case "quota-exhausted" -> "The subscription's quota or money is used up: ask for more on the quota page";
            case "content-filtered" ->
                "Change the prompt; asking again does not help. Which filter it was is in"
                        + " ContentFilterResults.of(exception), what it lets through is set at the deployment";
            case "unavailable" -> status == 409 ? "The resource is being changed; try again in a moment" : null;
            default -> null;
        };
    }

    private static @Nullable String metadata(@Nullable String told, Function<String, @Nullable String> header) {
        String headers = ServedBy.metadata(header);
        if (headers == null || told == null) {
            return told == null ? headers : told;
        }
        return ServedBy.merged(told, headers);
    }
}
