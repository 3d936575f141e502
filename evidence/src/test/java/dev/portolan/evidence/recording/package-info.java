@NullMarked
package dev.portolan.evidence.recording;

import org.jspecify.annotations.NullMarked;
