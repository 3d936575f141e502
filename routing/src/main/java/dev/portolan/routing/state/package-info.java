/** What instances share: budgets and rollouts, in memory, in a folder or in a database. */
@NullMarked
package dev.portolan.routing.state;

import org.jspecify.annotations.NullMarked;
