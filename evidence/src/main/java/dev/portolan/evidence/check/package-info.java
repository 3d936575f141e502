/**
 * What can be asked of an answer, each as a {@link dev.portolan.evidence.check.Check} that scores it from 0 to 1 and says why. The
 * same checks serve golden sets, shadow traffic and canaries.
 *
 * <pre>{@code
 * List<Check> checks = List.of(
 *         JsonChecks.schema(schema).hardBreak(),
 *         LabelCheck.at("/category").weighted(2),
 *         RefusalCheck.sameAsReference(),
 *         Measure.LATENCY.atMost(Duration.ofSeconds(3)).onlyFor("interactive"));
 * ScoreCard card = ScoreCard.of(checks, observation);
 * }</pre>
 *
 * <p>A score is one of three: a number; <i>missing</i>, when it could not be found out (a judge that failed, a price that is not
 * known); <i>not applicable</i>, when the example does not ask for it. The two latter are never counted as a number.
 *
 * <p>Reasons of scores quote answers, since reports show them; {@code toString} shows none.
 */
@NullMarked
package dev.portolan.evidence.check;

import org.jspecify.annotations.NullMarked;
