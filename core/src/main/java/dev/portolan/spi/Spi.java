package dev.portolan.spi;

/** The version of this SPI. An extension returns the constant it was compiled with; the loader refuses a newer one. */
public final class Spi {

    /** The current version. It grows by one when an extension of the old version could not work any more. */
    public static final int VERSION = 1;

    private Spi() {}
}
