package dev.portolan.evidence.check;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds what cites something in a text. */
final class CitationMarks {

    private static final Pattern CODE = Pattern.compile("```[\\s\\S]*?(?:```|\\z)|`[^`\\n]*`");
    private static final Pattern LINK =
            Pattern.compile("\\[[^\\]\\n]{0,400}]\\(\\s*<?(https?://[^\\s)>]{1,2000})>?[^)\\n]{0,200}\\)");
    private static final Pattern URL = Pattern.compile("https?://[^\\s<>\"'\\])}\u3011]{1,2000}");
    private static final Pattern CORNERED = Pattern.compile("\u3010([^\u3010\u3011\\n]{1,200})\u3011");
    private static final Pattern BRACKETED = Pattern.compile("\\[\\^?([^\\[\\]\\n]{1,200})]");

    private CitationMarks() {}

    static Set<String> in(String text, List<Source> sources, @Nullable Pattern marks) {
        Set<String> found = new LinkedHashSet<>();
        if (marks != null) {
            Matcher matcher = marks.matcher(text);
            while (matcher.find()) {
                String mark = matcher.group(1);
                if (mark != null) {
                    found.add(mark.strip());
                }
            }
            return found;
        }
        String left = CODE.matcher(text).replaceAll(" ");
        left = take(LINK, left, found);
        Matcher urls = URL.matcher(left);
        while (urls.find()) {
            found.add(urls.group().replaceAll("[.,;:!?]+$", ""));
        }
        left = urls.replaceAll(" ");
        for (Pattern brackets : List.of(CORNERED, BRACKETED)) {
            Matcher matcher = brackets.matcher(left);
            while (matcher.find()) {
                found.addAll(keys(matcher.group(1), sources));
            }
        }
        return found;
    }

    private static String take(Pattern pattern, String text, Set<String> found) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return matcher.replaceAll(" ");
    }

    /** What stands in brackets is a citation when each part of it is a number, or looks like the id of a source. */
    private static List<String> keys(String inside, List<Source> sources) {
        List<String> keys = new ArrayList<>();
        for (String part : inside.split("[,;]", -1)) {
            String key = part.strip();
            int dagger = key.indexOf('\u2020');
            key = dagger < 0 ? key : key.substring(0, dagger);
            String one = key;
            boolean cites = key.matches("[0-9]{1,3}")
                    || sources.stream().anyMatch(source -> alike(one, source.id()) || one.equals(source.title()));
            if (!cites) {
                return List.of();
            }
            keys.add(key);
        }
        return keys;
    }

    /** Equal but for the digits: doc-12 is like doc-3. */
    private static boolean alike(String one, String id) {
        return one.equalsIgnoreCase(id)
                || (id.matches(".*[0-9].*")
                        && one.replaceAll("[0-9]+", "0").equalsIgnoreCase(id.replaceAll("[0-9]+", "0")));
    }
}
