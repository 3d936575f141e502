package dev.portolan.routing.control;

import dev.portolan.routing.catalog.Cloud;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Something around a model that has to be set up again on another cloud.
 *
 * @param id its name in files, such as {@code content-filter}
 * @param title the same in words
 * @param question what people must answer before traffic moves, whatever the clouds
 * @param clouds how it is done, by {@link Cloud#id()}; a cloud that is missing is not known
 */
public record Control(String id, String title, String question, Map<String, Side> clouds) {

    /**
     * How a cloud does it. What is {@code null} is not known, or the cloud has none.
     *
     * @param role who may do it or change it: a role, a permission, or people
     * @param policy which setting or rule of the cloud governs it
     * @param log where it can be seen afterwards that it holds
     * @param setting what this library has to be told
     * @param mind what is easily overlooked
     * @param sources addresses of the documents that say so
     */
    public record Side(
            @Nullable String role,
            @Nullable String policy,
            @Nullable String log,
            @Nullable String setting,
            @Nullable String mind,
            List<String> sources) {

        /**
         * Checks the components.
         *
         * @param role as above
         * @param policy as above
         * @param log as above
         * @param setting as above
         * @param mind as above
         * @param sources as above; copied
         */
        public Side {
            sources = List.copyOf(sources);
        }
    }

    /**
     * Checks the components.
     *
     * @param id as above
     * @param title as above
     * @param question as above
     * @param clouds as above; copied
     */
    public Control {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(question, "question");
        clouds = Collections.unmodifiableMap(new TreeMap<>(clouds));
    }

    /**
     * How a cloud does it.
     *
     * @param cloud the cloud
     * @return what is known, or {@code null} when nothing is
     */
    public @Nullable Side on(Cloud cloud) {
        Side known = clouds.get(cloud.id());
        return known == null && cloud == Cloud.SELF_HOSTED ? clouds.get(Cloud.OLLAMA.id()) : known;
    }
}
