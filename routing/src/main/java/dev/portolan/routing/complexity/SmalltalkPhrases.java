package dev.portolan.routing.complexity;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The phrases that {@link Smalltalk} knows, by the hashes of their words. Immutable. */
final class SmalltalkPhrases {

    private static final int LONGEST = 16;
    private static final int SLOTS = 2048;

    /** Greetings, thanks, farewells, praise. */
    private static final String COURTESIES = """
            hi|hi there|hello|hello there|hey|hey there|good morning|good afternoon|good evening|good night|howdy|greetings
            how are you|how are you doing|how are you today|hows it going|whats up|nice to meet you|are you there
            thanks|thank you|thanks a lot|thank you very much|thank you so much|many thanks|thx|ty|cheers|much appreciated
            bye|goodbye|bye bye|see you|see you later|have a nice day|have a good day|great|cool|nice|awesome|perfect
            well done|good job|great job|lol|haha|no worries|never mind|sorry|please|so much|very much|for your help
            for the help|that helps|that was helpful|that is all|thats all|all good|wow
            hallo|guten morgen|guten tag|guten abend|gute nacht|servus|moin|grüß gott|danke|danke schön|dankeschön|vielen dank
            danke sehr|tschüss|auf wiedersehen|bis bald|wie geht es dir|wie gehts|super|prima|alles klar|schönen tag noch
            bonjour|salut|bonsoir|bonne nuit|merci|merci beaucoup|au revoir|à bientôt|ça va|comment ça va|parfait|génial
            hola|buenos días|buenas tardes|buenas noches|gracias|muchas gracias|adiós|hasta luego|qué tal|cómo estás|perfecto
            ciao|buongiorno|buonasera|grazie|grazie mille|arrivederci|come stai|perfetto
            olá|oi|bom dia|boa tarde|boa noite|obrigado|obrigada|muito obrigado|tchau|tudo bem
            hoi|goedemorgen|goedendag|dank je|dank je wel|bedankt|tot ziens|hej|tack|tack så mycket|tak|takk|kiitos|moi
            cześć|dzień dobry|dziękuję|dzięki|do widzenia|привет|здравствуйте|добрый день|доброе утро|спасибо|большое спасибо
            пока|до свидания|как дела|привіт|дякую|merhaba|selam|günaydın|teşekkürler|teşekkür ederim|görüşürüz
            你好|您好|早上好|晚上好|谢谢|谢谢你|多谢|再见|拜拜|こんにちは|おはよう|おはようございます|こんばんは|ありがとう|ありがとうございます|さようなら
            안녕|안녕하세요|감사합니다|고마워|고마워요|مرحبا|شكرا|السلام عليكم|नमस्ते|धन्यवाद|שלום|תודה|สวัสดี|ขอบคุณ|xin chào|cảm ơn
            """;

    /** What agrees, refuses, or asks for more of the same. */
    private static final String NODS = """
            yes|yes please|yeah|yep|yup|sure|of course|ok|okay|alright|all right|right|correct|exactly|agreed|no|nope|nah|no thanks
            y|n|k|yes do it|do it|do that|do so|please do|go|go on|go ahead|go for it|please go on|continue|please continue|keep going
            carry on|proceed|please proceed|next|next one|more|one more|another|another one|again|try again|once more|retry|redo
            same again|finish|finish it|and|so|then|why|why not|how|how so|really|are you sure|what|what else|anything else
            and then|what next|whats next|sounds good|looks good|looks good to me|lgtm|that works|thats right|thats wrong|wrong
            the first|the first one|the second|the second one|the last one|both|both please|either|neither|option a|option b
            tell me more|explain|explain more|elaborate|please elaborate|shorter|shorter please|longer|make it shorter
            make it longer|i agree|i see|got it|understood|approved|confirm|confirmed|done|ready|lets go|start|stop|cancel
            ja|ja bitte|ja gerne|jawohl|genau|nein|nein danke|doch|klar|weiter|mach weiter|mach das|bitte weiter|fortfahren
            nochmal|noch einmal|noch eins|und|warum|wieso|einverstanden|stimmt|richtig|falsch
            oui|ouais|bien sûr|d accord|daccord|non|non merci|continue sil te plaît|continuez|vas y|encore|encore une fois|et|pourquoi
            sí|si|claro|vale|de acuerdo|sigue|continúa|adelante|otra vez|por qué|por favor|sì|certo|va bene|avanti|continua|ancora
            sim|não|continue por favor|de novo|ja graag|nee|ga door|nog een keer|да|нет|конечно|хорошо|ладно|продолжай
            продолжайте|дальше|ещё|ещё раз|почему|tak tak|nie|dalej|kontynuuj|jeszcze raz|evet|hayır|tamam|devam|devam et
            是|是的|好|好的|对|不|不是|不要|可以|继续|请继续|再来一次|然后呢|为什么|はい|いいえ|うん|続けて|続けてください|もう一度|なぜ
            네|예|아니요|계속|계속해|계속해 주세요|다시|왜|نعم|لا|استمر|हाँ|नहीं|जारी रखें|כן|לא|ใช่|ไม่|ต่อ|vâng|không|tiếp tục
            """;

    private static final Pattern ENDS = Pattern.compile("[|\n]");
    private static final long[] HASHES = new long[SLOTS];
    private static final boolean[] NOD = new boolean[SLOTS];

    static {
        Map<Long, Boolean> phrases = new HashMap<>();
        collect(COURTESIES, false, phrases);
        collect(NODS, true, phrases);
        phrases.forEach((hash, nod) -> {
            int slot = slot(hash);
            while (HASHES[slot] != 0) {
                slot = (slot + 1) & (SLOTS - 1);
            }
            HASHES[slot] = hash;
            NOD[slot] = nod;
        });
    }

    private SmalltalkPhrases() {}

    /** How many words from a place on are the longest phrase there: negative when it is a nod, 0 when there is none. */
    static int longest(long[] words, int from, int to) {
        long hash = 0;
        int found = 0;
        for (int n = 1; n <= LONGEST && from + n <= to; n++) {
            hash = Letters.pair(hash, words[from + n - 1]);
            int slot = find(hash);
            if (slot >= 0) {
                found = NOD[slot] ? -n : n;
            }
        }
        return found;
    }

    private static int find(long hash) {
        int slot = slot(hash);
        while (HASHES[slot] != 0) {
            if (HASHES[slot] == hash) {
                return slot;
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        return -1;
    }

    private static int slot(long hash) {
        return (int) (hash & (SLOTS - 1));
    }

    private static void collect(String lines, boolean nod, Map<Long, Boolean> phrases) {
        long[] words = new long[32];
        for (String phrase : ENDS.split(lines, -1)) {
            int count = Smalltalk.words(phrase, words);
            long hash = 0;
            for (int i = 0; i < count; i++) {
                hash = Letters.pair(hash, words[i]);
            }
            if (count > 0) {
                phrases.put(hash, nod);
            }
        }
    }
}
