/** How recordings are cleaned, written, read and found again. */
@NullMarked
package dev.portolan.evidence.recording.internal;

import org.jspecify.annotations.NullMarked;
