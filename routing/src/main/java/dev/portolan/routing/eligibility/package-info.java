/** Gates around models, before anything is sent: where a call may be answered, and whose calls may be made. */
@NullMarked
package dev.portolan.routing.eligibility;

import org.jspecify.annotations.NullMarked;
