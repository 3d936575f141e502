package dev.portolan.spi;

/** What all extensions have in common: a name of their own and the SPI version they were compiled against. */
public interface Extension {

    /**
     * The name by which configuration refers to it: lower-case letters, digits and hyphens. Two extensions of one type and
     * id are an error that names both jars.
     *
     * @return the id, such as {@code openai}
     */
    String id();

    /**
     * The SPI version the extension was compiled against.
     *
     * @return {@link Spi#VERSION}, which the compiler turns into the number of that day
     */
    int spiVersion();
}
