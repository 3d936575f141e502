/** The controls around a model, cloud by cloud: which role, which policy, which log proves it. Data with sources, read by plans. */
@NullMarked
package dev.portolan.routing.control;

import org.jspecify.annotations.NullMarked;
