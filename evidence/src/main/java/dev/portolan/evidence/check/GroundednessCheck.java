package dev.portolan.evidence.check;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Whether what an answer states stands in what the model was given: {@code s / n} of {@code s} supported ones among {@code n}
 * numbers, dates, names and, if asked for, claims. Not applicable to answers that hold none. The context is the request (messages,
 * results of tools, documents that are text) and the sources of the example.
 *
 * <ul>
 *   <li><i>Numbers</i> are supported when the context holds one of the same value; numbers of lists and citations do not count.
 *   <li><i>Dates</i> ({@code 2026-03-01}, {@code 01.03.2026}, {@code March 1, 2026} in seven languages) when it holds the same day, in
 *       any notation. Where day and month could be either, either will do.
 *   <li><i>Names</i> are identifiers with digits, e-mail addresses, and two or more capitalised words in a row: supported when each of
 *       their words stands in the context.
 *   <li><i>Claims</i> are sentences with four content words or more: supported when at least half of these, by their first five
 *       letters, stand in the context. Coarse: it finds sentences about something else, not wrong ones about the same.
 * </ul>
 *
 * <p>It works on forms and knows no meaning: what the model reckoned, a sum or a rounded figure, counts as not supported. It is quick
 * and gives the same result each time; a {@link JudgeCheck} sees more. Immutable and thread-safe.
 */
public final class GroundednessCheck implements Check {

    /** What is looked for in the context. */
    public enum Kind {
        /** Numbers. */
        NUMBER,
        /** Calendar days. */
        DATE,
        /** Names of persons, firms and things; identifiers. */
        NAME,
        /** Sentences. */
        CLAIM
    }

    private final Set<Kind> kinds;

    private GroundednessCheck(Set<Kind> kinds) {
        this.kinds = kinds;
    }

    /**
     * Looks for numbers, dates and names.
     *
     * @return the check {@code groundedness}
     */
    public static GroundednessCheck standard() {
        return of(Kind.NUMBER, Kind.DATE, Kind.NAME);
    }

    /**
     * Looks for some kinds.
     *
     * @param kinds what is looked for, at least one
     * @return the check {@code groundedness}
     */
    public static GroundednessCheck of(Kind... kinds) {
        Set<Kind> wanted = EnumSet.noneOf(Kind.class);
        wanted.addAll(List.of(kinds));
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException("kinds: at least one is needed");
        }
        return new GroundednessCheck(wanted);
    }

    @Override
    public String name() {
        return "groundedness";
    }

    @Override
    public Score score(Observation observation) {
        Statements said = Statements.in(observation.answer().text());
        Statements known = Statements.in(context(observation));
        List<String> unsupported = new ArrayList<>();
        int all = 0;
        for (Kind kind : kinds) {
            List<String> missing = switch (kind) {
                case NUMBER -> said.numbersNotIn(known);
                case DATE -> said.datesNotIn(known);
                case NAME -> said.namesNotIn(known);
                case CLAIM -> said.claimsNotIn(known);
            };
            all += said.count(kind);
            unsupported.addAll(missing);
        }
        if (all == 0) {
            return Score.notApplicable("the answer states nothing of the kinds that are looked for");
        }
        return Score.of(
                1 - (double) unsupported.size() / all,
                unsupported.isEmpty()
                        ? "all of " + all + " stand in the context"
                        : "not in the context: " + String.join(", ", unsupported));
    }

    private static String context(Observation observation) {
        StringBuilder context = new StringBuilder(Texts.of(observation.request()));
        for (Source source : observation.expectations().sources()) {
            context.append('\n')
                    .append(source.id())
                    .append('\n')
                    .append(source.title() == null ? "" : source.title())
                    .append('\n')
                    .append(source.text() == null ? "" : source.text());
        }
        return context.toString();
    }
}
