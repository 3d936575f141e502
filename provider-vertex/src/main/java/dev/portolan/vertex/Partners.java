package dev.portolan.vertex;

import dev.portolan.chat.ChatModel;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.support.CapabilityProfiles;
import dev.portolan.spi.support.Loopback;
import dev.portolan.spi.support.VendorOptions;
import dev.portolan.transport.HttpTransport;
import dev.portolan.transport.TransportOptions;
import dev.portolan.wire.anthropic.CacheMarks;
import dev.portolan.wire.openai.ModelFamilies;
import dev.portolan.wire.openai.WireChatModel;
import dev.portolan.wire.openai.WireProfile;
import dev.portolan.wire.openai.chat.ChatCompletionsWire;
import java.net.URI;

/**
 * Models of other makers, each by the wire it speaks: Claude and Mistral's through {@code RawPredict}, the rest at the OpenAI-compatible
 * endpoint.
 *
 * @see <a href="https://cloud.google.com/vertex-ai/generative-ai/docs/partner-models/use-partner-models">Google: partner models</a>
 */
final class Partners implements AutoCloseable {

    private static final String CHAT = "chat/completions";

    /** Families by name, then what is known of them on this host. */
    private static final CapabilityProfiles OPENAI =
            ModelFamilies.PROFILES.and(CapabilityProfiles.load(Partners.class, "partners.json", WireChatModel.QUIRKS));

    private final VertexClient client;
    private final VertexAuth auth;
    private final Place place;
    private final HttpTransport transport;
    private final URI openAiBaseUrl;
    private final long maxResponseSize;
    private final WireProfile generic = WireProfile.forServer(VertexProvider.ID, "generic");
    private final WireProfile mistral = WireProfile.forServer(VertexProvider.ID, "mistral");

    /**
     * @param host where Vertex AI is called
     */
    Partners(VertexClient client, VertexAuth auth, Place place, String host, ConnectionOptions options) {
        this.client = client;
        this.auth = auth;
        this.place = place;
        this.maxResponseSize = options.maxResponseSize;
        this.openAiBaseUrl = base(place, host, options);
        TransportOptions.Builder transportOptions =
                TransportOptions.builder().maxResponseBytes(options.maxResponseSize);
        options.headers.forEach(transportOptions::header);
        this.transport = new HttpTransport(transportOptions.build());
    }

    private static URI base(Place place, String host, ConnectionOptions options) {
        URI given = options.openAiBaseUrl;
        if (given == null) {
            URI endpoint = options.endpoint;
            String origin =
                    endpoint == null ? "https://" + host : endpoint.getScheme() + "://" + endpoint.getAuthority();
            return URI.create(origin + "/v1/projects/" + place.project() + "/locations/"
                    + place.location().name() + "/endpoints/openapi");
        }
        String name = given.getHost();
        if (name == null || (!"https".equals(given.getScheme()) && !Loopback.is(name))) {
            throw new IllegalArgumentException(
                    "openai-base-url must be https://HOST/PATH; http goes to this machine only");
        }
        return given;
    }

    ChatModel claude(ModelName name, ModelSettings settings, VendorOptions vendor, CacheMarks marks) {
        CapabilityProfiles.Profile known =
                dev.portolan.wire.anthropic.ModelFamilies.PROFILES.find(VertexProvider.ID, null, settings);
        return new dev.portolan.wire.anthropic.WireChatModel(
                raw(name),
                dev.portolan.wire.anthropic.WireProfile.vertex(VertexProvider.ID),
                known,
                marks,
                settings,
                vendor);
    }

    private RawEndpoint raw(ModelName name) {
        return new RawEndpoint(
                client, name.path(place.project(), place.location().name()), name.id(), maxResponseSize);
    }

    ChatModel openAi(ModelName name, ModelSettings settings, VendorOptions vendor) {
        if (name.project() != null || name.location() != null) {
            throw new IllegalArgumentException("model: " + settings.model()
                    + " names a project and a location; for the OpenAI-compatible endpoint the connection must");
        }
        return new WireChatModel(
                new OpenAiEndpoint(transport.endpoint(openAiBaseUrl, CHAT), auth, name.qualified()),
                new ChatCompletionsWire(generic),
                OPENAI.find(VertexProvider.ID, null, settings),
                settings,
                vendor,
                null);
    }

    ChatModel openAiRaw(ModelName name, ModelSettings settings, VendorOptions vendor) {
        return new WireChatModel(
                raw(name),
                new ChatCompletionsWire(name.publisher().equals(ModelName.MISTRAL) ? mistral : generic),
                OPENAI.find(VertexProvider.ID, null, settings),
                settings,
                vendor,
                null);
    }

    @Override
    public void close() {
        transport.close();
    }
}
