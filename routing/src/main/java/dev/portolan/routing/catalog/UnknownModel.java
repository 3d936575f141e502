package dev.portolan.routing.catalog;

import java.util.List;

/** A model was asked for that the catalog does not know, or by a name that may mean several. Nothing is guessed; the message tells which. */
public final class UnknownModel extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final String name;
    private final String[] candidates;
    private final String[] nearest;

    /**
     * Says so.
     *
     * @param match what was asked for, without a model
     */
    public UnknownModel(NameMatch match) {
        super(match.problem());
        this.name = match.name();
        this.candidates = match.candidates().toArray(String[]::new);
        this.nearest = match.nearest().toArray(String[]::new);
    }

    /**
     * What was asked for.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * The canonical names that it may mean.
     *
     * @return unmodifiable; empty when there is none
     */
    public List<String> candidates() {
        return List.of(candidates);
    }

    /**
     * The nearest names that there are, when it can mean none.
     *
     * @return nearest first; unmodifiable
     */
    public List<String> nearest() {
        return List.of(nearest);
    }
}
