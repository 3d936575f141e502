package dev.portolan.evidence.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.CitationPart;
import dev.portolan.chat.Part;
import dev.portolan.chat.VendorState;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether each citation leads to a source that was given, and none that is wanted is missing: {@code r / (r + d + m)} of {@code r}
 * sources cited, {@code d} citations that lead nowhere and {@code m} sources that {@link Expectations#citations} wants and the
 * answer does not cite. An answer without any citation scores 0. Not applicable where the example gives no sources.
 *
 * <p>Citations are the vendor's own ({@link CitationPart}), resolved by address, title, or what its annotation names; and those in
 * the text: {@code [2]} for the second source (or the one with the id 2), {@code [2, 3]}, {@code 【2†source】}, {@code [doc-2]} where
 * ids look like that, Markdown links and bare web addresses. What stands in code is no citation. Immutable and thread-safe.
 */
public final class CitationCheck implements Check {

    private final boolean byVendor;
    private final @Nullable Pattern marks;

    private CitationCheck(boolean byVendor, @Nullable Pattern marks) {
        this.byVendor = byVendor;
        this.marks = marks;
    }

    /**
     * Reads the vendor's citations and those in the text.
     *
     * @return the check {@code citations}
     */
    public static CitationCheck all() {
        return new CitationCheck(true, null);
    }

    /**
     * Reads citations in the text by an application's own marks, in place of the usual ones, beside the vendor's.
     *
     * @param pattern its first group is the id, title, address or number of a source
     * @return the check {@code citations}
     */
    public static CitationCheck marked(Pattern pattern) {
        if (pattern.matcher("").groupCount() < 1) {
            throw new IllegalArgumentException("pattern: needs a group for what is cited");
        }
        return new CitationCheck(true, pattern);
    }

    /**
     * Passes over the vendor's own citations.
     *
     * @return a check that reads the text only
     */
    public CitationCheck inTextOnly() {
        return new CitationCheck(false, marks);
    }

    @Override
    public String name() {
        return "citations";
    }

    @Override
    public Score score(Observation observation) {
        List<Source> sources = observation.expectations().sources();
        if (sources.isEmpty()) {
            return Score.notApplicable("the example gives no sources");
        }
        CitedSources known = new CitedSources(sources);
        Set<String> cited = new LinkedHashSet<>();
        Set<String> dangling = new LinkedHashSet<>();
        for (String mark : CitationMarks.in(observation.answer().text(), sources, marks)) {
            file(known.find(mark), mark, cited, dangling);
        }
        ChatResponse response = observation.answer().response();
        if (byVendor && response != null) {
            for (Part part : response.message().parts()) {
                if (part instanceof CitationPart citation) {
                    file(vendor(known, citation), words(citation), cited, dangling);
                }
            }
        }
        if (cited.isEmpty() && dangling.isEmpty()) {
            return Score.of(false, "the answer cites nothing");
        }
        List<String> missing = new ArrayList<>(observation.expectations().citations());
        missing.removeAll(cited);
        int all = cited.size() + dangling.size() + missing.size();
        return Score.of(
                (double) cited.size() / all,
                "cited " + cited + (dangling.isEmpty() ? "" : ", leading nowhere " + dangling)
                        + (missing.isEmpty() ? "" : ", missing " + missing));
    }

    private static void file(@Nullable Source source, String mark, Set<String> cited, Set<String> dangling) {
        if (source == null) {
            dangling.add(mark);
        } else {
            cited.add(source.id());
        }
    }

    private static String words(CitationPart citation) {
        String url = citation.url();
        String title = citation.title();
        return url != null ? url : title != null ? title : "a citation of the vendor without a name";
    }

    private static @Nullable Source vendor(CitedSources known, CitationPart citation) {
        String url = citation.url();
        String title = citation.title();
        Source found = url == null ? null : known.byUrl(url);
        if (found == null && title != null) {
            found = known.byName(title);
        }
        VendorState state = citation.vendorState();
        JsonNode annotation = found == null && state != null ? Json.parse(state.json()) : null;
        return annotation == null ? found : known.inAnnotation(annotation);
    }
}
