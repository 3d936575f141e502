/**
 * A second model that is asked what the first one was asked, after it answered, without anybody waiting for it: what it would have done is
 * scored and counted before it gets any traffic. See {@code docs/shadow.md}.
 */
@NullMarked
package dev.portolan.routing.shadow;

import org.jspecify.annotations.NullMarked;
