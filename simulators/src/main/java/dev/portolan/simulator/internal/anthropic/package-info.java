/** Anthropic's Messages as the simulators of its hosts share them: requests read and checked, answers written. */
@NullMarked
package dev.portolan.simulator.internal.anthropic;

import org.jspecify.annotations.NullMarked;
