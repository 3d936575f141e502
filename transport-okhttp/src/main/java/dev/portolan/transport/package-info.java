/**
 * HTTP for providers, on OkHttp: bytes there and back on the caller's thread, with limits, deadlines and cancellation; knows no
 * vendor. {@link dev.portolan.transport.HttpTransport} is the client of one connection.
 */
@NullMarked
package dev.portolan.transport;

import org.jspecify.annotations.NullMarked;
