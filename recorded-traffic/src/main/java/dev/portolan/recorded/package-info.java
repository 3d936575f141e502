/**
 * Traffic that others recorded against the real services, for the tests of wires and providers: how it is found and read, how
 * it is served again on loopback, and how what was read of it is held against what must be found.
 *
 * <p>Beside it stands what else the tests of providers share: the page on providers, and what the packages below hold.
 *
 * <p>The recordings are no part of the project. Their folder is named with {@code -Dportolan.recordings}; without it {@code
 * ../shared/data/recordings} beside the checkout is taken, and without that the tests that ask are skipped.
 */
@NullMarked
package dev.portolan.recorded;

import org.jspecify.annotations.NullMarked;
