/** OpenAI's API as its hosts have in common: requests read and checked, answers written. A host differs by its {@code Dialect}. */
@NullMarked
package dev.portolan.simulator.internal.openai;

import org.jspecify.annotations.NullMarked;
