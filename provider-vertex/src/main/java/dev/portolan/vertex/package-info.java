/**
 * The provider {@code vertex}: Gemini on Google Vertex AI by gRPC, and what other makers have there, by the endpoints that speak
 * their wires. {@link dev.portolan.vertex.VertexConnection} is for use in code.
 */
@NullMarked
package dev.portolan.vertex;

import org.jspecify.annotations.NullMarked;
