package dev.portolan.simulator.vertex;

/**
 * What is left out of an answer, or said twice, by a fault.
 *
 * @param usage the tokens are not told
 * @param finish why it ended is not told
 * @param ids answer and model come without their names
 * @param twice the end comes twice
 */
record Omissions(boolean usage, boolean finish, boolean ids, boolean twice) {

    static final Omissions NONE = new Omissions(false, false, false, false);
}
