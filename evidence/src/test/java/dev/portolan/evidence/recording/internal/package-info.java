@NullMarked
package dev.portolan.evidence.recording.internal;

import org.jspecify.annotations.NullMarked;
