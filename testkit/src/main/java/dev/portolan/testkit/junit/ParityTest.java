package dev.portolan.testkit.junit;

import dev.portolan.evidence.parity.PairResult;
import dev.portolan.evidence.parity.ParityReport;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A method that compares a target with a source on a dataset. The comparison runs once, before the first test; its results are then
 * told as tests, in any order and in parallel if so configured:
 *
 * <ul>
 *   <li><i>verdict</i>: passes on PASS, fails on FAIL and INVALID, is skipped on INCONCLUSIVE unless {@link ParityGate#strict} is set;
 *       the method is not called for it;
 *   <li>one for each example, where the method has a {@link ParityCase} or {@link PairResult} among its parameters: what the method
 *       asserts decides; an example on which the target regressed is no failure by itself;
 *   <li>one for the whole, where the method has neither.
 * </ul>
 *
 * <pre>{@code
 * @ParityGate(margin = 0.05)
 * class TriageParity {
 *
 *     static List<Check> checks() {
 *         return List.of(JsonChecks.valid().hardBreak(), LabelCheck.at("/category"));
 *     }
 *
 *     @ParityTest(dataset = "golden/triage.jsonl", source = "present", target = "new")
 *     void staysItself(PairResult pair, ParityReport report) {
 *         assertThat(pair).hasNoNewHardBreak();
 *     }
 * }
 * }</pre>
 *
 * <p>Both models come from {@code portolan.properties}, by name. Where the configuration needs a variable that is not set, such as a
 * key, the test is aborted with the reason, unless recordings answer. The reports are written to
 * {@code target/parity/<class>.<method>/}.
 *
 * <p>Switches, as system property or environment variable:
 *
 * <table>
 * <caption>switches</caption>
 * <tr><th>property</th><th>variable</th><th>meaning</th></tr>
 * <tr><td>{@code portolan.parity.mode}</td><td>{@code PORTOLAN_PARITY_MODE}</td>
 *     <td>{@code replay} (the default where the variable {@code CI} is set), {@code auto} (the default elsewhere), {@code record} or
 *     {@code live}; a miss in {@code replay} is an error</td></tr>
 * <tr><td>{@code portolan.parity.strict}</td><td>{@code PORTOLAN_PARITY_STRICT}</td><td>{@code true}: INCONCLUSIVE fails</td></tr>
 * <tr><td>{@code portolan.parity.sample}</td><td>{@code PORTOLAN_PARITY_SAMPLE}</td><td>so many examples at most, drawn by the
 *     seed</td></tr>
 * <tr><td>{@code portolan.parity.max-tokens}</td><td>{@code PORTOLAN_PARITY_MAX_TOKENS}</td><td>the run ends when live calls used so
 *     many</td></tr>
 * <tr><td>{@code portolan.parity.output}</td><td>{@code PORTOLAN_PARITY_OUTPUT}</td><td>where reports are written</td></tr>
 * </table>
 *
 * @see ParityGate
 * @see ParityReport
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@Tag("parity")
@ExtendWith(ParityExtension.class)
public @interface ParityTest {

    /**
     * The dataset: JSONL, CSV or YAML.
     *
     * @return a resource on the class path, or else a path from the working directory
     */
    String dataset();

    /**
     * The model that is there.
     *
     * @return its name in the configuration
     */
    String source();

    /**
     * The model that shall replace it.
     *
     * @return its name in the configuration
     */
    String target();

    /**
     * How often each model is asked for each example.
     *
     * @return at least 1
     */
    int repeats() default 3;

    /**
     * The profile of the configuration.
     *
     * @return its name; empty for the one that the environment sets
     */
    String profile() default "";

    /**
     * Where the checks come from.
     *
     * @return a static method of the test class without parameters that returns a list of checks
     */
    String checks() default "checks";

    /**
     * What decides the order of calls and the sample.
     *
     * @return any number
     */
    long seed() default 1;

    /**
     * Where answers are recorded and replayed from, in all modes but {@code live}.
     *
     * @return a path from the working directory; empty for {@code src/test/recordings/<class>.<method>.jsonl}
     */
    String recordings() default "";

    /**
     * Where the models come from, when not from the usual places.
     *
     * @return a static method of the test class without parameters that returns a {@link dev.portolan.Portolan}, which is closed after
     *     the comparison; empty for {@code portolan.properties}
     */
    String portolan() default "";
}
