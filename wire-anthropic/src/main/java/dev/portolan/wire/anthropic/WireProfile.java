package dev.portolan.wire.anthropic;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whose dress of Anthropic's wire is spoken.
 *
 * @param provider the provider id: stands in responses and errors, and is the key of vendor options that are sent
 * @param version what {@code anthropic_version} says in the body, or {@code null} when it is a header
 * @param modelInBody whether the body names the model; else the address does
 * @param betasInBody whether {@code anthropic_beta} stands in the body; else it is a header
 * @param streamInBody whether the body says that the answer shall come piece by piece; else the address does
 * @see <a href="https://platform.claude.com/docs/en/build-with-claude/claude-on-vertex-ai">Anthropic: Claude on Vertex AI</a>
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages.html">AWS:
 *     Anthropic's Messages</a>
 */
public record WireProfile(
        String provider, @Nullable String version, boolean modelInBody, boolean betasInBody, boolean streamInBody) {

    /** The header that names the version where the body does not, with {@link #VERSION}. */
    public static final String VERSION_HEADER = "anthropic-version";

    /** The version that is spoken. */
    public static final String VERSION = "2023-06-01";

    /** The header for betas where they do not stand in the body: names, separated by commas. */
    public static final String BETA_HEADER = "anthropic-beta";

    /**
     * Checks the components.
     *
     * @param provider as above
     * @param version as above
     * @param modelInBody as above
     * @param betasInBody as above
     * @param streamInBody as above
     */
    public WireProfile {
        Objects.requireNonNull(provider, "provider");
    }

    /**
     * Anthropic's own service and Microsoft Foundry: the model in the body, version and betas in headers.
     *
     * @param provider the provider id
     * @return the profile
     */
    public static WireProfile direct(String provider) {
        return new WireProfile(provider, null, true, false, true);
    }

    /**
     * Vertex AI: {@code rawPredict} and {@code streamRawPredict}, whose body still says {@code stream}.
     *
     * @param provider the provider id
     * @return the profile
     */
    public static WireProfile vertex(String provider) {
        return new WireProfile(provider, "vertex-2023-10-16", false, true, true);
    }

    /**
     * Amazon Bedrock's InvokeModel.
     *
     * @param provider the provider id
     * @return the profile
     */
    public static WireProfile bedrock(String provider) {
        return new WireProfile(provider, "bedrock-2023-05-31", false, true, false);
    }
}
