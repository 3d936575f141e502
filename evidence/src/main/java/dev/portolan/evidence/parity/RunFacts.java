package dev.portolan.evidence.parity;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a run was made.
 *
 * @param dataset the dataset's name
 * @param datasetHash its content hash
 * @param examples how many examples the run has
 * @param repeats how often each side was asked for each example
 * @param seed decides which side is asked first
 * @param mode {@code live}, {@code record}, {@code replay} or {@code auto}
 * @param libraryVersion Portolan's
 * @param started when it began
 * @param ended when it ended
 * @param source who answered for the source
 * @param target who answered for the target
 * @param judges models that scored answers, possibly none
 * @param currency the code of the currency of costs
 * @param spent what live calls cost, as far as prices are known; {@code null} when no price is
 * @param stoppedEarly whether the rest was left out because it could not change the verdict
 * @param warnings what a reader should know, such as a judge of the target's family
 */
public record RunFacts(
        String dataset,
        String datasetHash,
        int examples,
        int repeats,
        long seed,
        String mode,
        String libraryVersion,
        Instant started,
        Instant ended,
        SideFacts source,
        SideFacts target,
        List<String> judges,
        String currency,
        @Nullable BigDecimal spent,
        boolean stoppedEarly,
        List<String> warnings) {

    /**
     * Checks the components.
     *
     * @param dataset as above
     * @param datasetHash as above
     * @param examples as above
     * @param repeats as above
     * @param seed as above
     * @param mode as above
     * @param libraryVersion as above
     * @param started as above
     * @param ended as above
     * @param source as above
     * @param target as above
     * @param judges as above; copied
     * @param currency as above
     * @param spent as above
     * @param stoppedEarly as above
     * @param warnings as above; copied
     */
    public RunFacts {
        Objects.requireNonNull(dataset, "dataset");
        Objects.requireNonNull(datasetHash, "datasetHash");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(libraryVersion, "libraryVersion");
        Objects.requireNonNull(started, "started");
        Objects.requireNonNull(ended, "ended");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(currency, "currency");
        judges = List.copyOf(judges);
        warnings = List.copyOf(warnings);
    }

    /**
     * What differs between the sides besides the model: a change that is bundled with the move makes it unclear what a difference
     * comes from.
     *
     * @return the names of what differs, such as {@code prompt} or {@code temperature}; empty when only the model does
     */
    public List<String> bundledChanges() {
        java.util.ArrayList<String> names = new java.util.ArrayList<>();
        if (!source.promptHash().equals(target.promptHash())) {
            names.add("prompt");
        }
        java.util.TreeSet<String> parameters =
                new java.util.TreeSet<>(source.parameters().keySet());
        parameters.addAll(target.parameters().keySet());
        for (String parameter : parameters) {
            if (!Objects.equals(
                    source.parameters().get(parameter), target.parameters().get(parameter))) {
                names.add(parameter);
            }
        }
        return List.copyOf(names);
    }
}
