/**
 * A server on loopback for HTTP/1.1 and HTTP/2, plain and in TLS: Netty below, and above it a handler that answers a request with a
 * list of steps. One thread for all sockets, a few for the answers, none for a stream. It sends what it is told and when it is
 * told, so that a slow, a broken and a perfect stream are the same thing to it.
 */
@NullMarked
package dev.portolan.simulator.internal.http;

import org.jspecify.annotations.NullMarked;
