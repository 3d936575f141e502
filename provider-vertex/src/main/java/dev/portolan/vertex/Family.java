package dev.portolan.vertex;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Gap;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.CapabilityProfiles;
import dev.portolan.spi.support.EffortRules;
import dev.portolan.spi.support.Quirks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What sets a family of models apart on Vertex, from {@code capabilities.json}: the quirks of the file by name. */
final class Family extends Quirks {

    /** How thinking is steered: {@code level} or {@code budget}. Without it the model does not think. */
    static final String THINKING = "thinking";

    /** The largest budget of thinking tokens. */
    static final String MOST_THINKING = "most-thinking-tokens";

    /** The smallest budget of thinking tokens, but for none at all. */
    static final String LEAST_THINKING = "least-thinking-tokens";

    /** The levels of effort that the model has, separated by commas. Without it any is sent. */
    static final String EFFORTS = EffortRules.EFFORTS;

    /** {@code required}: the first call of each step must carry its signature. */
    static final String SIGNATURES = "signatures";

    /** {@code openapi}: schemas in the subset of OpenAPI; {@code json} unless said. */
    static final String SCHEMA = "schema";

    /** {@code yes}: results of tools may hold media. */
    static final String RESULT_MEDIA = "result-media";

    /** How embeddings are asked for: {@code predict} or {@code embed-content}. */
    static final String EMBEDDINGS = "embeddings";

    /** How many texts a request for embeddings may have. */
    static final String BATCH = "embedding-batch";

    /** Locations that serve the model, separated by commas, where they are known not to be most. */
    static final String LOCATIONS = "locations";

    static final Set<String> QUIRKS = Set.of(
            LOCATIONS,
            THINKING,
            MOST_THINKING,
            LEAST_THINKING,
            EFFORTS,
            SIGNATURES,
            SCHEMA,
            RESULT_MEDIA,
            EMBEDDINGS,
            BATCH,
            EffortRules.SAMPLING);

    Family(CapabilityProfiles.Profile profile) {
        this(profile.quirks());
    }

    Family(Map<String, String> quirks) {
        super(quirks);
    }

    /** The gaps as they are on this wire, where a seed has 32 bits. */
    List<Gap> amended(List<Gap> gaps, ChatRequest request) {
        Long seed = request.seed();
        if (seed == null || seed == seed.intValue()) {
            return gaps;
        }
        List<Gap> amended = new ArrayList<>(gaps);
        amended.removeIf(gap -> gap.field().equals("seed"));
        amended.add(new Gap("seed", Gap.Effect.LEFT_OUT, "the wire takes seeds of 32 bits only"));
        return amended;
    }

    /** A model that was not found here may be elsewhere: says where it is known to be. */
    LlmException located(LlmException e) {
        String locations = get(LOCATIONS);
        if (locations == null || !e.kind().equals(ErrorKind.MODEL_NOT_FOUND)) {
            return e;
        }
        return e.withDetails(e.details().toBuilder()
                .remedy("Check model and location: it is known to be served at " + locations.replace(",", ", "))
                .build());
    }
}
