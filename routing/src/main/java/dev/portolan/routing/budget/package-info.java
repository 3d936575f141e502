/** What calls may cost: limits of money and tokens that are reserved before a call and settled after it. */
@NullMarked
package dev.portolan.routing.budget;

import org.jspecify.annotations.NullMarked;
