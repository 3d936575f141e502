package dev.portolan.evidence.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The sources of an example, to be found by what cites them. */
record CitedSources(List<Source> sources) {

    /** By id, address, title or place in the order, from 1. */
    @Nullable
    Source find(String mark) {
        Source named = byName(mark);
        Source found = named == null ? byUrl(mark) : named;
        if (found == null && mark.matches("[1-9][0-9]{0,4}") && Integer.parseInt(mark) <= sources.size()) {
            return sources.get(Integer.parseInt(mark) - 1);
        }
        return found;
    }

    @Nullable
    Source byName(String name) {
        String key = TextMatch.loose(name);
        return first(
                source -> TextMatch.loose(source.id()).equals(key),
                source -> source.title() != null
                        && TextMatch.loose(source.title()).equals(key));
    }

    @Nullable
    Source byUrl(String url) {
        String key = key(url);
        return first(source -> source.url() != null && key(source.url()).equals(key));
    }

    /** A vendor's annotation names a file, a title or an address, or the index of a document, from 0. */
    @Nullable
    Source inAnnotation(JsonNode annotation) {
        for (JsonNode node : annotation.findParents("document_index")) {
            int index = node.get("document_index").asInt(-1);
            if (index >= 0 && index < sources.size()) {
                return sources.get(index);
            }
        }
        if (annotation.isTextual()) {
            Source named = byName(annotation.textValue());
            return named == null ? byUrl(annotation.textValue()) : named;
        }
        for (JsonNode child : annotation) {
            Source found = child.isContainerNode() || child.isTextual() ? inAnnotation(child) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    @SafeVarargs
    private @Nullable Source first(Predicate<Source>... rules) {
        for (Predicate<Source> rule : rules) {
            for (Source source : sources) {
                if (rule.test(source)) {
                    return source;
                }
            }
        }
        return null;
    }

    /** Without scheme, fragment and the slash at the end; the host in lower case. */
    private static String key(String url) {
        String plain = url.strip().replaceFirst("(?i)^https?://(www\\.)?", "");
        int fragment = plain.indexOf('#');
        plain = fragment < 0 ? plain : plain.substring(0, fragment);
        plain = plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
        int slash = plain.indexOf('/');
        return slash < 0
                ? plain.toLowerCase(Locale.ROOT)
                : plain.substring(0, slash).toLowerCase(Locale.ROOT) + plain.substring(slash);
    }
}
