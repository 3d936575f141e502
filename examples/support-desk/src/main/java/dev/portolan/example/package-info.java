/** A first program: a support desk that answers tickets with whatever model a properties file names. */
@NullMarked
package dev.portolan.example;

import org.jspecify.annotations.NullMarked;
