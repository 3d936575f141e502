/** Live traffic moves from one model to another, and back by itself. */
@NullMarked
package dev.portolan.example.rollout;

import org.jspecify.annotations.NullMarked;
