package dev.portolan.config.internal;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** How keys are made: {@code portolan.models.<name>.<setting>}, {@code portolan.providers.<connection>.<setting>}. */
final class Keys {

    static final String ROOT = "portolan.";
    static final String MODELS = "portolan.models.";
    static final String PROVIDERS = "portolan.providers.";

    /** What names of models and connections are made of. */
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_-]*";

    private Keys() {}

    static boolean validName(String name) {
        return name.matches(NAME);
    }

    /** The names that stand behind a prefix. */
    static Set<String> names(Collection<String> keys, String prefix) {
        Set<String> names = new TreeSet<>();
        for (String key : keys) {
            int dot = key.startsWith(prefix) ? key.indexOf('.', prefix.length()) : -1;
            if (dot > 0) {
                names.add(key.substring(prefix.length(), dot));
            }
        }
        return names;
    }

    /** What stands behind a prefix: name to setting to entry. Wrong names are reported and left out. */
    static Map<String, Map<String, Entry>> group(Map<String, Entry> entries, String prefix, Problems problems) {
        Map<String, Map<String, Entry>> groups = new TreeMap<>();
        for (Entry entry : entries.values()) {
            if (!entry.key().startsWith(prefix)) {
                continue;
            }
            String rest = entry.key().substring(prefix.length());
            int dot = rest.indexOf('.');
            String name = dot < 0 ? rest : rest.substring(0, dot);
            if (!validName(name)) {
                problems.add(entry, "a name is made of letters, digits, '-' and '_' and begins with a letter or digit");
            } else if (dot < 0 || dot == rest.length() - 1) {
                problems.add(
                        entry,
                        "needs a setting behind the name, such as " + prefix + name
                                + (prefix.equals(MODELS) ? ".provider" : ".type"));
            } else {
                groups.computeIfAbsent(name, n -> new TreeMap<>()).put(rest.substring(dot + 1), entry);
            }
        }
        return groups;
    }
}
