package dev.portolan.spi.support;

import java.util.regex.Pattern;

/** Tells this machine from others by what an address says: the only place where plain http is taken without asking. */
public final class Loopback {

    /** RFC 6761, section 6.3, for names; RFC 1122 and RFC 4291 for numbers. */
    private static final Pattern HOST = Pattern.compile(
            "(.+\\.)?localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[?(0*:)+0*1]?", Pattern.CASE_INSENSITIVE);

    private Loopback() {}

    /**
     * Whether a host is this machine. By name or number only; nothing is looked up.
     *
     * @param host the host of an address, IPv6 with or without its brackets
     * @return true for {@code localhost}, names under it, and loopback numbers
     */
    public static boolean is(String host) {
        return HOST.matcher(host).matches();
    }
}
