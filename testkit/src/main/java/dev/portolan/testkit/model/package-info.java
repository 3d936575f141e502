/**
 * Doubles of models for the tests of an application: no network, no key, no wait. They need no test framework. See {@link
 * dev.portolan.testkit.model.TestChatModel}.
 */
@NullMarked
package dev.portolan.testkit.model;

import org.jspecify.annotations.NullMarked;
