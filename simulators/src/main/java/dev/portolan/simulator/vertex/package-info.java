/** Vertex AI on loopback, over gRPC. Needs gRPC and Google's protocol buffers on the class path. */
@NullMarked
package dev.portolan.simulator.vertex;

import org.jspecify.annotations.NullMarked;
