/**
 * The contract of a provider as a test class to extend: {@link dev.portolan.testkit.contract.ChatModelContract} and {@link
 * dev.portolan.testkit.contract.EmbeddingModelContract}. Needs JUnit 5.12 or newer and AssertJ on the class path of the tests.
 */
@NullMarked
package dev.portolan.testkit.contract;

import org.jspecify.annotations.NullMarked;
