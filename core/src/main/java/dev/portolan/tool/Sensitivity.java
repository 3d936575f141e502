package dev.portolan.tool;

/** How careful one has to be with a tool. Gates decide by it. */
public enum Sensitivity {
    /** It reads what anybody may know, and changes nothing. */
    LOW,
    /** It reads or changes what belongs to the user or the application, and can be made undone. The default. */
    NORMAL,
    /** Money, personal data, other people, or what cannot be undone. The loop's default gate asks a human first. */
    HIGH
}
