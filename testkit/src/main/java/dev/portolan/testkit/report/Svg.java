package dev.portolan.testkit.report;

import com.samskivert.mustache.Escapers;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** A drawing, inline in the page: shapes with classes, which the style sheet colours, and numbers. */
final class Svg {

    private final StringBuilder out = new StringBuilder(1024);

    /** A drawing with a name for those who cannot see it. */
    Svg(int width, int height, String kind, String title) {
        out.append("<svg class=\"")
                .append(kind)
                .append("\" viewBox=\"0 0 ")
                .append(width)
                .append(' ')
                .append(height)
                .append("\" width=\"")
                .append(width)
                .append("\" height=\"")
                .append(height)
                .append("\" role=\"img\"><title>")
                .append(escaped(title))
                .append("</title>");
    }

    void line(String kind, double x1, double y1, double x2, double y2) {
        open("line", kind);
        number("x1", x1);
        number("y1", y1);
        number("x2", x2);
        number("y2", y2);
        out.append("/>");
    }

    void rect(String kind, double x, double y, double width, double height) {
        open("rect", kind);
        number("x", x);
        number("y", y);
        number("width", Math.max(0, width));
        number("height", Math.max(0, height));
        out.append("/>");
    }

    /** A dot that the script knows by what its data say. */
    void dot(String kind, double x, double y, double radius, String data) {
        open("circle", kind);
        number("cx", x);
        number("cy", y);
        number("r", radius);
        out.append(' ').append(data).append("><title>");
    }

    void endDot(String title) {
        out.append(escaped(title)).append("</title></circle>");
    }

    void path(String kind, String form, double... numbers) {
        open("path", kind);
        Object[] texts = new Object[numbers.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = number(numbers[i]);
        }
        out.append(" d=\"").append(String.format(form, texts)).append("\"/>");
    }

    void path(String kind, CharSequence data) {
        open("path", kind);
        out.append(" d=\"").append(data).append("\"/>");
    }

    void label(String kind, double x, double y, String text) {
        open("text", kind);
        number("x", x);
        number("y", y);
        out.append('>').append(escaped(text)).append("</text>");
    }

    String text() {
        return out + "</svg>";
    }

    private void open(String element, String kind) {
        out.append('<').append(element).append(" class=\"").append(kind).append('"');
    }

    private void number(String name, double value) {
        out.append(' ').append(name).append("=\"").append(number(value)).append('"');
    }

    /** At most one decimal. */
    static String number(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(1, RoundingMode.HALF_UP);
        return (rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros()).toPlainString();
    }

    private static String escaped(String text) {
        return Escapers.HTML.escape(Visible.of(text));
    }
}
