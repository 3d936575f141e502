package dev.portolan.codec;

/**
 * How much is read, and what is not written because it could not be read.
 *
 * @param depth how deep objects and arrays may nest
 * @param stringChars the longest string
 * @param documentChars the longest document
 */
record Limits(int depth, int stringChars, int documentChars) {

    /** 128 Mi characters hold 96 MiB of media in base64. */
    static final Limits DEFAULT = new Limits(200, 128 << 20, 512 << 20);

    /** Of the names of fields. */
    static final int NAME_CHARS = 10_000;
}
