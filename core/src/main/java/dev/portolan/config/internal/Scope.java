package dev.portolan.config.internal;

import dev.portolan.spi.SettingSpec;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The keys under one model or connection, and the groups of specifications that they may belong to: the neutral vocabulary,
 * a provider's own, one decorator's. Reads each group and reports what is missing, wrong or unknown.
 */
final class Scope {

    private static final String ALLOW_HTTP = "allow-http";

    private record Group(String prefix, Map<String, SettingSpec> specs) {
        /** What stands in the key behind the scope's prefix. */
        String key(SettingSpec spec) {
            if (prefix.isEmpty()) {
                return spec.name();
            }
            return spec.name().isEmpty() ? prefix : prefix + "." + spec.name();
        }
    }

    private final String prefix;
    private final Map<String, Entry> entries;
    private final Values values;
    private final Problems problems;
    private final @Nullable Origin missingAt;
    private final Set<String> known = new HashSet<>();
    private final Set<String> names = new TreeSet<>();

    /**
     * The keys under a prefix.
     *
     * @param prefix the prefix, its dot included
     * @param entries what stands behind the prefix, to the entry
     * @param missingAt where a missing setting is reported, or {@code null} for nowhere
     */
    Scope(String prefix, Map<String, Entry> entries, Values values, Problems problems, @Nullable Origin missingAt) {
        this.prefix = prefix;
        this.entries = entries;
        this.values = values;
        this.problems = problems;
        this.missingAt = missingAt;
    }

    /** Takes a key that needs no check here. */
    void know(String name) {
        known.add(name);
        names.add(name);
    }

    /**
     * Reads the settings of a group.
     *
     * @param groupPrefix what all names of the group begin with, without its dot; empty for nothing
     * @param given the group's settings
     * @return the settings, or {@code null} when something was wrong with them
     */
    @Nullable
    CheckedSettings read(String groupPrefix, Collection<SettingSpec> given) {
        Map<String, SettingSpec> specs = new LinkedHashMap<>();
        given.forEach(spec -> specs.put(spec.name(), spec));
        if (given.stream().anyMatch(spec -> spec.type() == SettingSpec.Type.URI)) {
            specs.putIfAbsent(
                    ALLOW_HTTP,
                    SettingSpec.of(ALLOW_HTTP, SettingSpec.Type.BOOLEAN, "Allows plain http beyond this machine."));
        }
        Group group = new Group(groupPrefix, specs);
        boolean allowHttp = allowsHttp(group);
        boolean good = true;
        Map<String, Object> read = new TreeMap<>();
        Map<String, Map<String, String>> maps = new TreeMap<>();
        for (SettingSpec spec : specs.values()) {
            if (spec.type() == SettingSpec.Type.MAP) {
                good &= map(group, spec, maps);
            } else {
                good &= single(group, spec, allowHttp, read);
            }
        }
        return good ? new CheckedSettings(specs, read, maps) : null;
    }

    private boolean allowsHttp(Group group) {
        SettingSpec spec = group.specs().get(ALLOW_HTTP);
        Entry entry = spec == null || spec.type() != SettingSpec.Type.BOOLEAN ? null : entries.get(group.key(spec));
        if (entry == null) {
            return false;
        }
        try {
            return values.expand(entry.text()).equalsIgnoreCase("true");
        } catch (BadValue e) {
            return false; // reported when the setting itself is read
        }
    }

    private boolean single(Group group, SettingSpec spec, boolean allowHttp, Map<String, Object> read) {
        String name = group.key(spec);
        know(name);
        Entry entry = entries.get(name);
        Object value = "";
        if (entry != null && !entry.text().blank()) {
            try {
                value = values.read(spec, entry.text(), allowHttp);
            } catch (BadValue e) {
                problems.add(entry, e);
                return false;
            }
        }
        if (value.equals("") && spec.defaultValue() != null) {
            try {
                value = values.read(spec, Text.plain(spec.defaultValue()), allowHttp);
            } catch (BadValue e) {
                problems.add(missingAt, prefix + name, "the extension's own default is wrong: " + e.reason(), null);
                return false;
            }
        }
        if (!value.equals("")) {
            read.put(spec.name(), value);
        } else if (spec.required()) {
            problems.add(
                    entry == null ? missingAt : entry.origin(),
                    prefix + name,
                    (entry == null ? "is missing: " : "is empty: ") + spec.description(),
                    null);
            return false;
        }
        return true;
    }

    private boolean map(Group group, SettingSpec spec, Map<String, Map<String, String>> maps) {
        String start = group.key(spec) + ".";
        names.add(start + "<name>");
        Map<String, String> map = new LinkedHashMap<>();
        boolean good = true;
        for (Map.Entry<String, Entry> candidate : entries.entrySet()) {
            String name = candidate.getKey();
            Entry entry = candidate.getValue();
            if (!name.startsWith(start) || name.length() == start.length()) {
                continue;
            }
            known.add(name);
            try {
                Object value = values.read(spec, entry.text(), false);
                if (!value.equals("")) {
                    map.put(name.substring(start.length()), value.toString());
                }
            } catch (BadValue e) {
                problems.add(entry, e);
                good = false;
            }
        }
        if (!map.isEmpty()) {
            maps.put(spec.name(), java.util.Collections.unmodifiableMap(map));
        } else if (spec.required() && good) {
            problems.add(missingAt, prefix + start + "<name>", "is missing: " + spec.description(), null);
            return false;
        }
        return good;
    }

    /** Whether anything of a group is given. */
    boolean gives(String groupPrefix) {
        return entries.entrySet().stream()
                .anyMatch(entry ->
                        (entry.getKey().equals(groupPrefix) || entry.getKey().startsWith(groupPrefix + "."))
                                && !entry.getValue().text().blank());
    }

    /** Reports a mistake of the scope as a whole. */
    void problem(String message) {
        problems.add(missingAt, prefix.substring(0, prefix.length() - 1), message, null);
    }

    /** The entries that no group has taken. */
    List<Map.Entry<String, Entry>> unknown() {
        return entries.entrySet().stream()
                .filter(entry -> !known.contains(entry.getKey()))
                .toList();
    }

    /** Every name that would have been right. */
    Set<String> names() {
        return names;
    }
}
