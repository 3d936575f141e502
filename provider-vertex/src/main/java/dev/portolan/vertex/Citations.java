package dev.portolan.vertex;

import com.google.cloud.aiplatform.v1.Candidate;
import com.google.cloud.aiplatform.v1.Citation;
import com.google.cloud.aiplatform.v1.GroundingChunk;
import com.google.cloud.aiplatform.v1.GroundingMetadata;
import com.google.cloud.aiplatform.v1.GroundingSupport;
import com.google.cloud.aiplatform.v1.Segment;
import com.google.protobuf.Message;
import dev.portolan.chat.CitationPart;
import dev.portolan.chat.VendorState;
import dev.portolan.spi.support.WireJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sources that an answer rests on: what search found, with the words it supports, and what was quoted.
 *
 * @see <a href="https://cloud.google.com/vertex-ai/generative-ai/docs/reference/rest/v1/GroundingMetadata">Google:
 *     GroundingMetadata</a>
 */
final class Citations {

    private Citations() {}

    /**
     * @param text the answer's text when it is in one part, so that places in it mean something; else {@code null}
     */
    static List<CitationPart> of(Candidate candidate, @Nullable String text) {
        List<CitationPart> citations = new ArrayList<>();
        grounding(candidate.getGroundingMetadata(), text, citations);
        for (Citation quoted : candidate.getCitationMetadata().getCitationsList()) {
            citations.add(new CitationPart(
                    nonEmpty(quoted.getUri()), nonEmpty(quoted.getTitle()), null, null, state("citation", quoted)));
        }
        return citations;
    }

    /** A source for each text that it supports; one that supports none stands alone. */
    private static void grounding(GroundingMetadata grounding, @Nullable String text, List<CitationPart> citations) {
        byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        Set<Integer> used = new HashSet<>();
        for (GroundingSupport support : grounding.getGroundingSupportsList()) {
            for (int index : support.getGroundingChunkIndicesList()) {
                if (index >= 0 && index < grounding.getGroundingChunksCount()) {
                    used.add(index);
                    citations.add(citation(grounding.getGroundingChunks(index), support.getSegment(), bytes));
                }
            }
        }
        for (int i = 0; i < grounding.getGroundingChunksCount(); i++) {
            if (!used.contains(i)) {
                citations.add(citation(grounding.getGroundingChunks(i), Segment.getDefaultInstance(), bytes));
            }
        }
    }

    private static CitationPart citation(GroundingChunk source, Segment segment, byte[] text) {
        String url = source.hasWeb()
                ? source.getWeb().getUri()
                : source.hasMaps()
                        ? source.getMaps().getUri()
                        : source.getRetrievedContext().getUri();
        String title = source.hasWeb()
                ? source.getWeb().getTitle()
                : source.hasMaps()
                        ? source.getMaps().getTitle()
                        : source.getRetrievedContext().getTitle();
        int from = segment.getStartIndex();
        int to = segment.getEndIndex();
        boolean placed = to > from && to <= text.length && segment.getText().equals(part(text, from, to));
        return new CitationPart(
                nonEmpty(url),
                nonEmpty(title),
                placed ? Integer.valueOf(part(text, 0, from).length()) : null,
                placed ? Integer.valueOf(part(text, 0, to).length()) : null,
                state("groundingChunk", source));
    }

    /** Places are counted in bytes of UTF-8. */
    private static String part(byte[] text, int from, int to) {
        return new String(text, from, to - from, StandardCharsets.UTF_8);
    }

    private static VendorState state(String name, Message message) {
        return Origin.state(name, WireJson.tree(ProtoJson.print(message)));
    }

    private static @Nullable String nonEmpty(String text) {
        return text.isEmpty() ? null : text;
    }
}
