/** What both of OpenAI's chat APIs are written and read with. Not for use outside this module. */
@NullMarked
package dev.portolan.wire.openai.internal;

import org.jspecify.annotations.NullMarked;
