/**
 * Load runs: a dataset at a wanted rate or concurrency against one model, with latencies and kinds of failures. Needs no test
 * framework. See {@link dev.portolan.testkit.load.LoadRun}.
 */
@NullMarked
package dev.portolan.testkit.load;

import org.jspecify.annotations.NullMarked;
