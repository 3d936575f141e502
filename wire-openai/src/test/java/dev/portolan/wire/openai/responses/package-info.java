@NullMarked
package dev.portolan.wire.openai.responses;

import org.jspecify.annotations.NullMarked;
