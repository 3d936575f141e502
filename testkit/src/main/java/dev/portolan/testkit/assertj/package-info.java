/**
 * AssertJ assertions for parity reports, pairs and answers. Needs AssertJ on the class path.
 *
 * <pre>{@code
 * assertThat(report).isAtLeastAsGoodAs("present").withinMargin(0.05).on("extraction");
 * assertThat(report).hasNoNewHardBreaks().latencyP95RatioBelow(2.0).costWithin(1.10);
 * assertThat(response).hasToolCall("find_order").withArguments("{\"id\": 7}");
 * }</pre>
 */
@NullMarked
package dev.portolan.testkit.assertj;

import org.jspecify.annotations.NullMarked;
