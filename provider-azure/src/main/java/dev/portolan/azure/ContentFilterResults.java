package dev.portolan.azure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.ChatResponse;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.WireJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Azure's content filters found in a prompt and in its answer, read from the vendor metadata of a response or an
 * exception:
 *
 * <pre>{@code
 * ContentFilterResults found = ContentFilterResults.of(response);
 * if (found.completion().stream().anyMatch(ContentFilterResult::filtered)) { ... }
 * }</pre>
 *
 * <p>Of a streamed answer the last word of each filter counts. Answers of other providers have no results.
 *
 * @param prompt of the prompt, in Azure's order; empty when Azure told nothing
 * @param completion of the answer, in Azure's order; empty when Azure told nothing
 * @see <a href="https://learn.microsoft.com/azure/ai-foundry/openai/concepts/content-filter">Azure: content filtering</a>
 */
public record ContentFilterResults(List<ContentFilterResult> prompt, List<ContentFilterResult> completion) {

    /**
     * Copies the lists.
     *
     * @param prompt as above
     * @param completion as above
     */
    public ContentFilterResults {
        prompt = List.copyOf(prompt);
        completion = List.copyOf(completion);
    }

    /**
     * Of an answer.
     *
     * @param response of either API, streamed or not
     * @return the results, empty when there are none
     */
    public static ContentFilterResults of(ChatResponse response) {
        return read(response.vendorMetadata());
    }

    /**
     * Of a prompt that was blocked, or of an answer that broke off.
     *
     * @param failure such as {@link dev.portolan.error.ContentFiltered}
     * @return the results, empty when there are none
     */
    public static ContentFilterResults of(LlmException failure) {
        return read(failure.details().vendorMetadata());
    }

    /**
     * Whether anything was held back.
     *
     * @return true when a filter of the prompt or of the answer says so
     */
    public boolean filtered() {
        return prompt.stream().anyMatch(ContentFilterResult::filtered)
                || completion.stream().anyMatch(ContentFilterResult::filtered);
    }

    private static ContentFilterResults read(@Nullable String metadata) {
        List<ContentFilterResult> prompt = new ArrayList<>();
        List<ContentFilterResult> completion = new ArrayList<>();
        if (metadata != null && metadata.contains("content_filter")) {
            JsonNode json = WireJson.tree(metadata);
            // An error has them without an s, Chat Completions beside the prompt and in the choice, Responses in one
            // list.
            add(json.path("content_filter_result"), prompt);
            json.path("prompt_filter_results").forEach(each -> add(each.path("content_filter_results"), prompt));
            add(json.path("choice").path("content_filter_results"), completion);
            json.path("content_filters")
                    .forEach(each -> add(
                            each.path("content_filter_results"),
                            each.path("source_type").asText().equals("prompt") ? prompt : completion));
        }
        return new ContentFilterResults(prompt, completion);
    }

    private static void add(JsonNode results, List<ContentFilterResult> to) {
        for (Map.Entry<String, JsonNode> each : results.properties()) {
            JsonNode found = each.getValue();
            if (found.isObject()) {
                to.add(new ContentFilterResult(
                        each.getKey(),
                        found.path("filtered").asBoolean(),
                        found.path("severity").isTextual()
                                ? found.path("severity").asText()
                                : null,
                        found.path("detected").isBoolean()
                                ? found.path("detected").asBoolean()
                                : null));
            }
        }
    }
}
