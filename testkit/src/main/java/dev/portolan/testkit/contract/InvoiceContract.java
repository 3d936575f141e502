package dev.portolan.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.OutputMode;
import dev.portolan.schema.JsonBinding;
import dev.portolan.simulator.Responder;
import dev.portolan.structured.StructuredOutput;
import dev.portolan.structured.StructuredResult;
import dev.portolan.structured.StructuredStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * One record with everything that a schema can say, through a provider's models: optional and nullable, list, map, enum, date,
 * decimal, polymorphic and recursive. Each must come back as it was, in the mode that is expected, whole and streamed.
 */
public abstract class InvoiceContract {

    /** What is invoiced in. */
    public enum Currency {
        /** Euro. */
        EUR,
        /** US dollar. */
        USD
    }

    /**
     * A line.
     *
     * @param item what was sold
     * @param quantity how often
     * @param price of one
     */
    public record Line(String item, int quantity, BigDecimal price) {}

    /** How it is paid. */
    public sealed interface Payment permits Card, Transfer {}

    /**
     * By card.
     *
     * @param number its number
     */
    public record Card(String number) implements Payment {}

    /**
     * By transfer.
     *
     * @param iban the account
     * @param reference what to write on it
     */
    public record Transfer(String iban, Optional<String> reference) implements Payment {}

    /**
     * An invoice.
     *
     * @param number its number
     * @param due when it is due
     * @param currency what it is in
     * @param lines what was sold
     * @param note a note, if any
     * @param discount in percent, or {@code null}
     * @param taxes rates by name
     * @param payment how it is paid
     * @param corrects the one that it takes the place of, or {@code null}
     */
    public record Invoice(
            String number,
            LocalDate due,
            Currency currency,
            List<Line> lines,
            Optional<String> note,
            @Nullable Integer discount,
            Map<String, BigDecimal> taxes,
            Payment payment,
            @Nullable Invoice corrects) {}

    private static final Invoice OLD = new Invoice(
            "R-1",
            LocalDate.of(2026, 1, 31),
            Currency.USD,
            List.of(),
            Optional.of("wrong address"),
            3,
            Map.of(),
            new Card("4111"),
            null);

    private static final Invoice INVOICE = new Invoice(
            "R-2",
            LocalDate.of(2026, 2, 28),
            Currency.EUR,
            List.of(new Line("rope", 2, new BigDecimal("19.95")), new Line("tar", 1, new BigDecimal("7"))),
            Optional.empty(),
            null,
            Map.of("VAT", new BigDecimal("0.19")),
            new Transfer("DE02", Optional.of("R-2")),
            OLD);

    private static final StructuredOutput<Invoice> OUTPUT = StructuredOutput.of(Invoice.class);
    private static final ChatRequest REQUEST = ChatRequest.of("Read this invoice.");

    /** For subclasses. */
    protected InvoiceContract() {}

    /**
     * The models that are tried.
     *
     * @return the mode in which each is expected to be asked, by the model's id
     */
    protected abstract Map<String, OutputMode> modes();

    /**
     * A model.
     *
     * @param id one of {@link #modes()}
     * @param mind what the service behind it says
     * @return the model
     */
    protected abstract ChatModel model(String id, Responder mind);

    private ChatModel obedient(String id) {
        return model(id, new ObedientMind(JsonBinding.write(INVOICE, Invoice.class)));
    }

    @TestFactory
    final Stream<DynamicTest> anInvoiceComesBackAsItWas() {
        return each((id, mode) -> {
            StructuredResult<Invoice> result = OUTPUT.repairs(0).chat(obedient(id), REQUEST);
            assertThat(result.value()).isEqualTo(INVOICE);
            assertThat(result.mode()).isEqualTo(mode);
        });
    }

    @TestFactory
    final Stream<DynamicTest> aStreamedInvoiceComesBackAsItWas() {
        return each((id, mode) -> {
            try (StructuredStream<Invoice> stream = OUTPUT.repairs(0).stream(obedient(id), REQUEST)) {
                List<Object> beginnings = new ArrayList<>();
                stream.forEach(beginnings::add);
                assertThat(stream.result().value()).isEqualTo(INVOICE);
                assertThat(stream.result().mode()).isEqualTo(mode);
                assertThat(beginnings).isNotEmpty().last().isInstanceOfSatisfying(Map.class, last -> {
                    assertThat(last.get("number")).isEqualTo("R-2");
                    assertThat(last.get("taxes")).isEqualTo(Map.of("VAT", new BigDecimal("0.19")));
                });
            }
        });
    }

    private Stream<DynamicTest> each(Trial trial) {
        return modes().entrySet().stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.getKey() + " by " + one.getValue(), () -> trial.run(one.getKey(), one.getValue())));
    }

    private interface Trial {
        void run(String id, OutputMode mode);
    }
}
