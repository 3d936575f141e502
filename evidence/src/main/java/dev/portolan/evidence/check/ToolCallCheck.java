package dev.portolan.evidence.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.ToolCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether an answer calls the right tools with the right arguments: {@code F1 = 2 m / (a + e)} of {@code m} calls that match among
 * {@code a} made and {@code e} expected; 1 when none was expected and none made. In order, {@code m} is the longest sequence of
 * matching calls that stand in both in the same order; without order, the largest number that can be paired off. Arguments that are
 * no JSON object match nothing but {@link ValueMatch#ANY}. What the provider ran by itself does not count.
 *
 * <p>A call of a forbidden tool is a hard break. Immutable and thread-safe.
 */
public final class ToolCallCheck implements Check {

    private final boolean byReference;
    private final boolean ordered;
    private final ValueMatch arguments;
    private final Map<String, Map<String, ValueMatch>> single;
    private final Set<String> forbidden;

    private ToolCallCheck(
            boolean byReference,
            boolean ordered,
            ValueMatch arguments,
            Map<String, Map<String, ValueMatch>> single,
            Set<String> forbidden) {
        this.byReference = byReference;
        this.ordered = ordered;
        this.arguments = arguments;
        this.single = single;
        this.forbidden = forbidden;
    }

    /**
     * Holds the calls against those that the example expects, without order, arguments exact. Not applicable where the example says
     * nothing of calls, unless a forbidden one was made.
     *
     * @return the check {@code tool-calls}
     */
    public static ToolCallCheck expected() {
        return new ToolCallCheck(false, false, ValueMatch.EXACT, Map.of(), Set.of());
    }

    /**
     * Holds the calls against those of the reference answer, without order, arguments exact. Not applicable without a reference,
     * unless a forbidden call was made.
     *
     * @return the check {@code tool-calls-as-reference}
     */
    public static ToolCallCheck sameAsReference() {
        return new ToolCallCheck(true, false, ValueMatch.EXACT, Map.of(), Set.of());
    }

    /**
     * The order of calls counts.
     *
     * @return a check that wants it
     */
    public ToolCallCheck inOrder() {
        return new ToolCallCheck(byReference, true, arguments, single, forbidden);
    }

    /**
     * Says when arguments are right: {@link ValueMatch#EXACT}, {@link ValueMatch#SUBSET}, {@link ValueMatch#ANY} to pass over them, or
     * an own one, which gets both objects.
     *
     * @param match for the arguments of a call as a whole
     * @return a check that compares so
     */
    public ToolCallCheck arguments(ValueMatch match) {
        return new ToolCallCheck(byReference, ordered, Objects.requireNonNull(match, "match"), single, forbidden);
    }

    /**
     * Says when one argument of one tool is right; the rule for all arguments then leaves it out. {@link ValueMatch#ANY} passes over
     * it, whether it is there or not; by any other it must be there where it is expected.
     *
     * @param tool the tool's name
     * @param pointer a JSON pointer into the arguments
     * @param match for this argument
     * @return a check that compares so
     */
    public ToolCallCheck argument(String tool, String pointer, ValueMatch match) {
        Json.requirePointer(pointer);
        if (pointer.isEmpty() || Json.steps(pointer).contains("*")) {
            throw new IllegalArgumentException("pointer: must name a single argument, as in /order/id");
        }
        Map<String, Map<String, ValueMatch>> more = new LinkedHashMap<>(single);
        Map<String, ValueMatch> ofTool = new LinkedHashMap<>(more.getOrDefault(tool, Map.of()));
        ofTool.put(pointer, Objects.requireNonNull(match, "match"));
        more.put(tool, ofTool);
        return new ToolCallCheck(byReference, ordered, arguments, more, forbidden);
    }

    /**
     * Forbids tools: a call of any of them is a hard break.
     *
     * @param tools their names
     * @return a check that forbids them
     */
    public ToolCallCheck mustNotCall(String... tools) {
        Set<String> more = new TreeSet<>(forbidden);
        more.addAll(Arrays.asList(tools));
        return new ToolCallCheck(byReference, ordered, arguments, single, more);
    }

    @Override
    public String name() {
        return byReference ? "tool-calls-as-reference" : "tool-calls";
    }

    @Override
    public Score score(Observation observation) {
        List<ToolCall> made = observation.answer().toolCalls();
        String broken = made.stream()
                .map(ToolCall::name)
                .filter(forbidden::contains)
                .distinct()
                .collect(Collectors.joining(", "));
        if (!broken.isEmpty()) {
            return Score.hardBreak("called what must not be called: " + broken);
        }
        List<Call> wanted = wanted(observation);
        if (wanted == null) {
            return Score.notApplicable(
                    byReference ? "there is no reference answer" : "the example says nothing of tool calls");
        }
        List<Call> calls = calls(made);
        int matching = ordered ? inSequence(wanted, calls) : pairedOff(wanted, calls);
        int all = wanted.size() + calls.size();
        return Score.of(
                all == 0 ? 1 : 2.0 * matching / all,
                matching + " calls match; made " + names(calls) + ", expected " + names(wanted));
    }

    private record Call(String tool, String arguments) {}

    private static List<String> names(List<Call> calls) {
        return calls.stream().map(Call::tool).toList();
    }

    private static List<Call> calls(List<ToolCall> calls) {
        return calls.stream()
                .map(call -> new Call(call.name(), call.arguments().isBlank() ? "{}" : call.arguments()))
                .toList();
    }

    private @Nullable List<Call> wanted(Observation observation) {
        if (byReference) {
            Answer reference = observation.reference();
            return reference == null ? null : calls(reference.toolCalls());
        }
        List<ExpectedCall> expected = observation.expectations().toolCalls();
        return expected == null
                ? null
                : expected.stream()
                        .map(call -> new Call(call.tool(), call.arguments()))
                        .toList();
    }

    private boolean matches(Call wanted, Call made) {
        if (!wanted.tool().equals(made.tool())) {
            return false;
        }
        Map<String, ValueMatch> own = single.getOrDefault(made.tool(), Map.of());
        JsonNode expected = Json.parse(wanted.arguments());
        JsonNode actual = Json.parse(made.arguments());
        if (expected == null || !expected.isObject() || actual == null || !actual.isObject()) {
            return arguments == ValueMatch.ANY && own.isEmpty();
        }
        for (Map.Entry<String, ValueMatch> argument : own.entrySet()) {
            List<JsonNode> right = Json.at(expected, argument.getKey());
            List<JsonNode> given = Json.at(actual, argument.getKey());
            boolean fits = argument.getValue() == ValueMatch.ANY
                    || (right.isEmpty() && given.isEmpty())
                    || (!given.isEmpty()
                            && argument.getValue()
                                    .matches(
                                            right.isEmpty()
                                                    ? "null"
                                                    : right.get(0).toString(),
                                            given.get(0).toString()));
            if (!fits) {
                return false;
            }
        }
        own.keySet().forEach(pointer -> {
            Json.remove(expected, pointer);
            Json.remove(actual, pointer);
        });
        return arguments.matches(expected.toString(), actual.toString());
    }

    /** The longest common subsequence. */
    private int inSequence(List<Call> wanted, List<Call> made) {
        int[] row = new int[made.size() + 1];
        for (Call one : wanted) {
            int[] next = new int[row.length];
            for (int j = 0; j < made.size(); j++) {
                next[j + 1] = matches(one, made.get(j)) ? row[j] + 1 : Math.max(row[j + 1], next[j]);
            }
            row = next;
        }
        return row[made.size()];
    }

    /** The largest matching of a bipartite graph, by augmenting paths. */
    private int pairedOff(List<Call> wanted, List<Call> made) {
        int[] partner = new int[made.size()];
        Arrays.fill(partner, -1);
        List<List<Integer>> fitting = new ArrayList<>();
        for (Call one : wanted) {
            List<Integer> fits = new ArrayList<>();
            for (int j = 0; j < made.size(); j++) {
                if (matches(one, made.get(j))) {
                    fits.add(j);
                }
            }
            fitting.add(fits);
        }
        int pairs = 0;
        for (int i = 0; i < wanted.size(); i++) {
            pairs += pair(i, fitting, partner, new boolean[made.size()]) ? 1 : 0;
        }
        return pairs;
    }

    private static boolean pair(int wanted, List<List<Integer>> fitting, int[] partner, boolean[] tried) {
        for (int made : fitting.get(wanted)) {
            if (!tried[made]) {
                tried[made] = true;
                if (partner[made] < 0 || pair(partner[made], fitting, partner, tried)) {
                    partner[made] = wanted;
                    return true;
                }
            }
        }
        return false;
    }
}
