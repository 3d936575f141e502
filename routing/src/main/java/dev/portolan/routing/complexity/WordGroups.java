package dev.portolan.routing.complexity;

import java.util.EnumMap;
import java.util.Map;

/** Words that tell what kind of request it is, by hash. A word is in one group at most. Immutable. */
final class WordGroups {

    /** No group. */
    static final int NONE = -1;

    private static final int SLOTS = 4096;
    private static final long[] HASHES = new long[SLOTS];
    private static final byte[] GROUPS = new byte[SLOTS];

    static {
        words().forEach((feature, words) -> {
            for (String word : words.split(" ", -1)) {
                put(Letters.hash(word), feature.place());
            }
        });
    }

    private WordGroups() {}

    /** The {@linkplain Feature#place() feature} that counts a word, or {@link #NONE}. */
    static int of(long hash) {
        int slot = slot(hash);
        while (HASHES[slot] != 0) {
            if (HASHES[slot] == hash) {
                return GROUPS[slot];
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        return NONE;
    }

    private static void put(long hash, int group) {
        int slot = slot(hash);
        while (HASHES[slot] != 0) {
            if (HASHES[slot] == hash) {
                throw new IllegalStateException("A word stands in two groups");
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        HASHES[slot] = hash;
        GROUPS[slot] = (byte) group;
    }

    private static int slot(long hash) {
        return (int) (Letters.mix(hash) & (SLOTS - 1));
    }

    private static Map<Feature, String> words() {
        Map<Feature, String> words = new EnumMap<>(Feature.class);
        words.put(
                Feature.NEGATION,
                "not no never none nor neither except false incorrect without cannot isn wasn aren doesn didn nicht kein keine"
                        + " ohne pas jamais sans nunca sin ninguno");
        words.put(
                Feature.COMPARISON,
                "least most best worst more less than greater larger smaller fewer higher lower better highest lowest largest"
                        + " smallest compare difference similar likely mehr weniger plus moins mejor mayor menor");
        words.put(
                Feature.QUANTITY,
                "many much total each every per number sum average half twice remaining altogether percent minutes hours"
                        + " days years miles dollars cost price wieviel combien cuántos anzahl");
        words.put(
                Feature.CONSTRAINT,
                "must should exactly only unless ensure required constraint given assume suppose satisfies such provided"
                        + " respectively conditions where if both muss genau nur doit seulement debe solo");
        words.put(
                Feature.REASONING,
                "prove derive deduce infer explain justify analyze analyse therefore evaluate argument conclusion premise"
                        + " implies valid invalid logic reasoning step beweise erkläre démontrer explique demuestra");
        words.put(
                Feature.WRITING,
                "write compose story poem essay article blog letter email song create design plan draft imagine script"
                        + " schreibe entwirf écris escribe");
        words.put(
                Feature.REWRITING,
                "rewrite summarize summarise translate paraphrase correct shorten classify extract convert list grammar"
                        + " sentence sentences paragraph title headline übersetze zusammenfassen traduire resume traduce");
        words.put(Feature.ASKS_WHO, "who whose whom when wer wann qui quand quién cuándo");
        words.put(Feature.ASKS_WHAT, "what was quoi que qué");
        words.put(Feature.ASKS_WHICH, "which following welche quel quelle cuál");
        words.put(Feature.ASKS_HOW, "how wie comment cómo");
        words.put(Feature.ASKS_WHY, "why because reason cause warum pourquoi porqué");
        words.put(
                Feature.CODE,
                "def class function return import python java javascript code program array string int void algorithm"
                        + " compile loop regex sql query database api json html css bug debug method variable parameter pointer"
                        + " recursion tuple dictionary binary bit memory cpu cache network protocol");
        words.put(
                Feature.MATHS,
                "equation integral derivative matrix polynomial probability triangle circle angle prime integer integers"
                        + " theorem group ring field vector graph calculate compute find solve value values function's real"
                        + " frac sqrt cdot times begin end left right dx mean variance deviation random sample hypothesis"
                        + " regression distribution");
        words.put(
                Feature.LAW,
                "court law plaintiff defendant statute contract liability negligence tort jury judge crime criminal"
                        + " murder trial constitutional amendment evidence appeal legal attorney property deed lease sued"
                        + " charged convicted prosecution state's");
        words.put(
                Feature.MEDICINE,
                "patient disease symptoms treatment diagnosis clinical blood pain medical drug therapy doctor nurse fever"
                        + " infection hospital pressure heart lung liver kidney surgery examination history presents");
        words.put(
                Feature.PHYSICS,
                "force energy velocity acceleration mass electric magnetic wave wavelength photon electron momentum"
                        + " temperature heat gravity circuit voltage current charge lens frequency particle quantum thermodynamic"
                        + " pipe beam fluid flow motor");
        words.put(
                Feature.CHEMISTRY,
                "reaction acid base molecule molecular ion bond solution compound oxidation equilibrium atom atoms mol"
                        + " moles enthalpy organic catalyst nmr spectrum hydrogen oxygen carbon sodium");
        words.put(
                Feature.BIOLOGY,
                "cell cells gene genes dna rna protein enzyme species evolution membrane bacteria virus organism plant"
                        + " plants animal animals genetic population allele mutation tissue muscle nerve brain food");
        words.put(
                Feature.ECONOMY,
                "market demand supply inflation tax interest bank investment stock bond's profit revenue company firm"
                        + " business management accounting asset income trade economic monetary fiscal gdp customers employees"
                        + " marketing audit");
        words.put(
                Feature.HISTORY,
                "war century king empire president revolution government political party treaty colonial nation nations"
                        + " military policy union soviet american british ancient religion religious church archaeological"
                        + " foreign security international");
        words.put(
                Feature.MIND,
                "psychology behavior behaviour cognitive memory's personality therapist anxiety depression learning"
                        + " social child children development attitude perception client sexual self-esteem");
        words.put(
                Feature.MORALS,
                "moral morally wrong ethics ethical kant utilitarian duty virtue rights justice philosophy philosopher"
                        + " belief truth god soul buddhist hindu islam");
        words.put(
                Feature.PERSONS,
                "i you he she we they his her my your their him them man woman boy girl mother father son daughter friend"
                        + " wife husband");
        return words;
    }
}
