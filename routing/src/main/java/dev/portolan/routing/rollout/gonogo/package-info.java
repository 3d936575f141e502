/** Whether traffic may move: evidence and people's word in one signed document, and what is left to do when all has moved. */
@NullMarked
package dev.portolan.routing.rollout.gonogo;

import org.jspecify.annotations.NullMarked;
