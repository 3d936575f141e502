/**
 * A small HTTP/1.1 server on loopback: one thread for all sockets, a few for the answers, none for a stream. It sends what it is
 * told and when it is told, so that a slow, a broken and a perfect stream are the same thing to it.
 */
@NullMarked
package dev.portolan.simulator.internal.http;

import org.jspecify.annotations.NullMarked;
