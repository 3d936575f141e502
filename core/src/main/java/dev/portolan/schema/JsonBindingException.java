package dev.portolan.schema;

import java.util.Objects;

/** JSON that does not become the Java type that is wanted. The message names the place and quotes no value. */
public final class JsonBindingException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String place;

    /**
     * A failure.
     *
     * @param place where in the JSON, such as {@code $.lines[2].price}; keys of maps are a {@code *}
     * @param problem what is wrong there, behind the place
     */
    public JsonBindingException(String place, String problem) {
        super(place + " " + Objects.requireNonNull(problem, "problem"));
        this.place = Objects.requireNonNull(place, "place");
    }

    /**
     * Where in the JSON.
     *
     * @return a path such as {@code $.lines[2].price}
     */
    public String place() {
        return place;
    }
}
