package dev.portolan.vertex;

import java.util.Set;

/**
 * Where Vertex AI is called.
 *
 * @param name such as {@code europe-west4}, {@code eu} or {@code global}
 * @param universe the domain of the cloud, {@code googleapis.com} but for sovereign ones
 * @see <a href="https://cloud.google.com/vertex-ai/generative-ai/docs/learn/locations">Google: locations</a>
 */
record Location(String name, String universe) {

    static final String USUAL_UNIVERSE = "googleapis.com";

    /** Multi-regions are served under names of their own. */
    private static final Set<String> MULTI_REGIONS = Set.of("us", "eu");

    Location {
        if (!name.matches("[a-z][a-z0-9-]{0,40}")) {
            throw new IllegalArgumentException(
                    "location: no such name of a location; it is like europe-west4 or global");
        }
        if (!universe.matches("[a-z0-9.-]{3,100}")) {
            throw new IllegalArgumentException("universe-domain must be a domain such as googleapis.com");
        }
    }

    String host() {
        if (name.equals("global")) {
            return "aiplatform." + universe;
        }
        return MULTI_REGIONS.contains(name)
                ? "aiplatform." + name + ".rep." + universe
                : name + "-aiplatform." + universe;
    }
}
