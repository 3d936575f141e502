package dev.portolan.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.spi.Secret;
import dev.portolan.spi.support.WireJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The project and location of a connection: what is set, what the environment says by the names that Google's own clients know, or
 * what the file of credentials says.
 *
 * @param project the project's id
 * @param location where it is called
 */
record Place(String project, Location location) {

    static Place of(ConnectionOptions options, UnaryOperator<@Nullable String> environment) {
        String project = first(options.project, environment.apply("GOOGLE_CLOUD_PROJECT"), ofFile(options));
        if (project == null) {
            throw missing(options, "project", "neither GOOGLE_CLOUD_PROJECT nor the credentials name a project");
        }
        if (!project.matches("[a-z0-9][a-z0-9.:-]{1,100}")) {
            throw new IllegalArgumentException("project: no such id of a project");
        }
        String location = first(options.location, environment.apply("GOOGLE_CLOUD_LOCATION"), null);
        if (location == null) {
            throw missing(options, "location", "GOOGLE_CLOUD_LOCATION names none either; global is the widest");
        }
        return new Place(project, new Location(location, options.universe));
    }

    private static @Nullable String first(@Nullable String set, @Nullable String environment, @Nullable String file) {
        for (String each : new @Nullable String[] {set, environment, file}) {
            if (each != null && !each.isBlank()) {
                return each.strip();
            }
        }
        return null;
    }

    /** A file that cannot be read is told when it is used. */
    private static @Nullable String ofFile(ConnectionOptions options) {
        Secret json = options.credentialsJson;
        String text = null;
        if (json != null) {
            text = json.reveal();
        } else if (options.credentialsFile != null) {
            try {
                text = Files.readString(Path.of(options.credentialsFile));
            } catch (IOException e) {
                return null;
            }
        }
        if (!WireJson.isObject(text)) {
            return null;
        }
        JsonNode file = WireJson.tree(String.valueOf(text));
        String project = file.path("project_id").asText("");
        return project.isEmpty() ? null : project;
    }

    private static IllegalArgumentException missing(ConnectionOptions options, String name, String why) {
        return new IllegalArgumentException("portolan.providers." + options.name + "." + name + " must be set: " + why);
    }
}
